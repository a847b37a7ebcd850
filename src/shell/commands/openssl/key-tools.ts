// `openssl pkey`, `ec`, `rsa` and `pkcs8`: keys from one form into another. openssl-pkey(1), openssl-ec(1), openssl-rsa(1),
// openssl-pkcs8(1).
import type { Bytes } from '../../../base/bytes.ts';
import { concatBytes, utf8 } from '../../../base/bytes.ts';
import { readPublicKeyInfo } from '../../../crypto/key-info.ts';
import { FileError } from '../command.ts';
import type { CommandIo, CommandResult } from '../command.ts';
import { notThere, OpensslError, queued, readArguments, refuseHelpful, unsupported } from './arguments.ts';
import type { Arguments, OptionKind } from './arguments.ts';
import { output } from './files.ts';
import { keyForm, loadKey } from './key-files.ts';
import type { KeyForm, KeyWanted } from './key-files.ts';
import { keyText } from './key-text.ts';
import { traditional } from './keys.ts';
import type { Key } from './keys.ts';
import { writePem } from './pem.ts';
import { rsaPublicNumbers } from './signatures.ts';

const shared = { help: 'flag', in: 'value', out: 'value', inform: 'value', outform: 'value' } as const;
const pairs = { ...shared, pubin: 'flag', pubout: 'flag', noout: 'flag', text: 'flag' } as const;

const tables = {
  pkey: { ...pairs, traditional: 'flag', check: 'flag', text_pub: 'flag' },
  ec: pairs,
  rsa: { ...pairs, traditional: 'flag', check: 'flag', modulus: 'flag', RSAPublicKey_out: 'flag' },
  pkcs8: { ...shared, topk8: 'flag', nocrypt: 'flag', traditional: 'flag' },
} as const satisfies Record<string, Readonly<Record<string, OptionKind>>>;

export type KeyTool = keyof typeof tables;
export const keyTools = Object.keys(tables);
/** The options of each, for completion. */
export const keyToolOptions: Readonly<Record<KeyTool, readonly string[]>> = {
  pkey: Object.keys(tables.pkey),
  ec: Object.keys(tables.ec),
  rsa: Object.keys(tables.rsa),
  pkcs8: Object.keys(tables.pkcs8),
};
export const isKeyTool = (program: string): program is KeyTool => Object.hasOwn(tables, program);

/** Options of the real programs that are not here: they take a value, or none. */
const notHere: Readonly<Record<string, OptionKind>> = {
  passin: 'value',
  passout: 'value',
  engine: 'value',
  provider: 'value',
  'provider-path': 'value',
  propquery: 'value',
  conv_form: 'value',
  param_enc: 'value',
  ec_conv_form: 'value',
  ec_param_enc: 'value',
  param_out: 'flag',
  no_public: 'flag',
  pubcheck: 'flag',
  RSAPublicKey_in: 'flag',
  v1: 'value',
  v2: 'value',
  v2prf: 'value',
  iter: 'value',
  noiter: 'flag',
  scrypt: 'flag',
};

function readOptions(program: KeyTool, words: readonly string[]): Arguments {
  const args = readArguments(program, words, { ...notHere, ...tables[program] });
  const table: Readonly<Record<string, OptionKind>> = tables[program];
  const strange = [...args.given.keys()].find((name) => !Object.hasOwn(table, name));
  if (strange !== undefined) throw new OpensslError(`This openssl does not have the option -${strange}.`);
  const [unknown] = args.others;
  if (unknown !== undefined) {
    if (/^(aes|des|camellia|aria|sm4)/i.test(unknown)) {
      throw new OpensslError('This openssl does not encrypt private keys under a passphrase.');
    }
    if (program === 'pkcs8') throw new OpensslError(refuseHelpful(program, `Unknown option: -${unknown}`));
    throw new OpensslError(`${refuseHelpful(program, `Unknown cipher: ${unknown}`)}\n${unsupported(unknown)}`);
  }
  if (args.operands.length > 0) throw new OpensslError(refuseHelpful(program));
  return args;
}

const inForm = (program: KeyTool, given: Arguments['given']): KeyForm | undefined =>
  keyForm(program, 'inform', given.get('inform'));

/** The key as the program writes it: `older` is PKCS #1 or SEC 1 for a private one. */
function written(key: Key, isPublic: boolean, form: KeyForm, older: boolean): Bytes {
  const old = older && !isPublic ? traditional(key) : undefined;
  const info = isPublic || key.privateKey === undefined ? key.publicKey : key.privateKey;
  const { label, der } = old ?? { label: isPublic ? 'PUBLIC KEY' : 'PRIVATE KEY', der: info };
  return form === 'DER' ? der : writePem(label, der);
}

interface Habits {
  /** What goes to standard error before the key is read, and before it is written. */
  readonly reading: string;
  readonly writing: string;
  /** What follows the message where it cannot be read. */
  readonly afterTrouble: string;
  readonly names: (isPublic: boolean) => Omit<KeyWanted, 'kind' | 'form'>;
}

const habits: Readonly<Record<Exclude<KeyTool, 'pkcs8'>, Habits>> = {
  pkey: {
    reading: '',
    writing: '',
    afterTrouble: '',
    names: (isPublic) =>
      isPublic ? { called: 'key of Public Key', calledAtOpening: 'public key of Public Key' } : { called: 'key' },
  },
  ec: {
    reading: 'read EC key\n',
    writing: 'writing EC key\n',
    afterTrouble: '\nunable to load Key',
    names: () => ({}),
  },
  rsa: { reading: '', writing: 'writing RSA key\n', afterTrouble: '', names: () => ({}) },
};

