// A block of shell lines as its commands, one each: what is continued on further lines stays together, as bash would have
// it. Bash itself is loaded only with the terminal; this has to work on a page that only shows the lesson.
import { limits } from './limits.ts';
import { ScenarioError } from './types.ts';

const openers = new Set(['if', 'for', 'while', 'until', 'case', 'select', '{']);
const closers = new Set(['fi', 'done', 'esac', '}']);
/** Behind these, as behind a semicolon, a command begins. */
const leaders = new Set(['then', 'do', 'else', 'elif', '!', ...openers]);

export interface Command {
  readonly text: string;
  readonly line: number;
}

export function splitCommands(lines: readonly string[], firstLine: number): readonly Command[] {
  const commands: Command[] = [];
  for (let at = 0; at < lines.length;) {
    const scan = new Scan();
    const start = at;
    do scan.line(lines[at++] ?? '');
    while (!scan.complete && at < lines.length);
    if (!scan.complete) throw new ScenarioError(`${scan.open} is not closed.`, firstLine + start);
    if (scan.empty) continue;
    if (commands.length >= limits.commands) throw new ScenarioError('There are too many commands.', firstLine + start);
    commands.push({ text: lines.slice(start, at).join('\n').trim(), line: firstLine + start });
  }
  return commands;
}

/** One command as it is read line by line. */
class Scan {
  /** What is open: `"` a quoted text, `'` a literal one, `$(` a substitution, `(` a subshell, a backtick. */
  readonly #stack: string[] = [];
  readonly #hereDocuments: { readonly end: string; readonly tabs: boolean }[] = [];
  #compound = 0;
  #continued = false;
  /** Whether a command may begin at the next word, so that `if` and `{` are words of the language. */
  #leading = true;
  #comment = false;
  empty = true;

  get complete(): boolean {
    return this.#stack.length === 0 && this.#hereDocuments.length === 0 && this.#compound <= 0 && !this.#continued;
  }

  get open(): string {
    const top = this.#stack.at(-1);
    if (top !== undefined) return top.endsWith('(') ? 'A parenthesis' : 'A quotation mark';
    if (this.#hereDocuments.length > 0) return 'A here-document';
    return this.#continued ? 'This line promises another, but the block' : 'A compound command';
  }

  line(text: string): void {
    const here = this.#hereDocuments[0];
    if (here) {
      if ((here.tabs ? text.replace(/^\t+/, '') : text) === here.end) this.#hereDocuments.shift();
      return;
    }
    this.#beginLine();
    for (let at = 0; at < text.length;) at = this.#step(text, at);
    const operator = this.#stack.length === 0 && !this.#comment && /(\||&&)\s*$/.test(text);
    this.#continued ||= operator;
  }

  #beginLine(): void {
    this.#continued = false;
    this.#comment = false;
    if (this.#stack.length === 0) this.#leading = true;
  }

  /** Reads what begins at `at`; returns where it ends. */
  #step(text: string, at: number): number {
    const character = text[at] ?? '';
    const top = this.#stack.at(-1);
    if (top === "'" || top === "$'") {
      if (character === '\\' && top === "$'") return at + 2;
      if (character === "'") this.#stack.pop();
      return at + 1;
    }
    if (character === '\\') {
      this.#continued = at + 1 === text.length;
      if (!this.#continued) this.#word();
      return at + 2;
    }
    if (character === '`' || character === '"') {
      if (top === character) this.#stack.pop();
      else this.#stack.push(character);
      this.#word();
      return at + 1;
    }
    if (text.startsWith('$(', at)) {
      this.#stack.push('$(');
      this.#word();
      this.#leading = true;
      return at + 2;
    }
    return top === '"' ? at + 1 : this.#code(text, at, character);
  }

  #code(text: string, at: number, character: string): number {
    if (/\s/.test(character)) return at + 1;
    if (character === '#' && (at === 0 || /[\s;&|(]/.test(text[at - 1] ?? ''))) {
      this.#comment = true;
      return text.length;
    }
    if (character === "'" || text.startsWith("$'", at)) {
      this.#stack.push(character === "'" ? "'" : "$'");
      this.#word();
      return at + (character === "'" ? 1 : 2);
    }
    const here = /^<<(-?)\s*(?:'([^']+)'|"([^"]+)"|\\?([\w.-]+))/.exec(text.slice(at));
    if (here && text[at + 2] !== '<') {
      this.#hereDocuments.push({ end: here[2] ?? here[3] ?? here[4] ?? '', tabs: here[1] === '-' });
      return at + here[0].length;
    }
    if (text.startsWith('<<<', at)) return at + 3;
    if (character === '(') this.#stack.push('(');
    const closed = character === ')' && /\($/.test(this.#stack.at(-1) ?? '') ? this.#stack.pop() : undefined;
    if (';&|()'.includes(character)) {
      // Behind `f()`, and behind a pattern of a case, a command begins; behind a substitution the word goes on.
      this.#leading = closed !== '$(';
      this.empty = false;
      return at + 1;
    }
    const word = /^[^\s;&|()<>"'`\\$]+/.exec(text.slice(at))?.[0] ?? character;
    if (this.#leading && openers.has(word)) this.#compound += 1;
    if (this.#leading && closers.has(word)) this.#compound -= 1;
    const leads = this.#leading && leaders.has(word) && word !== 'for' && word !== 'case' && word !== 'select';
    this.#word();
    this.#leading = leads;
    return at + word.length;
  }

  #word(): void {
    this.empty = false;
    this.#leading = false;
  }
}
