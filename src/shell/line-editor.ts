// A readline for the terminal, without one: keys in, writing and events out. Keys are those of bash's emacs mode.
import { kills, movements } from './editor/key-bindings.ts';
import type { Completion } from './shell-api.ts';
import { closed, commonStart, listing } from './editor/completion-list.ts';
import { step } from './history.ts';
import type { Walk } from './history.ts';
import { decodeKeys, pasteable } from './editor/keys.ts';
import type { Key } from './editor/keys.ts';
import { atEnd, empty, insert, moved, movedLine, places, without } from './editor/line-buffer.ts';
import type { Buffer, Place } from './editor/line-buffer.ts';
import { LineScreen } from './editor/line-screen.ts';
import { ReverseSearch } from './editor/reverse-search.ts';

export type Effect =
  | { readonly kind: 'write'; readonly text: string }
  /** A whole line, or several. Until prompt() is called nothing is edited; what is typed meanwhile waits. */
  | { readonly kind: 'submit'; readonly text: string }
  /** Ctrl+C: with `running`, of the line that runs; else the line being written was dropped. */
  | { readonly kind: 'interrupt'; readonly running: boolean }
  /** Ctrl+D on an empty line. */
  | { readonly kind: 'eof' }
  /** Ctrl+L: the screen was cleared. */
  | { readonly kind: 'clear' };

export interface LineEditorOptions {
  readonly columns: number;
  /** The lines of before, oldest first, asked for when they are needed. */
  readonly history: () => readonly string[];
  readonly complete: (text: string, cursor: number) => Promise<Completion>;
  readonly needsMore: (text: string) => boolean | Promise<boolean>;
  /** Hears everything, in order. */
  readonly onEffect: (effect: Effect) => void;
}

const BRACKETED_ON = '\x1b[?2004h';
const BRACKETED_OFF = '\x1b[?2004l';

export class LineEditor {
  readonly #options: LineEditorOptions;
  readonly #screen: LineScreen;
  #prompt = '';
  #buffer: Buffer = empty;
  #editing = false;
  #walk: Walk | undefined;
  #search: ReverseSearch | undefined;
  #killed = '';
  /** The name of the key before this one: kills in a row add up, a second Tab lists. */
  #previous = '';
  #waiting: Key[] = [];
  #rest = '';
  #working: Promise<void> | undefined;

  constructor(options: LineEditorOptions) {
    this.#options = options;
    this.#screen = new LineScreen(options.columns);
  }

  /** What is written so far. */
  get text(): string {
    return this.#buffer.text;
  }

  /** Begins a line behind this prompt. The cursor must stand at the beginning of an empty row. */
  prompt(prompt: string, draft = ''): void {
    this.#prompt = prompt;
    this.#buffer = atEnd(draft);
    this.#editing = true;
    this.#walk = undefined;
    this.#search = undefined;
    this.#screen.begin();
    this.#write(BRACKETED_ON);
    this.#draw();
    this.#work();
  }

  /** The terminal has another width now. It has already wrapped anew what is there. */
  resize(columns: number): void {
    this.#screen.columns = Math.max(1, columns);
    if (this.#editing && !this.#working) this.#draw();
  }

  /** Somebody else writes into the line, such as a button that proposes a command. */
  replace(text: string): void {
    if (!this.#editing || this.#working) return;
    this.#buffer = atEnd(text);
    this.#draw();
  }

  /** What the terminal sent. */
  feed(data: string): void {
    const { keys, rest } = decodeKeys(this.#rest + data);
    this.#rest = rest;
    for (const key of keys) {
      if (!this.#editing && key.kind === 'key' && key.name === 'ctrl-c') {
        this.#waiting = [];
        this.#options.onEffect({ kind: 'interrupt', running: true });
      } else this.#waiting.push(key);
    }
    this.#work();
  }

  /** Resolves when every key that can be worked off is. */
  async idle(): Promise<void> {
    while (this.#working) await this.#working;
  }

  /** Works keys off, one after another; one that needs an answer holds up those behind it. */
  #work(): void {
    while (this.#editing && !this.#working) {
      const key = this.#waiting.shift();
      if (!key) return;
      const answer = this.#press(key);
      if (!answer) continue;
      this.#working = answer
        .catch(() => undefined)
        .then(() => {
          this.#working = undefined;
          this.#work();
        });
    }
  }

  #write(text: string): void {
    this.#options.onEffect({ kind: 'write', text });
  }

  #draw(): void {
    const { text, cursor } = this.#buffer;
    const shown = this.#search?.shown();
    this.#write(
      shown ? this.#screen.draw(shown.prompt, shown.text, shown.cursor) : this.#screen.draw(this.#prompt, text, cursor),
    );
  }

