// openssl's key pairs without the program: recorded runs of OpenSSL 3.0, round trips with Node's crypto, hostile input.
import fc from 'fast-check';
import * as node from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { utf8 } from '../../../src/base/bytes.ts';
import { digest } from '../../../src/crypto/digest.ts';
import { openssl } from '../../../src/shell/commands/openssl/openssl.ts';
import { mask, oaepEncoding, oaepText } from '../../../src/shell/commands/openssl/rsa-paddings.ts';
import { rsaFixture } from '../../hsm/rsa-fixtures.ts';
import { runCommand } from './command-io.ts';

const message = utf8('hello world');
const rsa = node.createPrivateKey({ key: Buffer.from(rsaFixture(2048)), format: 'der', type: 'pkcs8' });
// RFC 6979, A.2.5: the key of P-256.
const RFC_KEY = `-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIMmvqdhFunUWa1whV2ex1pNOUMPbNuibEnuKYisSD2choAoGCCqGSM49
AwEHoUQDQgAEYP7UuiVanTHJYet0xjVtaMBJuJI7Yfps5mliLmDyn7Z5A/4QCLi8
maQa6elWKLxk8vGyDC1+n1F3o8KU1EYimQ==
-----END EC PRIVATE KEY-----
`;
const files = {
  p: message,
  'r.der': new Uint8Array(rsa.export({ format: 'der', type: 'pkcs8' })),
  rpub: new Uint8Array(node.createPublicKey(rsa).export({ format: 'der', type: 'spki' })),
  'ec.pem': utf8(RFC_KEY),
  // Made by `openssl dgst -sha256 -sign ec.pem p` of OpenSSL 3.0.19.
  'ec.sig': new Uint8Array(
    Buffer.from(
      'MEQCICvfQ3f41+ELFXOjbIT0fiypFrcIPbQa7WnesQRfrmbzAiByA9cMslI1OfBlsPpLqeEbrjUWEL2ydv/DFjpLtJvPiQ==',
      'base64',
    ),
  ),
};
const run = (line: string, more: Readonly<Record<string, Uint8Array>> = {}) =>
  runCommand(openssl, line.split(' '), { files: { ...files, ...more } });

describe('recorded from OpenSSL 3.0.19', () => {
  test.each<readonly [line: string, stdout: string, stderr: string, exitCode: number]>([
    ['dgst -sha256 -prverify ec.pem -signature ec.sig p', 'Verified OK\n', '', 0],
    ['dgst -sha384 -prverify ec.pem -signature ec.sig p', 'Verification failure\n', '', 1],
    ['dgst -sha256 -prverify ec.pem -signature p p', '', 'Error verifying data\n', 1],
    ['dgst -sha256 -prverify ec.pem p', '', 'No signature to verify: use the -signature option\n', 1],
    ['pkeyutl -verify -rawin -in p -inkey ec.pem -sigfile ec.sig', 'Signature Verified Successfully\n', '', 0],
    ['pkeyutl -verify -in p -inkey ec.pem -sigfile ec.sig', 'Signature Verification Failure\n', '', 1],
    ['pkeyutl', '', 'pkeyutl: no private key given (-inkey parameter).\npkeyutl: Use -help for summary.\n', 1],
    [
      'ec -in ec.pem -pubout',
      '-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEYP7UuiVanTHJYet0xjVtaMBJuJI7\nYfps5mliLmDyn7Z5A/4QCLi8maQa6elWKLxk8vGyDC1+n1F3o8KU1EYimQ==\n-----END PUBLIC KEY-----\n',
      'read EC key\nwriting EC key\n',
      0,
    ],
    [
      'pkcs8 -topk8 -nocrypt -in ec.pem',
      '-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgya+p2EW6dRZrXCFX\nZ7HWk05Qw9s26JsSe4piKxIPZyGhRANCAARg/tS6JVqdMclh63TGNW1owEm4kjth\n+mzmaWIuYPKftnkD/hAIuLyZpBrp6VYovGTy8bIMLX6fUXejwpTURiKZ\n-----END PRIVATE KEY-----\n',
      '',
      0,
    ],
    [
      'pkeyutl -decrypt -in p -inkey rpub -pubin',
      '',
      'A private key is needed for this operation\npkeyutl: Error initializing context\n',
      1,
    ],
    ['rsa -in ec.pem', '', 'Not an RSA key\n', 1],
  ])('%s', async (line, stdout, stderr, exitCode) => {
    const outcome = await run(line);
    expect([outcome.stdout.toString(), outcome.stderr, outcome.exitCode]).toEqual([stdout, stderr, exitCode]);
  });
});

