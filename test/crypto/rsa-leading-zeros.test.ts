// One ciphertext and one signature in 256 begins with a zero. Without it they are the same number, and still too short
// (RFC 8017, 7.1.2 and 8.2.2).
import { expect, it } from 'vitest';
import { utf8, type Bytes } from '../../src/base/bytes.ts';
import { openRsaPrivateKey, openRsaPublicKey } from '../../src/crypto/rsa.ts';
import { rsaFixture } from '../hsm/rsa-fixtures.ts';

const key = openRsaPrivateKey(rsaFixture(2048), 2048)!;
const publicKey = openRsaPublicKey(key.publicKey)!;

/** Tries until the bytes begin with a zero. */
async function withLeadingZero(make: (at: number) => Promise<Bytes>): Promise<readonly [bytes: Bytes, at: number]> {
  for (let at = 0; at < 10_000; at += 1) {
    const bytes = await make(at);
    if (bytes[0] === 0) return [bytes, at];
  }
  throw new Error('none of ten thousand begins with a zero');
}

it('a ciphertext without its leading zero does not open', async () => {
  const [sealed] = await withLeadingZero(() => publicKey.encryptOaep('SHA-1', utf8('text')));
  expect(await key.decryptOaep('SHA-1', sealed)).toEqual(utf8('text'));
  expect(await key.decryptOaep('SHA-1', sealed.slice(1))).toBeUndefined();
  expect(await key.decryptOaep('SHA-1', new Uint8Array([0, ...sealed]))).toBeUndefined();
});

it('a signature without its leading zero does not verify', async () => {
  const scheme = { scheme: 'PKCS1', hash: 'SHA-256', prehashed: false } as const;
  const [signature, at] = await withLeadingZero((number) => key.sign(scheme, utf8(`message ${number}`)));
  const message = utf8(`message ${at}`);
  expect(await publicKey.verify(scheme, message, signature)).toBe(true);
  expect(await publicKey.verify(scheme, message, signature.slice(1))).toBe(false);
  expect(await publicKey.verify(scheme, message, new Uint8Array([0, ...signature]))).toBe(false);
});
