// `openssl dgst`: digests and HMACs of files, and signatures of their digests. openssl-dgst(1).
import type { Bytes } from '../../../base/bytes.ts';
import { concatBytes, utf8 } from '../../../base/bytes.ts';
import { fromHex, toHex } from '../../../base/encodings.ts';
import { digest, hmac } from '../../../crypto/digest.ts';
import { FileError } from '../command.ts';
import type { CommandIo, CommandResult } from '../command.ts';
import { OpensslError, queued, readArguments, unsupported } from './arguments.ts';
import { digestNames, findDigest } from './digests.ts';
import type { DigestInfo } from './digests.ts';
import type { Arguments } from './arguments.ts';
import { output } from './files.ts';
import { findShake, shakeNames, shaking } from './shake.ts';
import { checkOneFile, isAboutSignature, signatureKey, signedDigest } from './signed-digest.ts';

const table = {
  hex: 'flag',
  binary: 'flag',
  r: 'flag',
  c: 'flag',
  list: 'flag',
  help: 'flag',
  out: 'value',
  hmac: 'value',
  mac: 'value',
  macopt: 'value',
  sign: 'value',
  verify: 'value',
  prverify: 'value',
  signature: 'value',
  keyform: 'value',
  sigopt: 'value',
  passin: 'value',
  engine: 'value',
  rand: 'value',
  provider: 'value',
  propquery: 'value',
  xoflen: 'positive',
} as const;
const NOT_HERE = ['passin', 'engine', 'rand', 'propquery'];

function macKey(given: ReadonlyMap<string, string>): Bytes | undefined {
  const simple = given.get('hmac');
  if (simple !== undefined) return utf8(simple);
  const mac = given.get('mac');
  if (mac === undefined) return undefined;
  if (mac.toUpperCase() !== 'HMAC') throw new OpensslError(`Error initializing ${mac} context\n${unsupported(mac)}`);
  const option = given.get('macopt') ?? '';
  const [, kind, value = ''] = /^(key|hexkey):(.*)$/s.exec(option) ?? [];
  if (kind === 'key') return utf8(value);
  const bytes = kind === 'hexkey' ? fromHex(value) : undefined;
  if (bytes) return bytes;
  if (option === '') {
    const queue = queued(
      '1C80009E',
      'Provider routines',
      'mac_gen',
      'invalid key',
      '../providers/implementations/keymgmt/mac_legacy_kmgmt.c:498:',
    );
    throw new OpensslError(`dgst: Error generating HMAC key\n${queue}`);
  }
  const queue = queued(
    '07800066',
    'common libcrypto routines',
    'hexstr2buf_sep',
    'illegal hex digit',
    '../crypto/o_str.c:167:',
  );
  throw new OpensslError(`MAC parameter error "${option}"${kind === 'hexkey' ? `\n${queue}` : ''}`);
}

function line(sum: Bytes, name: string, title: string, given: ReadonlyMap<string, string>): Bytes {
  if (given.has('binary')) return sum;
  if (given.has('r')) return utf8(`${toHex(sum)} *${name}\n`);
  const hex = given.has('c') ? (toHex(sum).match(/../g) ?? []).join(':') : toHex(sum);
  return utf8(`${title}(${name})= ${hex}\n`);
}

function chosen(program: string, others: readonly string[]): DigestInfo {
  let info = findDigest(program === 'dgst' ? 'sha256' : program);
  for (const name of others) {
    info = findDigest(name);
    if (info) continue;
    if (/^(sha3-|sha512-|shake|blake2|rmd160|ripemd|sm3|md4|md5-sha1|whirlpool)/i.test(name)) {
      throw new OpensslError(`This openssl does not have the digest ${name}. It has ${names.join(', ')}.`);
    }
    const said = `${program}: Unknown option or message digest: ${name}\n${program}: Use -help for summary.`;
    throw new OpensslError(`${said}\n${unsupported(name)}`);
  }
  if (!info) throw new OpensslError(`This openssl does not have the digest ${program}.`);
  return info;
}

