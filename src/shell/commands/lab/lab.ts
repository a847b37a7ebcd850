// `lab`: what one can do with a simulated world and not with AWS. A verb is a file; this is their table.
import type { CommandResult, ShellCommand } from '../command.ts';
import { bill } from './bill.ts';
import { clock } from './clock.ts';
import { cluster } from './cluster.ts';
import { enclave } from './enclave.ts';
import { proxy } from './proxy.ts';
import { quota } from './quota.ts';
import { reset } from './reset.ts';
import { redo, undo } from './undo.ts';
import type { Verb } from './verb.ts';
import { whoami } from './whoami.ts';

const help: Verb = {
  name: 'help',
  usage: '[verb]',
  summary: 'this list, or how a verb is used',
  run([name, ...more]): CommandResult {
    if (name === undefined) return { stdout: list() };
    const verb = more.length === 0 ? verbs.find((each) => each.name === name) : undefined;
    if (!verb) return unknown([name, ...more].join(' '));
    return { stdout: `usage: lab ${`${verb.name} ${verb.usage}`.trim()}\n  ${verb.summary}\n${verb.details ?? ''}` };
  },
};

export const verbs: readonly Verb[] = [help, clock, undo, redo, reset, whoami, quota, bill, cluster, proxy, enclave];

/** What somebody wants to know who has just sat down here. */
const around = 'This is a bash, with aws (“aws kms help”), openssl, xxd, base64, jq and the usual small commands.\n';

function list(): string {
  const rows = verbs.map(({ name, usage, summary }) => [`${name} ${usage}`.trim(), summary] as const);
  const width = Math.max(...rows.map(([how]) => how.length));
  const lines = rows.map(([how, summary]) => `  lab ${how.padEnd(width)}  ${summary}\n`);
  return `${around}\nlab works on this simulated world; real AWS has nothing like it.\n\n${lines.join('')}`;
}

const unknown = (name: string): CommandResult => ({
  stderr: `lab: there is no “${name}”. The verbs are ${verbs.map((verb) => verb.name).join(', ')}.\n`,
  exitCode: 2,
});

export const lab: ShellCommand = {
  name: 'lab',
  run([name = 'help', ...args], io) {
    const verb = verbs.find((each) => each.name === name.replace(/^--?(?=help$|h$)/, '').replace(/^h$/, 'help'));
    return verb ? verb.run(args, io) : unknown(name);
  },
};
