import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { bench, random, seeded } from './harness.ts';
import { eccSpecs, rsaSpecs } from './specs.ts';

const pkcs8 = (key: Uint8Array) => createPrivateKey({ key: Buffer.from(key), format: 'der', type: 'pkcs8' });
const spki = (key: Uint8Array) => createPublicKey({ key: Buffer.from(key), format: 'der', type: 'spki' });

describe.each([...rsaSpecs, ...eccSpecs])('a data key pair of %s', (spec) => {
  it('is one that Node reads, signs with and verifies with', async () => {
    const { privateKey, publicKey } = await bench().hsm.dataKeyPair(spec, random);
    const halves = [pkcs8(privateKey), spki(publicKey)] as const;
    expect(new Uint8Array(createPublicKey(halves[0] as never).export({ format: 'der', type: 'spki' }))).toEqual(
      publicKey,
    );
    const hash = spec === 'ECC_NIST_EDWARDS25519' ? null : 'sha256';
    const signature = sign(hash, Buffer.from('text'), halves[0]);
    expect(verify(hash, Buffer.from('text'), halves[1], signature)).toBe(true);
  });

  it('is another each time', async () => {
    const { hsm } = bench();
    const [one, other] = [await hsm.dataKeyPair(spec, random), await hsm.dataKeyPair(spec, random)];
    expect(one.privateKey).not.toEqual(other.privateKey);
    expect(one.publicKey).not.toEqual(other.publicKey);
  });
});

it.each(eccSpecs)('a data key pair of %s is the seed’s in a seeded world', async (spec) => {
  const { hsm } = bench();
  expect(await hsm.dataKeyPair(spec, seeded('7'))).toEqual(await bench().hsm.dataKeyPair(spec, seeded('7')));
  expect(await hsm.dataKeyPair(spec, seeded('7'))).not.toEqual(await hsm.dataKeyPair(spec, seeded('8')));
});
