import { createPublicKey, diffieHellman, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { HsmError } from '../../src/hsm/error.ts';
import type { NistCurveSpec } from '../../src/hsm/types.ts';
import { bench } from './harness.ts';

const curves: [NistCurveSpec, string, number][] = [
  ['ECC_NIST_P256', 'prime256v1', 32],
  ['ECC_NIST_P384', 'secp384r1', 48],
  ['ECC_NIST_P521', 'secp521r1', 66],
];

const peerOn = (namedCurve: string) => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve });
  return { privateKey, spki: new Uint8Array(publicKey.export({ format: 'der', type: 'spki' })) };
};

describe.each(curves)('%s', (spec, namedCurve, length) => {
  it('agrees with Node on a secret as long as the field', async () => {
    const { hsm, make } = bench();
    const { handle, publicKey } = await make(spec);
    const ours = createPublicKey({ key: Buffer.from(publicKey!), format: 'der', type: 'spki' });
    for (let pair = 0; pair < 20; pair += 1) {
      const { privateKey, spki } = peerOn(namedCurve);
      const secret = await hsm.deriveSharedSecret(handle, spec, spki);
      expect(secret).toHaveLength(length);
      expect(secret).toEqual(new Uint8Array(diffieHellman({ privateKey, publicKey: ours })));
    }
  });

  it('refuses a peer on another curve, off the curve, damaged or cut short', async () => {
    const { hsm, make } = bench();
    const { handle } = await make(spec);
    for (const [, other] of curves) {
      if (other !== namedCurve) expect(await hsm.deriveSharedSecret(handle, spec, peerOn(other).spki)).toBeUndefined();
    }
    expect(await hsm.deriveSharedSecret(handle, spec, peerOn('secp256k1').spki)).toBeUndefined();
    const { spki } = peerOn(namedCurve);
    for (let at = 0; at < spki.length; at += 1) {
      const damaged = Uint8Array.from(spki);
      damaged[at]! ^= 1;
      expect(await hsm.deriveSharedSecret(handle, spec, damaged), `byte ${at}`).toBeUndefined();
      expect(await hsm.deriveSharedSecret(handle, spec, spki.slice(0, at))).toBeUndefined();
    }
  });
});

it('material of another curve, or of another kind, is an HsmError', async () => {
  const { hsm, make } = bench();
  const { spki } = peerOn('prime256v1');
  for (const spec of ['ECC_NIST_P384', 'ECC_SECG_P256K1', 'ECC_NIST_EDWARDS25519', 'RSA_2048', 'HMAC_256'] as const) {
    const { handle } = await make(spec);
    await expect(hsm.deriveSharedSecret(handle, 'ECC_NIST_P256', spki)).rejects.toThrow(HsmError);
  }
});
