// lab undo and lab redo: the last group that changed something, taken back or done again.
import { UndoError } from '../../../world/world-api.ts';
import type { CommandIo, CommandResult } from '../command.ts';
import { fails } from '../command.ts';
import { noWords } from './verb.ts';
import type { Verb } from './verb.ts';

async function restored(io: CommandIo, way: 'undo' | 'redo', done: string): Promise<CommandResult> {
  try {
    const result = await io.host.line().restore(way);
    return result ? { stdout: `${done}: ${result.what}\n` } : fails(`lab ${way}: there is nothing to ${way}.`);
  } catch (error) {
    if (error instanceof UndoError) return fails(`lab ${way}: ${error.message}`);
    throw error;
  }
}

export const undo: Verb = {
  name: 'undo',
  usage: '',
  summary: 'take back the last line that changed the world, its time and files included',
  run: (args, io) => noWords(undo, args) ?? restored(io, 'undo', 'Undone'),
};

export const redo: Verb = {
  name: 'redo',
  usage: '',
  summary: 'do again what was undone last',
  run: (args, io) => noWords(redo, args) ?? restored(io, 'redo', 'Done again'),
};
