// A small strict reader of the YAML subset that scenarios use: maps and lists by indentation, `|` and `>` blocks, texts
// that go on on further, deeper lines. docs/scenario-format.md says what the subset is. Every value is a text, a list or a map.
import { limits } from './limits.ts';
import { ScenarioError } from './types.ts';
import { keyPattern, readInline, withoutComment } from './yaml-flow.ts';
import type { YamlNode } from './yaml-flow.ts';

type YamlMap = YamlNode & { readonly kind: 'map' };

interface Line {
  readonly number: number;
  readonly indent: number;
  readonly text: string;
}

/** Reads a map. `firstLine` is the number of its first line in the whole text. */
export function readYamlMap(source: readonly string[], firstLine: number): YamlMap {
  const lines = source.map((raw, index): Line => {
    const text = raw.trimStart();
    const number = firstLine + index;
    const indent = raw.length - text.length;
    if (raw.slice(0, indent).includes('\t')) throw new ScenarioError('Indent with spaces, not with tabs.', number);
    return { number, indent, text: text.trimEnd() };
  });
  const reader = new BlockReader(lines, source);
  const map = reader.map(0, 0, firstLine);
  reader.end();
  return map;
}

class BlockReader {
  #at = 0;

  constructor(
    private readonly lines: readonly Line[],
    private readonly source: readonly string[],
  ) {}

  map(indent: number, depth: number, line: number): YamlMap {
    if (depth > limits.yamlDepth) throw new ScenarioError('This is nested too deep.', line);
    const entries = new Map<string, YamlNode>();
    for (let next = this.#next(); next?.indent === indent; next = this.#next()) {
      const key = keyPattern.exec(next.text)?.[0];
      if (key === undefined) {
        throw new ScenarioError(
          `A line of the form “key: value” was expected, not: ${next.text.slice(0, 60)}`,
          next.number,
        );
      }
      if (entries.has(key)) throw new ScenarioError(`“${key}” stands here twice.`, next.number);
      if (entries.size >= limits.yamlEntries) throw new ScenarioError('There are too many entries.', next.number);
      this.#at += 1;
      entries.set(key, this.#value(next.text.slice(key.length + 1).trim(), indent, depth, next.number));
    }
    return { kind: 'map', line, entries };
  }

  end(): void {
    const next = this.#next();
    if (next) throw new ScenarioError('This line is indented in a way that belongs to nothing above it.', next.number);
  }

  #value(inline: string, indent: number, depth: number, line: number): YamlNode {
    const style = withoutComment(inline);
    if (style === '|' || style === '>') return { kind: 'text', line, text: this.#block(indent, style === '>') };
    if (style === '') return this.#nested(indent, depth, line);
    const node = readInline(inline, line);
    if (node.kind !== 'text' || `"'`.includes(inline.charAt(0))) return node;
    return { kind: 'text', line, text: [node.text, ...this.#continuation(indent)].join(' ') };
  }

  /** A plain text's further lines: each deeper than its key. */
  #continuation(indent: number): string[] {
    const more: string[] = [];
    for (let line = this.lines[this.#at]; line && line.indent > indent && line.text !== '';) {
      more.push(withoutComment(line.text));
      this.#at += 1;
      line = this.lines[this.#at];
    }
    return more.filter((text) => text !== '');
  }

  #nested(indent: number, depth: number, line: number): YamlNode {
    const next = this.#next();
    // As in YAML, a list may stand as deep as its key.
    if (next && /^-( |$)/.test(next.text) && next.indent >= indent) return this.#list(next.indent, depth + 1, line);
    if (next && next.indent > indent) return this.map(next.indent, depth + 1, line);
    return { kind: 'text', line, text: '' };
  }

  #list(indent: number, depth: number, line: number): YamlNode {
    if (depth > limits.yamlDepth) throw new ScenarioError('This is nested too deep.', line);
    const items: YamlNode[] = [];
    for (let next = this.#next(); next?.indent === indent && /^-( |$)/.test(next.text); next = this.#next()) {
      if (items.length >= limits.yamlEntries) throw new ScenarioError('There are too many entries.', next.number);
      const text = next.text.slice(1).trimStart();
      if (keyPattern.test(text)) {
        // `- key: value` begins a map whose other keys stand under this one.
        const inner = next.indent + next.text.length - text.length;
        (this.lines as Line[])[this.#at] = { number: next.number, indent: inner, text };
        items.push(this.map(inner, depth + 1, next.number));
      } else {
        this.#at += 1;
        items.push(this.#value(text, indent, depth, next.number));
      }
    }
    return { kind: 'list', line, items };
  }

  /** The lines under `|` (kept) or `>` (folded), without the indentation of the first. */
  #block(indent: number, folded: boolean): string {
    const start = this.#at;
    let inner = 0;
    for (let line = this.lines[this.#at]; line; line = this.lines[this.#at]) {
      if (line.text !== '') {
        if (line.indent <= indent) break;
        inner ||= line.indent;
        if (line.indent < inner)
          throw new ScenarioError('This line is indented less than the first of its block.', line.number);
      }
      this.#at += 1;
    }
    const text = this.source
      .slice(start, this.#at)
      .map((line) => line.slice(inner).trimEnd())
      .join('\n')
      .replace(/\n+$/, '');
    return folded ? text.replace(/(?<=\S)\n(?=\S)/g, ' ') : text;
  }

  /** The next line that is neither empty nor a comment. */
  #next(): Line | undefined {
    for (let line = this.lines[this.#at]; line; line = this.lines[this.#at]) {
      if (line.text !== '' && !line.text.startsWith('#')) return line;
      this.#at += 1;
    }
    return undefined;
  }
}
