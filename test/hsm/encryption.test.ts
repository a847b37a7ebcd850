import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, utf8 } from '../../src/base/bytes.ts';
import { toBase64 } from '../../src/base/encodings.ts';
import { HsmError } from '../../src/hsm/error.ts';
import { readCiphertextHeader } from '../../src/hsm/framing.ts';
import type { EncryptionContext } from '../../src/hsm/types.ts';
import { byteArrays } from '../crypto/byte-arrays.ts';
import { bench, random, stuck, type Bench } from './harness.ts';

const noContext: EncryptionContext = {};

/** One blob of 32 bytes under a context, and what opens it. */
async function oneBlob({ hsm, generate }: Bench) {
  const material = await generate();
  const plaintext = random.bytes(32);
  const context = { purpose: 'test', tenant: '7' };
  const blob = await hsm.encrypt({ material, plaintext, context, maker: 'Encrypt', entropy: random });
  return { material, plaintext, context, blob };
}

describe('encrypt and decrypt', () => {
  it('give back any plaintext under any context, from real and from seeded entropy', async () => {
    const { hsm, generate } = bench();
    const material = await generate();
    const contexts = fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }));
    const makers = fc.constantFrom('Encrypt' as const, 'GenerateDataKey' as const);
    const sources = fc.constantFrom(random, stuck);
    await fc.assert(
      fc.asyncProperty(
        byteArrays({ maxLength: 5000, size: 'max' }),
        contexts,
        makers,
        sources,
        async (plaintext, context, maker, entropy) => {
          const blob = await hsm.encrypt({ material, plaintext, context, maker, entropy });
          expect(await hsm.decrypt({ material, blob, context })).toEqual(plaintext);
          expect(readCiphertextHeader(blob)).toEqual({ keyMaterialId: material.keyMaterialId });
        },
      ),
    );
  });

  it.each([
    [0, 152],
    [1, 153],
    [16, 168],
    [24, 176],
    [32, 184],
    [35, 187],
    [36, 189],
    [48, 201],
    [49, 203],
    [64, 220],
    [100, 256],
    [101, 258],
    [128, 285],
    [256, 418],
    [1024, 1186],
    [4095, 4257],
    [4096, 4258],
  ])('make of %i bytes a blob of %i', async (length, expected) => {
    const { hsm, generate } = bench();
    const request = {
      plaintext: new Uint8Array(length),
      context: noContext,
      maker: 'Encrypt',
      entropy: random,
    } as const;
    const material = await generate();
    const blob = await hsm.encrypt({ material, ...request });
    expect(blob).toHaveLength(expected);
    expect(await hsm.decrypt({ material, blob, context: noContext })).toEqual(request.plaintext);
  });

  it('begin a blob as AWS’s begin', async () => {
    const { hsm, generate } = bench();
    const material = await generate();
    const request = { material, plaintext: utf8('text'), context: noContext, entropy: random };
    expect(toBase64(await hsm.encrypt({ ...request, maker: 'Encrypt' }))).toMatch(/^AQICAH[g-j]/);
    expect(toBase64(await hsm.encrypt({ ...request, maker: 'GenerateDataKey' }))).toMatch(/^AQIDAH[g-j]/);
  });

  it('read what they are given before they wait, whatever happens to it then', async () => {
    const { hsm, generate } = bench();
    const material = await generate();
    const plaintext = utf8('as it was when the call was made');
    const context = { purpose: 'test' };
    const encrypting = hsm.encrypt({ material, plaintext, context, maker: 'Encrypt', entropy: random });
    const before = Uint8Array.from(plaintext);
    plaintext.fill(0);
    context.purpose = 'another';
    const blob = await encrypting;
    const decrypting = hsm.decrypt({ material, blob, context: { purpose: 'test' } });
    blob.fill(0);
    expect(await decrypting).toEqual(before);
  });
});

