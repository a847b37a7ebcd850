// The CLI's shorthand: key=value,key=[a,b],key={k=v},key='quoted',key@=file://path.
// Source: AWS CLI User Guide, "Using shorthand syntax"; the grammar is botocore's, with its way of backtracking.

export class ShorthandError extends Error {
  override readonly name = 'ShorthandError';
}

export type ShorthandValue = string | readonly ShorthandValue[] | { readonly [key: string]: ShorthandValue } | FileRef;

/** What stands behind @=: to be read if it names a file, else taken as it is. */
export class FileRef {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Shorthand = Readonly<Record<string, ShorthandValue>>;

export const parseShorthand = (text: string): Shorthand => new Parser(text).parameter();

const SINGLE_QUOTED = /^'(?:\\'|[^'])*'/;
const DOUBLE_QUOTED = /^"(?:\\"|[^"])*"/;
const FIRST_VALUE = /^(?:\\,|[!#-&(-+\--<>-Z\\-z|-\uffff])(?:\\,|[\s!#-&(-+\--\\^-|~-\uffff])*/;
const SECOND_VALUE = /^(?:\\,|[!#-&(-+\--<>-Z\\-z|-\uffff])(?:\\,|[\s!#-&(-+\--<>-\uffff])*/;

/** Syntax that backtracking may still make sense of. */
class SyntaxProblem extends ShorthandError {}

class Parser {
  private readonly text: string;
  private at = 0;
  private isFile = false;

  constructor(text: string) {
    this.text = text;
  }

  parameter(): Shorthand {
    const members = new Map([this.keyValue()]);
    let last = this.at;
    while (!this.atEnd()) {
      this.expect(',', true);
      const [key, value] = this.keyValue();
      if (members.has(key)) {
        throw new ShorthandError(
          `Second instance of key "${key}" encountered for input:\n${this.pointer(last + 1)}\n` +
            'This is often because there is a preceding "," instead of a space.',
        );
      }
      members.set(key, value);
      last = this.at;
    }
    return Object.fromEntries(members);
  }

  private keyValue(): [string, ShorthandValue] {
    const key = this.key();
    this.equals();
    return [key, this.values()];
  }

  private key(): string {
    const key = /^[A-Za-z0-9\-_.#/:]*/.exec(this.text.slice(this.at))?.[0] ?? '';
    this.at += key.length;
    return key;
  }

  private equals(): void {
    this.space();
    this.isFile = this.current() === '@';
    if (this.isFile) this.expect('@', true);
    this.expect('=', true);
  }

  private values(): ShorthandValue {
    if (this.atEnd()) return '';
    if (this.current() === '[') return this.list();
    if (this.current() === '{') return this.hash();
    return this.commaValues();
  }

  private commaValues(): ShorthandValue {
    const first = this.firstValue();
    this.space();
    if (this.current() !== ',') return first;
    this.expect(',', true);
    const values: ShorthandValue[] = [first];
    for (;;) {
      try {
        const value = this.secondValue();
        this.space();
        if (this.atEnd()) {
          values.push(value);
          break;
        }
        this.expect(',', true);
        values.push(value);
      } catch (error) {
        // In a=b,c=d the c was no second value but the next key: back to the comma before it.
        if (!(error instanceof SyntaxProblem) || this.atEnd()) throw error;
        while (this.current() !== ',') this.at -= 1;
        break;
      }
    }
    return values.length === 1 ? first : values;
  }

  private list(): readonly ShorthandValue[] {
    this.expect('[', true);
    const values: ShorthandValue[] = [];
    while (this.current() !== ']') {
      values.push(this.explicitValue());
      this.separator(']');
    }
    this.expect(']');
    return values;
  }

  private hash(): Shorthand {
    this.expect('{', true);
    const members: [string, ShorthandValue][] = [];
    while (this.current() !== '}') {
      const key = this.key();
      this.equals();
      members.push([key, this.explicitValue()]);
      this.separator('}');
    }
    this.expect('}');
    return Object.fromEntries(members);
  }

  private explicitValue(): ShorthandValue {
    if (this.current() === '[') return this.list();
    if (this.current() === '{') return this.hash();
    return this.firstValue();
  }

  private separator(end: string): void {
    this.space();
    if (this.current() === end) return;
    this.expect(',');
    this.space();
  }

  private firstValue(): ShorthandValue {
    return this.quotedValue() ?? this.resolved(unescaped(this.match(FIRST_VALUE) ?? ''));
  }

  private secondValue(): ShorthandValue {
    return this.quotedValue() ?? this.resolved(unescaped(this.mustMatch(SECOND_VALUE, 'second')));
  }

  private quotedValue(): ShorthandValue | undefined {
    const quote = this.current();
    if (quote !== "'" && quote !== '"') return undefined;
    const whole =
      quote === "'" ? this.mustMatch(SINGLE_QUOTED, 'singled quoted') : this.mustMatch(DOUBLE_QUOTED, 'double quoted');
    return this.resolved(whole.slice(1, -1).replaceAll(`\\${quote}`, quote).replaceAll('\\\\', '\\'));
  }

  private resolved(text: string): ShorthandValue {
    return this.isFile ? new FileRef(text) : text;
  }

  private expect(character: string, around = false): void {
    if (around) this.space();
    const actual = this.current();
    if (actual !== character) this.syntax(character, actual === '' ? 'EOF' : actual);
    this.at += 1;
    if (around) this.space();
  }

  private match(pattern: RegExp): string | undefined {
    const found = pattern.exec(this.text.slice(this.at))?.[0];
    this.at += found?.length ?? 0;
    return found;
  }

  private mustMatch(pattern: RegExp, name: string): string {
    return this.match(pattern) ?? this.syntax(`<${name}>`, '<none>');
  }

  /** Empty at the end. */
  private current(): string {
    return this.text.charAt(this.at);
  }

  private atEnd(): boolean {
    return this.at >= this.text.length;
  }

  private space(): void {
    while (/[ \t\n\r\v\f]/.test(this.current())) this.at += 1;
  }

  private syntax(expected: string, actual: string): never {
    throw new SyntaxProblem(`Expected: '${expected}', received: '${actual}' for input:\n ${this.pointer(this.at)}`);
  }

  /** The input with a caret under the place. */
  private pointer(at: number): string {
    const lastBreak = this.text.slice(0, at).lastIndexOf('\n');
    const nextBreak = this.text.indexOf('\n', at);
    const consumed = nextBreak === -1 ? this.text : this.text.slice(0, nextBreak);
    const remaining = nextBreak === -1 ? '' : this.text.slice(nextBreak);
    return `${consumed}\n${' '.repeat(at - lastBreak - 1)}^${remaining}`;
  }
}

const unescaped = (word: string): string => word.replaceAll('\\,', ',').trimEnd();
