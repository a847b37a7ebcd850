// The list of misconceptions: what people commonly believe that is not so, each under a name. Wrong options refer to them.

export interface Misconception {
  readonly name: string;
  /** What is believed, and what is so. */
  readonly text: string;
}

/** Reads lessons/misconceptions.md: a heading `## name` for each, and its text. */
export function parseMisconceptions(text: string): readonly Misconception[] {
  return text
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [name = '', ...lines] = section.split(/\r?\n/);
      return { name: name.trim(), text: lines.join('\n').trim() };
    });
}
