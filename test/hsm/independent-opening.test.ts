// Opens blobs with Node's crypto and nothing of src/hsm: what the framing's comment says is all that one needs.
import { createDecipheriv, createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { byteArrays } from '../crypto/byte-arrays.ts';
import { bench, random, startingWith, stuck } from './harness.ts';

const frame = (...parts: (Uint8Array | string)[]): Buffer =>
  Buffer.concat(
    parts.flatMap((part) => {
      const bytes = Buffer.from(part as string);
      const length = Buffer.alloc(4);
      length.writeUInt32BE(bytes.length);
      return [length, bytes];
    }),
  );

function openWithNode(material: Uint8Array, blob: Uint8Array, sealedLength: number, context: [string, string][]) {
  const head = blob.subarray(0, blob.length - sealedLength);
  const message = Buffer.concat([Buffer.from('keyroom message key 1\0'), head.subarray(5, 37), head.subarray(38, 54)]);
  const key = createHmac('sha256', material).update(message).digest();
  const ivAt = Buffer.from(head).indexOf(Buffer.from('060960864801650304012e3011040c', 'hex')) + 15;
  const decipher = createDecipheriv('aes-256-gcm', key, head.subarray(ivAt, ivAt + 12));
  decipher.setAAD(frame(head, frame(...context.flat())));
  decipher.setAuthTag(blob.subarray(-16));
  return Buffer.concat([decipher.update(blob.subarray(head.length, -16)), decipher.final()]);
}

it('a blob opens with Node’s crypto, given the material', async () => {
  const material = random.bytes(32);
  const { hsm, generate } = bench();
  const reference = await generate('key', startingWith(material));
  await fc.assert(
    fc.asyncProperty(byteArrays({ maxLength: 300 }), fc.string(), async (plaintext, value) => {
      for (const entropy of [random, stuck]) {
        const context = { b: value, a: '1' };
        const blob = await hsm.encrypt({ material: reference, plaintext, context, maker: 'Encrypt', entropy });
        const pairs: [string, string][] = [
          ['a', '1'],
          ['b', value],
        ];
        const opened = openWithNode(material, blob, plaintext.length + 16, pairs);
        expect(new Uint8Array(opened)).toEqual(plaintext);
      }
    }),
  );
});

it('a key material ID is the SHA-256 of a label, the key ID and the material, each framed', async () => {
  const material = random.bytes(32);
  const { keyMaterialId } = await bench().hsm.generate('SYMMETRIC_DEFAULT', 'key', startingWith(material));
  const expected = createHash('sha256')
    .update(frame('keyroom key material ID 1', 'key', material))
    .digest('hex');
  expect(keyMaterialId).toBe(expected);
});
