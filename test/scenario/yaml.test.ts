import { describe, expect, it } from 'vitest';
import { ScenarioError } from '../../src/scenario/types.ts';
import { readYamlMap } from '../../src/scenario/yaml.ts';
import type { YamlNode } from '../../src/scenario/yaml-flow.ts';

const plain = (node: YamlNode): unknown => {
  if (node.kind === 'text') return node.text;
  if (node.kind === 'list') return node.items.map(plain);
  return Object.fromEntries([...node.entries].map(([key, value]) => [key, plain(value)]));
};
const read = (text: string) => plain(readYamlMap(text.split('\n'), 1));

describe('the YAML subset', () => {
  it.each<[string, string, unknown]>([
    ['a text', 'a: b c', { a: 'b c' }],
    ['a comment behind it', 'a: b # c', { a: 'b' }],
    ['a number sign inside', 'a: b#c', { a: 'b#c' }],
    ['colons inside', "run: aws x --query 'a: b'", { run: "aws x --query 'a: b'" }],
    ['comment lines', '# x\na: b\n\n  # y\nc: d', { a: 'b', c: 'd' }],
    ['no value', 'a:\nb: c', { a: '', b: 'c' }],
    ['further lines', 'a: b\n  c\n  d\ne: f', { a: 'b c d', e: 'f' }],
    ['double quotes', 'a: "b # \\"c\\" \\n" # d', { a: 'b # "c" \n' }],
    ['single quotes', "a: 'it''s # so'", { a: "it's # so" }],
    ['kept lines', 'a: |\n  b\n\n   c # d\ne: f', { a: 'b\n\n c # d', e: 'f' }],
    ['folded lines', 'a: >\n  b\n  c\n\n  d', { a: 'b c\n\nd' }],
    [
      'a flow map',
      'a: {run: x y, expect: K == \'Z\', c: [d, "e, f"]} # g',
      { a: { run: 'x y', expect: "K == 'Z'", c: ['d', 'e, f'] } },
    ],
    ['empty flows', 'a: []\nb: {}', { a: [], b: {} }],
    ['a nested map', 'a:\n  b: c\n  d:\n    e: f\ng: h', { a: { b: 'c', d: { e: 'f' } }, g: 'h' }],
    ['a list', 'a:\n- b\n- c\nd: e', { a: ['b', 'c'], d: 'e' }],
    [
      'a list of maps',
      'a:\n  - b: c\n    d: e\n  - b: f\n    d: g\n      h',
      {
        a: [
          { b: 'c', d: 'e' },
          { b: 'f', d: 'g h' },
        ],
      },
    ],
    ['a command that begins with “!”', 'run: ! test -e x', { run: '! test -e x' }],
    ['__proto__', 'a: {constructor: b}', { a: { constructor: 'b' } }],
  ])('reads %s', (_, text, value) => {
    expect(read(text)).toEqual(value);
  });

  it.each<[string, string, number]>([
    ['no colon', 'a: b\nc', 2],
    ['a key twice', 'a: b\na: c', 2],
    ['a key twice in a flow', 'x: y\na: {b: c, b: d}', 2],
    ['tabs', 'a:\n\tb: c', 2],
    ['an open quotation', 'a: "b', 1],
    ['text behind a quotation', "a: 'b' == c", 1],
    ['an open brace', 'a: {b: c', 1],
    ['an open bracket', 'a: [b, c', 1],
    ['a stray indentation', 'a: {b: c}\n   d: e', 2],
    ['a block that comes back', 'a: |\n    b\n  c', 3],
    ['an unknown escape', 'a: "\\x"', 1],
    ['a flow nested too deep', `a: ${'['.repeat(5000)}`, 1],
    ['too many entries', Array.from({ length: 200 }, (_, index) => `k${index}: v`).join('\n'), 101],
    ['__proto__ as a key', '__proto__: x', 1],
  ])('refuses %s, with its line', (_, text, line) => {
    try {
      read(text);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(ScenarioError);
      expect((error as ScenarioError).line).toBe(line);
    }
  });
});
