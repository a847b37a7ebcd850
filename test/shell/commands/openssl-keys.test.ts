// openssl's key pairs beside the program itself: the same words, files that each opens of the other.
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { utf8 } from '../../../src/base/bytes.ts';
import { readPrivateKey, traditional } from '../../../src/shell/commands/openssl/keys.ts';
import { openssl } from '../../../src/shell/commands/openssl/openssl.ts';
import { writePem } from '../../../src/shell/commands/openssl/pem.ts';
import { rsaFixture } from '../../hsm/rsa-fixtures.ts';
import { runCommand } from './command-io.ts';
import { isInstalled, real } from './real.ts';

/** `NAME.pem` and `NAME.der` private, `NAME.pub` and `NAMEpub.der` public, `NAME.old` in the older form. */
function filesOf(name: string, pkcs8: Uint8Array): Record<string, Uint8Array> {
  const key = readPrivateKey(new Uint8Array(pkcs8))!;
  const old = traditional(key);
  return {
    [`${name}.pem`]: writePem('PRIVATE KEY', key.privateKey!),
    [`${name}.der`]: key.privateKey!,
    [`${name}.pub`]: writePem('PUBLIC KEY', key.publicKey),
    [`${name}pub.der`]: key.publicKey,
    ...(old && { [`${name}.old`]: writePem(old.label, old.der), [`${name}old.der`]: old.der }),
  };
}

const der = { format: 'der', type: 'pkcs8' } as const;
const ec = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve }).privateKey.export(der);
const K = '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f';
const W = `-K ${K} -iv A65959A6`;
const files: Record<string, Uint8Array> = {
  p: utf8('hello world'),
  z32: new Uint8Array(32),
  z300: new Uint8Array(300),
  empty: new Uint8Array(),
  ...filesOf('r', rsaFixture(2048)),
  ...filesOf('o', rsaFixture(2048, 1)),
  ...filesOf('e', ec('P-256')),
  ...filesOf('f', ec('P-256')),
  ...filesOf('g', ec('P-384')),
  ...filesOf('h', ec('P-521')),
  ...filesOf('k', ec('secp256k1')),
  ...filesOf('d', generateKeyPairSync('ed25519').privateKey.export(der)),
};
const run = (line: string, input?: Uint8Array) =>
  runCommand(openssl, line.split(' '), { files, ...(input && { input }) });

const threadless = (stderr: string) => stderr.replaceAll(/^[0-9A-F]{8,}:/gm, '');

