import { execFileSync } from 'node:child_process';
import { createDecipheriv, createPrivateKey, privateDecrypt, constants, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { concatBytes, utf8, type Bytes } from '../../src/base/bytes.ts';
import { toHex } from '../../src/base/encodings.ts';
import { envelopedData } from '../../src/crypto/cms.ts';
import { digest } from '../../src/crypto/digest.ts';
import { readPublicKeyInfo } from '../../src/crypto/key-info.ts';
import { openRsaPrivateKey } from '../../src/crypto/rsa.ts';
import { rsaFixture } from '../hsm/rsa-fixtures.ts';

const pkcs8 = rsaFixture(2048);
const recipient = openRsaPrivateKey(pkcs8, 2048)!.publicKey;
const contentKey = new Uint8Array(randomBytes(32));
const iv = new Uint8Array(randomBytes(16));
const sealed = async (plaintext: Bytes): Promise<Bytes> =>
  (await envelopedData(recipient, plaintext, { contentKey, iv }))!;

interface Node {
  readonly tag: number;
  readonly content: Bytes;
  readonly inside: readonly Node[];
}

/** Another reader than ours, of BER: with lengths that are definite and indefinite. */
function readBer(bytes: Bytes, start = 0): { readonly node: Node; readonly end: number } {
  const tag = bytes[start]!;
  let [at, length] = [start + 2, bytes[start + 1]!];
  const indefinite = length === 0x80;
  if (length > 0x80) {
    const octets = length & 0x7f;
    length = Number.parseInt(toHex(bytes.subarray(at, at + octets)), 16);
    at += octets;
  }
  const first = at;
  const inside: Node[] = [];
  if ((tag & 0x20) !== 0) {
    while (indefinite ? bytes[at] !== 0 || bytes[at + 1] !== 0 : at < first + length) {
      const next = readBer(bytes, at);
      inside.push(next.node);
      at = next.end;
    }
  } else at += length;
  const node = { tag, content: bytes.slice(first, at), inside };
  return { node, end: indefinite ? at + 2 : at };
}

describe('envelopedData', () => {
  it.each([0, 1, 15, 16, 32, 984, 999, 1000, 1001, 2400])('of %i bytes is opened by hand', async (length) => {
    const plaintext = new Uint8Array(randomBytes(length));
    const bytes = await sealed(plaintext);
    const { node, end } = readBer(bytes);
    expect(end).toBe(bytes.length);
    const [contentType, explicit] = node.inside;
    expect(toHex(contentType!.content)).toBe('2a864886f70d010703');
    const [version, recipients, encrypted] = explicit!.inside[0]!.inside;
    expect(toHex(version!.content)).toBe('02');
    expect(recipients).toMatchObject({ tag: 0x31, inside: [{ tag: 0x30 }] });

    const [recipientVersion, identifier, keyAlgorithm, encryptedKey] = recipients!.inside[0]!.inside;
    expect(toHex(recipientVersion!.content)).toBe('02');
    expect(identifier).toMatchObject({ tag: 0x80, content: digest('SHA-1', readPublicKeyInfo(recipient)!.key) });
    // As OpenSSL writes RSAES-OAEP with SHA-256 and MGF1 with SHA-256.
    expect(toHex(keyAlgorithm!.content)).toBe(
      '06092a864886f70d010107302fa00f300d06096086480165030402010500a11c301a06092a864886f70d010108300d06096086480165030402010500',
    );
    const key = privateDecrypt(
      {
        key: createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' }),
        padding: constants.RSA_PKCS1_OAEP_PADDING,
        oaepHash: 'sha256',
      },
      encryptedKey!.content,
    );
    expect(new Uint8Array(key)).toEqual(contentKey);

    const [dataType, contentAlgorithm, pieces] = encrypted!.inside;
    expect(toHex(dataType!.content)).toBe('2a864886f70d010701');
    expect(contentAlgorithm!.inside.map(({ content }) => toHex(content))).toEqual(['60864801650304012a', toHex(iv)]);
    const ciphertext = concatBytes(...pieces!.inside.map(({ content }) => content));
    const decipher = createDecipheriv('aes-256-cbc', key, iv);
    expect(concatBytes(decipher.update(ciphertext), decipher.final())).toEqual(plaintext);
  });

  it('has indefinite lengths where the Nitro Enclaves SDK steps into what it reads, and pieces of content', async () => {
    const bytes = await sealed(new Uint8Array(2400));
    expect(toHex(bytes.subarray(0, 2))).toBe('3080');
    const { node } = readBer(bytes);
    const pieces = node.inside[1]!.inside[0]!.inside[2]!.inside[2]!.inside;
    expect(pieces.map(({ tag, content }) => [tag, content.length])).toEqual([
      [0x04, 1000],
      [0x04, 1000],
      [0x04, 416],
    ]);
    expect(toHex(bytes).endsWith('00'.repeat(10))).toBe(true);
  });

  it('is undefined for what is no RSA public key', async () => {
    const damaged = recipient.slice(1);
    expect(await envelopedData(damaged, utf8('x'), { contentKey, iv })).toBeUndefined();
    expect(await envelopedData(pkcs8, utf8('x'), { contentKey, iv })).toBeUndefined();
  });

  it.each([
    [16, 16],
    [32, 12],
  ])('takes no content key of %i bytes with an IV of %i', async (keyLength, ivLength) => {
    const sizes = { contentKey: new Uint8Array(keyLength), iv: new Uint8Array(ivLength) };
    await expect(envelopedData(recipient, utf8('x'), sizes)).rejects.toThrow('AES-256-CBC');
  });
});

const OPENSSL = 'openssl';
const hasOpenSsl = (() => {
  try {
    return execFileSync(OPENSSL, ['version'], { stdio: ['ignore', 'pipe', 'ignore'] }).includes('OpenSSL 3');
  } catch {
    return false;
  }
})();

describe.skipIf(!hasOpenSsl)(
  `envelopedData and openssl cms${hasOpenSsl ? '' : ' (not run: no OpenSSL 3 here)'}`,
  () => {
    let directory = '';
    beforeAll(() => {
      directory = mkdtempSync(join(tmpdir(), 'cms-'));
    });
    afterAll(() => {
      rmSync(directory, { recursive: true });
    });

    it.each([1, 32, 2400])('OpenSSL decrypts %i bytes', async (length) => {
      const plaintext = new Uint8Array(randomBytes(length));
      const [message, key] = [join(directory, 'message'), join(directory, 'key')];
      writeFileSync(message, await sealed(plaintext));
      writeFileSync(key, pkcs8);
      const options = ['-decrypt', '-binary', '-inform', 'DER', '-in', message, '-inkey', key, '-keyform', 'DER'];
      expect(new Uint8Array(execFileSync(OPENSSL, ['cms', ...options]))).toEqual(plaintext);
    });
  },
);
