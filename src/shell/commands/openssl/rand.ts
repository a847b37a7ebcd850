// `openssl rand`: random bytes from the world's entropy. openssl-rand(1).
import { utf8 } from '../../../base/bytes.ts';
import { toHex } from '../../../base/encodings.ts';
import { randomBytes } from '../../devices.ts';
import type { CommandIo, CommandResult } from '../command.ts';
import { OpensslError, readArguments } from './arguments.ts';
import { encode } from './base64.ts';
import { output } from './files.ts';

const MOST = 64 * 1_048_576;

export async function rand(words: readonly string[], io: CommandIo): Promise<CommandResult> {
  const { given, others, operands } = readArguments('rand', words, {
    hex: 'flag',
    base64: 'flag',
    help: 'flag',
    out: 'value',
  });
  const refuse = (message: string): never => {
    throw new OpensslError(`${message}rand: Use -help for summary.`);
  };
  if (given.has('help')) return { stdout: 'Usage: rand [options] num\nOptions here: -hex, -base64, -out file.\n' };
  const [unknown] = others;
  if (unknown !== undefined) refuse(`rand: Unknown option: -${unknown}\n`);
  const [text = '0', ...more] = operands;
  if (more.length > 0) refuse('');
  if (!/^[+-]?\d+$/.test(text)) refuse(`rand: Can't parse "${text}" as a number\n`);
  const count = Number(text);
  if (count > 0x7fffffff) refuse(`rand: Value "${text}" outside integer range\n`);
  if (count < 0 || (count === 0 && operands.length > 0)) refuse('');
  if (count > MOST) throw new OpensslError('This openssl gives 64 MiB at a time at most.');
  const bytes = await randomBytes(io.host.line().entropy(), count);
  const shown = given.has('base64') ? encode(bytes, false) : given.has('hex') ? utf8(`${toHex(bytes)}\n`) : bytes;
  return output(io, given.get('out'), shown);
}
