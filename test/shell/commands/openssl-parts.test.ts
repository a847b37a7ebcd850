// openssl's SHAKE and asn1parse: what a μ is made with. Recorded from OpenSSL 3.0.19, and beside it where it is installed.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { utf8 } from '../../../src/base/bytes.ts';
import { fromBase64 } from '../../../src/base/encodings.ts';
import { openssl } from '../../../src/shell/commands/openssl/openssl.ts';
import { runCommand } from './command-io.ts';
import { isInstalled, real } from './real.ts';

const publicKey =
  'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEp04vypwV9S0grLLiRMMYkIz1zoQ/bbW5IQKyJC2D1aqxXJFwNY/vyS+W9A9n0UL7EQKHE0kTvzaCXwLC/nOWqA==';
const files = {
  m: utf8('abc'),
  der: fromBase64(publicKey)!,
  pem: utf8(
    `-----BEGIN PUBLIC KEY-----\n${publicKey.slice(0, 64)}\n${publicKey.slice(64)}\n-----END PUBLIC KEY-----\n`,
  ),
  // SEQUENCE of INTEGER 128, INTEGER 0, OCTET STRING abc, NULL, BOOLEAN, [0]
  mixed: fromBase64('MBMCAgCAAgEABANhYmMFAAEB/6ACBQA=')!,
  cut: Uint8Array.of(0x30, 0x03, 0x02, 0x02, 0x00),
};
const run = (line: string) => runCommand(openssl, line.split(' '), { files });

const shake64 =
  '483366601360a8771c6863080cc4114d8db44530f8f1e1ee4f94ea37e78b5739d5a15bef186a5386c75744c0527e1faa9f8726e462a12a4feb06bd8801e751e4';

test.each<readonly [line: string, stdout: string, stderr: string]>([
  ['dgst -shake256 -xoflen 64 m', `SHAKE-256(m)= ${shake64}\n`, ''],
  ['dgst -provider default -shake256 m', `SHAKE-256(m)= ${shake64.slice(0, 64)}\n`, ''],
  ['shake256 -r -xoflen 8 m', `${shake64.slice(0, 16)} *m\n`, ''],
  ['dgst -shake128 m', 'SHAKE-128(m)= 5881092dd818bf5cf8a3ddb793fbcba7\n', ''],
  ['dgst -sha256 -xoflen 8 m', '', 'Length can only be specified for XOF\n'],
  [
    'dgst -shake256 -xoflen 0 m',
    '',
    'dgst: Non-positive number "0" for option -xoflen\ndgst: Use -help for summary.\n',
  ],
  ['dgst -shake256 -xoflen 2000000 m', '', 'This openssl gives 1 MiB of a SHAKE at most.\n'],
  ['dgst -shake256 -hmac k m', '', 'This openssl makes no signatures and no MACs with SHAKE-256.\n'],
  ['dgst -shake256 -sign der m', '', 'This openssl makes no signatures and no MACs with SHAKE-256.\n'],
  ['dgst -provider nope -sha256 m', '', 'This openssl does not have the provider nope.\n'],
  [
    'asn1parse -in pem',
    '',
    'This openssl does not list what it parses; with -noout, -strparse and -out it takes values out.\n',
  ],
])('%s', async (line, stdout, stderr) => {
  const outcome = await run(line);
  expect([outcome.stdout.toString(), outcome.stderr]).toEqual([stdout, stderr]);
  expect(outcome.exitCode).toBe(stderr === '' ? 0 : 1);
});

test.each<readonly [options: string, hex: string]>([
  ['-inform DER -in der -strparse 23', Buffer.from(files.der.slice(26)).toString('hex')],
  ['-in pem -strparse 23', Buffer.from(files.der.slice(26)).toString('hex')],
  ['-inform DER -in der -strparse 2', Buffer.from(files.der.slice(2, 23)).toString('hex')],
  ['-inform DER -in mixed -strparse 2', '80'],
  ['-inform DER -in mixed -strparse 9', '616263'],
])('asn1parse %s takes that value out', async (options, hex) => {
  const { stdout, stderr, exitCode } = await run(`asn1parse ${options} -noout -out -`);
  expect([stdout.toString('hex'), stderr, exitCode]).toEqual([hex, '', 0]);
});

describe.runIf(isInstalled('openssl', 'version', /^OpenSSL 3\.0/))('beside the real openssl', () => {
  const folder = mkdtempSync(join(tmpdir(), 'keyroom-openssl-parts-'));
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
  afterAll(() => rmSync(folder, { recursive: true }));
  /** The error queue tells of the program's inside, in places that depend on what was wrong. */
  const said = (stderr: string) => stderr.replaceAll(/^[0-9A-F]{8,}:.*\n/gm, '');

  test.each([
    'dgst -shake256 -xoflen 64 -binary m',
    'dgst -shake-128 -c m nofile',
    'dgst -sha256 -shake256 m',
    'shake128 m',
    'dgst -shake256 -xoflen x m',
    'dgst -sha256 -xoflen 8 m',
    ...[2, 5, 6, 9, 14, 16, 19, 21, 40].map((at) => `asn1parse -inform DER -in mixed -noout -strparse ${at} -out -`),
    'asn1parse -inform DER -in der -noout -strparse 2 -strparse 2 -out -',
    'asn1parse -inform DER -in der -noout -out -',
    'asn1parse -inform DER -in der -noout',
    'asn1parse -in der -noout',
    'asn1parse -inform DER -in cut -noout -strparse 2 -out -',
    'asn1parse -inform XYZ -in der -noout',
    'asn1parse -inform DER -in der -noout -strparse x',
    'asn1parse -inform DER -in der -noout -strparse 0',
    'asn1parse -in nofile -noout',
    'asn1parse -foo -noout',
    'asn1parse -noout extra',
  ])('%s is the same', async (line) => {
    const ours = await run(line);
    const theirs = real('openssl', line.split(' '), { cwd: folder, input: new Uint8Array() });
    expect(said(ours.stderr)).toBe(said(theirs.stderr));
    expect([ours.stdout.toString('hex'), ours.exitCode]).toEqual([theirs.stdout.toString('hex'), theirs.exitCode]);
  });
});
