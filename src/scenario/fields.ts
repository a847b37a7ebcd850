// The entries of a map as a reader of scenarios and items wants them: each known, each of its kind.
import { ScenarioError } from './types.ts';
import type { YamlNode } from './yaml-flow.ts';

/** Reads a map's entries by name. A key that is not among `known` is an error, so that a slip of the pen is noticed. */
export class Fields {
  readonly line: number;
  readonly #entries: ReadonlyMap<string, YamlNode>;

  constructor(
    node: YamlNode,
    private readonly what: string,
    known: readonly string[],
  ) {
    if (node.kind !== 'map') throw new ScenarioError(`${what} is made of “key: value” entries.`, node.line);
    this.line = node.line;
    this.#entries = node.entries;
    for (const [key, { line }] of node.entries) {
      if (!known.includes(key)) {
        throw new ScenarioError(`${what} has no “${key}”. What it may have: ${known.join(', ')}.`, line);
      }
    }
  }

  lineOf(key: string): number {
    return this.#entries.get(key)?.line ?? this.line;
  }

  text(key: string): string {
    const text = this.optionalText(key);
    if (text === undefined || text === '') throw new ScenarioError(`${this.what} needs “${key}”.`, this.lineOf(key));
    return text;
  }

  optionalText(key: string): string | undefined {
    const node = this.#entries.get(key);
    if (node && node.kind !== 'text') throw new ScenarioError(`“${key}” is a text.`, node.line);
    return node?.text;
  }

  yes(key: string): boolean {
    const text = this.optionalText(key) ?? 'false';
    if (text !== 'true' && text !== 'false') throw new ScenarioError(`“${key}” is true or false.`, this.lineOf(key));
    return text === 'true';
  }

  wholeNumber(key: string): number | null {
    const text = this.optionalText(key);
    if (text === undefined) return null;
    if (!/^\d{1,4}$/.test(text)) throw new ScenarioError(`“${key}” is a whole number.`, this.lineOf(key));
    return Number(text);
  }

  node(key: string): YamlNode {
    const node = this.#entries.get(key);
    if (!node) throw new ScenarioError(`${this.what} needs “${key}”.`, this.line);
    return node;
  }

  has(key: string): boolean {
    return this.#entries.has(key);
  }

  items(key: string): readonly YamlNode[] {
    const node = this.#entries.get(key);
    if (!node) return [];
    if (node.kind !== 'list') throw new ScenarioError(`“${key}” is a list.`, node.line);
    return node.items;
  }

  texts(key: string): readonly string[] {
    return this.items(key).map((item) => {
      if (item.kind !== 'text' || item.text === '') throw new ScenarioError(`“${key}” is a list of texts.`, item.line);
      return item.text;
    });
  }
}
