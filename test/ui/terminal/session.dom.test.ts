// One terminal: lines run one after another, and what both views show is in its transcript.
import { describe, expect, test } from 'vitest';
import { TerminalSession } from '../../../src/ui/terminal/session.svelte.ts';
import { Transcript, withoutEscapes } from '../../../src/ui/terminal/transcript.svelte.ts';
import { fakeHost, openedWorld } from '../fake-host.ts';
import type { FakeHost } from '../fake-host.ts';

const settled = () => new Promise((go) => setTimeout(go, 0));
const sessionOn = (host: FakeHost) => new TerminalSession(host, openedWorld());
const texts = (session: TerminalSession) => session.transcript.items.map(({ kind, text }) => `${kind}: ${text}`);
const ran = (host: FakeHost) => host.asked.filter(([name]) => name === 'run').map(([, , text]) => text);

/** A promise, and how to keep it. */
function pending() {
  let keep = () => {};
  const until = new Promise<void>((resolve) => (keep = resolve));
  return { until, keep };
}

describe('running', () => {
  test('a line and its output are in the transcript, in order, and the new prompt is shown', async () => {
    const host = fakeHost();
    host.answers.set('cd x; ls y', {
      output: [
        { stream: 'stdout', text: 'a\n' },
        { stream: 'stdout', text: 'b\n' },
        { stream: 'stderr', text: 'no y\n' },
      ],
      end: { prompt: 'learner x $ ', exitCode: 2 },
    });
    const session = sessionOn(host);
    const end = await session.run('cd x; ls y');
    await settled();
    expect(end?.exitCode).toBe(2);
    expect(texts(session)).toEqual(['line: cd x; ls y', 'output: a\nb\n', 'output: no y\n']);
    expect(session.prompt).toBe('learner x $ ');
    expect(session.running).toBeNull();
  });

  test('a line that is given while another runs waits for it', async () => {
    const host = fakeHost();
    const first = pending();
    host.answers.set('first', { until: first.until });
    const session = sessionOn(host);
    const both = Promise.all([session.run('first'), session.run('second')]);
    await settled();
    expect(session.running).toBe('first');
    expect(ran(host)).toEqual(['first']);
    first.keep();
    await both;
    expect(ran(host)).toEqual(['first', 'second']);
  });

  test('Ctrl+C interrupts what runs and forgets what waits', async () => {
    const host = fakeHost();
    const first = pending();
    host.answers.set('first', { until: first.until });
    const session = sessionOn(host);
    const both = Promise.all([session.run('first'), session.run('second')]);
    await settled();
    await session.interrupt();
    first.keep();
    expect(await both).toEqual([expect.objectContaining({ exitCode: 0 }), undefined]);
    expect(host.asked.at(-1)).toEqual(['interrupt', 'sandbox']);
    expect(ran(host)).toEqual(['first']);
    await session.run('third');
    expect(ran(host)).toEqual(['first', 'third']);
  });

  test('Ctrl+C at the prompt drops the line that is written', async () => {
    const host = fakeHost();
    const session = sessionOn(host);
    session.draft = 'aws kms';
    await session.interrupt();
    await settled();
    expect(session.draft).toBe('');
    expect(texts(session)).toEqual(['line: aws kms^C']);
    expect(host.asked).toEqual([]);
  });

  test('a line that could not be run leaves the terminal usable', async () => {
    const host = fakeHost();
    const run = host.run.bind(host);
    const failing: typeof host.run = () => Promise.reject(new Error('the worker is gone'));
    host.run = failing;
    const session = sessionOn(host);
    await expect(session.run('first')).rejects.toThrow('the worker is gone');
    expect(session.running).toBeNull();
    host.run = run;
    expect(await session.run('second')).toMatchObject({ exitCode: 0 });
  });

  test('typing for the learner ends in running the line', async () => {
    const host = fakeHost();
    const session = sessionOn(host);
    const typed = session.type('aws kms list-keys');
    await settled();
    expect(session.typing).toBe(true);
    expect(await session.type('another')).toBeUndefined();
    await typed;
    expect(session.typing).toBe(false);
    expect(ran(host)).toEqual(['aws kms list-keys']);
  });

  test('output of other worlds is not shown', async () => {
    const host = fakeHost();
    const session = sessionOn(host);
    host.emit({ kind: 'output', world: 'another', output: { stream: 'stdout', text: 'x' } });
    await settled();
    expect(texts(session)).toEqual([]);
  });
});

describe('history', () => {
  test('is kept for the next visit, without repetitions and blanks', async () => {
    const host = fakeHost();
    const session = sessionOn(host);
    for (const line of ['ls', 'ls', '  ', 'pwd']) await session.run(line);
    expect(sessionOn(host).history.lines).toEqual([]);
    const later = sessionOn(host);
    await settled();
    expect(later.history.lines).toEqual(['ls', 'pwd']);
  });

  test('what is kept may be anything', async () => {
    const host = fakeHost();
    host.keeping.set('history/sandbox', ['ls', 7, null]);
    const session = sessionOn(host);
    await settled();
    expect(session.history.lines).toEqual(['ls']);
  });
});

describe('Transcript', () => {
  test('drops its oldest part when it grows too long', async () => {
    const transcript = new Transcript();
    for (let at = 0; at < 300; at += 1) transcript.add({ kind: 'output', stream: 'stdout', text: 'x'.repeat(4000) });
    await settled();
    const length = transcript.items.reduce((sum, { text }) => sum + text.length, 0);
    expect(length).toBeLessThanOrEqual(400_000);
    expect(length).toBeGreaterThan(390_000);
  });

  test('ten thousand small outputs are a few items', async () => {
    const transcript = new Transcript();
    for (let at = 0; at < 10_000; at += 1) transcript.add({ kind: 'output', stream: 'stdout', text: `${at}\n` });
    await settled();
    expect(transcript.items.length).toBeLessThan(20);
  });
});

test('escape sequences are not text', () => {
  expect(withoutEscapes('\u001b[31mred\u001b[0m \u001b]0;title\u0007and\r\nmore\u001b[2J')).toBe('red and\nmore');
});
