// The line editor on a small fake screen: what keys do to the line, and what one sees.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { graphemes } from '../../src/shell/editor/text-width.ts';
import { remembered } from '../../src/shell/history.ts';
import { LineEditor } from '../../src/shell/line-editor.ts';
import type { Effect } from '../../src/shell/line-editor.ts';
import type { Completion } from '../../src/shell/shell-api.ts';
import { FakeScreen } from './editor/fake-screen.ts';

interface Setting {
  readonly columns?: number;
  readonly history?: readonly string[];
  readonly options?: (text: string, cursor: number) => Completion;
  readonly needsMore?: (text: string) => boolean;
}

function terminal({ columns = 40, history = [], options, needsMore }: Setting = {}) {
  const screen = new FakeScreen(columns);
  const events: Exclude<Effect, { kind: 'write' }>[] = [];
  const editor = new LineEditor({
    columns,
    history: () => history,
    complete: async (text, cursor) => options?.(text, cursor) ?? { from: cursor, options: [] },
    needsMore: async (text) => needsMore?.(text) ?? false,
    onEffect: (effect) => {
      if (effect.kind === 'write') screen.write(effect.text);
      else events.push(effect);
    },
  });
  editor.prompt('$ ');
  const type = async (...data: readonly string[]) => {
    for (const each of data) editor.feed(each);
    await editor.idle();
  };
  return { editor, screen, events, type };
}

const LEFT = '\x1b[D',
  RIGHT = '\x1b[C',
  UP = '\x1b[A',
  DOWN = '\x1b[B',
  HOME = '\x1b[H',
  END = '\x1b[F',
  DELETE = '\x1b[3~';
const ctrl = (letter: string) => String.fromCharCode(letter.charCodeAt(0) - 64);
const alt = (letter: string) => `\x1b${letter}`;

describe('keys', () => {
  test.each<readonly [what: string, typed: readonly string[], text: string, column: number]>([
    ['letters', ['abc'], 'abc', 5],
    ['Left and a letter', ['abc', LEFT, 'x'], 'abxc', 5],
    ['Home, End', ['bc', HOME, 'a', END, 'd'], 'abcd', 6],
    ['Home and End as another terminal sends them', ['bc', '\x1b[1~', 'a', '\x1b[4~', 'd'], 'abcd', 6],
    ['Ctrl+A, Ctrl+E', ['bc', ctrl('A'), 'a', ctrl('E'), 'd'], 'abcd', 6],
    ['Ctrl+B, Ctrl+F', ['abc', ctrl('B'), ctrl('B'), ctrl('F'), 'x'], 'abxc', 5],
    ['Backspace and Delete', ['abcd', '\x7f', LEFT, LEFT, DELETE], 'ac', 3],
    ['Backspace at the beginning', ['ab', HOME, '\x7f'], 'ab', 2],
    ['Ctrl+K', ['abcd', LEFT, LEFT, ctrl('K')], 'ab', 4],
    ['Ctrl+U', ['abcd', LEFT, ctrl('U')], 'd', 2],
    ['Ctrl+W', ['aws kms --key-id', ctrl('W')], 'aws kms ', 10],
    ['Alt+Backspace', ['aws kms --key-id', '\x1b\x7f'], 'aws kms --key-', 16],
    ['Alt+D', ['aws kms', HOME, alt('d')], ' kms', 2],
    ['Alt+B, Alt+F', ['aws kms key', alt('b'), alt('b'), 'x', alt('f'), 'y'], 'aws xkmsy key', 11],
    ['Ctrl+Left, Ctrl+Right', ['aws kms', '\x1b[1;5D', 'x', '\x1b[1;5C', 'y'], 'aws xkmsy', 11],
    ['kills in a row, and Ctrl+Y', ['a b c', ctrl('W'), ctrl('W'), ctrl('Y'), ctrl('Y')], 'a b cb c', 10],
    ['Ctrl+T', ['abc', ctrl('T')], 'acb', 5],
    ['Ctrl+D in a line', ['abc', HOME, ctrl('D')], 'bc', 2],
    ['letters of several code points', ['e\u0301👩‍👩‍👧x', LEFT, '\x7f', '\x7f'], 'x', 2],
    ['an unknown sequence', ['a', '\x1b[99~', '\x1b[1;2P', 'b'], 'ab', 4],
    ['a sequence in two pieces', ['ab', '\x1b', '[D', 'x'], 'axb', 4],
    ['a tab pasted', ['\x1b[200~a\tb\x1b[201~'], 'a\tb', 8],
  ])('%s', async (_, typed, text, column) => {
    const { editor, screen, type } = terminal();
    await type(...typed);
    expect(editor.text).toBe(text);
    expect(screen.rows).toEqual([`$ ${text}`.replaceAll('\t', '    ').trimEnd()]);
    expect(screen.cursor).toEqual([0, column]);
  });
});

