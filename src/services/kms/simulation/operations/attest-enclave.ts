// A simulated Nitro enclave asks its hypervisor for an attestation document, good for three hours. Nothing of it stays.
import type { Bytes } from '../../../../base/bytes.ts';
import { makeAttestation } from '../../../../hsm/attestation/attestation.ts';
import { operation, type AnyOperation } from '../../../../world/service.ts';
import { blob } from '../../input.ts';
import { permitted } from '../parts.ts';

interface Plan {
  readonly publicKey: Bytes;
  /** Null for an enclave in debug mode, whose registers are all zero. */
  readonly imageDigest: Bytes | null;
  readonly nonce: Bytes | null;
}

export const attestEnclave: AnyOperation = operation<Plan, Bytes>({
  name: 'AttestEnclave',

  check(input, context) {
    permitted(context, 'AttestEnclave');
    const given = (member: string) => (input[member] === undefined ? null : new Uint8Array(blob(input, member)));
    return {
      publicKey: new Uint8Array(blob(input, 'PublicKey')),
      imageDigest: given('ImageDigest'),
      nonce: given('Nonce'),
    };
  },

  prepare: ({ publicKey, imageDigest, nonce }, { nowMs, entropy }) => {
    const pcrs: Readonly<Record<number, Bytes>> = imageDigest ? { 0: imageDigest } : {};
    return Promise.resolve(makeAttestation({ publicKey, pcrs, nonce, userData: null, nowMs, entropy }));
  },

  decide: (_, document) => ({ AttestationDocument: document }),
});
