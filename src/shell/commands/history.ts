// history: the lines that were typed in this world, as its journal has them. It outlives the session, and has no -c.
import { remembered } from '../history.ts';
import { fails } from './command.ts';
import type { ShellCommand } from './command.ts';

export const history: ShellCommand = {
  name: 'history',
  run([count], { host }) {
    if (count !== undefined && !/^\d+$/.test(count)) {
      return fails(
        count.startsWith('-') ? `history: ${count}: invalid option` : `history: ${count}: numeric argument required`,
        count.startsWith('-') ? 2 : 1,
      );
    }
    const { entries } = host.world;
    // What a scenario set up was not typed.
    const begun = entries.findLastIndex(({ kind }) => kind === 'begin') + 1;
    const lines = entries
      .slice(begun)
      .reduce<readonly string[]>((all, entry) => (entry.kind === 'line' ? remembered(all, entry.text) : all), []);
    const from = count === undefined ? 0 : Math.max(0, lines.length - Number(count));
    return {
      stdout: lines
        .slice(from)
        .map((line, at) => `${String(from + at + 1).padStart(5)}  ${line}\n`)
        .join(''),
    };
  },
};
