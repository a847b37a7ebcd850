// `openssl enc`: a cipher under a key, or under a passphrase. openssl-enc(1); the order of what it says is the program's.
import type { Bytes } from '../../../base/bytes.ts';
import { concatBytes, equalBytes, utf8 } from '../../../base/bytes.ts';
import { toHex } from '../../../base/encodings.ts';
import type { CommandIo, CommandResult } from '../command.ts';
import { OpensslError, queued, readArguments, unsupported } from './arguments.ts';
import type { Arguments } from './arguments.ts';
import { decode, encode } from './base64.ts';
import { cipherNames, decipher, encipher, findCipher, isAead, isElsewhere, ivBytes } from './ciphers.ts';
import type { Cipher, Ciphered } from './ciphers.ts';
import { findDigest } from './digests.ts';
import { output, readInput } from './files.ts';
import { bytesToKey, pbkdf2Key } from './key-derivation.ts';
import { passphrase } from './passphrase.ts';

const MAGIC = utf8('Salted__');
const SALT_BYTES = 8;
const DEFAULT_ITERATIONS = 10_000;
const MOST_ITERATIONS = 10_000_000;

const table = {
  e: 'flag',
  d: 'flag',
  a: 'flag',
  base64: 'flag',
  A: 'flag',
  p: 'flag',
  P: 'flag',
  nopad: 'flag',
  salt: 'flag',
  nosalt: 'flag',
  pbkdf2: 'flag',
  none: 'flag',
  v: 'flag',
  debug: 'flag',
  list: 'flag',
  ciphers: 'flag',
  help: 'flag',
  in: 'value',
  out: 'value',
  k: 'value',
  kfile: 'value',
  pass: 'value',
  K: 'value',
  S: 'value',
  iv: 'value',
  md: 'value',
  iter: 'positive',
  bufsize: 'value',
  engine: 'value',
  rand: 'value',
  writerand: 'value',
  provider: 'value',
  'provider-path': 'value',
  propquery: 'value',
} as const;
const NOT_HERE = ['engine', 'writerand', 'provider', 'provider-path', 'propquery'];

