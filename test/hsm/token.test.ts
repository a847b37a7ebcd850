import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MaterialHandle, MaterialToken, Region } from '../../src/base/brand.ts';
import { utf8, type Bytes } from '../../src/base/bytes.ts';
import { toHex } from '../../src/base/encodings.ts';
import { HsmError } from '../../src/hsm/error.ts';
import { createHsm } from '../../src/hsm/hsm.ts';
import { MemoryDomainKeys, MemoryVault } from '../../src/hsm/memory-vault.ts';
import type { DomainKeys, GeneratedMaterial } from '../../src/hsm/types.ts';
import { byteArrays } from '../crypto/byte-arrays.ts';
import { bench, ireland, random, startingWith, virginia } from './harness.ts';

/** What comes of using this token, under this handle, in an HSM that has seen nothing of it before. */
function use(
  material: GeneratedMaterial,
  parts: { region?: Region; domainKeys: DomainKeys; handle?: MaterialHandle; token?: Bytes },
): Promise<Bytes> {
  const { region = virginia, domainKeys, handle = material.handle, token = material.token } = parts;
  const vault = new MemoryVault();
  vault.store({ handle, token: token as MaterialToken });
  const reference = { handle, keyMaterialId: material.keyMaterialId };
  const request = { plaintext: utf8('text'), context: {}, maker: 'Encrypt', entropy: random } as const;
  return createHsm({ region, vault, domainKeys }).encrypt({ material: reference, ...request });
}

describe('generateSymmetric', () => {
  it('gives a handle and an ID that nobody could guess, and a token', async () => {
    const made = await Promise.all(Array.from({ length: 20 }, () => bench().generate()));
    for (const { handle, token, keyMaterialId } of made) {
      expect(handle).toMatch(/^material-[0-9a-f]{32}$/);
      expect(keyMaterialId).toMatch(/^[0-9a-f]{64}$/);
      expect(token).toHaveLength(1 + 12 + 32 + 16);
    }
    for (const field of ['handle', 'token', 'keyMaterialId'] as const) {
      expect(new Set(made.map((one) => one[field].toString())).size).toBe(made.length);
    }
  });

  it('gives the same material another ID under another key ID', async () => {
    const material = random.bytes(32);
    const ids = ['a', 'b', 'ab'].map((keyId) =>
      bench().hsm.generate('SYMMETRIC_DEFAULT', keyId, startingWith(material)),
    );
    expect(new Set((await Promise.all(ids)).map(({ keyMaterialId }) => keyMaterialId)).size).toBe(3);
  });

  it('gives the same material the same ID under the same key ID, in any Region', async () => {
    const material = random.bytes(32);
    const [here, there] = [bench(), bench({ region: ireland })];
    const one = await here.hsm.generate('SYMMETRIC_DEFAULT', 'mrk-1', startingWith(material));
    const other = await there.hsm.generate('SYMMETRIC_DEFAULT', 'mrk-1', startingWith(material));
    expect(one.keyMaterialId).toBe(other.keyMaterialId);
    expect(one.handle).not.toBe(other.handle);
  });

  it('lets no byte of the material out, and wipes it', async () => {
    const material = random.bytes(32);
    const [drawn, kept] = [Uint8Array.from(material), toHex(material)];
    const made = await bench().hsm.generate('SYMMETRIC_DEFAULT', 'key', {
      deterministic: false,
      bytes: (length) => (length === 32 && drawn.some((byte) => byte !== 0) ? drawn : random.bytes(length)),
    });
    const out = toHex(made.token) + made.handle + made.keyMaterialId;
    for (let at = 0; at + 8 <= kept.length; at += 2) expect(out).not.toContain(kept.slice(at, at + 8));
    expect(drawn.every((byte) => byte === 0)).toBe(true);
  });
});

describe('a token', () => {
  it('opens in another HSM of the same Region and domain', async () => {
    const { generate, domainKeys } = bench();
    expect(await use(await generate(), { domainKeys })).toHaveLength(156);
  });

  it('does not open in another Region, even under the same domain key', async () => {
    const { generate, domainKeys } = bench();
    const material = await generate();
    await expect(use(material, { domainKeys, region: ireland })).rejects.toThrow(HsmError);
    const oneKeyForAll: DomainKeys = { domainKey: () => domainKeys.domainKey(virginia) };
    await expect(use(material, { domainKeys: oneKeyForAll, region: ireland })).rejects.toThrow(HsmError);
    expect(await use(material, { domainKeys: oneKeyForAll })).toHaveLength(156);
  });

  it('does not open under another domain key', async () => {
    const material = await bench().generate();
    await expect(use(material, { domainKeys: new MemoryDomainKeys() })).rejects.toThrow(HsmError);
  });

  it('does not open under another handle', async () => {
    const { generate, domainKeys } = bench();
    const [material, other] = [await generate(), await generate()];
    await expect(use(material, { domainKeys, handle: other.handle })).rejects.toThrow(HsmError);
  });

  it('does not open with any single bit flipped', async () => {
    const { generate, domainKeys } = bench();
    const material = await generate();
    for (let bit = 0; bit < 8 * material.token.length; bit += 1) {
      const token = Uint8Array.from(material.token);
      token[bit >> 3]! ^= 1 << (bit & 7);
      await expect(use(material, { domainKeys, token })).rejects.toThrow(HsmError);
    }
  });

  it('is refused in words of ours, whatever bytes the vault gives for it', async () => {
    const { generate, domainKeys } = bench();
    const material = await generate();
    await fc.assert(
      fc.asyncProperty(byteArrays({ maxLength: 80 }), async (bytes) => {
        for (const token of [bytes, Uint8Array.of(1, ...bytes)]) {
          await expect(use(material, { domainKeys, token })).rejects.toThrow(HsmError);
        }
      }),
      { examples: [[new Uint8Array(0)]] },
    );
  });
});

describe('domain keys', () => {
  it('cannot be extracted, and are one for each Region', async () => {
    const keys = new MemoryDomainKeys();
    const [here, again, there] = await Promise.all([
      keys.domainKey(virginia),
      keys.domainKey(virginia),
      keys.domainKey(ireland),
    ]);
    expect(here).toBe(again);
    expect(here).not.toBe(there);
    expect(here).toMatchObject({ extractable: false, algorithm: { name: 'AES-GCM', length: 256 } });
    for (const format of ['raw', 'jwk'] as const) await expect(crypto.subtle.exportKey(format, here)).rejects.toThrow();
  });

  it('that could be extracted are refused', async () => {
    const extractable = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, ['encrypt', 'decrypt']);
    const domainKeys: DomainKeys = { domainKey: () => Promise.resolve(extractable) };
    const hsm = createHsm({ region: virginia, vault: new MemoryVault(), domainKeys });
    await expect(hsm.generate('SYMMETRIC_DEFAULT', 'key', random)).rejects.toThrow(HsmError);
  });
});
