import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Region } from '../../src/base/brand.ts';
import { utf8, type Bytes } from '../../src/base/bytes.ts';
import { toHex } from '../../src/base/encodings.ts';
import { parseBlob } from '../../src/hsm/framing.ts';
import type { CiphertextMaker, EncryptionContext, EntropySource } from '../../src/hsm/types.ts';
import { byteArrays } from '../crypto/byte-arrays.ts';
import { bench, ireland, random, seeded, startingWith, stuck } from './harness.ts';

const freshOf = (blob: Bytes): string => {
  const { nonce, iv } = parseBlob(blob)!;
  return toHex(nonce) + toHex(iv);
};

interface Message {
  readonly plaintext: Bytes;
  readonly context: EncryptionContext;
  readonly maker: CiphertextMaker;
}

describe('nonces and IVs in a seeded world', () => {
  const messages = fc.record<Message>({
    plaintext: byteArrays({ maxLength: 2 }),
    context: fc.dictionary(fc.constantFrom('a', 'b', 'ab'), fc.constantFrom('', 'b', 'ab'), { maxKeys: 2 }),
    maker: fc.constantFrom('Encrypt', 'GenerateDataKey'),
  });

  it('are never used for two messages, even where every draw is the same', async () => {
    const { hsm, generate } = bench();
    const material = await generate();
    const byFresh = new Map<string, string>();
    await fc.assert(
      fc.asyncProperty(messages, async (message) => {
        const blob = await hsm.encrypt({ material, ...message, entropy: stuck });
        const fresh = freshOf(blob);
        expect(byFresh.get(fresh) ?? toHex(blob)).toBe(toHex(blob));
        byFresh.set(fresh, toHex(blob));
      }),
      { numRuns: 500 },
    );
    expect(new Set(byFresh.values()).size).toBe(byFresh.size);
  });

  it.each<[string, Partial<Message>]>([
    ['the plaintext', { plaintext: utf8('TEXT') }],
    ['the plaintext’s length', { plaintext: utf8('text\0') }],
    ['the context', { context: { a: 'c' } }],
    ['the maker', { maker: 'GenerateDataKey' }],
  ])('depend on %s', async (_, change) => {
    const { hsm, generate } = bench();
    const request = { material: await generate(), plaintext: utf8('text'), context: { a: 'b' }, entropy: stuck };
    const [one, other] = await Promise.all([
      hsm.encrypt({ ...request, maker: 'Encrypt' }),
      hsm.encrypt({ ...request, maker: 'Encrypt', ...change }),
    ]);
    const [{ nonce, iv }, { nonce: otherNonce, iv: otherIv }] = [parseBlob(one)!, parseBlob(other)!];
    expect(toHex(nonce)).not.toBe(toHex(otherNonce));
    expect(toHex(iv)).not.toBe(toHex(otherIv));
  });

  it('depend on the material, on its ID and on the draw', async () => {
    const { hsm, generate } = bench();
    const [material, other] = [await generate(), await generate()];
    const renamed = { handle: material.handle, keyMaterialId: other.keyMaterialId };
    const request = { plaintext: utf8('text'), context: {}, maker: 'Encrypt' } as const;
    const blobs = await Promise.all([
      hsm.encrypt({ ...request, material, entropy: stuck }),
      hsm.encrypt({ ...request, material: other, entropy: stuck }),
      hsm.encrypt({ ...request, material: renamed, entropy: stuck }),
      hsm.encrypt({ ...request, material, entropy: seeded('7') }),
    ]);
    expect(new Set(blobs.map(freshOf)).size).toBe(blobs.length);
  });

  it('come out the same for the same call of the same world, on any machine', async () => {
    const blobOf = async () => {
      const { hsm, generate } = bench();
      const material = await generate('key', seeded('world 7, call 1'));
      const request = { plaintext: utf8('text'), context: { a: 'b' }, maker: 'Encrypt' } as const;
      const blob = await hsm.encrypt({ material, ...request, entropy: seeded('world 7, call 2') });
      return { blob: toHex(blob), handle: material.handle, keyMaterialId: material.keyMaterialId };
    };
    const first = await blobOf();
    expect(await blobOf()).toEqual(first);
    // What a replay of a recorded world must find again: this changes only with the version of the framing.
    expect(first).toMatchInlineSnapshot(`
      {
        "blob": "0102020078c8fe47fa482bd94ce026c8b8a9404f7e5d677137f2af65c1f67b2b99f051d1ad01dbcbcc49f5284c1ce523ee72a39fc8dd00000062306006092a864886f70d010706a0533051020100304c06092a864886f70d010701301e060960864801650304012e3011040c09885b9e0a5cec69fb8e12e5020110801f6b6579726f6f6d00000001ed8646f44eda308ffe09a3d6ab1cdbe4ef58a017",
        "handle": "material-440fe980ad5b1312ed7cc1ed321b5a3a",
        "keyMaterialId": "c8fe47fa482bd94ce026c8b8a9404f7e5d677137f2af65c1f67b2b99f051d1ad",
      }
    `);
  });
});

describe('nonces and IVs in a sandbox', () => {
  it('are what was drawn, which is 16 and 12 bytes', async () => {
    const { hsm, generate } = bench();
    const material = await generate();
    const draw = random.bytes(28);
    const request = { material, plaintext: utf8('text'), context: {}, maker: 'Encrypt' } as const;
    expect(freshOf(await hsm.encrypt({ ...request, entropy: startingWith(draw) }))).toBe(toHex(draw));
  });
});

describe('tokens', () => {
  const ivAndHandle = async (keyId: string, entropy: EntropySource, region?: Region) => {
    const { handle, token } = await bench(region ? { region } : {}).hsm.generate('SYMMETRIC_DEFAULT', keyId, entropy);
    return { handle, iv: toHex(token.subarray(1, 13)) };
  };

  /** Gives this material, and after it always the same. */
  const withMaterial = (material: Bytes): EntropySource => {
    const first = startingWith(material);
    let asked = 0;
    return { deterministic: true, bytes: (length) => (asked++ === 0 ? first.bytes(length) : stuck.bytes(length)) };
  };

  it('of other material, another key or another Region share neither handle nor IV, where every draw is the same', async () => {
    const made = await Promise.all([
      ivAndHandle('key', stuck),
      ivAndHandle('key', withMaterial(new Uint8Array(32).fill(8))),
      ivAndHandle('another key', stuck),
      ivAndHandle('key', stuck, ireland),
    ]);
    expect(new Set(made.map(({ iv }) => iv)).size).toBe(made.length);
    expect(new Set(made.map(({ handle }) => handle)).size).toBe(made.length);
  });

  it('are found again under the same handle by the same call of the same world', async () => {
    expect(await ivAndHandle('key', seeded('7'))).toEqual(await ivAndHandle('key', seeded('7')));
    expect(await ivAndHandle('key', seeded('7'))).not.toEqual(await ivAndHandle('key', seeded('8')));
  });
});
