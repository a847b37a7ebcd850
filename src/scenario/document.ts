// A scenario's or an item's text as its outer parts: front matter, sections that begin at `## `, prose and fenced blocks.
// What the blocks mean is for parse.ts and src/exam/parse.ts to say.
import { limits } from './limits.ts';
import { ScenarioError } from './types.ts';
import { readYamlMap } from './yaml.ts';
import type { YamlNode } from './yaml-flow.ts';

export type Block =
  | { readonly kind: 'prose'; readonly line: number; readonly markdown: string }
  | { readonly kind: 'fence'; readonly line: number; readonly info: string; readonly body: readonly string[] };

export interface Section {
  readonly title: string;
  readonly line: number;
  readonly blocks: readonly Block[];
}

export interface Document {
  readonly frontMatter: YamlNode;
  /** What stands before the first section. */
  readonly head: readonly Block[];
  readonly sections: readonly Section[];
}

export function readDocument(text: string): Document {
  if (text.length > limits.text) throw new ScenarioError(`The text is longer than ${limits.text} characters.`, 1);
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n/);
  const tooLong = lines.findIndex((line) => line.length > limits.line);
  if (tooLong >= 0) throw new ScenarioError(`This line is longer than ${limits.line} characters.`, tooLong + 1);
  if (lines[0]?.trimEnd() !== '---')
    throw new ScenarioError('The text must begin with front matter between two “---” lines.', 1);
  const end = lines.findIndex((line, index) => index > 0 && line.trimEnd() === '---');
  if (end < 0) throw new ScenarioError('The front matter has no closing “---” line.', 1);
  const [head, ...sections] = readSections(lines, end + 1);
  return { frontMatter: readYamlMap(lines.slice(1, end), 2), head: head?.blocks ?? [], sections };
}

function readSections(lines: readonly string[], from: number): Section[] {
  const sections: { title: string; line: number; blocks: Block[] }[] = [{ title: '', line: from + 1, blocks: [] }];
  let prose: string[] = [];
  let proseFrom = from;
  const push = (block: Block): void => {
    const blocks = sections.at(-1)?.blocks ?? [];
    if (blocks.length >= limits.blocks)
      throw new ScenarioError('There are too many blocks in one section.', block.line);
    blocks.push(block);
  };
  const endProse = (): void => {
    const markdown = prose.join('\n').trim();
    const blank = prose.findIndex((line) => line.trim() !== '');
    if (markdown !== '') push({ kind: 'prose', line: proseFrom + blank + 1, markdown });
    prose = [];
  };
  for (let at = from; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const fence = /^(`{3,})([^`]*)$/.exec(line);
    if (fence) {
      endProse();
      const close = closing(lines, at, fence[1]?.length ?? 3);
      push({ kind: 'fence', line: at + 1, info: (fence[2] ?? '').trim(), body: lines.slice(at + 1, close) });
      at = close;
      proseFrom = at + 1;
    } else if (line.startsWith('## ')) {
      endProse();
      if (sections.length > limits.steps) throw new ScenarioError('There are too many sections.', at + 1);
      sections.push({ title: line.slice(3).trim(), line: at + 1, blocks: [] });
      proseFrom = at + 1;
    } else prose.push(line);
  }
  endProse();
  return sections;
}

/** Where a fenced block ends: at a line of nothing but at least as many backticks. */
function closing(lines: readonly string[], open: number, ticks: number): number {
  for (let at = open + 1; at < lines.length; at += 1) {
    const line = (lines[at] ?? '').trimEnd();
    if (/^`+$/.test(line) && line.length >= ticks) return at;
  }
  throw new ScenarioError('This fenced block is not closed.', open + 1);
}

/** A block that means nothing to the format is prose: output to look at, a command with blanks. */
export const asMarkdown = (fence: Block & { readonly kind: 'fence' }): string => {
  const ticks = '`'.repeat(Math.max(3, ...fence.body.map((line) => (/^`+/.exec(line)?.[0].length ?? 0) + 1)));
  return [`${ticks}${fence.info}`, ...fence.body, ticks].join('\n');
};
