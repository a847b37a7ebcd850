// The list of misconceptions: what people commonly believe that is not so, each under a name. Wrong options refer to them.

export interface Misconception {
  readonly name: string;
  /** What is believed, as those say it who believe it. */
  readonly belief: string;
  /** What is so. */
  readonly fact: string;
}

/** Reads lessons/misconceptions.md: a heading `## name` for each, the belief in quotation marks, and what is so. */
export function parseMisconceptions(text: string): readonly Misconception[] {
  return text
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [name = '', ...lines] = section.split(/\r?\n/);
      const [, belief = '', fact = ''] = /^(“[^”]*”)\s*(.*)$/s.exec(lines.join('\n').trim()) ?? [];
      return { name: name.trim(), belief, fact };
    });
}