describe('lines', () => {
  test('Enter gives the line away; what is typed meanwhile waits for the next prompt', async () => {
    const { editor, screen, events, type } = terminal();
    await type('echo a\r', 'echo b\recho c');
    expect(events).toEqual([{ kind: 'submit', text: 'echo a' }]);
    screen.write('a\r\n');
    editor.prompt('$ ');
    await editor.idle();
    expect(events.at(-1)).toEqual({ kind: 'submit', text: 'echo b' });
    screen.write('b\r\n');
    editor.prompt('$ ');
    await editor.idle();
    expect(screen.rows).toEqual(['$ echo a', 'a', '$ echo b', 'b', '$ echo c']);
  });

  test('an unfinished line goes on behind another prompt, and is one text', async () => {
    const { events, screen, type } = terminal({ needsMore: (text) => !text.includes('done') });
    await type('while true; do\r', 'echo x\r', 'done\r');
    expect(events).toEqual([{ kind: 'submit', text: 'while true; do\necho x\ndone' }]);
    expect(screen.rows).toEqual(['$ while true; do', '> echo x', '> done', '']);
  });

  test('a paste of several lines is one text that waits for Enter', async () => {
    const { editor, events, screen, type } = terminal();
    await type('\x1b[200~echo a\r\necho b\x07\n\x1b[201~');
    expect([editor.text, events]).toEqual(['echo a\necho b', []]);
    expect(screen.rows).toEqual(['$ echo a', '> echo b']);
    await type(UP, HOME, 'X', DOWN, END, 'Y', '\r');
    expect(events).toEqual([{ kind: 'submit', text: 'Xecho a\necho bY' }]);
  });

  test('a paste that comes in pieces is one', async () => {
    const { editor, type } = terminal();
    await type('\x1b[200~echo', ' a\recho b', '\x1b[201~');
    expect(editor.text).toBe('echo a\necho b');
  });

  test('Ctrl+C drops the line; Ctrl+D ends an empty one; while a line runs Ctrl+C is told at once', async () => {
    const { editor, events, screen, type } = terminal();
    await type('echo a', ctrl('C'));
    expect(screen.rows).toEqual(['$ echo a^C', '$']);
    expect([editor.text, events]).toEqual(['', [{ kind: 'interrupt', running: false }]]);
    await type(ctrl('D'), 'sleep\r', 'typed ahead', ctrl('C'));
    expect(events.slice(1)).toEqual([
      { kind: 'eof' },
      { kind: 'submit', text: 'sleep' },
      { kind: 'interrupt', running: true },
    ]);
    editor.prompt('$ ');
    expect(editor.text).toBe('');
  });

  test('Ctrl+L clears the screen and keeps the line', async () => {
    const { events, screen, type } = terminal();
    await type('one\r');
    const next = terminal();
    await next.type('ab', LEFT, ctrl('L'));
    expect(next.screen.rows).toEqual(['$ ab']);
    expect(next.screen.cursor).toEqual([0, 3]);
    expect(next.events).toEqual([{ kind: 'clear' }]);
    expect([events.length, screen.rows.length]).toEqual([1, 2]);
  });
});

