// Tokens of all kinds of material; what holds of every token is in token.test.ts.
import { describe, expect, it } from 'vitest';
import type { MaterialHandle, MaterialToken } from '../../src/base/brand.ts';
import { fromUtf8 } from '../../src/base/bytes.ts';
import { fromHex, toHex } from '../../src/base/encodings.ts';
import { HsmError } from '../../src/hsm/error.ts';
import { createHsm } from '../../src/hsm/hsm.ts';
import { MemoryDomainKeys, MemoryVault } from '../../src/hsm/memory-vault.ts';
import type { DomainKeys } from '../../src/hsm/types.ts';
import { bench, ireland, random, someKeyId, virginia } from './harness.ts';
import { allSpecs } from './specs.ts';

const later = allSpecs.filter((spec) => spec !== 'SYMMETRIC_DEFAULT');
const bytes = (hex: string) => fromHex(hex)!;

/** What comes of opening this token, under this handle, in an HSM that has seen nothing of it before. */
async function open(parts: {
  domainKeys: DomainKeys;
  handle: MaterialHandle;
  token: Uint8Array;
  region?: typeof virginia;
}) {
  const { domainKeys, handle, token, region = virginia } = parts;
  const vault = new MemoryVault();
  vault.store({ handle, token: token as MaterialToken });
  await createHsm({ region, vault, domainKeys }).replicate(handle, someKeyId, region, random);
}

describe.each(later)('a token of %s material', (spec) => {
  it('opens in another HSM of the same Region and domain, and nowhere else', async () => {
    const { domainKeys, make } = bench();
    const [{ handle, token }, other] = [await make(spec), await make(spec)];
    await expect(open({ domainKeys, handle, token })).resolves.toBeUndefined();
    await expect(open({ domainKeys: new MemoryDomainKeys(), handle, token })).rejects.toThrow(HsmError);
    await expect(open({ domainKeys, handle: other.handle, token })).rejects.toThrow(HsmError);
    const oneKeyForAll: DomainKeys = { domainKey: () => domainKeys.domainKey(virginia) };
    await expect(open({ domainKeys: oneKeyForAll, handle, token, region: ireland })).rejects.toThrow(HsmError);
  });

  it('opens as no other kind, of this version or the first', async () => {
    const { domainKeys, make } = bench();
    const { handle, token } = await make(spec);
    expect(token[0]).toBe(2);
    const own = token[1]!;
    for (let kind = 0; kind < 256; kind += 1) {
      const other = Uint8Array.from(token);
      other[1] = kind;
      if (kind !== own) await expect(open({ domainKeys, handle, token: other })).rejects.toThrow(HsmError);
    }
    const asFirst = Uint8Array.from([1, ...token.subarray(2)]);
    await expect(open({ domainKeys, handle, token: asFirst })).rejects.toThrow(HsmError);
  });

  it('does not open with any bit flipped, or cut short', async () => {
    const { domainKeys, make } = bench();
    const { handle, token } = await make(spec);
    const step = token.length > 300 ? 53 : 1;
    for (let bit = 0; bit < 8 * token.length; bit += bit < 8 * 14 ? 1 : step) {
      const flipped = Uint8Array.from(token);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      await expect(open({ domainKeys, handle, token: flipped })).rejects.toThrow(HsmError);
    }
    for (const length of [0, 1, 2, 13, 14, 29, 30, token.length - 1]) {
      await expect(open({ domainKeys, handle, token: token.slice(0, length) })).rejects.toThrow(HsmError);
    }
  });

  it('has none of the material in it, nor has anything else that comes out', async () => {
    const { make } = bench();
    const { handle, token, keyMaterialId, publicKey } = await make(spec);
    expect(handle).toMatch(/^material-[0-9a-f]{32}$/);
    expect(keyMaterialId).toMatch(/^[0-9a-f]{64}$/);
    expect(publicKey === null).toBe(spec.startsWith('HMAC'));
    // Sealed as PKCS #8, the name of the algorithm would show.
    expect(toHex(token)).not.toContain('0603550403');
    expect(toHex(token)).not.toContain('06072a8648ce3d0201');
    expect(toHex(token)).not.toContain('06092a864886f70d010101');
  });
});

describe('a token of symmetric material', () => {
  it('is of the first version, and opens as no later kind', async () => {
    const { domainKeys, make } = bench();
    const { handle, token } = await make('SYMMETRIC_DEFAULT');
    expect(token[0]).toBe(1);
    for (let kind = 0; kind < 256; kind += 1) {
      const other = Uint8Array.from([2, kind, ...token.subarray(1)]);
      await expect(open({ domainKeys, handle, token: other })).rejects.toThrow(HsmError);
    }
  });

  it('that was made before there were other kinds still opens what was encrypted then', async () => {
    const handle = 'material-404ab9d9381a2a88b79695aee2f72de8' as MaterialHandle;
    const token =
      '01e5781276c39e8a6f738c83346046b11f55ccda27ae0aeb1aa40d66dc59969c6f7a235da6ca4b14583121f982f1fb9fb9e3c4d68d75e9f23eb671b228';
    const keyMaterialId = '161d13637b1ed147551cc356c22d2a3a30191d53848616a35c2ab1249369ce7b';
    const blob = bytes(
      `0102020078${keyMaterialId}019216f048bcee652be687f944b9b04bec0000006e306c06092a864886f70d010706a05f305d020100305806092a864886f70d010701301e060960864801650304012e3011040ca63efc6fbc32803a369fe5f5020110802b6b6579726f6f6d00000001b616e6757c8e17740bd21d1582bd41c396c2fed37ea45aab67864bd2daf00488`,
    );
    const raw = Uint8Array.from({ length: 32 }, (_, at) => at + 1);
    const key = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);
    const { hsm, vault } = bench({ domainKeys: { domainKey: () => Promise.resolve(key) } });
    vault.store({ handle, token: bytes(token) as MaterialToken });
    const opened = await hsm.decrypt({ material: { handle, keyMaterialId }, blob, context: { purpose: 'test' } });
    expect(fromUtf8(opened!)).toBe('kept from before');
  });
});

it('each kind has its own byte', async () => {
  const { make } = bench();
  const kinds = await Promise.all(later.map(async (spec) => (await make(spec)).token[1]));
  // They lie in learners’ browsers: none may change.
  expect(kinds).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
});