describe('decrypt', () => {
  it('does not open a blob with any single bit flipped', async () => {
    const setUp = bench();
    const { material, context, blob } = await oneBlob(setUp);
    const opened: number[] = [];
    for (let bit = 0; bit < 8 * blob.length; bit += 1) {
      const flipped = Uint8Array.from(blob);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      if ((await setUp.hsm.decrypt({ material, blob: flipped, context })) !== undefined) opened.push(bit);
    }
    expect(opened).toEqual([]);
  });

  it('does not open a blob cut short at either end, at any length', async () => {
    const setUp = bench();
    const { material, context, blob } = await oneBlob(setUp);
    for (let length = 0; length < blob.length; length += 1) {
      for (const part of [blob.subarray(0, length), blob.subarray(blob.length - length)]) {
        expect(await setUp.hsm.decrypt({ material, blob: part, context })).toBeUndefined();
      }
    }
  });

  it('does not open a blob with bytes before or behind it', async () => {
    const setUp = bench();
    const { material, context, blob } = await oneBlob(setUp);
    for (let length = 1; length < 40; length += 1) {
      const more = new Uint8Array(length);
      for (const longer of [concatBytes(blob, more), concatBytes(more, blob), concatBytes(blob, blob)]) {
        expect(await setUp.hsm.decrypt({ material, blob: longer, context })).toBeUndefined();
      }
    }
  });

  it.each<[string, EncryptionContext]>([
    ['no context', {}],
    ['a pair less', { purpose: 'test' }],
    ['a pair more', { purpose: 'test', tenant: '7', more: '' }],
    ['another value', { purpose: 'test', tenant: '8' }],
    ['another case', { Purpose: 'test', tenant: '7' }],
    ['values exchanged', { purpose: '7', tenant: 'test' }],
    ['a space', { purpose: 'test ', tenant: '7' }],
  ])('does not open a blob with %s', async (_, context) => {
    const setUp = bench();
    const { material, blob } = await oneBlob(setUp);
    expect(await setUp.hsm.decrypt({ material, blob, context })).toBeUndefined();
  });

  it('does not ask for an order of the context', async () => {
    const setUp = bench();
    const { material, plaintext, blob } = await oneBlob(setUp);
    const context = { tenant: '7', purpose: 'test' };
    expect(await setUp.hsm.decrypt({ material, blob, context })).toEqual(plaintext);
  });

  it('does not open a blob with other material, by whatever ID it goes', async () => {
    const setUp = bench();
    const { material, context, blob } = await oneBlob(setUp);
    const other = await setUp.generate();
    expect(await setUp.hsm.decrypt({ material: other, blob, context })).toBeUndefined();
    const disguised = { handle: other.handle, keyMaterialId: material.keyMaterialId };
    expect(await setUp.hsm.decrypt({ material: disguised, blob, context })).toBeUndefined();
    const misnamed = { handle: material.handle, keyMaterialId: other.keyMaterialId };
    expect(await setUp.hsm.decrypt({ material: misnamed, blob, context })).toBeUndefined();
  });

  it('gives undefined, and no exception, for any hostile bytes', async () => {
    const setUp = bench();
    const { material, context, blob } = await oneBlob(setUp);
    const anything = byteArrays({ maxLength: 6144, size: 'max' });
    const nearly = fc.tuple(fc.nat(blob.length), fc.nat(blob.length), byteArrays({ maxLength: 8 }));
    const spliced = nearly.map(([from, to, bytes]) => concatBytes(blob.subarray(0, from), bytes, blob.subarray(to)));
    await fc.assert(
      fc.asyncProperty(fc.oneof(anything, spliced), async (hostile) => {
        fc.pre(toBase64(hostile) !== toBase64(blob));
        expect(await setUp.hsm.decrypt({ material, blob: hostile, context })).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });

  it('refuses a key material ID that is none', async () => {
    const { hsm, generate } = bench();
    const { handle } = await generate();
    for (const keyMaterialId of ['', 'ab', 'z'.repeat(64), 'ab'.repeat(33)]) {
      const request = {
        material: { handle, keyMaterialId },
        plaintext: utf8('text'),
        context: noContext,
        entropy: random,
      };
      await expect(hsm.encrypt({ ...request, maker: 'Encrypt' })).rejects.toThrow(HsmError);
    }
  });

  it('fails as an HSM where the material is not in the vault, and works when it is', async () => {
    const setUp = bench();
    const material = await setUp.hsm.generate('SYMMETRIC_DEFAULT', 'key', random);
    const request = {
      material,
      plaintext: utf8('text'),
      context: noContext,
      maker: 'Encrypt',
      entropy: random,
    } as const;
    await expect(setUp.hsm.encrypt(request)).rejects.toThrow(HsmError);
    setUp.vault.store(material);
    const blob = await setUp.hsm.encrypt(request);
    setUp.hsm.forget(material.handle);
    setUp.vault.destroy(material.handle);
    await expect(setUp.hsm.decrypt({ material, blob, context: noContext })).rejects.toThrow(HsmError);
  });
});

describe('random', () => {
  it('gives the caller what its entropy gives', () => {
    expect(bench().hsm.random(9, stuck)).toEqual(stuck.bytes(9));
  });
});