describe('beside Node’s crypto', () => {
  test.each(['sha1', 'sha256', 'sha384', 'sha512'])('OAEP with %s', async (oaepHash) => {
    const options = `-pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:${oaepHash}`;
    const padding = node.constants.RSA_PKCS1_OAEP_PADDING;
    const sealed = await run(`pkeyutl -encrypt -in p -inkey rpub -pubin ${options}`);
    expect(node.privateDecrypt({ key: rsa, oaepHash, padding }, sealed.stdout).toString()).toBe('hello world');
    const theirs = node.publicEncrypt({ key: node.createPublicKey(rsa), oaepHash, padding }, message);
    const opened = await run(`pkeyutl -decrypt -in c -inkey r.der ${options}`, { c: new Uint8Array(theirs) });
    expect([opened.stdout.toString(), opened.stderr]).toEqual(['hello world', '']);
    const broken = await run(`pkeyutl -decrypt -in c -inkey r.der ${options}`, {
      c: new Uint8Array(theirs).map((byte, at) => (at === 100 ? byte ^ 1 : byte)),
    });
    expect([broken.stdout.length, broken.exitCode]).toEqual([0, 1]);
  });

  test.each([
    ['pkcs1', 'sha256', ''],
    ['pkcs1', 'sha1', ''],
    ['pss', 'sha256', '-sigopt rsa_padding_mode:pss'],
    ['pss', 'sha512', '-sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:-1'],
  ])('RSA %s signatures with %s', async (scheme, hash, options) => {
    const padding = scheme === 'pss' ? node.constants.RSA_PKCS1_PSS_PADDING : node.constants.RSA_PKCS1_PADDING;
    const saltLength = options.endsWith(':-1') ? node.constants.RSA_PSS_SALTLEN_DIGEST : undefined;
    const shape = { padding, ...(saltLength !== undefined && { saltLength }) };
    const words = `dgst -${hash} ${options}`.trim();
    const { stdout } = await run(`${words} -sign r.der p`);
    expect(node.verify(hash, message, { key: node.createPublicKey(rsa), ...shape }, stdout)).toBe(true);
    const theirs = new Uint8Array(node.sign(hash, message, { key: rsa, ...shape }));
    expect((await run(`${words} -verify rpub -signature s p`, { s: theirs })).stdout.toString()).toBe('Verified OK\n');
    const other = await run(`${words} -verify rpub -signature s rpub`, { s: theirs });
    expect([other.stdout.toString(), other.exitCode]).toEqual(['Verification failure\n', 1]);
    const broken = theirs.map((byte, at) => (at === 255 ? byte ^ 1 : byte));
    expect((await run(`${words} -verify rpub -signature s p`, { s: broken })).exitCode).toBe(1);
  });

  test.each([
    ['prime256v1', 'P-256'],
    ['secp384r1', 'P-384'],
    ['secp521r1', 'P-521'],
    ['secp256k1', 'secp256k1'],
  ])('a new key of %s agrees with one of Node’s, and a signature of it verifies', async (name, curve) => {
    const made = await run(`ecparam -name ${curve} -genkey -out k.pem`);
    const k = made.files.get('k.pem')!;
    const ours = node.createPrivateKey(Buffer.from(k).toString());
    expect(ours.asymmetricKeyDetails).toEqual({ namedCurve: name });
    const { privateKey, publicKey } = node.generateKeyPairSync('ec', { namedCurve: name });
    const peer = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }));
    const secret = await run('pkeyutl -derive -inkey k.pem -peerkey peer', { 'k.pem': k, peer });
    expect(secret.stdout).toEqual(node.diffieHellman({ privateKey, publicKey: node.createPublicKey(ours) }));
    const { stdout } = await run('dgst -sha384 -sign k.pem p', { 'k.pem': k });
    expect(node.verify('sha384', message, node.createPublicKey(ours), stdout)).toBe(true);
  });

  test('a new key of Ed25519 signs, and Node verifies', async () => {
    const k = (await run('genpkey -algorithm ED25519 -out k.pem')).files.get('k.pem')!;
    const { stdout } = await run('pkeyutl -sign -rawin -in p -inkey k.pem', { 'k.pem': k });
    const publicKey = node.createPublicKey(Buffer.from(k).toString());
    expect(node.verify(null, message, publicKey, stdout)).toBe(true);
  });
});

