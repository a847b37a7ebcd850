// The session as a terminal shows it: read off a real xterm.js that is not drawn.
import { Terminal } from '@xterm/xterm';
import { afterEach, expect, test } from 'vitest';
import { Console } from '../../../src/ui/terminal/console.ts';
import { TerminalSession } from '../../../src/ui/terminal/session.svelte.ts';
import { fakeHost, openedWorld } from '../fake-host.ts';
import type { FakeHost } from '../fake-host.ts';

const COLUMNS = 40;
const opened: (() => void)[] = [];
afterEach(() => opened.splice(0).forEach((close) => close()));

function consoleOn(host: FakeHost = fakeHost(), session = new TerminalSession(host, openedWorld())) {
  const terminal = new Terminal({ cols: COLUMNS, rows: 12, convertEol: true, scrollback: 200, allowProposedApi: true });
  const shown = new Console(session, COLUMNS, (text) => terminal.write(text));
  opened.push(() => {
    shown.close();
    terminal.dispose();
  });
  const settled = async () => {
    for (let turn = 0; turn < 5; turn += 1)
      await new Promise<void>((go) => setTimeout(() => terminal.write('', go), 1));
  };
  /** The rows as they are read, without empty ones at the end. */
  const rows = async () => {
    await settled();
    const { active } = terminal.buffer;
    const all = Array.from(
      { length: active.length },
      (_, at) => active.getLine(at)?.translateToString(true).trimEnd() ?? '',
    );
    while (all.at(-1) === '') all.pop();
    return all;
  };
  const type = async (text: string) => {
    shown.feed(text);
    await settled();
  };
  const cursor = async () => {
    await settled();
    return [terminal.buffer.active.cursorX, terminal.buffer.active.baseY + terminal.buffer.active.cursorY];
  };
  const colour = (row: number, column: number) => terminal.buffer.active.getLine(row)?.getCell(column)?.getFgColor();
  const ran = () => host.asked.filter(([name]) => name === 'run').map(([, , text]) => text);
  return { host, session, terminal, shown, rows, type, cursor, colour, ran, settled };
}

test('a line is typed, runs, and its answer stands below it; then the prompt is back', async () => {
  const host = fakeHost();
  host.answers.set('aws kms x', {
    output: [
      { stream: 'stdout', text: 'fine\n' },
      { stream: 'stderr', text: 'aws: [ERROR]\n' },
    ],
  });
  const it = consoleOn(host);
  await it.type('aws kms x\r');
  expect(await it.rows()).toEqual(['learner ~ $ aws kms x', 'fine', 'aws: [ERROR]', 'learner ~ $']);
  expect(it.ran()).toEqual(['aws kms x']);
  const [yellow, red] = [3, 1];
  expect([it.colour(0, 0), it.colour(0, 12), it.colour(1, 0), it.colour(2, 0)]).toEqual([yellow, -1, -1, red]);
  expect(await it.cursor()).toEqual([12, 3]);
});

test('a prompt begins a row of its own', async () => {
  const host = fakeHost();
  host.answers.set('printf x', { output: [{ stream: 'stdout', text: 'x' }] });
  const it = consoleOn(host);
  await it.type('printf x\r');
  expect(await it.rows()).toEqual(['learner ~ $ printf x', 'x', 'learner ~ $']);
});

test('what the page says stands above the line that is being written, which stays', async () => {
  const it = consoleOn();
  await it.type('aws kms');
  it.session.transcript.add({ kind: 'note', text: 'Undone: ls' });
  expect(await it.rows()).toEqual(['Undone: ls', 'learner ~ $ aws kms']);
  await it.type(' list-keys\r');
  expect(it.ran()).toEqual(['aws kms list-keys']);
});

