// What a terminal sends, as keys: xterm's control sequences, and bracketed paste.

export type Key =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'paste'; readonly text: string }
  /** ctrl-a, alt-b, up, home, ctrl-left, tab, enter, backspace … */
  | { readonly kind: 'key'; readonly name: string };

const PASTE_BEGIN = '\x1b[200~';
const PASTE_END = '\x1b[201~';

const arrows: Readonly<Record<string, string>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  H: 'home',
  F: 'end',
  Z: 'back-tab',
};
const numbered: Readonly<Record<string, string>> = {
  1: 'home',
  2: 'insert',
  3: 'delete',
  4: 'end',
  5: 'page-up',
  6: 'page-down',
  7: 'home',
  8: 'end',
};
const controls: Readonly<Record<string, string>> = {
  '\t': 'tab',
  '\r': 'enter',
  '\n': 'enter',
  '\x7f': 'backspace',
  '\b': 'backspace',
  '\x1b': 'escape',
  '\x1f': 'ctrl-_',
};

/** Shift is not told apart; Alt is 3 and 4, Ctrl 5 and more. */
function modified(name: string, modifier: string | undefined): string {
  const bits = Number(modifier ?? '1') - 1;
  return (bits & 4) !== 0 ? `ctrl-${name}` : (bits & 2) !== 0 ? `alt-${name}` : name;
}

function controlKey(letter: string): string {
  const known = controls[letter];
  if (known !== undefined) return known;
  return `ctrl-${String.fromCharCode(letter.charCodeAt(0) + 0x60)}`;
}

const isControl = (letter: string) => letter < ' ' || letter === '\x7f';

/** Keys, and what is left of a sequence that has not all arrived. */
export interface Decoded {
  readonly keys: readonly Key[];
  readonly rest: string;
}

function escapeSequence(data: string): { readonly key?: Key; readonly length: number } | undefined {
  const after = data.slice(1);
  const cursor = /^(?:\[(?:1;(\d+))?|O)([A-DFHZ])/.exec(after);
  if (cursor)
    return {
      key: { kind: 'key', name: modified(arrows[cursor[2] ?? ''] ?? '', cursor[1]) },
      length: 1 + cursor[0].length,
    };
  const tilde = /^\[(\d+)(?:;(\d+))?~/.exec(after);
  if (tilde) {
    const name = numbered[tilde[1] ?? ''];
    return name === undefined
      ? { length: 1 + tilde[0].length }
      : { key: { kind: 'key', name: modified(name, tilde[2]) }, length: 1 + tilde[0].length };
  }
  const other = /^(?:\[[0-?]*[ -/]*[@-~]|O.)/.exec(after);
  if (other) return { length: 1 + other[0].length };
  if (/^(?:\[[0-?]*[ -/]*|O)?$/.test(after)) return undefined;
  const [letter = ''] = after;
  const name =
    letter === '\x7f' || letter === '\b'
      ? 'alt-backspace'
      : isControl(letter)
        ? controlKey(letter)
        : `alt-${letter.toLowerCase()}`;
  return { key: { kind: 'key', name }, length: 1 + letter.length };
}

export function decodeKeys(data: string): Decoded {
  const keys: Key[] = [];
  let at = 0;
  let text = '';
  const flush = () => {
    if (text !== '') keys.push({ kind: 'text', text });
    text = '';
  };
  while (at < data.length) {
    const letter = data.charAt(at);
    if (!isControl(letter)) {
      text += letter;
      at += 1;
      continue;
    }
    flush();
    if (letter !== '\x1b') {
      keys.push({ kind: 'key', name: controlKey(letter) });
      at += 1;
      continue;
    }
    if (data.startsWith(PASTE_BEGIN, at)) {
      const end = data.indexOf(PASTE_END, at);
      if (end === -1) return { keys, rest: data.slice(at) };
      keys.push({ kind: 'paste', text: data.slice(at + PASTE_BEGIN.length, end) });
      at = end + PASTE_END.length;
      continue;
    }
    const sequence = escapeSequence(data.slice(at));
    if (!sequence) return { keys, rest: data.slice(at) };
    if (sequence.key) keys.push(sequence.key);
    at += sequence.length;
  }
  flush();
  return { keys, rest: '' };
}

/** Pasted text as a line may hold it: one kind of line end, and no control characters but tabs. */
export const pasteable = (text: string): string =>
  Array.from(text.replaceAll(/\r\n?/g, '\n'))
    .filter((letter) => letter === '\n' || letter === '\t' || !isControl(letter))
    .join('');
