// What Tab does with the answers to a completion: how far they agree, and how they are listed.
import { textWidth } from './text-width.ts';

const MOST = 200;

export function commonStart(options: readonly string[]): string {
  const [first = '', ...others] = options;
  let length = first.length;
  for (const other of others) while (!other.startsWith(first.slice(0, length))) length -= 1;
  return first.slice(0, length);
}

/** Followed by a space, but where it goes on: a folder, `name=`, a variable. An open quote is closed first. */
export const closed = (option: string): string => {
  if (/[/= ]$/.test(option) || option.startsWith('$')) return option;
  const [quote = ''] = /^["']/.exec(option) ?? [];
  return `${option}${quote} `;
};

/** Paths are listed by their last part, as a shell does. */
const label = (option: string): string => /[^/]*\/?$/.exec(option)?.[0] ?? option;

/** In columns, from top to bottom, lines ending in CR LF. */
export function listing(options: readonly string[], columns: number): string {
  const shown = options.slice(0, MOST).map(label);
  const width = Math.max(...shown.map(textWidth)) + 2;
  const across = Math.max(1, Math.floor(columns / width));
  const rows = Math.ceil(shown.length / across);
  const lines = Array.from({ length: rows }, (_, row) =>
    shown
      .filter((_option, at) => at % rows === row)
      .map((each) => each + ' '.repeat(Math.max(0, width - textWidth(each))))
      .join('')
      .trimEnd(),
  );
  if (options.length > MOST) lines.push(`… and ${options.length - MOST} more`);
  return lines.map((line) => `${line}\r\n`).join('');
}
