import { createCipheriv, createDecipheriv } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, type Bytes } from '../../src/base/bytes.ts';
import { aesGcmOpen, aesGcmSeal, GCM_TAG_BYTES, importAesGcmKey } from '../../src/crypto/aes-gcm.ts';
import { byteArrays } from './byte-arrays.ts';
import { bytesOf, describeVectors, type Verdict } from './wycheproof.ts';

// IVs, in bytes, that every WebCrypto takes. Ours have 12, always; others may be refused, but not be done wrong.
const SHORTEST_IV = 12;
const LONGEST_IV = 128;

async function open(key: Bytes, iv: Bytes, aad: Bytes, sealed: Bytes): Promise<Bytes | undefined> {
  return aesGcmOpen(await importAesGcmKey(key, 'decrypt'), iv, aad, sealed);
}

async function seal(key: Bytes, iv: Bytes, aad: Bytes, plaintext: Bytes): Promise<Bytes> {
  return aesGcmSeal(await importAesGcmKey(key, 'encrypt'), iv, aad, plaintext);
}

const openedAs = (opened: Bytes | undefined, expected: Bytes): Verdict => {
  if (opened === undefined) return 'refused';
  expect(opened).toEqual(expected);
  return 'accepted';
};

describeVectors<'key' | 'iv' | 'aad' | 'msg' | 'ct' | 'tag'>({
  file: 'aes_gcm_test.json',
  backends: {
    WebCrypto: async (vector) => {
      const [key, iv, aad, plaintext] = [vector.key, vector.iv, vector.aad, vector.msg].map(bytesOf) as [
        Bytes,
        Bytes,
        Bytes,
        Bytes,
      ];
      const sealed = bytesOf(vector.ct + vector.tag);
      const opened = await open(key, iv, aad, sealed);
      const odd = iv.length < SHORTEST_IV || iv.length > LONGEST_IV;
      if (vector.result === 'valid' && odd) {
        const ours = await seal(key, iv, aad, plaintext).catch(() => undefined);
        expect([undefined, sealed]).toContainEqual(ours);
        if (ours === undefined || opened === undefined)
          return { notRun: 'an IV of a length that not every WebCrypto takes' };
      } else if (vector.result === 'valid') {
        expect(await seal(key, iv, aad, plaintext)).toEqual(sealed);
      }
      return openedAs(opened, plaintext);
    },
  },
});

describe('AES-GCM', () => {
  const parts = fc.record({
    key: byteArrays({ minLength: 32, maxLength: 32 }),
    iv: byteArrays({ minLength: 12, maxLength: 12 }),
    aad: byteArrays(),
    plaintext: byteArrays(),
  });

  it('opens what Node seals, and Node opens what it seals', () =>
    fc.assert(
      fc.asyncProperty(parts, async ({ key, iv, aad, plaintext }) => {
        const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(aad);
        const sealedByNode = concatBytes(cipher.update(plaintext), cipher.final(), cipher.getAuthTag());
        expect(await open(key, iv, aad, sealedByNode)).toEqual(plaintext);

        const sealed = await seal(key, iv, aad, plaintext);
        const decipher = createDecipheriv('aes-256-gcm', key, iv).setAAD(aad);
        decipher.setAuthTag(sealed.subarray(plaintext.length));
        const opened = concatBytes(decipher.update(sealed.subarray(0, plaintext.length)), decipher.final());
        expect(opened).toEqual(plaintext);
      }),
    ));

  it.each(Array.from({ length: GCM_TAG_BYTES + 1 }, (_, length) => length))(
    'does not open %i bytes of nothing',
    async (length) => {
      const [key, iv, none] = [new Uint8Array(32), new Uint8Array(12), new Uint8Array(0)];
      expect(await open(key, iv, none, new Uint8Array(length))).toBeUndefined();
    },
  );

  it('imports keys that cannot be extracted and do one thing only', async () => {
    const key = await importAesGcmKey(new Uint8Array(32), 'decrypt');
    expect(key).toMatchObject({ extractable: false, usages: ['decrypt'] });
    await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow();
    await expect(aesGcmSeal(key, new Uint8Array(12), new Uint8Array(0), new Uint8Array(1))).rejects.toThrow();
  });

  it('does not take a key of the wrong use for a wrong ciphertext', async () => {
    const key = await importAesGcmKey(new Uint8Array(32), 'encrypt');
    const opening = aesGcmOpen(key, new Uint8Array(12), new Uint8Array(0), new Uint8Array(32));
    await expect(opening).rejects.toThrow();
  });
});
