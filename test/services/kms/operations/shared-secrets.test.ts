// DeriveSharedSecret: the same secret on both sides, whoever the other side is.
import { createECDH, createPublicKey, diffieHellman, generateKeyPairSync } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { bytes, openKmsWorld, type KmsWorld, type TestKey } from '../world.ts';

const dryRun = 'DryRunOperationException: The request would have succeeded, but the DryRun option is set.';
const noKey = 'ValidationException: ';
const curves = [
  ['ECC_NIST_P256', 'P-256', 'prime256v1', 32],
  ['ECC_NIST_P384', 'P-384', 'secp384r1', 48],
  ['ECC_NIST_P521', 'P-521', 'secp521r1', 66],
] as const;

let kms: KmsWorld;
const keys = new Map<string, TestKey>();
beforeAll(async () => {
  kms = await openKmsWorld();
  for (const [KeySpec] of curves) keys.set(KeySpec, await kms.createKey({ KeySpec, KeyUsage: 'KEY_AGREEMENT' }));
});

const spkiOf = (namedCurve: string) => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve });
  return { privateKey, spki: new Uint8Array(publicKey.export({ format: 'der', type: 'spki' })) };
};
const publicKeyOf = async (KeyId: string) => (await kms.call('GetPublicKey', { KeyId }))['PublicKey'] as Uint8Array;

describe.each(curves)('%s', (spec, namedCurve, opensslName, length) => {
  const request = (PublicKey: Uint8Array) => ({
    KeyId: keys.get(spec)!.id,
    KeyAgreementAlgorithm: 'ECDH',
    PublicKey,
  });

  it('agrees with a peer outside', async () => {
    for (let times = 0; times < 5; times += 1) {
      const { privateKey, spki } = spkiOf(namedCurve);
      const { SharedSecret, ...rest } = await kms.call('DeriveSharedSecret', request(spki));
      expect(rest).toEqual({ KeyId: keys.get(spec)!.arn, KeyAgreementAlgorithm: 'ECDH', KeyOrigin: 'AWS_KMS' });
      const key = Buffer.from(await publicKeyOf(keys.get(spec)!.id));
      const publicKey = createPublicKey({ key, format: 'der', type: 'spki' });
      expect(SharedSecret).toEqual(new Uint8Array(diffieHellman({ privateKey, publicKey })));
      expect((SharedSecret as Uint8Array).length).toBe(length);
    }
  });

  it('agrees with another KMS key, and with itself', async () => {
    const other = await kms.createKey({ KeySpec: spec, KeyUsage: 'KEY_AGREEMENT' });
    const ours = await kms.call('DeriveSharedSecret', request(await publicKeyOf(other.id)));
    const theirs = await kms.call('DeriveSharedSecret', {
      ...request(await publicKeyOf(keys.get(spec)!.id)),
      KeyId: other.id,
    });
    expect(theirs['SharedSecret']).toEqual(ours['SharedSecret']);
    await kms.call('DeriveSharedSecret', request(await publicKeyOf(keys.get(spec)!.id)));
  });

  it('refuses keys of other curves and kinds, points that are on no curve, and garbage', async () => {
    const own = spkiOf(namedCurve).spki;
    const offCurve = own.map((byte, at) => (at === own.length - 1 ? byte ^ 1 : byte));
    const rawPoint = new Uint8Array(createECDH(opensslName).generateKeys());
    const hostile = [
      ...curves.filter(([, name]) => name !== namedCurve).map(([, name]) => spkiOf(name).spki),
      spkiOf('secp256k1').spki,
      new Uint8Array(generateKeyPairSync('ed25519').publicKey.export({ format: 'der', type: 'spki' })),
      new Uint8Array(generateKeyPairSync('x25519').publicKey.export({ format: 'der', type: 'spki' })),
      offCurve,
      rawPoint,
      own.slice(0, -1),
      own.slice(1),
      new Uint8Array([...own, 0]),
      bytes('InvalidPublicKey'),
      new Uint8Array(1),
      new Uint8Array(8192),
    ];
    for (const PublicKey of hostile) {
      expect(await kms.refusal('DeriveSharedSecret', request(PublicKey))).toBe(noKey);
      expect(await kms.refusal('DeriveSharedSecret', { ...request(PublicKey), DryRun: true })).toBe(noKey);
    }
  });

  it('judges dry runs', async () => {
    expect(await kms.refusal('DeriveSharedSecret', { ...request(spkiOf(namedCurve).spki), DryRun: true })).toBe(dryRun);
  });
});

describe('DeriveSharedSecret', () => {
  it('takes at most 8,192 bytes, and no other algorithm', async () => {
    const request = {
      KeyId: keys.get('ECC_NIST_P256')!.id,
      KeyAgreementAlgorithm: 'ECDH',
      PublicKey: new Uint8Array(8193),
    };
    expect(await kms.refusal('DeriveSharedSecret', request)).toBe(
      "ValidationException: 1 validation error detected: Value at 'publicKey' failed to satisfy constraint: Member must have length less than or equal to 8192",
    );
    expect(await kms.refusal('DeriveSharedSecret', { ...request, KeyAgreementAlgorithm: 'X25519' })).toContain(
      "Value 'X25519' at 'keyAgreementAlgorithm' failed to satisfy constraint: Member must satisfy enum value set",
    );
  });

  it('keeps the secret out of the journal', async () => {
    const { spki } = spkiOf('P-256');
    const { SharedSecret } = await kms.call('DeriveSharedSecret', {
      KeyId: keys.get('ECC_NIST_P256')!.id,
      KeyAgreementAlgorithm: 'ECDH',
      PublicKey: spki,
    });
    const secret = Buffer.from(SharedSecret as Uint8Array);
    const journal = JSON.stringify(kms.world.entries.at(-1));
    expect(journal).not.toContain(secret.toString('base64'));
    expect(journal).not.toContain(secret.toString('hex'));
  });
});
