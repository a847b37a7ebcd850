// printf of just-bash writes the escapes of bytes above 0x7f as characters. Where a format has such and nothing else is
// beyond ASCII, what it gives are bytes.
import { fromLatin1 } from '../../base/encodings.ts';
import type { ShellCommand } from './command.ts';

const highByte = /\\(?:x[89a-fA-F][0-9a-fA-F]|0?[23][0-7]{2})/;
const isAscii = (text: string) => /^\p{ASCII}*$/u.test(text);

export const printf: ShellCommand = {
  name: 'printf',
  async run(args, io) {
    const result = await io.original(args);
    const { stdout } = result;
    if (typeof stdout !== 'string' || !args.every((word) => isAscii(word))) return result;
    if (!args.some((word) => highByte.test(word)) || Array.from(stdout).some((each) => each > '\u00ff')) return result;
    return { ...result, stdout: fromLatin1(stdout) };
  },
};
