// Where `openssl enc` has its passphrase from: -k, -kfile, or -pass with a source (openssl-passphrase-options(1)).
import type { Bytes } from '../../../base/bytes.ts';
import { utf8 } from '../../../base/bytes.ts';
import { FileError } from '../command.ts';
import type { CommandIo } from '../command.ts';
import { OpensslError, notThere } from './arguments.ts';

export interface Passphrase {
  readonly bytes: Bytes;
  /** What of standard input is left, where the passphrase was its first line. */
  readonly restOfInput?: Bytes;
}

function firstLine(bytes: Bytes): { readonly line: Bytes; readonly rest: Bytes } {
  const end = bytes.indexOf(10);
  return end === -1
    ? { line: bytes, rest: new Uint8Array() }
    : { line: bytes.slice(0, end), rest: bytes.slice(end + 1) };
}

async function fromFile(io: CommandIo, path: string, option: string): Promise<Passphrase> {
  try {
    return { bytes: firstLine(await io.readFile(path)).line };
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const said =
      option === '-pass'
        ? `Can't open file ${path}\nError getting password`
        : `Can't open "${path}" for reading, ${error.message}`;
    throw new OpensslError(`${said}\n${notThere(path, error.message, 'r')}`);
  }
}

async function fromSource(io: CommandIo, source: string): Promise<Passphrase> {
  const [, kind, value = ''] = /^(pass|env|file):(.*)$/s.exec(source) ?? [];
  if (kind === 'pass') return { bytes: utf8(value) };
  if (kind === 'file') return fromFile(io, value, '-pass');
  if (kind === 'env') {
    const found = io.env[value];
    if (found === undefined) throw new OpensslError(`No environment variable ${value}\nError getting password`);
    return { bytes: utf8(found) };
  }
  if (source === 'stdin') {
    const { line, rest } = firstLine(io.stdin);
    return { bytes: line, restOfInput: rest };
  }
  if (source.startsWith('fd:')) throw new OpensslError('This openssl takes no passphrase from a file descriptor.');
  const prefix = /^[^:]*:?/.exec(source)?.[0] ?? '';
  const what = source.includes(':')
    ? `Invalid password argument, starting with "${prefix}"`
    : `Invalid password argument, missing ':' within the first 5 chars`;
  throw new OpensslError(`${what}\nError getting password`);
}

/** Undefined where none is given. */
export async function passphrase(io: CommandIo, given: ReadonlyMap<string, string>): Promise<Passphrase | undefined> {
  const source = given.get('pass');
  if (source !== undefined) return fromSource(io, source);
  const file = given.get('kfile');
  if (file !== undefined) return fromFile(io, file, '-kfile');
  const plain = given.get('k');
  return plain === undefined ? undefined : { bytes: utf8(plain) };
}
