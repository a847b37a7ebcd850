// JSON as Python's json module reads it, so that a mistake is reported in its words and at its place.
// Source: RFC 8259; Python Library Reference, json.JSONDecodeError.
import type { Json } from '../../base/json.ts';

export class PythonJsonError extends Error {
  override readonly name = 'PythonJsonError';
  constructor(problem: string, text: string, at: number) {
    const before = text.slice(0, at);
    const line = before.split('\n').length;
    super(`${problem}: line ${line} column ${at - before.lastIndexOf('\n')} (char ${at})`);
  }
}

/** Deeper than this Python gives up too (RecursionError). */
const deepest = 900;

export function parsePythonJson(text: string): Json {
  const reader = new Reader(text);
  const value = reader.value(reader.space(0), 0);
  const end = reader.space(value.end);
  if (end < text.length) throw new PythonJsonError('Extra data', text, end);
  return value.json;
}

interface Read<Kind> {
  readonly json: Kind;
  readonly end: number;
}

const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

class Reader {
  private readonly text: string;
  constructor(text: string) {
    this.text = text;
  }

  space(at: number): number {
    while (/[ \t\n\r]/.test(this.text.charAt(at))) at += 1;
    return at;
  }

  value(at: number, depth: number): Read<Json> {
    if (depth > deepest) this.fail('Expecting value', at);
    const first = this.text.charAt(at);
    if (first === '"') return this.string(at + 1);
    if (first === '{') return this.object(at + 1, depth);
    if (first === '[') return this.array(at + 1, depth);
    for (const [word, json] of [
      ['null', null],
      ['true', true],
      ['false', false],
    ] as const) {
      if (this.text.startsWith(word, at)) return { json, end: at + word.length };
    }
    const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/.exec(this.text.slice(at))?.[0];
    if (number === undefined) return this.fail('Expecting value', at);
    return { json: Number(number), end: at + number.length };
  }

  private string(begin: number): Read<string> {
    let json = '';
    let at = begin;
    for (;;) {
      if (at >= this.text.length) this.fail('Unterminated string starting at', begin - 1);
      const character = this.text.charAt(at);
      if (character === '"') return { json, end: at + 1 };
      if (character < ' ') this.fail('Invalid control character at', at);
      if (character !== '\\') {
        json += character;
        at += 1;
        continue;
      }
      const escape = this.text.charAt(at + 1);
      if (escape === '') this.fail('Unterminated string starting at', begin - 1);
      if (escape === 'u') {
        const hex = this.text.slice(at + 2, at + 6);
        if (!/^[0-9a-fA-F]{4}$/.test(hex)) this.fail('Invalid \\uXXXX escape', at + 2);
        json += String.fromCharCode(Number.parseInt(hex, 16));
        at += 6;
      } else {
        json += escapes[escape] ?? this.fail('Invalid \\escape', at);
        at += 2;
      }
    }
  }

  private object(begin: number, depth: number): Read<Json> {
    const members: [string, Json][] = [];
    let at = this.space(begin);
    if (this.text.charAt(at) === '}') return { json: {}, end: at + 1 };
    for (;;) {
      if (this.text.charAt(at) !== '"') this.fail('Expecting property name enclosed in double quotes', at);
      const key = this.string(at + 1);
      at = this.space(key.end);
      if (this.text.charAt(at) !== ':') this.fail("Expecting ':' delimiter", at);
      const value = this.value(this.space(at + 1), depth + 1);
      members.push([key.json, value.json]);
      at = this.space(value.end);
      const next = this.text.charAt(at);
      if (next === '}') return { json: Object.fromEntries(members), end: at + 1 };
      if (next !== ',') this.fail("Expecting ',' delimiter", at);
      at = this.space(at + 1);
    }
  }

  private array(begin: number, depth: number): Read<Json> {
    const json: Json[] = [];
    let at = this.space(begin);
    if (this.text.charAt(at) === ']') return { json, end: at + 1 };
    for (;;) {
      const value = this.value(at, depth + 1);
      json.push(value.json);
      at = this.space(value.end);
      const next = this.text.charAt(at);
      if (next === ']') return { json, end: at + 1 };
      if (next !== ',') this.fail("Expecting ',' delimiter", at);
      at = this.space(at + 1);
    }
  }

  private fail(problem: string, at: number): never {
    throw new PythonJsonError(problem, this.text, at);
  }
}