const names = [...digestNames, ...shakeNames];

/** The providers that come with the program have nothing that is not here; no other one can be loaded. */
function checkProvider(name: string | undefined): void {
  if (name !== undefined && !/^(default|base)$/.test(name)) {
    throw new OpensslError(`This openssl does not have the provider ${name}.`);
  }
}

/** `program` is dgst, or a digest's name. */
export async function dgst(program: string, words: readonly string[], io: CommandIo): Promise<CommandResult> {
  const args = readArguments(program, words, table);
  const { given, others, operands } = args;
  if (given.has('help')) return { stdout: `openssl dgst: see its manual page. Digests here: ${names.join(', ')}.\n` };
  if (given.has('list')) return { stdout: `Supported digests:\n${names.map((name) => `-${name}\n`).join('')}` };
  const strange = NOT_HERE.find((name) => given.has(name));
  if (strange !== undefined) throw new OpensslError(`This openssl does not have the option -${strange}.`);
  checkProvider(given.get('provider'));
  const xof = findShake(others.at(-1) ?? program);
  const info = chosen(
    findShake(program) ? 'dgst' : program,
    others.filter((name) => !findShake(name)),
  );
  if (xof) {
    if (isAboutSignature(given) || given.has('hmac') || given.has('mac')) {
      throw new OpensslError(`This openssl makes no signatures and no MACs with ${xof.title}.`);
    }
    return sums(args, shaking(xof, given.get('xoflen')), xof.title, io);
  }
  if (given.has('xoflen')) throw new OpensslError('Length can only be specified for XOF');
  const { digest: algorithm, title: full } = info;
  // The program shows the digest that nobody asked for by its old name.
  const title = program === 'dgst' && others.length === 0 ? full.replace('SHA2-', 'SHA') : full;
  if (isAboutSignature(given)) {
    checkOneFile(args);
    const key = await signatureKey(args, io);
    const [path] = operands;
    try {
      const message = path === undefined ? io.stdin : await io.readFile(path);
      return await signedDigest(args, key, { info, message, name: path }, io);
    } catch (error) {
      if (error instanceof FileError) return { stderr: unreadable(path ?? '', error.message), exitCode: 1 };
      throw error;
    }
  }
  const key = macKey(given);
  const sum = (bytes: Bytes) => (key ? hmac(algorithm, key, bytes) : digest(algorithm, bytes));
  return sums(args, sum, key && operands.length > 0 ? `HMAC-${title}` : title, io);
}

/** A line, or the bytes, for each of the files. */
async function sums(
  { given, operands }: Arguments,
  sum: (bytes: Bytes) => Bytes,
  title: string,
  io: CommandIo,
): Promise<CommandResult> {
  const parts: Bytes[] = [];
  let stderr = '';
  if (operands.length === 0) {
    parts.push(line(sum(io.stdin), 'stdin', title, given));
  }
  for (const path of operands) {
    try {
      parts.push(line(sum(await io.readFile(path)), path, title, given));
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      stderr += unreadable(path, error.message);
    }
  }
  const result = await output(io, given.get('out'), concatBytes(...parts));
  return { ...result, stderr, exitCode: stderr === '' ? 0 : 1 };
}

function unreadable(path: string, reason: string): string {
  if (reason === 'Is a directory') {
    const read = queued(
      '80000015',
      'system library',
      'file_read',
      reason,
      '../crypto/bio/bss_file.c:149:calling fread()',
    );
    const lib = queued('10080002', 'BIO routines', 'file_read', 'system lib', '../crypto/bio/bss_file.c:151:');
    return `Read error in ${path}\n${read}\n${lib}\n`;
  }
  const open = queued(
    '80000002',
    'system library',
    'file_ctrl',
    reason,
    `../crypto/bio/bss_file.c:297:calling fopen(${path}, r)`,
  );
  const lib = queued('10080002', 'BIO routines', 'file_ctrl', 'system lib', '../crypto/bio/bss_file.c:300:');
  return `${path}: ${reason}\n${open}\n${lib}\n`;
}