test('also where that line takes several rows', async () => {
  const it = consoleOn();
  const long = 'aws kms encrypt --key-id alias/x --plaintext fileb://y --output text';
  await it.type(long);
  it.session.transcript.add({ kind: 'note', text: 'The clock moved 1 day forward.' });
  const rows = await it.rows();
  expect(rows[0]).toBe('The clock moved 1 day forward.');
  expect(rows.slice(1).join('')).toBe(`learner ~ $ ${long}`);
  expect(rows).toHaveLength(3);
});

test('a line that is typed for the learner is seen, and run once', async () => {
  const it = consoleOn();
  await it.session.type('aws kms list-keys');
  expect(await it.rows()).toEqual(['learner ~ $ aws kms list-keys', 'learner ~ $']);
  expect(it.ran()).toEqual(['aws kms list-keys']);
});

test('Ctrl+C drops the line, and ends what runs', async () => {
  const host = fakeHost();
  let finish = () => {};
  host.answers.set('sleep 9', { until: new Promise((resolve) => (finish = resolve)) });
  const it = consoleOn(host);
  await it.type('half\u0003');
  expect(await it.rows()).toEqual(['learner ~ $ half^C', 'learner ~ $']);
  await it.type('sleep 9\r');
  await it.type('typed ahead');
  await it.type('\u0003');
  expect(host.asked.at(-1)).toEqual(['interrupt', 'sandbox']);
  finish();
  expect(await it.rows()).toEqual(['learner ~ $ half^C', 'learner ~ $ sleep 9', '^C', 'learner ~ $']);
});

test('what is typed while a line runs is there at the next prompt', async () => {
  const host = fakeHost();
  let finish = () => {};
  host.answers.set('first', { until: new Promise((resolve) => (finish = resolve)) });
  const it = consoleOn(host);
  await it.type('first\r');
  await it.type('second\rthi');
  expect(it.ran()).toEqual(['first']);
  finish();
  await it.settled();
  expect(it.ran()).toEqual(['first', 'second']);
  expect((await it.rows()).at(-1)).toBe('learner ~ $ thi');
});

test('several pasted lines stay together', async () => {
  const it = consoleOn();
  await it.type('\u001b[200~echo a\necho b\u001b[201~');
  expect(it.ran()).toEqual([]);
  await it.type('\r');
  expect(it.ran()).toEqual(['echo a\necho b']);
});

test('Tab completes from the host', async () => {
  const it = consoleOn();
  it.host.completion = { from: 4, options: ['kms'] };
  await it.type('aws k\t');
  expect(await it.rows()).toEqual(['learner ~ $ aws kms']);
  expect(it.session.draft).toBe('aws kms ');
});

test('another view on the same session shows the same, with the line being written', async () => {
  const first = consoleOn();
  first.host.answers.set('ls', { output: [{ stream: 'stdout', text: 'notes.txt\n' }] });
  await first.type('ls\r');
  await first.type('half a li');
  first.shown.close();
  const second = consoleOn(first.host, first.session);
  expect(await second.rows()).toEqual(['learner ~ $ ls', 'notes.txt', 'learner ~ $ half a li']);
});

test('a view that is opened while a line runs shows its output, and the prompt when it ends', async () => {
  const host = fakeHost();
  let finish = () => {};
  host.answers.set('slow', {
    output: [{ stream: 'stdout', text: 'begun\n' }],
    until: new Promise((resolve) => (finish = resolve)),
  });
  const session = new TerminalSession(host, openedWorld());
  const running = session.run('slow');
  await new Promise((go) => setTimeout(go, 0));
  const it = consoleOn(host, session);
  expect(await it.rows()).toEqual(['learner ~ $ slow', 'begun']);
  finish();
  await running;
  expect((await it.rows()).at(-1)).toBe('learner ~ $');
});

test('clearing clears, and leaves the prompt', async () => {
  const it = consoleOn();
  await it.type('ls\r');
  await it.type('ha\u000c');
  expect(await it.rows()).toEqual(['learner ~ $ ha']);
  expect(it.session.transcript.items).toEqual([]);
  await it.type('\u0015clear\r');
  expect(await it.rows()).toEqual(['learner ~ $']);
});
