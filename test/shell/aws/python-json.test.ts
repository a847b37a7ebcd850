import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePythonJson, PythonJsonError } from '../../../src/shell/aws/python-json.ts';
import { pythonRepr } from '../../../src/shell/aws/python-text.ts';
import type { Value } from '../../../src/world/model.ts';

describe('JSON as Python reads it', () => {
  it('is what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(parsePythonJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it.each([
    ['', 'Expecting value: line 1 column 1 (char 0)'],
    ['{"a":1', "Expecting ',' delimiter: line 1 column 7 (char 6)"],
    ['{a:1}', 'Expecting property name enclosed in double quotes: line 1 column 2 (char 1)'],
    ['{"a" 1}', "Expecting ':' delimiter: line 1 column 6 (char 5)"],
    ['[1,]', 'Expecting value: line 1 column 4 (char 3)'],
    ['[1]\n]', 'Extra data: line 2 column 1 (char 4)'],
    ['"a', 'Unterminated string starting at: line 1 column 1 (char 0)'],
    ['"a\nb"', 'Invalid control character at: line 1 column 3 (char 2)'],
    ['"\\x"', 'Invalid \\escape: line 1 column 2 (char 1)'],
    ['"\\u12"', 'Invalid \\uXXXX escape: line 1 column 4 (char 3)'],
    ["{'a':1}", 'Expecting property name enclosed in double quotes: line 1 column 2 (char 1)'],
    ['['.repeat(100_000), 'Expecting value: line 1 column 902 (char 901)'],
  ])('is refused at its place: %j', (text, message) => {
    expect(() => parsePythonJson(text)).toThrow(message);
    expect(() => parsePythonJson(text)).toThrow(PythonJsonError);
  });
});

describe('a value in Python’s words', () => {
  it.each<[Value, string]>([
    [null, 'None'],
    [[true, 1, 'a'], "[True, 1, 'a']"],
    [{ a: { b: [] } }, "{'a': {'b': []}}"],
    ["it's", `"it's"`],
    [`'"`, `'\\'"'`],
    ['é\n\u2028\u0007', "'é\\n\\u2028\\x07'"],
    [new Uint8Array([0, 65, 255]), "b'\\x00A\\xff'"],
  ])('%j is %s', (value, expected) => {
    expect(pythonRepr(value)).toBe(expected);
  });
});
