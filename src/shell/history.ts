// The lines that were typed, oldest first: plain data that belongs to the tab.

export const HISTSIZE = 500;

/** With one more line. What is blank, begins with a blank or was typed just before is not kept; an older twin goes. */
export function remembered(lines: readonly string[], line: string, size = HISTSIZE): readonly string[] {
  if (line.trim() === '' || /^\s/.test(line) || lines.at(-1) === line) return lines;
  return [...lines.filter((each) => each !== line), line].slice(-size);
}

/** Where one is in the history: at the line being written, or at an older one. */
export interface Walk {
  /** The line being written, to come back to. */
  readonly draft: string;
  /** Only lines that begin so are met. */
  readonly prefix: string;
  /** An index of the lines; their number for the draft. */
  readonly at: number;
}

/** One step up (-1) or down (1) among the lines with the prefix; undefined where there is none. */
export function step(
  lines: readonly string[],
  walk: Walk,
  way: -1 | 1,
): { readonly walk: Walk; readonly text: string } | undefined {
  const now = lines[walk.at] ?? walk.draft;
  for (let at = walk.at + way; at >= 0 && at <= lines.length; at += way) {
    const line = lines[at];
    if (line === undefined) return { walk: { ...walk, at }, text: walk.draft };
    if (line.startsWith(walk.prefix) && line !== now) return { walk: { ...walk, at }, text: line };
  }
  return undefined;
}

/** The newest line before `before` that contains the text. */
export function found(lines: readonly string[], wanted: string, before: number): number | undefined {
  for (let at = Math.min(before, lines.length) - 1; at >= 0; at -= 1) {
    if (lines[at]?.includes(wanted) === true) return at;
  }
  return undefined;
}
