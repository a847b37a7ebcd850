// openssl byte for byte: recorded runs of OpenSSL 3.0, and, where it is installed, the program itself, both ways.
import fc from 'fast-check';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { utf8 } from '../../../src/base/bytes.ts';
import { openssl } from '../../../src/shell/commands/openssl/openssl.ts';
import { runCommand } from './command-io.ts';
import { isInstalled, real } from './real.ts';

const K = '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f';
const IV = 'f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff';
const files = {
  p: utf8('hello world'),
  pw: utf8('from a file\nsecond line\n'),
  c: new Uint8Array(16),
  long: new Uint8Array(100),
};
const env = { SECRET: 'from the environment' };
const run = (line: string, input?: Uint8Array) =>
  runCommand(openssl, line.split(' '), { files, env, ...(input && { input }) });

describe('recorded from OpenSSL 3.0.19', () => {
  test.each<readonly [line: string, hex: string]>([
    [`enc -aes-256-cbc -K ${K} -iv ${IV} -in p`, 'c6a70bde4b4c9163075b36f94e6b6dc0'],
    [`enc -aes256 -K ${K} -iv ${IV} -in p`, 'c6a70bde4b4c9163075b36f94e6b6dc0'],
    [`aes-256-cbc -K ${K} -iv ${IV} -in p`, 'c6a70bde4b4c9163075b36f94e6b6dc0'],
    [`enc -aes-128-cbc -K ${K.slice(0, 32)} -iv ${IV} -in p`, '9d89addee6c54ffa7313564c7ee566ed'],
    [`enc -aes-192-cbc -K ${K.slice(0, 48)} -iv ${IV} -in p`, 'bb29da59857884c589524d01b78e34de'],
    [`enc -aes-256-ctr -K ${K} -iv ${IV} -in p`, 'fa65a1e14cb6f7a4280582'],
    [`enc -aes-192-ctr -K ${K.slice(0, 48)} -iv ${IV} -in p`, '43e7243e3bd21effc1b552'],
    [`enc -aes-256-cbc -pbkdf2 -k pw -S 0102030405060708 -in p`, 'f89dfa50a124b3a7a09c529a5ed626bc'],
    [`enc -aes-256-cbc -iter 5 -md sha512 -k pw -S 0102030405060708 -in p`, '4caa22651c460c087fc56a8707e6f91f'],
    [`enc -aes-256-cbc -k pw -S 0102030405060708 -in p`, '359246eb742405594a46d37f35def282'],
    [`enc -aes-256-cbc -md md5 -nosalt -k pw -in p`, 'b0d11d8620c54df895d8b1753b937122'],
    [`enc -aes-128-cbc -pbkdf2 -md sha1 -k pw -nosalt -in p`, 'b1f0820943fa7ad284e2781b2832c805'],
    [`dgst -sha1 -binary p`, '2aae6c35c94fcfb415dbe95f408b9ce91ee846ed'],
    [`dgst -sha256 -binary p`, 'b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9'],
    [
      `dgst -sha384 -binary -mac HMAC -macopt hexkey:00ff p`,
      '9c261db62f062c6eb604fe97ba6150792beff77d1463208647b15836068bcdd46b798e49980e29e345b124f6fddd4f47',
    ],
  ])('%s', async (line, hex) => {
    const { stdout, exitCode } = await run(line);
    expect([stdout.toString('hex'), exitCode]).toEqual([hex, 0]);
  });

  test.each<readonly [options: string, armoured: string]>([
    ['-pbkdf2', 'U2FsdGVkX1+xBl9Tai61ww8JajX2H3CCmBiSc58zgeY='],
    ['-md sha256', 'U2FsdGVkX1/uAJLQrbSquMNbe5fRVsswmR3mXXzIRKU='],
  ])('a file that it made with %s opens', async (options, armoured) => {
    const args = ['enc', '-d', '-aes-256-cbc', ...options.split(' '), '-pass', 'pass:correct horse', '-a'];
    const { stdout } = await runCommand(openssl, args, { input: utf8(`${armoured}\n`) });
    expect(stdout.toString()).toBe('secret text\n');
  });

  test.each<readonly [line: string, stdout: string]>([
    ['dgst -sha256 p', 'SHA2-256(p)= b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9\n'],
    ['sha1 p', 'SHA1(p)= 2aae6c35c94fcfb415dbe95f408b9ce91ee846ed\n'],
    ['dgst -sha1 -r p', '2aae6c35c94fcfb415dbe95f408b9ce91ee846ed *p\n'],
    [
      'dgst -sha256 -hmac key p',
      'HMAC-SHA2-256(p)= 0ba06f1f9a6300461e43454535dc3c4223e47b1d357073d7536eae90ec095be1\n',
    ],
    ['base64 -in p', 'aGVsbG8gd29ybGQ=\n'],
    ['base64 -A -in p', 'aGVsbG8gd29ybGQ='],
    ['version', 'OpenSSL 3.0.19 27 Jan 2026 (Library: OpenSSL 3.0.19 27 Jan 2026)\n'],
  ])('%s prints', async (line, stdout) => {
    expect((await run(line)).stdout.toString()).toBe(stdout);
  });

  test.each<readonly [line: string, exitCode: number, stderr: string]>([
    [
      'enc -aes-256-cbc -k pw -S 0102030405060708 -in p',
      0,
      '*** WARNING : deprecated key derivation used.\nUsing -iter or -pbkdf2 would be better.\n',
    ],
    [
      'enc -aes-256-cbc -K abc -iv abc -in p',
      0,
      'hex string is too short, padding with zero bytes to length\nhex string is too short, padding with zero bytes to length\n',
    ],
    [
      `enc -aes-256-cbc -K zz -iv ${IV} -in p`,
      1,
      'hex string is too short, padding with zero bytes to length\nnon-hex digit\ninvalid hex key value\n',
    ],
    [`enc -aes-256-cbc -K ${K} -in p`, 1, 'iv undefined\n'],
    ['enc -d -aes-256-cbc -pbkdf2 -k pw -in p', 1, 'bad magic number\n'],
    ['enc -d -aes-256-cbc -pbkdf2 -k pw', 1, 'error reading input file\n'],
    [
      'enc -aes-256-cbc -pass foo:pw -in p',
      1,
      'Invalid password argument, starting with "foo:"\nError getting password\n',
    ],
    ['enc -aes-256-cbc -pass env:NOPE -in p', 1, 'No environment variable NOPE\nError getting password\n'],
    [`enc -aes-256-gcm -K ${K} -iv ${IV} -in p`, 1, 'enc: AEAD ciphers not supported\nenc: Use -help for summary.\n'],
    [
      'enc -aes-256-cbc -pbkdf2 -iter 0 -k x',
      1,
      'enc: Non-positive number "0" for option -iter\nenc: Use -help for summary.\n',
    ],
    ['enc -aes-256-cbc -K', 1, 'enc: Option -K needs a value\nenc: Use -help for summary.\n'],
    ['enc -aes-256-cbc extra', 1, 'enc: Use -help for summary.\n'],
    ['rand x', 1, `rand: Can't parse "x" as a number\nrand: Use -help for summary.\n`],
    ['rand -hex 4 5', 1, 'rand: Use -help for summary.\n'],
    ['nosuch', 1, `Invalid command 'nosuch'; type "help" for a list.\n`],
  ])('%s ends with %i and says so', async (line, exitCode, stderr) => {
    const outcome = await run(line);
    expect([outcome.exitCode, outcome.stderr]).toEqual([exitCode, stderr]);
  });
});