  #set(buffer: Buffer): void {
    this.#buffer = buffer;
    this.#draw();
  }

  #press(key: Key): Promise<void> | undefined {
    if (this.#search && this.#searches(key)) return undefined;
    if (key.kind !== 'key') {
      this.#walk = undefined;
      this.#previous = '';
      this.#set(insert(this.#buffer, key.kind === 'text' ? key.text : pasteable(key.text).replace(/\n$/, '')));
      return undefined;
    }
    const previous = this.#previous;
    this.#previous = key.name;
    if (key.name === 'tab') return this.#complete(previous === 'tab');
    if (key.name === 'enter') return this.#enter();
    this.#edit(key.name, previous);
    return undefined;
  }

  /** Whether the key belonged to the search. */
  #searches(key: Key): boolean {
    const search = this.#search;
    if (!search) return false;
    const outcome = search.press(key);
    if (outcome === 'goes on') {
      this.#draw();
      return true;
    }
    this.#search = undefined;
    this.#set(outcome.buffer);
    return outcome.keyUsed;
  }

  #edit(name: string, previous: string): void {
    const buffer = this.#buffer;
    const movement = movements[name];
    const kill = kills[name];
    if (movement) this.#set(moved(buffer, movement));
    else if (kill) this.#kill(kill, kills[previous] !== undefined);
    else if (name === 'backspace') this.#change(without(buffer, places.left(buffer)));
    else if (name === 'delete') this.#change(without(buffer, places.right(buffer)));
    else if (name === 'ctrl-d') this.#deleteOrEnd();
    else if (name === 'ctrl-y') this.#change(insert(buffer, this.#killed));
    else if (name === 'ctrl-t') this.#transpose();
    else if (name === 'alt-.') this.#lastWord();
    else if (name === 'up' || name === 'ctrl-p') this.#set(movedLine(buffer, -1) ?? this.#older(-1));
    else if (name === 'down' || name === 'ctrl-n') this.#set(movedLine(buffer, 1) ?? this.#older(1));
    else if (name === 'ctrl-c') this.#drop();
    else if (name === 'ctrl-l') this.#clear();
    else if (name === 'ctrl-r') {
      this.#search = new ReverseSearch(this.#options.history(), buffer);
      this.#draw();
    }
  }

  #change(buffer: Buffer): void {
    this.#walk = undefined;
    this.#set(buffer);
  }

  #kill(place: Place, again: boolean): void {
    const buffer = this.#buffer;
    const to = places[place](buffer);
    const piece = buffer.text.slice(Math.min(to, buffer.cursor), Math.max(to, buffer.cursor));
    this.#killed = !again ? piece : to < buffer.cursor ? piece + this.#killed : this.#killed + piece;
    this.#change(without(buffer, to));
  }

  #transpose(): void {
    const { text, cursor } = this.#buffer;
    const here = cursor === text.length ? places.left(this.#buffer) : cursor;
    const before = places.left({ text, cursor: here });
    const after = places.right({ text, cursor: here });
    if (here === 0) return;
    const swapped = text.slice(here, after) + text.slice(before, here);
    this.#change({ text: text.slice(0, before) + swapped + text.slice(after), cursor: after });
  }

  #lastWord(): void {
    const word = /(\S+)\s*$/.exec(this.#options.history().at(-1) ?? '')?.[1];
    if (word !== undefined) this.#change(insert(this.#buffer, word));
  }

  #older(way: -1 | 1): Buffer {
    const lines = this.#options.history();
    const { text } = this.#buffer;
    const walk = this.#walk ?? { draft: text, prefix: text, at: lines.length };
    const next = step(lines, walk, way);
    if (!next) return this.#buffer;
    this.#walk = next.walk;
    return atEnd(next.text);
  }

  #deleteOrEnd(): void {
    if (this.#buffer.text !== '') this.#change(without(this.#buffer, places.right(this.#buffer)));
    else this.#options.onEffect({ kind: 'eof' });
  }

  #drop(): void {
    const { text } = this.#buffer;
    this.#write(
      `${this.#screen.draw(this.#prompt, `${text}^C`, text.length + 2)}${this.#screen.leave(this.#prompt, `${text}^C`)}`,
    );
    this.#waiting = [];
    this.#walk = undefined;
    this.#buffer = empty;
    this.#options.onEffect({ kind: 'interrupt', running: false });
    this.#draw();
  }

  #clear(): void {
    this.#write('\x1b[H\x1b[2J\x1b[3J');
    this.#options.onEffect({ kind: 'clear' });
    this.#screen.begin();
    this.#draw();
  }

  async #enter(): Promise<void> {
    const { text } = this.#buffer;
    if (text.trim() !== '' && (await this.#options.needsMore(text))) {
      this.#set(atEnd(`${text}\n`));
      return;
    }
    this.#set(atEnd(text));
    this.#write(`${this.#screen.leave(this.#prompt, text)}${BRACKETED_OFF}`);
    this.#editing = false;
    this.#options.onEffect({ kind: 'submit', text });
    this.#interruptIfTyped();
  }

  /** Ctrl+C that came right behind Enter, before it was known that the line is whole. */
  #interruptIfTyped(): void {
    const at = this.#waiting.findLastIndex((key) => key.kind === 'key' && key.name === 'ctrl-c');
    if (at === -1) return;
    this.#waiting.splice(0, at + 1);
    this.#options.onEffect({ kind: 'interrupt', running: true });
  }

  async #complete(again: boolean): Promise<void> {
    const { text, cursor } = this.#buffer;
    const { from, options } = await this.#options.complete(text, cursor);
    const [only] = options;
    if (only === undefined) return;
    const typed = text.slice(from, cursor);
    const common = commonStart(options);
    const longer = common.length > typed.length ? common : typed;
    const word = options.length === 1 ? closed(only) : longer;
    if (word !== typed)
      this.#change({ text: text.slice(0, from) + word + text.slice(cursor), cursor: from + word.length });
    else if (again) {
      this.#set(atEnd(text));
      this.#write(`${this.#screen.leave(this.#prompt, text)}${listing(options, this.#screen.columns)}`);
      this.#set({ text, cursor });
    }
  }
}
