// What a completion does to a line in the plain view: as far as it is certain, and then a choice.
import { closed, commonStart } from '../../shell/editor/completion-list.ts';
import type { Completion } from '../../shell/shell-api.ts';

export interface Completed {
  readonly text: string;
  readonly cursor: number;
  /** What may follow, where more than one thing may. */
  readonly options: readonly string[];
}

export function applyCompletion(text: string, cursor: number, { from, options }: Completion): Completed {
  const [only, ...others] = options;
  if (only === undefined) return { text, cursor, options: [] };
  if (others.length === 0) return { ...replaced(text, from, cursor, closed(only)), options: [] };
  const common = commonStart(options);
  const typed = text.slice(from, cursor);
  const longer = common.length > typed.length ? common : typed;
  return { ...replaced(text, from, cursor, longer), options };
}

/** The line with one of the options taken. */
export const choose = (text: string, cursor: number, from: number, option: string) =>
  replaced(text, from, cursor, closed(option));

const replaced = (text: string, from: number, cursor: number, by: string) => ({
  text: text.slice(0, from) + by + text.slice(cursor),
  cursor: from + by.length,
});
