// DeriveSharedSecret: what a KMS key and a peer's key have in common: ECDH's raw x coordinate (NIST SP 800-56A).
import { assert } from '../../../base/assert.ts';
import type { Bytes } from '../../../base/bytes.ts';
import type { MaterialHandle, Region } from '../../../base/brand.ts';
import type { Hsm, NistCurveSpec } from '../../../hsm/types.ts';
import { operation, type AnyOperation } from '../../../world/service.ts';
import { authorizedKey } from '../authorize.ts';
import { dryRunSucceeded, invalidPeerKey } from '../errors.ts';
import { use } from '../identifiers.ts';
import { blob, flag, text } from '../input.ts';
import { isNistCurve, type KeyAgreementAlgorithm } from '../key-specs.ts';
import { handedOut, recipientConditions, recipientOf, secretMember, type Recipient } from '../recipients/recipients.ts';
import { keyArnOf, type Origin } from '../records.ts';
import { algorithmFor, assertUsable, currentMaterial } from '../using-keys.ts';

interface Plan {
  readonly keyArn: string;
  readonly origin: Origin;
  readonly handle: MaterialHandle;
  readonly spec: NistCurveSpec;
  readonly algorithm: KeyAgreementAlgorithm;
  readonly peerKey: Uint8Array;
  readonly recipient: Recipient | null;
  readonly dryRun: boolean;
}

export const deriveSharedSecret = (hsm: (region: Region) => Hsm): AnyOperation =>
  operation<Plan, Bytes | undefined>({
    name: 'DeriveSharedSecret',

    check(input, context) {
      const requested = text(input, 'KeyAgreementAlgorithm');
      const recipient = recipientOf(input, context);
      const key = authorizedKey(context, text(input, 'KeyId'), use('kms:DeriveSharedSecret'), {
        'kms:KeyAgreementAlgorithm': requested,
        ...recipientConditions(recipient),
      });
      assertUsable('DeriveSharedSecret', 'KEY_AGREEMENT', key, context.view);
      const algorithm = algorithmFor(key, 'KEY_AGREEMENT', requested);
      assert(isNistCurve(key.keySpec), 'only keys on the NIST curves agree on secrets');
      return {
        keyArn: keyArnOf(key),
        origin: key.origin,
        handle: currentMaterial(key).handle,
        spec: key.keySpec,
        algorithm,
        peerKey: blob(input, 'PublicKey'),
        recipient,
        dryRun: flag(input, 'DryRun'),
      };
    },

    async prepare({ handle, spec, peerKey, recipient }, { region, entropy }) {
      const secret = await hsm(region).deriveSharedSecret(handle, spec, peerKey);
      return secret && handedOut(hsm(region), recipient, secret, entropy);
    },

    decide({ keyArn, algorithm, origin, recipient, dryRun }, secret) {
      if (!secret) throw invalidPeerKey();
      if (dryRun) throw dryRunSucceeded();
      return {
        KeyId: keyArn,
        ...secretMember(recipient, 'SharedSecret', secret),
        KeyAgreementAlgorithm: algorithm,
        KeyOrigin: origin,
      };
    },
  });