describe('what one sees', () => {
  const drawn = async (columns: number, text: string, lefts = 0) => {
    const { screen, type } = terminal({ columns });
    await type(text, ...Array.from({ length: lefts }, () => LEFT));
    return { rows: screen.rows, cursor: screen.cursor };
  };

  test('long lines wrap, and the cursor with them', async () => {
    expect(await drawn(10, 'abcdefghijk')).toEqual({ rows: ['$ abcdefgh', 'ijk'], cursor: [1, 3] });
    expect(await drawn(10, 'abcdefgh')).toEqual({ rows: ['$ abcdefgh', ''], cursor: [1, 0] });
    expect(await drawn(10, 'abcdefghijk', 4)).toEqual({ rows: ['$ abcdefgh', 'ijk'], cursor: [0, 9] });
    expect(await drawn(10, 'abcdefghijk', 3)).toEqual({ rows: ['$ abcdefgh', 'ijk'], cursor: [1, 0] });
  });

  test('wide letters take two cells, and none begins in the last one', async () => {
    expect(await drawn(10, '漢字漢字')).toEqual({ rows: ['$ 漢字漢字', ''], cursor: [1, 0] });
    expect(await drawn(9, '漢字漢字')).toEqual({ rows: ['$ 漢字漢', '字'], cursor: [1, 2] });
  });

  test('a coloured prompt is as wide as what one sees of it', () => {
    const screen = new FakeScreen(20);
    const editor = new LineEditor({
      columns: 20,
      history: () => [],
      complete: async () => ({ from: 0, options: [] }),
      needsMore: () => false,
      onEffect: (effect) => effect.kind === 'write' && screen.write(effect.text),
    });
    editor.prompt('\x1b[1;32mme\x1b[0m ~ $ ', 'ab');
    expect([screen.rows, screen.cursor]).toEqual([['me ~ $ ab'], [0, 9]]);
  });

  test('after any keys the screen shows the line, and the cursor stands where it should', async () => {
    const key = fc.oneof(
      {
        weight: 4,
        arbitrary: fc.string({
          unit: fc.constantFrom('a', 'b', ' ', '漢', 'e\u0301', '😀', '-'),
          minLength: 1,
          maxLength: 12,
        }),
      },
      fc.constantFrom(
        LEFT,
        RIGHT,
        HOME,
        END,
        '\x7f',
        DELETE,
        UP,
        DOWN,
        ...'ABEFKUWYT'.split('').map(ctrl),
        alt('b'),
        alt('f'),
        alt('d'),
      ),
      fc.constant('\x1b[200~x\ny\x1b[201~'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(key, { maxLength: 25 }), fc.integer({ min: 7, max: 30 }), async (keys, columns) => {
        const { editor, screen, type } = terminal({ columns, history: ['a-long-line-of-before 漢字', 'b'] });
        await type(...keys);
        const fresh = new FakeScreen(columns);
        fresh.write(`$ ${editor.text.replaceAll('\n', '\r\n> ')}`);
        const seen = (rows: readonly string[]) => rows.join('\n').trimEnd();
        expect(seen(screen.rows)).toBe(seen(fresh.rows));
        // A letter typed now stands where the cursor was.
        const [row, column] = screen.cursor;
        await type('#');
        const at = screen.rows[row]?.[0] === undefined ? '' : screen.rows[row];
        const cells = graphemes(at).flatMap(({ text }) => (/[漢字]/.test(text) ? [text, ''] : [text]));
        if (column < columns - 1) expect(cells[column]).toBe('#');
      }),
      { numRuns: 150 },
    );
  });
});

