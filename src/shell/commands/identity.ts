// Who and where one is, as AWS CloudShell has it: whoami, id, hostname, uname.
import { fails } from './command.ts';
import type { ShellCommand } from './command.ts';

export const HOST_NAME = 'ip-10-134-56-78.ec2.internal';
const KERNEL = '6.1.150-174.273.amzn2023.x86_64';

export const whoami: ShellCommand = { name: 'whoami', run: (_, io) => ({ stdout: `${io.host.userName}\n` }) };
export const hostname: ShellCommand = { name: 'hostname', run: () => ({ stdout: `${HOST_NAME}\n` }) };

export const id: ShellCommand = {
  name: 'id',
  run(args, io) {
    const user = io.host.userName;
    const asked = (letters: string) => args.some((word) => new RegExp(`^-\\w*[${letters}]`).test(word));
    if (asked('ugG')) return { stdout: asked('n') ? `${user}\n` : '1000\n' };
    return { stdout: `uid=1000(${user}) gid=1000(${user}) groups=1000(${user})\n` };
  },
};

const parts: readonly (readonly [letter: string, long: string, text: string])[] = [
  ['s', 'kernel-name', 'Linux'],
  ['n', 'nodename', HOST_NAME],
  ['r', 'kernel-release', KERNEL],
  ['v', 'kernel-version', '#1 SMP PREEMPT_DYNAMIC Tue Oct 14 00:00:00 UTC 2025'],
  ['m', 'machine', 'x86_64'],
  ['p', 'processor', 'x86_64'],
  ['i', 'hardware-platform', 'x86_64'],
  ['o', 'operating-system', 'GNU/Linux'],
];

export const uname: ShellCommand = {
  name: 'uname',
  run(args) {
    const wanted = new Set<string>();
    for (const word of args) {
      const letters = word.startsWith('--')
        ? parts.filter(([, long]) => `--${long}` === word).map(([letter]) => letter)
        : word.slice(1).split('');
      if (word === '-a' || word === '--all') for (const [letter] of parts) wanted.add(letter);
      else if (word.startsWith('-') && letters.length > 0 && letters.every((each) => parts.some(([l]) => l === each))) {
        for (const letter of letters) wanted.add(letter);
      } else {
        const what = word.startsWith('-')
          ? `invalid option -- '${word.replace(/^-+/, '')}'`
          : `extra operand ‘${word}’`;
        return fails(`uname: ${what}\nTry 'uname --help' for more information.`);
      }
    }
    if (wanted.size === 0) wanted.add('s');
    return { stdout: `${parts.flatMap(([letter, , text]) => (wanted.has(letter) ? [text] : [])).join(' ')}\n` };
  },
};
