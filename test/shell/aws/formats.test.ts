import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/base/json.ts';
import { formatJson } from '../../../src/shell/aws/format/json.ts';
import { RowError } from '../../../src/shell/aws/format/table-drawing.ts';
import { formatTable } from '../../../src/shell/aws/format/table.ts';
import { formatText } from '../../../src/shell/aws/format/text.ts';
import { textWidth } from '../../../src/shell/aws/format/width.ts';
import { formatYaml, formatYamlItem } from '../../../src/shell/aws/format/yaml.ts';
import { isoTimestamp, readTimestamp } from '../../../src/shell/aws/timestamps.ts';
import { parseYaml } from '../../../src/shell/aws/yaml-reader.ts';

const json = fc.jsonValue({ maxDepth: 5 }).map((it) => it as Json);

describe('every format', () => {
  it('writes any JSON, in whole lines', () => {
    fc.assert(
      fc.property(json, (value) => {
        for (const text of [formatJson(value), formatText(value), formatYaml(value), formatYamlItem(value)]) {
          expect(text === '' || text.endsWith('\n')).toBe(true);
        }
      }),
    );
  });

  it('json reads back the same', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(formatJson([value])).toBe(`${JSON.stringify([value], null, 4)}\n`);
      }),
    );
  });
});

describe('a table', () => {
  it('is drawn of any JSON, as wide in every line, or fails as the CLI does', () => {
    const plain = fc.jsonValue({ maxDepth: 4, stringUnit: fc.constantFrom('a', 'Z', ' ', 'é', '世', '😀') });
    fc.assert(
      fc.property(plain, (value) => {
        let table: string;
        try {
          table = formatTable('Title', value as Json);
        } catch (error) {
          expect(error).toBeInstanceOf(RowError);
          return;
        }
        const widths = new Set(table.split('\n').filter(Boolean).map(textWidth));
        expect(widths.size).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('says that rows of one section differ in length', () => {
    expect(() => formatTable('T', [['a'], ['b', 'c']])).toThrow('Row should have 1 elements, instead it has 2');
  });

  it('has colours on request', () => {
    expect(formatTable('T', { a: { b: 1, c: 2 } }, true)).toContain('\u001b[1m\u001b[34m1\u001b[0m');
  });
});

describe('yaml', () => {
  it.each<[Json, string]>([
    [{ b: 1, a: 'x' }, 'a: x\nb: 1\n'],
    [{ a: [], b: {} }, 'a: []\nb: {}\n'],
    [[[1, 2], [3]], '- - 1\n  - 2\n- - 3\n'],
    [
      ['true', 'null', '12', '1.5', '2026-01-01', '', '~'],
      "- 'true'\n- 'null'\n- '12'\n- '1.5'\n- '2026-01-01'\n- ''\n- '~'\n",
    ],
    [
      ['a: b', 'a #b', '- x', "it's", '@x', ' x', 'x:'],
      "- 'a: b'\n- 'a #b'\n- '- x'\n- it's\n- '@x'\n- ' x'\n- 'x:'\n",
    ],
    [['a:b', 'a#b', '-x', 'yes'], '- a:b\n- a#b\n- -x\n- yes\n'],
    [['tab\t', '{\n  "a": 1\n}', '😀'], '- "tab\\t"\n- "{\\n  \\"a\\": 1\\n}"\n- "\\U0001F600"\n'],
    [['one\ntwo'], "- 'one\n\n  two'\n"],
    [`${'word '.repeat(17)}end`, `"${'word '.repeat(16)}word\n  end"\n`],
    [[`${'a'.repeat(78)} b c`], `- ${'a'.repeat(78)} b\n  c\n`],
    [[`${'a'.repeat(79)} b c`], `- ${'a'.repeat(79)}\n  b c\n`],
    [[`'${'a'.repeat(75)} b c`], `- '''${'a'.repeat(75)} b\n  c'\n`],
    [[`'${'a'.repeat(76)} b c`], `- '''${'a'.repeat(76)}\n  b c'\n`],
    [[`\t${'a'.repeat(75)} b c`], `- "\\t${'a'.repeat(75)} b\n  c"\n`],
    [[`\t${'a'.repeat(76)} b c`], `- "\\t${'a'.repeat(76)}\n  b c"\n`],
    [{ ['k'.repeat(129)]: [1] }, `? ${'k'.repeat(129)}\n: - 1\n`],
  ])('%j', (value, expected) => {
    expect(formatYaml(value)).toBe(expected);
  });

  it('reads back the same, of the kinds that we read', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', ':', ' ', '-', '#', "'", '[', '1') });
    const name = fc.stringMatching(/^[A-Za-z]{1,5}$/);
    const { value } = fc.letrec<{ value: Json }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        text,
        fc.boolean(),
        fc.integer(),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(name, tie('value'), { maxKeys: 3 }),
      ),
    }));
    fc.assert(
      fc.property(value, (whole) => {
        expect(parseYaml(formatYaml({ whole }))).toEqual({ whole });
      }),
    );
  });
});

describe('a moment', () => {
  it.each<[number, string, string]>([
    [1700000000, 'UTC', '2023-11-14T22:13:20+00:00'],
    [1700000000.5, '', '2023-11-14T22:13:20.500000+00:00'],
    [1700000000, 'Asia/Kolkata', '2023-11-15T03:43:20+05:30'],
    [1690000000, 'America/New_York', '2023-07-22T00:26:40-04:00'],
    [-1.5, 'UTC', '1969-12-31T23:59:58.500000+00:00'],
    [0, 'Nowhere/Land', '1970-01-01T00:00:00+00:00'],
  ])('%d in %s is %s', (seconds, zone, expected) => {
    expect(isoTimestamp(seconds, zone)).toBe(expected);
  });

  it.each<[string | number, number | undefined]>([
    ['2023-11-14T22:13:20Z', 1700000000],
    ['2023-11-14 22:13:20+00:00', 1700000000],
    ['20231114T221320Z', 1700000000],
    ['2023-11-14', 1699920000],
    ['1700000000.9', 1700000000],
    [1700000000.9, 1700000000],
    ['2023-13-14', undefined],
    ['soon', undefined],
    ['', undefined],
  ])('%j is read as %j', (text, expected) => {
    expect(readTimestamp(text)).toBe(expected);
  });
});
