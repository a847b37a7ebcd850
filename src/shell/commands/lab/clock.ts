// lab clock: shows the world's time, or moves it forward. What falls due on the way happens.
import type { Entry } from '../../../world/entry.ts';
import type { CommandIo, CommandResult } from '../command.ts';
import { formatDate } from '../date-format.ts';
import { formatDuration, parseDuration } from './duration.ts';
import { refusal } from './verb.ts';
import type { Verb } from './verb.ts';

const shown = (io: CommandIo) => `${formatDate('%Y-%m-%d %H:%M:%S %Z', io.host.world.nowMs())}\n`;

const happened = (entries: readonly Entry[]): string[] =>
  entries.flatMap((entry) => (entry.kind === 'due' ? [`  ${entry.what}: ${entry.subject}`] : []));

async function advance(io: CommandIo, byMs: number): Promise<CommandResult> {
  const { world } = io.host;
  const before = world.entries.at(-1)?.number ?? 0;
  await io.host.line().group.advance(byMs);
  const due = happened(world.entries.filter(({ number }) => number > before));
  const meanwhile = due.length === 0 ? [] : ['What fell due:', ...due];
  return { stdout: [`${formatDuration(byMs)} later, it is ${shown(io).trim()}.`, ...meanwhile, ''].join('\n') };
}

export const clock: Verb = {
  name: 'clock',
  usage: '[show | advance <duration>]',
  summary: 'show the world’s time, or move it forward: 90m, 8d, 2h30m, 1y',
  words: ['advance', 'show'],
  run([what = 'show', duration, ...more], io) {
    if (what === 'show' && duration === undefined) return { stdout: shown(io) };
    if (what !== 'advance') return refusal(clock, `there is no “${[what, duration].filter(Boolean).join(' ')}”`);
    if (duration === undefined) return refusal(clock, 'by how much? Say it like 8d or 2h30m');
    const byMs = more.length === 0 ? parseDuration(duration) : undefined;
    if (byMs === undefined) {
      const given = [duration, ...more].join(' ');
      return refusal(clock, `“${given}” is no duration like 90m, 8d, 2h30m or 1y, up to 100y`);
    }
    return advance(io, byMs);
  },
};