test('what this openssl does not have, it says in one sentence', async () => {
  for (const line of [
    'x509 -in cert',
    'enc -chacha20 -k x',
    'dgst -sha3-256 p',
    'dgst -sha256 -passin x p',
    'genpkey -algorithm X25519',
    'genpkey -algorithm EC -pkeyopt ec_paramgen_curve:brainpoolP256r1',
    'pkeyutl -sign -in p -inkey p -passin x',
    'pkey -in p -passin x',
    'cms -encrypt -in p',
    `enc -id-aes256-wrap-pad -K ${K} -iv 00000000 -in p`,
    'enc -aes-256-cbc -k x -engine y',
  ]) {
    const { stderr, exitCode } = await run(line);
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/^This openssl does not have [^\n]*\.\n$/)]);
  }
});

test('decrypting with the wrong key gives what the real one gives: an error, and what it had written', async () => {
  const { stdout: sealed } = await run(`enc -aes-256-cbc -K ${K} -iv ${IV} -in long`);
  const wrong = K.replace('00', '01');
  const { exitCode, stderr, stdout } = await run(`enc -d -aes-256-cbc -K ${wrong} -iv ${IV}`, sealed);
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(
    /^bad decrypt\n[0-9A-F]+:error:1C800064:Provider routines:ossl_cipher_unpadblock:bad decrypt:/,
  );
  expect(stdout).toHaveLength(96);
});

