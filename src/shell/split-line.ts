// The words of an unfinished line up to the cursor, of the command in which the cursor stands.

export interface Word {
  /** What it says, without quotes and backslashes. */
  readonly text: string;
  /** As it was typed. */
  readonly source: string;
  readonly from: number;
  /** The quote that is still open. */
  readonly quote: '' | '"' | "'";
  /** Behind < or >: always a file. */
  readonly redirects: boolean;
}

export interface SplitLine {
  readonly words: readonly Word[];
  /** The one being typed; perhaps empty. */
  readonly word: Word;
}

const reserved = new Set(['if', 'then', 'else', 'elif', 'do', 'while', 'until', 'time', '!', '{', 'in']);
const isAssignment = (source: string) => /^[A-Za-z_][A-Za-z0-9_]*\+?=/.test(source);

export function splitLine(text: string): SplitLine {
  let words: Word[] = [];
  /** Commands around a `$(`: theirs are the words when it closes. */
  const outer: Word[][] = [];
  let from = -1;
  let word = '';
  let quote: Word['quote'] = '';
  let redirects = false;

  const end = (at: number) => {
    if (from === -1) return;
    const source = text.slice(from, at);
    const leads = words.length === 0 && (reserved.has(source) || isAssignment(source));
    if (!leads && !redirects) words.push({ text: word, source, from, quote: '', redirects });
    redirects = false;
    from = -1;
    word = '';
  };
  const add = (at: number, letters: string) => {
    if (from === -1) from = at;
    word += letters;
  };

  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charAt(at);
    const opens = text.startsWith('$(', at) || letter === '`';
    if (quote === "'") {
      if (letter === "'") quote = '';
      else word += letter;
    } else if (opens && !text.startsWith('$((', at) && (letter !== '`' || outer.length % 2 === 0)) {
      outer.push(words);
      words = [];
      from = -1;
      word = '';
      quote = '';
      if (letter === '$') at += 1;
    } else if (quote === '"') {
      if (letter === '"') quote = '';
      else if (letter === '\\' && '"\\$`'.includes(text.charAt(at + 1)) && at + 1 < text.length)
        word += text.charAt(++at);
      else word += letter;
    } else if (letter === '\\') {
      add(at, text.charAt(at + 1));
      at += 1;
    } else if (letter === '"' || letter === "'") {
      add(at, '');
      quote = letter;
    } else if (/\s/.test(letter) && letter !== '\n') {
      end(at);
    } else if (letter === '#' && from === -1) {
      const newline = text.indexOf('\n', at);
      at = newline === -1 ? text.length : newline;
    } else if ((letter === ')' || letter === '`') && outer.length > 0) {
      end(at);
      words = outer.pop() ?? [];
      add(at, '');
    } else if (';|&\n('.includes(letter) && !(letter === '&' && /[<>]/.test(text.charAt(at - 1)))) {
      end(at);
      words = [];
      redirects = false;
    } else if (letter === '<' || letter === '>') {
      end(at);
      redirects = true;
    } else add(at, letter);
  }
  const start = from === -1 ? text.length : from;
  return { words, word: { text: word, source: text.slice(start), from: start, quote, redirects } };
}
