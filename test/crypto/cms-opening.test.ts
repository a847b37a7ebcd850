import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, utf8, type Bytes } from '../../src/base/bytes.ts';
import { envelopedData } from '../../src/crypto/cms.ts';
import { openEnvelopedData } from '../../src/crypto/cms-opening.ts';
import { openRsaPrivateKey } from '../../src/crypto/rsa.ts';
import { rsaFixture } from '../hsm/rsa-fixtures.ts';
import { byteArrays } from './byte-arrays.ts';

const [key, other] = [0, 1].map((number) => openRsaPrivateKey(rsaFixture(2048, number), 2048)!);
const chance = (text: string, length: number): Bytes =>
  new Uint8Array(createHash('shake256', { outputLength: length }).update(text).digest());
const seal = async (plaintext: Bytes): Promise<Bytes> =>
  (await envelopedData(key!.publicKey, plaintext, { contentKey: chance('key', 32), iv: chance('iv', 16) }))!;

describe('openEnvelopedData', () => {
  it.each([0, 1, 15, 16, 32, 1000, 2400])(
    'opens %i bytes that envelopedData sealed, with the key alone',
    async (length) => {
      const plaintext = chance('plaintext', length);
      const sealed = await seal(plaintext);
      expect(await openEnvelopedData(sealed, key!)).toEqual(plaintext);
      expect(await openEnvelopedData(sealed, other!)).toBeUndefined();
    },
  );

  it('opens nothing that is cut short, has something behind it, or is nested without end', async () => {
    const sealed = await seal(utf8('secret'));
    const bad = [
      new Uint8Array(0),
      concatBytes(sealed, Uint8Array.of(0)),
      new Uint8Array(100_000).fill(0x30),
      Uint8Array.from({ length: 100_000 }, (_, at) => (at % 2 === 0 ? 0x30 : 0x80)),
      ...Array.from({ length: 40 }, (_, count) => sealed.slice(0, -1 - count * 10)),
    ];
    for (const bytes of bad) expect(await openEnvelopedData(bytes, key!)).toBeUndefined();
  });

  it('never throws', () =>
    fc.assert(
      fc.asyncProperty(byteArrays({ maxLength: 200 }), async (bytes) => {
        expect(await openEnvelopedData(bytes, key!)).toBeUndefined();
      }),
    ));
});