test('what it encrypts it decrypts, whatever it is', async () => {
  const ciphers = ['-aes-128-cbc', '-aes-192-cbc', '-aes-256-cbc', '-aes-128-ctr', '-aes-192-ctr', '-aes-256-ctr'];
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 200 }),
      fc.constantFrom(...ciphers),
      fc.boolean(),
      async (text, cipher, armour) => {
        const args = ['enc', cipher, '-iter', '3', '-k', 'pw', ...(armour ? ['-a'] : [])];
        const sealed = await runCommand(openssl, args, { input: text });
        const opened = await runCommand(openssl, [...args, '-d'], { input: sealed.stdout });
        expect(opened.stdout).toEqual(Buffer.from(text));
      },
    ),
    { numRuns: 60 },
  );
});

test('rand draws from the world: the same in the same world, as much as was asked for', async () => {
  expect((await run('rand -hex 8')).stdout.toString()).toMatch(/^[0-9a-f]{16}\n$/);
  expect((await run('rand -hex 8')).stdout).toEqual((await run('rand -hex 8')).stdout);
  expect((await run('rand 100000')).stdout).toHaveLength(100_000);
  const { files: made, stdout } = await run('rand -base64 -out f 3');
  expect([stdout.length, Buffer.from(made.get('f')!).toString()]).toEqual([0, expect.stringMatching(/^\S{4}\n$/)]);
});

/** Everything of an error line but the thread that it names. */
const threadless = (stderr: string) => stderr.replaceAll(/^[0-9A-F]{8,}:/gm, '');