describe.runIf(isInstalled('openssl', 'version', /^OpenSSL 3\.0/))('beside the real openssl', () => {
  const folder = mkdtempSync(join(tmpdir(), 'keyroom-openssl-'));
  const put = () => {
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
  };
  put();
  const theirs = (line: string, input: Uint8Array = new Uint8Array()) =>
    real('openssl', line.split(' '), { cwd: folder, input });
  afterAll(() => rmSync(folder, { recursive: true }));

  // Signatures that the cases below verify.
  for (const [name, line] of [
    ['r.sig', 'dgst -sha256 -sign r.pem p'],
    ['r.pss', 'dgst -sha256 -sign r.pem -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:-1 p'],
    ['r.raw', 'pkeyutl -sign -in p -inkey r.pem'],
    ['r.oaep', 'pkeyutl -encrypt -in p -inkey r.pub -pubin -pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:sha256'],
    ['e.sig', 'dgst -sha256 -sign e.pem p'],
    ['d.sig', 'pkeyutl -sign -rawin -in p -inkey d.pem'],
    ['w', `enc -id-aes256-wrap-pad ${W} -in e.der`],
  ] as const) {
    files[name] = theirs(line).stdout;
    expect(files[name].length).toBeGreaterThan(0);
  }
  put();

  // An envelope of its own, to the key that KMS's is to: named by its identifier, OAEP with SHA-256, AES-256-CBC.
  theirs('req -x509 -new -key r.pem -subj /CN=x -days 3 -out cert');
  files['env'] = theirs(
    'cms -encrypt -in p -outform DER -binary -aes256 -keyid -recip cert -keyopt rsa_padding_mode:oaep -keyopt rsa_oaep_md:sha256',
  ).stdout;
  put();

  const pss = '-pkeyopt rsa_padding_mode:pss';
  const sha256 = '-pkeyopt digest:sha256';
  test.each([
    'pkeyutl',
    'pkeyutl -in p -inkey r.pem -foo',
    'pkeyutl -in p -inkey r.pem extra',
    'pkeyutl -encrypt -in p',
    'pkeyutl -encrypt -in p -inkey r.pub -pubin -rawin',
    'pkeyutl -sign -in p -inkey e.pem -digest sha256',
    'pkeyutl -sign -in p -inkey e.pem -rawin -digest nosuch',
    'pkeyutl -sign -in p -inkey e.pem -rawin -pkeyopt digest:sha384',
    'pkeyutl -sign -in p -inkey r.pem -keyform FOO',
    'pkeyutl -encrypt -in p -inkey r.pub -keyform DER -pubin',
    'pkeyutl -encrypt -in p -inkey rpub.der -keyform PEM -pubin',
    'pkeyutl -encrypt -in p -inkey rpub.der',
    'pkeyutl -encrypt -in p -inkey nofile -pubin',
    'pkeyutl -encrypt -in p -inkey p -pubin',
    'pkeyutl -encrypt -in nofile -inkey rpub.der -pubin',
    'pkeyutl -encrypt -in p -inkey epub.der -pubin',
    'pkeyutl -encrypt -in z300 -inkey rpub.der -pubin',
    'pkeyutl -encrypt -in z300 -inkey rpub.der -pubin -pkeyopt rsa_padding_mode:oaep',
    'pkeyutl -encrypt -in p -inkey rpub.der -pubin -pkeyopt rsa_padding_mode:pss',
    'pkeyutl -encrypt -in p -inkey rpub.der -pubin -pkeyopt foo:bar',
    'pkeyutl -encrypt -in p -inkey rpub.der -pubin -pkeyopt foo',
    'pkeyutl -encrypt -in p -inkey rpub.der -pubin -pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:nosuch',
    'pkeyutl -decrypt -in r.oaep -inkey r.pem -pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:sha256',
    'pkeyutl -decrypt -in r.oaep -inkey rold.der -pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:sha256',
    'pkeyutl -decrypt -in r.oaep -inkey r.pem -pkeyopt rsa_padding_mode:oaep',
    'pkeyutl -decrypt -in r.oaep -inkey o.pem -pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:sha256',
    'pkeyutl -decrypt -in r.oaep -inkey r.pem -pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:sha256 -pkeyopt rsa_mgf1_md:sha1',
    'pkeyutl -decrypt -in r.oaep -inkey r.pem',
    'pkeyutl -decrypt -in z32 -inkey r.pem',
    'pkeyutl -decrypt -in z300 -inkey r.pem',
    'pkeyutl -decrypt -in p -inkey rpub.der -pubin',
    'pkeyutl -decrypt -in p -inkey e.pem',
    'pkeyutl -sign -in p -inkey r.pem',
    'pkeyutl -in p -inkey r.old',
    `pkeyutl -sign -in z32 -inkey r.pem ${sha256}`,
    'pkeyutl -sign -in p -inkey r.pem -rawin',
    'pkeyutl -sign -in p -inkey r.pem -rawin -digest sha512',
    'pkeyutl -sign -in p -inkey d.pem -rawin',
    'pkeyutl -sign -in p -inkey d.pem',
    'pkeyutl -sign -in p -inkey r.pem -sigfile r.sig',
    `pkeyutl -sign -in p -inkey r.pem ${sha256}`,
    `pkeyutl -sign -in p -inkey e.pem ${sha256}`,
    'pkeyutl -sign -in z300 -inkey r.pem',
    `pkeyutl -sign -in z32 -inkey r.pem ${pss}`,
    'pkeyutl -sign -in z32 -inkey r.pem -pkeyopt rsa_pss_saltlen:32',
    `pkeyutl -sign -in z32 -inkey r.pem ${pss} -pkeyopt rsa_pss_saltlen:300 ${sha256}`,
    `pkeyutl -sign -in z32 -inkey r.pem ${pss} -pkeyopt rsa_pss_saltlen:0 ${sha256}`,
    'pkeyutl -sign -in p -inkey e.pem -pkeyopt rsa_padding_mode:pss',
    'pkeyutl -verify -in p -inkey r.pem -sigfile r.raw',
    'pkeyutl -verify -in p -inkey rpub.der -pubin -sigfile r.raw',
    'pkeyutl -verify -in z32 -inkey rpub.der -pubin -sigfile r.raw',
    'pkeyutl -verify -in p -inkey rpub.der -pubin -sigfile p',
    'pkeyutl -verify -in p -inkey rpub.der -pubin',
    'pkeyutl -verify -in p -inkey rpub.der -pubin -sigfile nofile',
    'pkeyutl -verify -rawin -in p -inkey rpub.der -pubin -sigfile r.sig',
    'pkeyutl -verify -rawin -digest sha384 -in p -inkey rpub.der -pubin -sigfile r.sig',
    `pkeyutl -verify -in z32 -inkey rpub.der -pubin -sigfile r.sig ${sha256}`,
    `pkeyutl -verify -in p -inkey rpub.der -pubin -sigfile r.sig ${sha256}`,
    `pkeyutl -verify -rawin -in p -inkey rpub.der -pubin -sigfile r.pss ${pss}`,
    `pkeyutl -verify -rawin -in p -inkey rpub.der -pubin -sigfile r.pss ${pss} -pkeyopt rsa_pss_saltlen:digest`,
    `pkeyutl -verify -rawin -in p -inkey rpub.der -pubin -sigfile r.pss ${pss} -pkeyopt rsa_pss_saltlen:20`,
    'pkeyutl -verify -rawin -in p -inkey e.pub -pubin -sigfile e.sig',
    'pkeyutl -verify -rawin -in z32 -inkey e.pub -pubin -sigfile e.sig',
    'pkeyutl -verify -rawin -in p -inkey f.pub -pubin -sigfile e.sig',
    'pkeyutl -verify -in z32 -inkey e.pub -pubin -sigfile p',
    'pkeyutl -verify -rawin -in p -inkey dpub.der -pubin -sigfile d.sig',
    'pkeyutl -verify -rawin -in z32 -inkey dpub.der -pubin -sigfile d.sig',
    'pkeyutl -derive -inkey e.pem -peerkey f.pub',
    'pkeyutl -derive -inkey e.old -peerkey fpub.der -peerform DER',
    'pkeyutl -derive -inkey e.pem',
    'pkeyutl -derive -inkey e.pem -peerkey rpub.der',
    'pkeyutl -derive -inkey e.pem -peerkey r.pem',
    'pkeyutl -derive -inkey e.pem -peerkey f.old',
    'pkeyutl -derive -inkey e.pem -peerkey g.pub',
    'pkeyutl -derive -inkey e.pem -peerkey nofile',
    'pkeyutl -derive -inkey r.pem -peerkey rpub.der',
    'dgst -sha256 -sign r.pem p',
    'dgst -sha384 -sign r.old p',
    'dgst -sha1 -sign r.pem -hex p',
    'dgst -sign r.pem -hex p',
    'dgst -sign r.pem -c p',
    'dgst -sha256 -sign nofile p',
    'dgst -sha256 -sign p p',
    'dgst -sha256 -sign r.pub p',
    'dgst -sha256 -sign r.pem nofile',
    'dgst -sha256 -sign r.pem p p',
    'dgst -sha256 -sign r.pem -hmac x p',
    'dgst -sha256 -sign d.pem p',
    'dgst -sha256 -sign e.pem -sigopt rsa_padding_mode:pss p',
    'dgst -sha256 -sign r.pem -sigopt rsa_pss_saltlen:32 p',
    'dgst -sha256 -verify r.pub -signature r.sig p',
    'dgst -sha256 -verify rpub.der -keyform DER -signature r.sig p',
    'dgst -sha256 -verify r.pub -keyform DER -signature r.sig p',
    'dgst -sha384 -verify r.pub -signature r.sig p',
    'dgst -sha256 -verify o.pub -signature r.sig p',
    'dgst -sha256 -verify r.pub -signature r.sig z32',
    'dgst -sha256 -verify r.pub -signature p z32',
    'dgst -sha256 -verify r.pub p',
    'dgst -sha256 -verify r.pub -signature nofile p',
    'dgst -sha256 -verify r.pem -signature r.sig p',
    'dgst -sha256 -verify nofile -signature r.sig p',
    'dgst -sha256 -prverify r.pem -signature r.sig p',
    'dgst -sha256 -verify dpub.der -signature d.sig p',
    'dgst -sha256 -verify e.pub -signature e.sig p',
    'dgst -sha256 -verify epub.der -signature e.sig p',
    'dgst -sha256 -verify f.pub -signature e.sig p',
    'dgst -sha256 -verify e.pub -signature r.sig p',
    'dgst -sha256 -verify r.pub -sigopt rsa_padding_mode:pss -signature r.pss p',
    'dgst -sha256 -verify r.pub -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:-1 -signature r.pss p',
    'dgst -sha256 -verify r.pub -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:20 -signature r.pss p',
    'dgst -sha256 -verify r.pub -sigopt rsa_padding_mode:pss -sigopt rsa_mgf1_md:sha384 -signature r.pss p',
    'dgst -sha256 -verify r.pub -sigopt rsa_padding_mode:pss -signature r.pss z32',
    'dgst -sha256 -verify r.pub -sigopt foo:bar -signature r.sig p',
    'pkey -pubin -inform DER -in epub.der -outform PEM -pubout',
    'pkey -in r.old',
    'pkey -in r.pem -pubout -outform DER',
    'pkey -in rold.der -traditional',
    'pkey -in e.pem -traditional',
    'pkey -in k.old -outform DER',
    'pkey -in r.pem -outform DER',
    'pkey -in r.pem -outform DER -traditional',
    'pkey -in d.pem -outform DER',
    'pkey -in d.pem -pubout',
    'pkcs8 -nocrypt -in e.pem -outform DER',
    'pkcs8 -nocrypt -in r.pem -traditional',
    'pkey -in e.pem -check -noout',
    'pkey -in epub.der',
    'pkey -in e.pub',
    'pkey -in p',
    'pkey -in nofile',
    'pkey -pubin -in p',
    'pkey -pubin -in nofile',
    'pkey -foo',
    'pkey',
    ...['r', 'e', 'g', 'h', 'k', 'd'].flatMap((name) => [
      `pkey -in ${name}.pem -noout -text`,
      `pkey -in ${name}.pem -noout -text_pub`,
      `pkey -pubin -in ${name}.pub -text`,
    ]),
    'ec -in e.old -pubout -outform pem',
    'ec -in e.pem',
    'ec -in k.der -outform DER',
    'ec -in e.pem -noout -text',
    'ec -in epub.der -pubin -inform DER',
    'ec -in rpub.der -pubin',
    'ec -in nofile',
    'ec -in p',
    'ec -in epub.der -noout',
    'ec -in e.pem -outform FOO',
    'rsa -in r.pem',
    'rsa -in r.pem -traditional',
    'rsa -in r.pem -pubout',
    'rsa -in r.old -outform DER',
    'rsa -in r.pem -RSAPublicKey_out',
    'rsa -in r.pem -check -noout',
    'rsa -in r.pem -modulus -noout',
    'rsa -in r.pem -text -noout',
    'rsa -pubin -in rpub.der -inform DER',
    'rsa -pubin -in rpub.der -inform PEM',
    'rsa -pubin -in r.pub -inform DER',
    'rsa -in r.pub',
    'rsa -in e.pem',
    'rsa -in p -pubin',
    'pkcs8 -topk8 -nocrypt -outform DER -in e.old',
    'pkcs8 -topk8 -nocrypt -in r.old',
    'pkcs8 -topk8 -nocrypt -in h.der',
    'pkcs8 -topk8 -nocrypt -in nofile',
    'pkcs8 -topk8 -nocrypt -in epub.der',
    'pkcs8 -topk8 -nocrypt -in p',
    'pkcs8 -topk8 -nocrypt',
    'pkcs8 -nocrypt -in e.der -inform DER',
    'pkcs8 -nocrypt -in p',
    'cms',
    'cms -decrypt -inform DER -inkey r.pem -in env',
    'cms -decrypt -inform DER -in env',
    'cms -decrypt -inform DER -inkey e.pem -in env',
    'cms -decrypt -inform DER -inkey r.pem -in p',
    'ecparam -name prime256v1',
    'ecparam -name secp256r1 -noout',
    'ecparam -name nosuch -genkey -noout',
    'genpkey',
    'genpkey -algorithm NOSUCH',
    'genpkey -algorithm EC',
    'genpkey -algorithm EC -pkeyopt ec_paramgen_curve:nosuch',
    'genpkey -algorithm RSA -pkeyopt foo:bar',
    'genpkey -algorithm RSA -pkeyopt foo',
    'genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:100',
    'genrsa foo',
    'genrsa -foo',
    `enc -id-aes256-wrap-pad ${W} -in e.der`,
    `enc -id-aes256-wrap-pad ${W} -in e.der -a`,
    `enc -d -id-aes256-wrap-pad ${W} -in w`,
    `enc -d -aes256-wrap-pad ${W.replace('1f', '00')} -in w`,
    `enc -d -id-aes256-wrap-pad ${W} -in p`,
    `enc -id-aes256-wrap-pad ${W} -in empty`,
    `enc -id-aes256-wrap-pad -K ${K} -in p`,
    `enc -id-aes256-wrap -K ${K} -iv A6A6A6A6A6A6A6A6 -in z32`,
    `enc -id-aes256-wrap -K ${K} -iv A6A6A6A6A6A6A6A6 -in p`,
    `enc -id-aes128-wrap-pad ${W} -in p`,
  ])('%s is the same in every byte', async (line) => {
    const [ours, other] = [await run(line), theirs(line)];
    expect(threadless(ours.stderr)).toBe(threadless(other.stderr));
    expect([ours.stdout.toString('latin1'), ours.exitCode]).toEqual([other.stdout.toString('latin1'), other.exitCode]);
  });

  test.each([
    ['pkcs1', ''],
    ['oaep', '-pkeyopt rsa_padding_mode:oaep'],
    ['oaep sha256', '-pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:sha256 -pkeyopt rsa_mgf1_md:sha256'],
    ['oaep sha512, mask sha1', '-pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:sha512 -pkeyopt rsa_mgf1_md:sha1'],
  ])('%s: it decrypts ours, and ours its', async (_, options) => {
    const [seal, open] = ['pkeyutl -encrypt -inkey rpub.der -pubin', 'pkeyutl -decrypt -inkey r.pem'].map((line) =>
      `${line} ${options}`.trim(),
    ) as [string, string];
    for (const text of [utf8('hello world'), new Uint8Array(), new Uint8Array(32)]) {
      expect(theirs(open, (await run(seal, text)).stdout).stdout).toEqual(Buffer.from(text));
      expect((await run(open, theirs(seal, text).stdout)).stdout).toEqual(Buffer.from(text));
    }
  });

  test.each([
    ['r', 'dgst -sha256 -sigopt rsa_padding_mode:pss'],
    ['r', 'dgst -sha512 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:-1'],
    ['r', 'dgst -sha384 -sigopt rsa_padding_mode:pss -sigopt rsa_mgf1_md:sha256 -sigopt rsa_pss_saltlen:20'],
    ['e', 'dgst -sha256'],
    ['g', 'dgst -sha512'],
    ['h', 'dgst -sha512'],
    ['k', 'dgst -sha256'],
  ])('%s %s: it verifies ours, and ours its', async (name, line) => {
    const verifying = `${line} -verify ${name}.pub -signature sig p`;
    const ours = await run(`${line} -sign ${name}.pem -out sig p`);
    writeFileSync(join(folder, 'sig'), ours.files.get('sig')!);
    expect(theirs(verifying).stdout.toString()).toBe('Verified OK\n');
    theirs(`${line} -sign ${name}.pem -out sig p`);
    const outcome = await runCommand(openssl, verifying.split(' '), {
      files: { ...files, sig: readFileSync(join(folder, 'sig')) },
    });
    expect([outcome.stdout.toString(), outcome.stderr, outcome.exitCode]).toEqual(['Verified OK\n', '', 0]);
  });

  test.each([
    'genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048',
    'genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -outform der',
    'genpkey -algorithm RSA -outform DER',
    'genpkey -algorithm ED25519',
    'genrsa 2048',
    'genrsa -traditional 2048',
    'ecparam -name prime256v1 -genkey -noout',
    'ecparam -name P-521 -genkey',
    'ecparam -name secp256k1 -genkey -noout -outform DER',
  ])('%s makes a key that it takes', async (line) => {
    const made = await run(line);
    expect([made.stderr, made.exitCode]).toEqual(['', 0]);
    const checked = theirs('pkey -check -noout', made.stdout);
    expect([checked.stdout.toString(), checked.stderr]).toEqual(['Key is valid\n', '']);
    // The label in PEM; in DER what follows the length.
    const head = (bytes: Buffer) =>
      bytes[0] === 0x30
        ? bytes
            .subarray(bytes[1]! & 0x7f)
            .subarray(2, 6)
            .toString('hex')
        : bytes.toString().split('\n')[0];
    expect(head(made.stdout)).toBe(head(theirs(line).stdout));
  });
});