/** What goes to standard error on the way. */
class Notes {
  #lines: string[] = [];
  say(line: string): void {
    this.#lines.push(line);
  }
  refuse(line: string): never {
    throw new OpensslError([...this.#lines, line].join('\n'));
  }
  get text(): string {
    return this.#lines.map((line) => `${line}\n`).join('');
  }
}

function hexBytes(text: string, size: number, notes: Notes, what: string): Bytes {
  let digits = text;
  if (digits.length > size * 2) {
    notes.say('hex string is too long, ignoring excess');
    digits = digits.slice(0, size * 2);
  } else if (digits.length < size * 2) notes.say('hex string is too short, padding with zero bytes to length');
  if (!/^[0-9a-fA-F]*$/.test(digits)) {
    notes.say('non-hex digit');
    notes.refuse(`invalid hex ${what} value`);
  }
  const padded = digits.padEnd(size * 2, '0');
  return Uint8Array.from({ length: size }, (_, at) => Number.parseInt(padded.slice(2 * at, 2 * at + 2), 16));
}

function chosenCipher(program: string, others: readonly string[]): Cipher | undefined {
  let cipher = program === 'enc' ? undefined : findCipher(program);
  for (const name of others) {
    const found = findCipher(name);
    if (!found) {
      if (isAead(name)) throw new OpensslError('enc: AEAD ciphers not supported\nenc: Use -help for summary.');
      if (isElsewhere(name))
        throw new OpensslError(`This openssl does not have the cipher ${name}. It has ${cipherNames.join(', ')}.`);
      throw new OpensslError(`enc: Unknown cipher: ${name}\nenc: Use -help for summary.\n${unsupported(name)}`);
    }
    cipher = found;
  }
  return cipher;
}

interface Keys {
  readonly key: Bytes;
  readonly iv: Bytes;
  /** Shown by -p; absent with -nosalt. */
  readonly salt?: Bytes;
  /** What of the input is left to decrypt. */
  readonly input: Bytes;
  /** What stands before the ciphertext. */
  readonly header: Bytes;
}

async function keys(cipher: Cipher, args: Arguments, io: CommandIo, notes: Notes, decrypts: boolean): Promise<Keys> {
  const { given } = args;
  const secret = await passphrase(io, given);
  const verb = decrypts ? 'decryption' : 'encryption';
  if (!secret && !given.has('K')) {
    const queue = queued(
      '1400006B',
      'UI routines',
      'UI_process',
      'processing error',
      '../crypto/ui/ui_lib.c:573:while reading strings',
    );
    notes.refuse(`enter ${cipher.title} ${verb} password:\nbad password read\n${queue}`);
  }
  let input = secret?.restOfInput && !given.has('in') ? secret.restOfInput : await readInput(io, given.get('in'));
  if (decrypts && (given.has('a') || given.has('base64'))) input = decode(input, given.has('A'));
  let header: Bytes = new Uint8Array();
  let salt: Bytes | undefined;
  let made: Bytes = new Uint8Array();
  if (secret) {
    const hexSalt = given.get('S');
    if (given.has('nosalt')) salt = undefined;
    else if (hexSalt !== undefined) salt = hexBytes(hexSalt, SALT_BYTES, notes, 'salt');
    else if (decrypts) {
      if (input.length < MAGIC.length) notes.refuse('error reading input file');
      if (!equalBytes(input.subarray(0, MAGIC.length), MAGIC)) notes.refuse('bad magic number');
      if (input.length < MAGIC.length + SALT_BYTES) notes.refuse('error reading input file');
      salt = input.slice(MAGIC.length, MAGIC.length + SALT_BYTES);
      input = input.slice(MAGIC.length + SALT_BYTES);
    } else {
      salt = io.host.line().entropy().bytes(SALT_BYTES);
      if (!given.has('P')) header = concatBytes(MAGIC, salt);
    }
    made = await derived(cipher, given, secret.bytes, salt ?? new Uint8Array(), notes);
  } else if (!given.has('nosalt')) salt = new Uint8Array(SALT_BYTES);
  const hexIv = given.get('iv');
  const hexKey = given.get('K');
  const iv = hexIv === undefined ? made.slice(cipher.keyBytes) : hexBytes(hexIv, ivBytes(cipher), notes, 'iv');
  if (iv.length === 0) notes.refuse('iv undefined');
  const key = hexKey === undefined ? made.slice(0, cipher.keyBytes) : hexBytes(hexKey, cipher.keyBytes, notes, 'key');
  return { key, iv, input, header, ...(salt && { salt }) };
}

async function derived(
  cipher: Cipher,
  given: ReadonlyMap<string, string>,
  secret: Bytes,
  salt: Bytes,
  notes: Notes,
): Promise<Bytes> {
  const digest = findDigest(given.get('md') ?? 'sha256')?.digest ?? 'SHA-256';
  const length = cipher.keyBytes + ivBytes(cipher);
  if (given.has('pbkdf2') || given.has('iter')) {
    const iterations = Number(given.get('iter') ?? DEFAULT_ITERATIONS);
    if (iterations > MOST_ITERATIONS) notes.refuse(`This openssl iterates ${MOST_ITERATIONS} times at most.`);
    return pbkdf2Key(digest, secret, salt, iterations, length);
  }
  notes.say('*** WARNING : deprecated key derivation used.\nUsing -iter or -pbkdf2 would be better.');
  return bytesToKey(digest, secret, salt, length);
}

const shown = ({ key, iv, salt }: Keys) => {
  const hex = (bytes: Bytes) => toHex(bytes).toUpperCase();
  return utf8(`${salt ? `salt=${hex(salt)}\n` : ''}key=${hex(key)}\niv =${hex(iv)}\n`);
};

const WRAP_TROUBLES = {
  'not unwrapped': ['1C800066', 'cipher operation failed', 211],
  'not wrapped': ['1C8000E6', 'invalid input length', 181],
  'not to be wrapped': ['1C8000E6', 'invalid input length', 187],
} as const;

function wrapComplaint(trouble: keyof typeof WRAP_TROUBLES, decrypts: boolean): string {
  const source = '../providers/implementations/ciphers/cipher_aes_wrp.c';
  const [code, reason, line] = WRAP_TROUBLES[trouble];
  const first = queued(code, 'Provider routines', 'aes_wrap_cipher_internal', reason, `${source}:${line}:`);
  const [where, at] = decrypts ? ['EVP_DecryptUpdate', 835] : ['EVP_EncryptUpdate', 688];
  const second = queued(
    '030000BD',
    'digital envelope routines',
    where,
    'update error',
    `../crypto/evp/evp_enc.c:${at}:`,
  );
  return `error writing output file\n${first}\n${second}\n`;
}

function complaint({ trouble }: Ciphered, decrypts: boolean): string {
  if (trouble === undefined) return '';
  if (trouble !== 'bad padding' && trouble !== 'wrong length') return wrapComplaint(trouble, decrypts);
  const [code, where, reason, source] =
    trouble === 'bad padding'
      ? ['1C800064', 'ossl_cipher_unpadblock', 'bad decrypt', 'ciphercommon_block.c:124:']
      : [
          '1C80006B',
          'ossl_cipher_generic_block_final',
          'wrong final block length',
          `ciphercommon.c:${decrypts ? 440 : 417}:`,
        ];
  const queue = queued(code, 'Provider routines', where, reason, `../providers/implementations/ciphers/${source}`);
  return `bad ${decrypts ? 'decrypt' : 'encrypt'}\n${queue}\n`;
}

/** `program` is enc, base64, or a cipher's name. */
export async function enc(program: string, words: readonly string[], io: CommandIo): Promise<CommandResult> {
  const args = readArguments(program, words, table);
  const { given, others, operands } = args;
  const name = program === 'enc' ? 'enc' : program;
  if (given.has('help'))
    return { stdout: `openssl enc: see its manual page. Ciphers here: ${cipherNames.join(', ')}.\n` };
  if (given.has('list') || given.has('ciphers')) {
    return { stdout: `Supported ciphers:\n${cipherNames.map((each) => `-${each}\n`).join('')}` };
  }
  const strange = NOT_HERE.find((each) => given.has(each));
  if (strange !== undefined) throw new OpensslError(`This openssl does not have the option -${strange}.`);
  const cipher = chosenCipher(program, others);
  const md = given.get('md');
  if (md !== undefined && !findDigest(md)) {
    throw new OpensslError(
      `${name}: Unknown option or message digest: ${md}\n${name}: Use -help for summary.\n${unsupported(md)}`,
    );
  }
  if (operands.length > 0) throw new OpensslError(`${name}: Use -help for summary.`);
  const decrypts = given.has('d');
  const inBase64 = given.has('a') || given.has('base64') || program === 'base64';
  const oneLine = given.has('A');
  if (!cipher) {
    const input = await readInput(io, given.get('in'));
    const bytes = !inBase64 ? input : decrypts ? decode(input, oneLine) : encode(input, oneLine);
    return output(io, given.get('out'), bytes);
  }
  const notes = new Notes();
  const made = await keys(cipher, args, io, notes, decrypts);
  if (given.has('P')) return { stdout: shown(made), stderr: notes.text };
  const work = decrypts ? decipher : encipher;
  const done = await work(cipher, made.key, made.iv, made.input, !given.has('nopad'));
  const file = given.get('out');
  const encoded = (bytes: Bytes) => (inBase64 && !decrypts ? encode(bytes, oneLine) : bytes);
  const printed = given.has('p') ? shown(made) : new Uint8Array();
  // On a terminal the header is already written when -p prints; base64 holds it back.
  const inOrder =
    inBase64 || file !== undefined
      ? concatBytes(printed, file === undefined ? encoded(concatBytes(made.header, done.bytes)) : new Uint8Array())
      : concatBytes(made.header, printed, done.bytes);
  const written = file === undefined ? {} : await output(io, file, encoded(concatBytes(made.header, done.bytes)));
  const stderr = notes.text + complaint(done, decrypts);
  return { ...written, stdout: inOrder, stderr, exitCode: done.trouble === undefined ? 0 : 1 };
}