const IGNORED = 'Warning: The -traditional is ignored since there is no PEM output\n';

/** What -check says of a key: one that is none was not read. */
const CHECKED = { pkey: 'Key is valid\n', rsa: 'RSA key ok\n', ec: '' } as const;

function modulus(key: Key): string {
  return `Modulus=${(rsaPublicNumbers(key)?.modulus ?? 0n).toString(16).toUpperCase()}\n`;
}

async function convert(
  program: 'pkey' | 'ec' | 'rsa',
  words: readonly string[],
  io: CommandIo,
): Promise<CommandResult> {
  const { given } = readOptions(program, words);
  if (given.has('help')) return { stdout: helpOf(program) };
  const { reading, writing, afterTrouble, names } = habits[program];
  const isPublic = given.has('pubin');
  const outForm = keyForm(program, 'outform', given.get('outform')) ?? 'PEM';
  let key: Key;
  try {
    const kind = isPublic ? 'public' : 'private';
    key = await loadKey(io, given.get('in'), { kind, form: inForm(program, given), ...names(isPublic) });
  } catch (error) {
    if (!(error instanceof OpensslError)) throw error;
    throw new OpensslError(`${reading}${error.message}${afterTrouble}`);
  }
  if (program === 'rsa' && key.algorithm !== 'rsa') throw new OpensslError('Not an RSA key');
  const publicOut = isPublic || given.has('pubout') || given.has('RSAPublicKey_out');
  const pkeyPublic = program === 'pkey' && publicOut;
  const text = given.has('text') || given.has('text_pub') ? keyText(key, given.has('text_pub') || pkeyPublic) : '';
  const found = given.has('check') ? CHECKED[program] : '';
  // In DER pkey has a private key in its older form, which surprises everybody who wanted PKCS #8 of it.
  const olderDer = program === 'pkey' && outForm === 'DER';
  const older = program === 'ec' || given.has('traditional') || olderDer;
  const encoded = given.has('RSAPublicKey_out') ? rsaPublicKey(key, outForm) : written(key, publicOut, outForm, older);
  const bytes = given.has('noout') ? new Uint8Array() : encoded;
  // pkey has the key before its text, the older programs behind it.
  const parts =
    program === 'pkey'
      ? [utf8(found), bytes, utf8(text)]
      : [utf8(`${text}${given.has('modulus') ? modulus(key) : ''}${found}`), bytes];
  const result = await output(io, given.get('out'), concatBytes(...parts));
  const warning = olderDer && given.has('traditional') ? IGNORED : '';
  return { ...result, stderr: `${warning}${reading}${given.has('noout') ? '' : writing}` };
}

function rsaPublicKey(key: Key, form: KeyForm): Bytes {
  const der = readPublicKeyInfo(key.publicKey)?.key ?? new Uint8Array();
  return form === 'DER' ? der : writePem('RSA PUBLIC KEY', der);
}

const helpOf = (program: KeyTool): string =>
  `Usage: openssl ${program} [options]\nOptions here: ${Object.keys(tables[program])
    .map((name) => `-${name}`)
    .join(', ')}.\n`;

async function pkcs8(words: readonly string[], io: CommandIo): Promise<CommandResult> {
  const { given } = readOptions('pkcs8', words);
  if (given.has('help')) return { stdout: helpOf('pkcs8') };
  const outForm = keyForm('pkcs8', 'outform', given.get('outform')) ?? 'PEM';
  const form = inForm('pkcs8', given);
  const path = given.get('in');
  // This program opens the file itself, before it looks for a key.
  if (path !== undefined && path !== '-') await opened(io, path, form);
  if (given.has('topk8')) {
    const key = await loadKey(io, path, { kind: 'private', form, called: 'key' });
    if (!given.has('nocrypt')) {
      throw new OpensslError('This openssl does not encrypt private keys under a passphrase: add -nocrypt.');
    }
    return output(io, given.get('out'), written(key, false, outForm, given.has('traditional') && outForm === 'PEM'));
  }
  let key: Key;
  try {
    key = await loadKey(io, path, { kind: 'private', form: form ?? 'PEM' });
  } catch (error) {
    if (!(error instanceof OpensslError) || !error.message.startsWith('Could not read')) throw error;
    const source = '../crypto/pem/pem_lib.c:760:Expecting: PRIVATE KEY';
    const line = queued('0480006C', 'PEM routines', 'get_name', 'no start line', source);
    throw new OpensslError(`Error decrypting key\n${line}`);
  }
  return output(io, given.get('out'), written(key, false, outForm, given.has('traditional') || outForm === 'DER'));
}

async function opened(io: CommandIo, path: string, form: KeyForm | undefined): Promise<void> {
  try {
    await io.readFile(path);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const queue = notThere(path, error.message, form === 'DER' ? 'rb' : 'r');
    throw new OpensslError(`Can't open "${path}" for reading, ${error.message}\n${queue}`);
  }
}

export const keyTool = (program: KeyTool, words: readonly string[], io: CommandIo): Promise<CommandResult> =>
  program === 'pkcs8' ? pkcs8(words, io) : convert(program, words, io);
