// The session in a terminal: its transcript as a terminal's text, and the line editor behind it. What the page says while
// a line is being written goes above that line.
import { LineEditor } from '../../shell/line-editor.ts';
import type { Effect } from '../../shell/line-editor.ts';
import type { TerminalSession } from './session.svelte.ts';
import type { Addition } from './transcript.svelte.ts';
import { failed, prompted, soft } from './xterm-theme.ts';

const ESC = '\u001b';
const CTRL_C = '\u0003';
const ERASE_ROW = `\r${ESC}[J`;
const CLEAR = `${ESC}[H${ESC}[2J${ESC}[3J`;
/** What is typed while a line runs is for the next prompt, up to so many characters. */
const MOST_HELD = 10_000;

export class Console {
  readonly #session: TerminalSession;
  readonly #write: (text: string) => void;
  readonly #editor: LineEditor;
  readonly #unsubscribe: readonly (() => void)[];
  /** Whether the editor's line is on the screen. */
  #editing = false;
  #atRowStart = true;
  #held = '';
  /** What the editor has drawn already, and the transcript will say again. */
  #drawn: string | null = null;

  constructor(session: TerminalSession, columns: number, write: (text: string) => void) {
    this.#session = session;
    this.#write = write;
    this.#editor = new LineEditor({
      columns,
      history: () => session.history.lines,
      complete: (text, cursor) => session.complete(text, cursor),
      needsMore: (text) => session.needsMore(text),
      onEffect: (effect) => this.#effect(effect),
    });
    for (const item of session.transcript.everything()) this.#show(item);
    this.#unsubscribe = [
      session.transcript.subscribe((addition) => this.#hear(addition)),
      session.whenIdle(() => this.#ready()),
      session.whenTyped((text) => this.#editor.replace(text)),
    ];
    this.#ready();
  }

  /** What the terminal sends: keys, and what is pasted. */
  feed(data: string): void {
    if (this.#editing && !this.#session.typing) {
      this.#editor.feed(data);
      void this.#editor.idle().then(() => this.#keepDraft());
    } else if (data.includes(CTRL_C)) {
      this.#held = '';
      void this.#session.interrupt();
    } else this.#held = (this.#held + data).slice(0, MOST_HELD);
  }

  resize(columns: number): void {
    this.#editor.resize(columns);
  }

  close(): void {
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
  }

  #effect(effect: Effect): void {
    switch (effect.kind) {
      case 'write':
        this.#write(effect.text);
        break;
      case 'submit':
        this.#editing = false;
        this.#atRowStart = true;
        this.#drawn = effect.text;
        void this.#session.run(effect.text);
        break;
      case 'interrupt':
        this.#drawn = `${this.#session.draft}^C`;
        void this.#session.interrupt();
        break;
      case 'clear':
        this.#drawn = CLEAR;
        this.#session.transcript.clear();
        break;
      case 'eof':
        // The page is not left with Ctrl+D.
        break;
    }
  }

  #hear(addition: Addition | 'cleared'): void {
    const drawn = this.#drawn;
    if (addition === 'cleared' ? drawn === CLEAR : addition.kind === 'line' && drawn === addition.text) {
      this.#drawn = null;
      return;
    }
    // A line that is run from elsewhere takes the place of the one that was being written.
    if (addition === 'cleared' || addition.kind !== 'line') this.#keepDraft();
    this.#liftLine();
    if (addition === 'cleared') this.#print(CLEAR);
    else this.#show(addition);
    // A line that is run brings the prompt back when it ends.
    if (addition === 'cleared' || addition.kind !== 'line') queueMicrotask(() => this.#ready());
  }

  #show(addition: Addition): void {
    switch (addition.kind) {
      case 'line':
        this.#startRow();
        this.#print(`${prompted(addition.prompt)}${addition.text.replaceAll('\n', '\n> ')}\n`);
        break;
      case 'output':
        this.#print(addition.stream === 'stderr' ? failed(addition.text) : addition.text, addition.text);
        break;
      case 'note':
        this.#startRow();
        this.#print(`${soft(addition.text)}\n`);
        break;
    }
  }

  /** Takes the line that is being written off the screen; #ready() puts it back. */
  #liftLine(): void {
    if (!this.#editing) return;
    this.#editing = false;
    this.#editor.replace('');
    this.#write(ERASE_ROW);
    this.#atRowStart = true;
  }

  #ready(): void {
    if (this.#editing || this.#session.running !== null) return;
    this.#startRow();
    this.#editing = true;
    this.#editor.prompt(prompted(this.#session.prompt), this.#session.draft);
    const held = this.#held;
    this.#held = '';
    if (held !== '') this.feed(held);
  }

  #keepDraft(): void {
    if (this.#editing && !this.#session.typing) this.#session.draft = this.#editor.text;
  }

  #startRow(): void {
    if (!this.#atRowStart) this.#print('\n');
  }

  #print(text: string, visible = text): void {
    this.#write(text);
    if (visible !== '') this.#atRowStart = visible.endsWith('\n') || visible === CLEAR;
  }
}
