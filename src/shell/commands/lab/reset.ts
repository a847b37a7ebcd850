// lab reset: the world as it was made. Only the host can do that, when the line has ended.
import type { CommandIo, CommandResult } from '../command.ts';
import { fails } from '../command.ts';
import { noWords } from './verb.ts';
import type { Verb } from './verb.ts';

async function resets(io: CommandIo): Promise<CommandResult> {
  const { reset: hosts } = io.host;
  if (!hosts) return fails('lab reset: this session cannot reset its world.');
  await hosts();
  return { stdout: 'This world begins anew when the line has ended.\n' };
}

export const reset: Verb = {
  name: 'reset',
  usage: '',
  summary: 'begin this world anew; there is no undo for it',
  run: (args, io) => noWords(reset, args) ?? resets(io),
};