describe('history', () => {
  const history = ['aws kms list-keys', 'echo one', 'aws kms create-key', 'ls'];

  test('Up and Down walk through it and back to the draft', async () => {
    const { editor, type } = terminal({ history });
    const seen: string[] = [];
    for (const key of [UP, UP, UP, UP, UP, DOWN, DOWN, DOWN, DOWN, DOWN]) {
      await type(key);
      seen.push(editor.text);
    }
    expect(seen).toEqual([...history.toReversed(), history[0], ...history.slice(1), '', '']);
  });

  test('of lines that begin as the draft does, which is kept', async () => {
    const { editor, type } = terminal({ history });
    await type('aws', UP);
    expect(editor.text).toBe('aws kms create-key');
    await type(UP);
    expect(editor.text).toBe('aws kms list-keys');
    await type(DOWN, DOWN);
    expect(editor.text).toBe('aws');
  });

  test('Ctrl+R looks for a text, further back with each press', async () => {
    const { editor, events, screen, type } = terminal({ history, columns: 60 });
    await type('draft', ctrl('R'), 'kms');
    expect(screen.rows).toEqual(["(reverse-i-search)`kms': aws kms create-key"]);
    await type(ctrl('R'));
    expect(screen.rows).toEqual(["(reverse-i-search)`kms': aws kms list-keys"]);
    await type(ctrl('R'));
    expect(screen.rows).toEqual(["(failed reverse-i-search)`kms': aws kms list-keys"]);
    await type(ctrl('G'));
    expect([editor.text, screen.rows]).toEqual(['draft', ['$ draft']]);
    await type(ctrl('R'), 'one', '\r');
    expect(events).toEqual([{ kind: 'submit', text: 'echo one' }]);
  });

  test('Ctrl+R, then an arrow: the line is edited', async () => {
    const { editor, type } = terminal({ history });
    await type(ctrl('R'), 'creatx', '\x7f', END, '!');
    expect(editor.text).toBe('aws kms create-key!');
  });

  test('Alt+. brings the last word of the line before', async () => {
    const { editor, type } = terminal({ history: ['cat some/file'] });
    await type('rm ', alt('.'));
    expect(editor.text).toBe('rm some/file');
  });

  test('keeps each line once, no blank ones, none that begins with a blank, and so many', () => {
    const lines = ['a', 'b', 'b', '', ' secret', 'a', 'c'].reduce<readonly string[]>(
      (all, line) => remembered(all, line),
      [],
    );
    expect(lines).toEqual(['b', 'a', 'c']);
    expect(remembered(['a', 'b', 'c'], 'd', 2)).toEqual(['c', 'd']);
  });
});

describe('Tab', () => {
  const of =
    (...options: readonly string[]) =>
    (text: string, cursor: number): Completion => {
      const from = text.lastIndexOf(' ', cursor - 1) + 1;
      return { from, options: options.filter((option) => option.startsWith(text.slice(from, cursor))) };
    };

  test('completes what is certain, and says the rest at the second', async () => {
    const { editor, screen, type } = terminal({ options: of('describe-key', 'describe-keys', 'decrypt') });
    await type('kms d\t');
    expect([editor.text, screen.rows]).toEqual(['kms de', ['$ kms de']]);
    await type('\t');
    expect(screen.rows).toEqual(['$ kms de', 'describe-key   decrypt', 'describe-keys', '$ kms de']);
    expect(screen.cursor).toEqual([3, 8]);
    await type('c\t');
    expect(editor.text).toBe('kms decrypt ');
  });

  test('does nothing where there is nothing, and puts no space behind what goes on', async () => {
    const { editor, type } = terminal({ options: of('dir/', '$KEY_ID', '"a b') });
    await type('x zz\t');
    expect(editor.text).toBe('x zz');
    await type(ctrl('U'), 'x d\t');
    expect(editor.text).toBe('x dir/');
    await type(ctrl('U'), 'x $K\t');
    expect(editor.text).toBe('x $KEY_ID');
    await type(ctrl('U'), 'x "\t');
    expect(editor.text).toBe('x "a b" ');
  });

  test('in the middle of a line leaves what follows', async () => {
    const { editor, screen, type } = terminal({ options: of('decrypt') });
    await type('kms de --x', ...Array.from({ length: 4 }, () => LEFT), '\t');
    expect(editor.text).toBe('kms decrypt  --x');
    expect(screen.cursor).toEqual([0, 14]);
  });

  test('holds up the keys behind it', async () => {
    const { editor, type } = terminal({ options: of('decrypt') });
    await type('kms de\t--x');
    expect(editor.text).toBe('kms decrypt --x');
  });
});

test('another width draws the line anew', async () => {
  const { editor, screen, type } = terminal();
  await type('abc');
  editor.resize(3);
  editor.resize(40);
  expect(screen.rows[screen.cursor[0]]).toContain('abc');
});
