// GenerateMac and VerifyMac: every HMAC key spec.
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { algorithmsWith } from '../kinds.ts';
import { bytes, openKmsWorld, type KmsWorld, type TestKey } from '../world.ts';

const dryRun = 'DryRunOperationException: The request would have succeeded, but the DryRun option is set.';
const invalid = 'KMSInvalidMacException: ';
const specs = [
  ['HMAC_224', 'HMAC_SHA_224', 28],
  ['HMAC_256', 'HMAC_SHA_256', 32],
  ['HMAC_384', 'HMAC_SHA_384', 48],
  ['HMAC_512', 'HMAC_SHA_512', 64],
] as const;

let kms: KmsWorld;
const keys = new Map<string, TestKey>();
beforeAll(async () => {
  kms = await openKmsWorld();
  for (const [KeySpec] of specs) {
    keys.set(KeySpec, await kms.createKey({ KeySpec, KeyUsage: 'GENERATE_VERIFY_MAC' }));
  }
});

describe.each(specs)('%s', (spec, algorithm, length) => {
  const request = (Message: Uint8Array) => ({ KeyId: keys.get(spec)!.id, MacAlgorithm: algorithm, Message });

  it('makes MACs of its length, the same for the same message, and verifies them', async () => {
    const { Mac, ...rest } = await kms.call('GenerateMac', request(bytes('text')));
    const KeyId = keys.get(spec)!.arn;
    expect(rest).toEqual({ KeyId, MacAlgorithm: algorithm });
    expect((Mac as Uint8Array).length).toBe(length);
    expect(await kms.call('GenerateMac', request(bytes('text')))).toEqual({ Mac, ...rest });
    expect(await kms.call('VerifyMac', { ...request(bytes('text')), Mac })).toEqual({
      KeyId,
      MacAlgorithm: algorithm,
      MacValid: true,
    });
  });

  it('holds for any message, and for no other message or MAC', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 4096 }), fc.nat(), async (message, at) => {
        const Mac = (await kms.call('GenerateMac', request(message)))['Mac'] as Uint8Array;
        await kms.call('VerifyMac', { ...request(message), Mac });
        const flipped = (from: Uint8Array) =>
          from.map((byte, index) => (index === at % from.length ? byte ^ (1 << (at % 8)) : byte));
        expect(await kms.refusal('VerifyMac', { ...request(message), Mac: flipped(Mac) })).toBe(invalid);
        expect(await kms.refusal('VerifyMac', { ...request(flipped(message)), Mac })).toBe(invalid);
      }),
      { numRuns: 30 },
    );
  });

  it('takes no part of a MAC for one, nor what has more', async () => {
    const Mac = (await kms.call('GenerateMac', request(bytes('text'))))['Mac'] as Uint8Array;
    for (const wrong of [Mac.slice(1), Mac.slice(0, -1), new Uint8Array([...Mac, 0]), new Uint8Array(6144)]) {
      expect(await kms.refusal('VerifyMac', { ...request(bytes('text')), Mac: wrong })).toBe(invalid);
    }
  });

  it.each(algorithmsWith('GENERATE_VERIFY_MAC').filter((each) => each !== algorithm))('has no %s', async (other) => {
    const message = `InvalidKeyUsageException: Algorithm ${other} is incompatible with key spec ${spec}.`;
    const wrong = { ...request(bytes('text')), MacAlgorithm: other };
    expect(await kms.refusal('GenerateMac', wrong)).toBe(message);
    expect(await kms.refusal('VerifyMac', { ...wrong, Mac: bytes('mac') })).toBe(message);
  });

  it('takes 1 to 4,096 bytes', async () => {
    const constraint =
      "ValidationException: 1 validation error detected: Value at 'message' failed to satisfy constraint: Member must have length";
    await kms.call('GenerateMac', request(new Uint8Array(1)));
    await kms.call('GenerateMac', request(new Uint8Array(4096)));
    expect(await kms.refusal('GenerateMac', request(new Uint8Array(0)))).toBe(
      `${constraint} greater than or equal to 1`,
    );
    expect(await kms.refusal('GenerateMac', request(new Uint8Array(4097)))).toBe(
      `${constraint} less than or equal to 4096`,
    );
  });

  it('judges dry runs, the MAC included', async () => {
    expect(await kms.refusal('GenerateMac', { ...request(bytes('text')), DryRun: true })).toBe(dryRun);
    const { Mac } = await kms.call('GenerateMac', request(bytes('text')));
    expect(await kms.refusal('VerifyMac', { ...request(bytes('text')), Mac, DryRun: true })).toBe(dryRun);
    expect(await kms.refusal('VerifyMac', { ...request(bytes('other')), Mac, DryRun: true })).toBe(invalid);
  });
});

describe('MACs', () => {
  it('of two keys differ', async () => {
    const other = await kms.createKey({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' });
    const request = { KeyId: keys.get('HMAC_256')!.id, Message: bytes('text'), MacAlgorithm: 'HMAC_SHA_256' };
    const { Mac } = await kms.call('GenerateMac', request);
    expect(await kms.refusal('VerifyMac', { ...request, KeyId: other.id, Mac })).toBe(invalid);
  });
});