test('OAEP has a seed of the world: the same in the same world, never the same twice in one', () => {
  let draws = 0;
  const chance = { bytes: (length: number) => new Uint8Array(length).fill((draws += 1)) };
  const hashes = { hash: 'SHA-256', maskHash: 'SHA-1' } as const;
  const [first, second] = [0, 1].map(() => oaepEncoding(hashes, message, 256, chance));
  expect(first).not.toEqual(second);
  expect([oaepText(hashes, first!), oaepText(hashes, second!)]).toEqual([message, message]);
});

test('OAEP without the 1 before the text is refused, though all else is right', () => {
  const hashes = { hash: 'SHA-256', maskHash: 'SHA-256' } as const;
  const encoding = (separator: number) => {
    const block = new Uint8Array(256 - 33);
    block.set(digest('SHA-256', new Uint8Array()));
    block[block.length - 12] = separator;
    block.set(message, block.length - 11);
    const xor = (a: Uint8Array, b: Uint8Array) => a.map((byte, at) => byte ^ b[at]!);
    const seed = new Uint8Array(32).fill(7);
    const masked = xor(block, mask('SHA-256', seed, block.length));
    return new Uint8Array([0, ...xor(seed, mask('SHA-256', new Uint8Array(masked), 32)), ...masked]);
  };
  expect(oaepText(hashes, encoding(1))).toEqual(message);
  expect(() => oaepText(hashes, encoding(2))).toThrow('oaep decoding error');
});

test('any text is wrapped and unwrapped, and nothing else unwraps', async () => {
  const words = (hex: string) => ['-id-aes256-wrap-pad', '-K', hex, '-iv', 'A65959A6'];
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ minLength: 1, maxLength: 300 }),
      fc.uint8Array({ minLength: 32, maxLength: 32 }),
      async (input, key) => {
        const hex = Buffer.from(key).toString('hex');
        const sealed = await runCommand(openssl, ['enc', ...words(hex)], { input });
        expect(sealed.stdout).toHaveLength(8 * Math.ceil(input.length / 8) + 8);
        const opened = await runCommand(openssl, ['enc', '-d', ...words(hex)], { input: sealed.stdout });
        expect(opened.stdout).toEqual(Buffer.from(input));
        const changed = sealed.stdout.map((byte, at) => (at === 3 ? byte ^ 1 : byte));
        const refused = await runCommand(openssl, ['enc', '-d', ...words(hex)], { input: changed });
        expect([refused.stdout.length, refused.exitCode]).toEqual([0, 1]);
      },
    ),
    { numRuns: 40 },
  );
});

test('a private key that is damaged is refused, or is a key; nothing breaks', async () => {
  const lines = ['pkey -in k -text', 'pkcs8 -topk8 -nocrypt -in k', 'dgst -sha256 -sign k p', 'pkey -pubin -in k'];
  const originals = [files['r.der'], files['ec.pem'], files.rpub];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...originals),
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      fc.constantFrom(...lines),
      async (original, at, change, line) => {
        const k = original.slice();
        k[at % k.length]! ^= change;
        const { exitCode, stderr } = await run(line, { k });
        expect(exitCode === 0 || stderr !== '').toBe(true);
        // Without the line break at its end a PEM file is still whole.
        const whole = original.at(-1) === 0x0a ? original.length - 1 : original.length;
        expect((await run(line, { k: original.slice(0, at % whole) })).exitCode).toBe(1);
      },
    ),
    { numRuns: 60 },
  );
});

test('of several forms of operation the last one counts, and -help tells what is there', async () => {
  expect((await run('pkeyutl -verify -encrypt -in p -inkey rpub -pubin')).stdout).toHaveLength(256);
  for (const verb of ['pkeyutl', 'pkey', 'ec', 'rsa', 'pkcs8', 'genpkey', 'genrsa', 'ecparam', 'cms']) {
    expect((await run(`${verb} -help`)).stdout.toString()).toMatch(new RegExp(`^Usage: openssl ${verb} `));
    expect((await run('help')).stdout.toString()).toContain(verb);
  }
});
