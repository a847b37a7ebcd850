// The values of the YAML subset that scenarios use: plain and quoted texts, {flow: maps} and [flow, lists], on one line.
// docs/scenario-format.md says what the subset is.
import { limits } from './limits.ts';
import { ScenarioError } from './types.ts';

/** A map keeps its entries in a Map: a key called __proto__ is a key like any other, and then an unknown one. */
export type YamlNode =
  | { readonly kind: 'text'; readonly line: number; readonly text: string }
  | { readonly kind: 'list'; readonly line: number; readonly items: readonly YamlNode[] }
  | { readonly kind: 'map'; readonly line: number; readonly entries: ReadonlyMap<string, YamlNode> };

export const keyPattern = /^[A-Za-z][A-Za-z0-9_-]{0,40}(?=:(?: |$))/;

const escapes = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
]);

/** Drops ` # a comment` from the end of a plain text. */
export const withoutComment = (text: string): string => text.replace(/(^|\s)#.*$/s, '').trim();

/** What stands behind `key:` on its line, where it is no block. */
export function readInline(text: string, line: number): YamlNode {
  const first = text.at(0);
  if (first === undefined || !`{["'`.includes(first)) return { kind: 'text', line, text: withoutComment(text) };
  const reader = new FlowReader(text, line);
  const node = reader.value(0);
  reader.end();
  return node;
}

class FlowReader {
  #at = 0;

  constructor(
    private readonly text: string,
    private readonly line: number,
  ) {}

  value(depth: number): YamlNode {
    if (depth > limits.yamlDepth) throw this.#error('This is nested too deep.');
    this.#space();
    switch (this.text[this.#at]) {
      case '{':
        return this.#map(depth);
      case '[':
        return this.#list(depth);
      case '"':
      case "'":
        return { kind: 'text', line: this.line, text: this.#quoted() };
      default:
        return { kind: 'text', line: this.line, text: this.#plain() };
    }
  }

  end(): void {
    const rest = this.text.slice(this.#at);
    if (withoutComment(rest) !== '') {
      throw this.#error(
        `There is more behind the end of the value: ${rest.trim().slice(0, 40)}. Quote the whole of it.`,
      );
    }
  }

  #map(depth: number): YamlNode {
    const entries = new Map<string, YamlNode>();
    this.#at += 1;
    this.#space();
    while (!this.#take('}')) {
      const key = keyPattern.exec(this.text.slice(this.#at))?.[0];
      if (key === undefined)
        throw this.#error('A map between braces is made of `key: value` pairs with commas between.');
      if (entries.has(key)) throw this.#error(`“${key}” stands here twice.`);
      this.#at += key.length + 1;
      entries.set(key, this.value(depth + 1));
      this.#separator('}', entries.size);
    }
    return { kind: 'map', line: this.line, entries };
  }

  #list(depth: number): YamlNode {
    const items: YamlNode[] = [];
    this.#at += 1;
    this.#space();
    while (!this.#take(']')) {
      items.push(this.value(depth + 1));
      this.#separator(']', items.length);
    }
    return { kind: 'list', line: this.line, items };
  }

  #separator(close: string, count: number): void {
    if (count > limits.yamlEntries) throw this.#error('There are too many entries.');
    this.#space();
    if (this.#take(',')) this.#space();
    else if (this.text[this.#at] !== close) throw this.#error(`A comma or “${close}” is missing.`);
  }

  #plain(): string {
    const text = /^[^,[\]{}]*/.exec(this.text.slice(this.#at))?.[0] ?? '';
    this.#at += text.length;
    if (text.trim() === '') throw this.#error('A value is missing, or has to be quoted.');
    return text.trim();
  }

  #quoted(): string {
    const quote = this.text[this.#at];
    let text = '';
    for (this.#at += 1; this.#at < this.text.length; this.#at += 1) {
      const character = this.text[this.#at] ?? '';
      if (character === quote) {
        this.#at += 1;
        // In YAML a single quote is written twice between single quotes.
        if (quote === '"' || this.text[this.#at] !== "'") return text;
        text += "'";
      } else if (quote === '"' && character === '\\') {
        this.#at += 1;
        const escape = escapes.get(this.text[this.#at] ?? '');
        if (escape === undefined)
          throw this.#error('Behind a backslash only n, t, ", / or another backslash may stand.');
        text += escape;
      } else text += character;
    }
    throw this.#error('A quotation mark is not closed.');
  }

  #space(): void {
    while (this.text[this.#at] === ' ') this.#at += 1;
  }

  #take(character: string): boolean {
    if (this.text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #error(message: string): ScenarioError {
    return new ScenarioError(message, this.line);
  }
}