describe.runIf(isInstalled('openssl', 'version', /^OpenSSL 3\.0/))('beside the real openssl', () => {
  const folder = mkdtempSync(join(tmpdir(), 'keyroom-openssl-'));
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each([
    `enc -aes-256-cbc -K ${K} -iv ${IV} -in p`,
    `enc -aes-256-cbc -K ${K} -iv ${IV} -in p -a`,
    `enc -aes-256-cbc -K ${K} -iv ${IV} -in long -a`,
    `enc -aes-256-cbc -K ${K} -iv ${IV} -in long -a -A`,
    `enc -aes-256-cbc -K ${K}00 -iv ${IV} -in p`,
    `enc -aes-256-cbc -K ${K} -iv ${IV} -in p -nopad`,
    `enc -aes-256-cbc -K ${K} -iv ${IV} -in c -nopad`,
    `enc -d -aes-256-cbc -K ${K} -iv ${IV} -in c -nopad`,
    `enc -d -aes-256-cbc -K ${K} -iv ${IV} -in c`,
    `enc -d -aes-256-cbc -K ${K} -iv ${IV} -in long`,
    `enc -d -aes-256-cbc -K ${K} -iv ${IV} -in p`,
    `enc -d -aes-256-cbc -K ${K} -iv ${IV} -in nofile`,
    `enc -d -aes-256-cbc -K ${K} -iv ${IV}`,
    `enc -aes-256-ctr -K ${K} -iv ffffffffffffffffffffffffffffffff -in long`,
    `enc -aes-256-cbc -K ${K} -iv ${IV} -nosalt -P`,
    `enc -aes-256-cbc -K ${K} -iv ${IV} -nosalt -p -in p`,
    'enc -aes-256-cbc -k pw -S 0102030405060708 -p -in p',
    'enc -aes-256-cbc -k pw -S 0102030405060708 -p -in p -a',
    'enc -aes-256-cbc -pbkdf2 -kfile pw -S 00 -P',
    'enc -aes-256-cbc -pbkdf2 -pass file:pw -S 00 -P',
    'enc -aes-256-cbc -pbkdf2 -pass env:SECRET -S 00 -P',
    'enc -aes-256-cbc -pbkdf2 -pass env:NOPE -S 00 -P',
    'enc -aes-256-cbc -pbkdf2 -pass file:nofile -S 00 -P',
    'enc -aes-256-cbc -pbkdf2 -pass nonsense -S 00 -P',
    'enc -aes-256-cbc -md md5 -k pw -nosalt -in p',
    'enc -aes-256-cbc -pbkdf2 -md sha224 -iter 7 -k pw -nosalt -in p',
    'enc -aes-256-cbc -md nosuch -k pw -in p',
    'enc -nosuch -in p',
    'enc -aes-256-cbc -S zz -k x -in p',
    'enc -base64 -in long',
    'enc -in p',
    'base64 -in long',
    'base64 -d -in p',
    'dgst p',
    'dgst -sha512 -c p',
    'dgst -sha384 -r p long',
    'dgst -sha224 p nofile long',
    'dgst -binary p',
    'dgst -nosuch p',
    'dgst -sha256 -mac HMAC p',
    'dgst -sha256 -mac HMAC -macopt hexkey:zz p',
    'dgst -sha256 -mac FOO -macopt key:x p',
    'dgst -sha256 -hmac',
    'md5 p',
    'sha256 -nosuch p',
    'rand',
    'rand -hex 0',
    'rand 99999999999999',
    'nosuch',
    'version -foo',
  ])('%s is the same in every byte', async (line) => {
    const ours = await run(line);
    const theirs = real('openssl', line.split(' '), { cwd: folder, input: new Uint8Array() });
    expect(threadless(ours.stderr)).toBe(threadless(theirs.stderr));
    expect([ours.stdout.toString('hex'), ours.exitCode]).toEqual([theirs.stdout.toString('hex'), theirs.exitCode]);
  });

  test.each(['-pbkdf2', '-iter 7 -md sha512', '-md sha1', '-pbkdf2 -a', '-pbkdf2 -a -A', '-nosalt'])(
    'it opens ours, and ours opens its, with %s',
    async (options) => {
      const text = Buffer.from(Array.from({ length: 1000 }, (_, at) => (at * 7) % 256));
      for (const cipher of ['-aes-256-cbc', '-aes-192-ctr']) {
        const args = ['enc', cipher, ...options.split(' '), '-k', 'pw'];
        const ours = await runCommand(openssl, args, { input: text });
        expect(real('openssl', [...args, '-d'], { input: ours.stdout }).stdout).toEqual(text);
        const theirs = real('openssl', args, { input: text });
        expect((await runCommand(openssl, [...args, '-d'], { input: theirs.stdout })).stdout).toEqual(text);
      }
    },
  );

  test('files too: -in and -out', async () => {
    const sealed = await run(`enc -aes-256-cbc -K ${K} -iv ${IV} -in long -out sealed`);
    real('openssl', `enc -aes-256-cbc -K ${K} -iv ${IV} -in long -out sealed`.split(' '), { cwd: folder });
    expect(Buffer.from(sealed.files.get('sealed')!)).toEqual(readFileSync(join(folder, 'sealed')));
    expect(sealed.stdout).toHaveLength(0);
  });
});
