// lab whoami: as whom the commands run, where, and in what kind of world.
import { credentialsIn } from '../../environment.ts';
import type { CommandIo, CommandResult } from '../command.ts';
import { noWords } from './verb.ts';
import type { Verb } from './verb.ts';

function told(io: CommandIo): CommandResult {
  const { world, credentials } = io.host;
  const { env } = io;
  const whose = credentialsIn((name) => env[name], credentials);
  const caller = world.whoIs(whose);
  const rows: readonly (readonly [string, string])[] = [
    ['principal', caller?.arn ?? `nobody: ${whose.accessKeyId} belongs to no one`],
    ['account', caller?.account ?? '-'],
    ['Region', env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'] ?? '-'],
    ['world', world.kind.kind === 'seeded' ? `seeded (${world.kind.seed})` : 'sandbox'],
  ];
  return { stdout: rows.map(([name, value]) => `${name.padEnd(10)} ${value}\n`).join('') };
}

export const whoami: Verb = {
  name: 'whoami',
  usage: '',
  summary: 'the principal, account, Region and world that commands run in',
  run: (args, io) => noWords(whoami, args) ?? told(io),
};
