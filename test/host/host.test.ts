// The host on this browser's storage: lines, kills, two tabs, reset, and what happens when nothing can be stored.
import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { OpenedWorld } from '../../src/host/protocol.ts';
import { Tables } from '../../src/world/tables.ts';
import { StorageError } from '../../src/world/journal.ts';
import { storedWorldIds } from '../../src/storage/indexeddb/world-database.ts';
import { BrowserOfHosts, type Tab } from './browser-of-hosts.ts';
import { createFakeShell } from './fake-shell.ts';

let browser: BrowserOfHosts;

beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory());
  browser = new BrowserOfHosts();
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** The IDs of the keys that were made, in order. */
const keysIn = (opened: OpenedWorld): string[] =>
  opened.entries.flatMap((entry) =>
    entry.changes.flatMap(({ table, id, before }) => (table === 'kms/keys' && before === undefined ? [id] : [])),
  );

/** The IDs of the keys that there are: the snapshot, and what the entries behind it did. */
function keysNow({ snapshot, entries }: OpenedWorld): string[] {
  const tables = Tables.fromSnapshot(snapshot);
  for (const entry of entries) if (entry.number > snapshot.number) tables.apply(entry.changes);
  const keys = { name: 'kms/keys' };
  return tables.partitions(keys).flatMap((partition) => tables.scan(keys, partition).map((row) => row.id));
}

const scenario = (setup: string, id = 'lesson') => `---
id: ${id}
title: A lesson
seed: 7
---
\`\`\`sh setup
${setup}
\`\`\`
## A step
Some text.
\`\`\`sh solution
create-key
\`\`\`
\`\`\`check
run: list-keys
otherwise: There is no key.
\`\`\`
`;

async function made(tab: Tab, text: string): Promise<string> {
  const outcome = await tab.host.worldOf(text);
  if (!outcome.ok) throw new Error(outcome.message);
  return outcome.value.id;
}

describe('the sandbox', () => {
  it('is there from the first asking, and the same for every tab', async () => {
    const [a, b] = [await browser.tab(), await browser.tab()];
    const [first, second] = await Promise.all([a.host.sandbox(), b.host.sandbox()]);
    expect(first).toEqual(second);
    expect(await b.host.worlds()).toEqual([first]);
    expect((await a.open(first.id)).persistence).toBe('durable');
  });

  it('opens as plain data that goes through structuredClone, with all that the page shows', async () => {
    const { host, open } = await browser.tab();
    const { id } = await host.sandbox();
    const opened = await open(id);
    expect(opened.caller.arn).toContain('Administrator/learner');
    expect(opened).toMatchObject({ region: 'us-east-1', offsetMs: 0, snapshot: { number: 0 } });
    expect(opened.prompt).toContain('$');
    expect(opened.entries[0]?.kind).toBe('begin');
  });
});

describe('a line', () => {
  it('prints while it runs, tells its entries, and ends with prompt and Region', async () => {
    const { host, open, events, says } = await browser.tab();
    const { id } = await host.sandbox();
    await open(id);
    const keyId = (await says(id, 'create-key')).trim();
    const told = events.flatMap((event) => (event.kind === 'entries' ? event.entries : []));
    expect(told.map((entry) => entry.kind)).toEqual(['call', 'line']);
    expect(JSON.stringify(told)).toContain(keyId);
    expect(await host.run(id, 'cd /tmp')).toEqual({
      exitCode: 0,
      interrupted: false,
      prompt: '/tmp $ ',
      region: 'us-east-1',
    });
    expect(await host.run(id, 'region eu-west-1')).toMatchObject({ region: 'eu-west-1' });
    expect(await host.run(id, 'no-such-thing')).toMatchObject({ exitCode: 1, interrupted: false });
  });

  it('that waits is ended by an interrupt', async () => {
    const { host, open } = await browser.tab();
    const { id } = await host.sandbox();
    await open(id);
    const line = host.run(id, 'wait');
    await host.interrupt(id);
    expect(await line).toMatchObject({ exitCode: 130, interrupted: true });
    const last = (await open(id)).entries.at(-1);
    expect(last).toMatchObject({ kind: 'line', text: 'wait', exitCode: null });
  });
});

describe('a tab that is killed', () => {
  it('loses nothing that was answered, and keeps files, variables and directory', async () => {
    const tab = await browser.tab();
    const { id } = await tab.host.sandbox();
    await tab.open(id);
    const keys = [];
    for (let n = 0; n < 5; n += 1) keys.push((await tab.says(id, 'create-key')).trim());
    await tab.host.run(id, 'KEY_ID=mine');
    await tab.host.run(id, 'write /home/cloudshell-user/note hello');
    await tab.host.run(id, 'cd /tmp');
    tab.kill();

    const next = await browser.tab();
    const opened = await next.open(id);
    expect(keysIn(opened)).toHaveLength(5);
    expect((await next.says(id, 'list-keys')).split('\n').filter(Boolean).sort()).toEqual([...keys].sort());
    expect(await next.says(id, 'echo $KEY_ID')).toBe('mine\n');
    expect(opened.prompt).toBe('/tmp $ ');
    expect(JSON.stringify(opened.entries)).toContain('/home/cloudshell-user/note');
  });

  it('in the middle of a line leaves what was done, and the line is marked as interrupted once', async () => {
    const tab = await browser.tab();
    const { id } = await tab.host.sandbox();
    await tab.open(id);
    void tab.host.run(id, 'deaf');
    await vi.waitFor(() => expect(tab.events.some((event) => event.kind === 'entries')).toBe(true));
    tab.kill();

    const next = await browser.tab();
    const opened = await next.open(id);
    expect(keysIn(opened)).toHaveLength(1);
    expect(opened.entries.at(-1)).toMatchObject({ kind: 'line', text: 'deaf', exitCode: null });
    expect((await (await browser.tab()).open(id)).entries).toEqual(opened.entries);
  });

  it('is not taken for dead while it lives', async () => {
    const tab = await browser.tab();
    const { id } = await tab.host.sandbox();
    await tab.open(id);
    void tab.host.run(id, 'deaf');
    await vi.waitFor(() => expect(tab.events.some((event) => event.kind === 'entries')).toBe(true));
    const other = await browser.tab();
    expect((await other.open(id)).entries.some((entry) => entry.kind === 'line')).toBe(false);
    // … unless the page that ended it says so.
    await other.host.bury(tab.session);
    expect((await other.open(id)).entries.at(-1)).toMatchObject({ kind: 'line', exitCode: null });
  });

  it('in the middle of a set-up leaves no half-made world: it is made anew', async () => {
    const reached = vi.fn();
    const stuck = await browser.tab({}, async (options) => {
      const shell = await createFakeShell(options);
      const run: typeof shell.run = (line, more) => {
        if (line !== 'cd /tmp') return shell.run(line, more);
        reached();
        return new Promise(() => undefined);
      };
      return { ...shell, run };
    });
    const text = scenario('create-key\ncd /tmp');
    void stuck.host.worldOf(text);
    await vi.waitFor(() => expect(reached).toHaveBeenCalled());
    expect(await storedWorldIds()).toHaveLength(1);
    stuck.kill();

    const next = await browser.tab();
    expect(await next.host.worlds()).toEqual([]);
    const opened = await next.open(await made(next, text));
    expect(keysIn(opened)).toHaveLength(1);
    expect(opened.prompt).toBe('/tmp $ ');
  });
});

describe('two tabs on one world', () => {
  it('both make a hundred keys at once, and both list all of them', async () => {
    const tabs = [await browser.tab(), await browser.tab()];
    const [a, b] = tabs as [Tab, Tab];
    const { id } = await a.host.sandbox();
    await Promise.all(tabs.map((tab) => tab.open(id)));
    const call = { service: 'kms', operation: 'CreateKey', input: {}, region: 'us-east-1' };
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => tabs.map((tab) => tab.host.invoke(id, call))).flat(),
    );
    expect(answers.every((answer) => answer.ok)).toBe(true);
    for (const tab of [a, b]) {
      await tab.host.wake();
      expect(new Set(keysIn(await tab.open(id))).size).toBe(200);
    }
  });

  it('see the same world after one has slept through more than its journal keeps whole', async () => {
    const [busy, sleepy] = [await browser.tab(), await browser.sleepyTab()];
    const { id } = await busy.host.sandbox();
    await busy.open(id);
    await sleepy.open(id);
    const call = { service: 'kms', operation: 'CreateKey', input: {}, region: 'us-east-1' };
    for (let n = 0; n < 6; n += 1) {
      await Promise.all(Array.from({ length: 200 }, () => busy.host.invoke(id, call)));
    }
    const ofBusy = await busy.open(id);
    expect(ofBusy.snapshot.number).toBeGreaterThan(1000);
    expect(keysNow(ofBusy)).toHaveLength(1200);
    await sleepy.host.wake();
    expect(sleepy.events.filter((event) => event.kind === 'entries')).toEqual([]);
    expect(sleepy.events).toContainEqual({ kind: 'reopened', world: id });
    expect(keysNow(await sleepy.open(id))).toEqual(keysNow(ofBusy));
    expect(keysNow(await (await browser.tab()).open(id))).toEqual(keysNow(ofBusy));
  });

  it('hear of each other’s entries', async () => {
    const [a, b] = [await browser.tab(), await browser.tab()];
    const { id } = await a.host.sandbox();
    await a.open(id);
    await b.open(id);
    await a.says(id, 'create-key');
    await vi.waitFor(() => expect(b.events.some((event) => event.kind === 'entries')).toBe(true));
  });

  it('have both the world as it was made after one has reset it', async () => {
    const [a, b] = [await browser.tab(), await browser.tab()];
    const id = await made(a, scenario('create-key'));
    const atFirst = await a.open(id);
    await b.open(id);
    await b.says(id, 'create-key');
    await a.host.reset(id);
    for (const tab of [a, b]) {
      expect(tab.events).toContainEqual({ kind: 'reopened', world: id });
      expect((await tab.open(id)).entries).toEqual(atFirst.entries);
    }
    expect(await b.says(id, 'create-key')).not.toBe('');
    await a.host.wake();
    expect(keysIn(await a.open(id))).toHaveLength(2);
  });
});

describe('a scenario’s world', () => {
  it('is made once for all tabs, with its set-up run and its variables at hand', async () => {
    const tabs = [await browser.tab(), await browser.tab()];
    const text = scenario('create-key\nKEY_ID=from-the-set-up');
    const [first, second] = await Promise.all(tabs.map((tab) => made(tab, text)));
    expect(first).toBe(second);
    for (const tab of tabs) {
      expect(keysIn(await tab.open(first!))).toHaveLength(1);
      expect(await tab.says(first!, 'echo $KEY_ID')).toBe('from-the-set-up\n');
    }
    expect((await tabs[0]!.host.worlds()).map(({ title, scenario: it }) => [title, it])).toEqual([['A lesson', text]]);
  });

  it('is another one for another text with the same id', async () => {
    const { host } = await browser.tab();
    const [a, b] = [await host.worldOf(scenario('create-key')), await host.worldOf(scenario('create-key\ncreate-key'))];
    expect(a.ok && b.ok && a.value.id !== b.value.id).toBe(true);
  });

  it('comes to the same identifiers on any machine, and after a reset', async () => {
    const { host, open } = await browser.tab();
    const outcome = await host.worldOf(scenario('create-key'));
    const id = outcome.ok ? outcome.value.id : '';
    const atFirst = keysIn(await open(id));
    await host.run(id, 'create-key');
    await host.reset(id);
    expect(keysIn(await open(id))).toEqual(atFirst);
    vi.stubGlobal('indexedDB', new IDBFactory());
    const elsewhere = await new BrowserOfHosts().tab();
    await made(elsewhere, scenario('create-key'));
    expect(keysIn(await elsewhere.open(id))).toEqual(atFirst);
  });

  it('is refused in a sentence if its text or its set-up is wrong, and leaves nothing behind', async () => {
    const { host } = await browser.tab();
    expect(await host.worldOf('nothing')).toMatchObject({ ok: false });
    const failing = await host.worldOf(scenario('create-key\nno-such-thing'));
    expect(failing).toEqual({
      ok: false,
      message: 'The set-up stopped at “no-such-thing”: no-such-thing: command not found',
    });
    expect(await host.worlds()).toEqual([]);
    expect((await indexedDB.databases()).map(({ name }) => name)).toEqual(['keyroom']);
  });

  it('has a stranger’s set-up run under narrower limits', async () => {
    const limits: (string | undefined)[] = [];
    const tab = await browser.tab({ ours: () => false }, (options) => {
      limits.push(options.limits);
      return createFakeShell(options);
    });
    await made(tab, scenario('create-key'));
    expect(limits).toEqual(['stranger', 'learner']);
  });

  it('is checked without a trace', async () => {
    const tab = await browser.tab();
    const id = await made(tab, scenario('create-key'));
    const before = (await tab.open(id)).entries;
    expect(await tab.host.check(id, 0)).toMatchObject({ passed: true });
    expect((await tab.open(id)).entries).toEqual(before);
  });

  it('is checked with the variables of the set-up, and not with the learner’s', async () => {
    const tab = await browser.tab();
    const text = (name: string) => scenario('FROM_SETUP=1').replace('run: list-keys', `run: known ${name}`);
    const ofSetup = await made(tab, text('FROM_SETUP'));
    expect(await tab.host.check(ofSetup, 0)).toMatchObject({ passed: true });
    const ofLearner = await made(tab, text('FROM_LEARNER'));
    await tab.host.run(ofLearner, 'FROM_LEARNER=1');
    expect(await tab.host.check(ofLearner, 0)).toMatchObject({ passed: false });
    tab.kill();
    expect(await (await browser.tab()).host.check(ofSetup, 0)).toMatchObject({ passed: true });
  });

  it('is shared as a link that another browser reads, and makes again', async () => {
    const tab = await browser.tab();
    const id = await made(tab, scenario('create-key'));
    await tab.host.run(id, 'create-key');
    const atFirst = keysIn(await tab.open(id));
    const { fragment, left } = await tab.host.share(id);
    expect(left).toEqual([]);

    vi.stubGlobal('indexedDB', new IDBFactory());
    const friend = await new BrowserOfHosts().tab();
    const preview = await friend.host.readLink(fragment);
    expect(preview).toMatchObject({ ok: true, value: { title: 'A lesson', setup: ['create-key', 'create-key'] } });
    const theirs = await made(friend, preview.ok ? preview.value.text : '');
    expect(keysIn(await friend.open(theirs))).toEqual(atFirst);
  });
});

it.each([['#s=1.xxxx'], [''], ['#s=9.abc'], ['a'.repeat(70_000)]])(
  'a damaged or hostile link gives a sentence',
  async (fragment) => {
    const { host } = await browser.tab();
    expect(await host.readLink(fragment)).toMatchObject({ ok: false, message: expect.stringMatching(/\.$/) as string });
  },
);

describe('reset', () => {
  it('gives the sandbox as it was, and forgets what the shell knew', async () => {
    const { host, open, says } = await browser.tab();
    const { id } = await host.sandbox();
    await says(id, 'create-key');
    await host.run(id, 'KEY_ID=x');
    await host.reset(id);
    expect(keysIn(await open(id))).toEqual([]);
    expect(await says(id, 'echo $KEY_ID')).toBe('\n');
  });

  it('can be typed: the world is reset when the line has ended', async () => {
    const { host, open, says, events } = await browser.tab();
    const { id } = await host.sandbox();
    await says(id, 'create-key');
    expect(await host.run(id, 'lab reset')).toMatchObject({ exitCode: 0 });
    expect(events).toContainEqual({ kind: 'reopened', world: id });
    expect(keysIn(await open(id))).toEqual([]);
  });

  it('ends the line that runs', async () => {
    const { host, open } = await browser.tab();
    const { id } = await host.sandbox();
    await open(id);
    const line = host.run(id, 'wait');
    await host.reset(id);
    expect(await line).toMatchObject({ interrupted: true });
    expect(keysIn(await open(id))).toEqual([]);
  });
});

describe('undo, redo and the clock', () => {
  it('answer with what was undone, or why not', async () => {
    const { host, open } = await browser.tab();
    const { id } = await host.sandbox();
    await open(id);
    expect(await host.undo(id)).toEqual({ ok: false, message: 'There is nothing to undo.' });
    await host.run(id, 'create-key');
    expect(await host.undo(id)).toMatchObject({ ok: true, value: expect.stringContaining('create-key') as string });
    expect(await host.redo(id)).toMatchObject({ ok: true });
    expect(await host.redo(id)).toEqual({ ok: false, message: 'There is nothing to redo.' });
  });

  it('tell the page the world’s new offset', async () => {
    const { host, open, events } = await browser.tab();
    const { id } = await host.sandbox();
    await open(id);
    await host.advance(id, 86_400_000);
    expect(events.at(-1)).toMatchObject({ kind: 'entries', offsetMs: 86_400_000 });
    expect((await open(id)).offsetMs).toBe(86_400_000);
  });

  it('let happen what falls due while the page is open', async () => {
    const machine = {
      offset: 0,
      nowMs: () => Date.now() + machine.offset,
      random: (n: number) => crypto.getRandomValues(new Uint8Array(n)),
    };
    const { host, open, events } = await browser.tab({ machine });
    const { id } = await host.sandbox();
    await host.run(id, 'create-key');
    const keyId = keysIn(await open(id))[0];
    const answer = await host.invoke(id, {
      service: 'kms',
      operation: 'ScheduleKeyDeletion',
      input: { KeyId: keyId, PendingWindowInDays: 7 },
      region: 'us-east-1',
    });
    expect(answer.ok).toBe(true);
    machine.offset = 8 * 86_400_000;
    await host.wake();
    expect(events.at(-1)).toMatchObject({ kind: 'entries', entries: [{ kind: 'due' }] });
  });
});

describe('a browser that refuses', () => {
  const refuse = (reason: StorageError['reason']) => ({
    open: () => Promise.reject(new StorageError(reason)),
    remove: async () => undefined,
    ids: async () => [],
  });

  it.each(['denied', 'full', 'broken'] as const)(
    'with “%s” has its worlds in memory, and is said to',
    async (reason) => {
      const tab = await browser.tab({ store: refuse(reason) });
      const { id } = await tab.host.sandbox();
      expect((await tab.open(id)).persistence).toBe(reason);
      const key = await tab.says(id, 'create-key');
      expect(await tab.says(id, 'list-keys')).toBe(key);
      const lesson = await made(tab, scenario('create-key'));
      expect((await tab.open(lesson)).persistence).toBe(reason);
      expect((await tab.host.worlds()).map((world) => world.id)).toContain(lesson);
      await tab.host.reset(lesson);
      expect(keysIn(await tab.open(lesson))).toHaveLength(1);
      // The next page does not take the lesson's world for one whose set-up was run.
      expect((await (await browser.tab()).host.worlds()).map((world) => world.id)).not.toContain(lesson);
    },
  );

  it('by a disk that becomes full goes on in memory, and the page hears of it', async () => {
    const tab = await browser.tab();
    const { id } = await tab.host.sandbox();
    await tab.open(id);
    const before = await tab.says(id, 'create-key');
    vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
      throw new DOMException('no room', 'QuotaExceededError');
    });
    const after = await tab.says(id, 'create-key');
    expect(tab.events).toContainEqual({ kind: 'persistence', world: id, persistence: 'full' });
    expect((await tab.says(id, 'list-keys')).split('\n').sort()).toEqual((before + after).split('\n').sort());
    const opened = await tab.open(id);
    expect(opened.persistence).toBe('full');
    expect(keysIn(opened)).toHaveLength(2);
    // A Region whose domain key can't be kept any more.
    await tab.says(id, 'region eu-west-1');
    const elsewhere = await tab.says(id, 'create-key');
    expect(await tab.says(id, 'list-keys')).toBe(elsewhere);
  });

  it('by damaged data leaves the data alone, and goes on in memory until it is reset', async () => {
    const tab = await browser.tab();
    const { id } = await tab.host.sandbox();
    await tab.open(id);
    await tab.says(id, 'create-key');
    tab.kill();
    const raw = await openDB(`keyroom-world-${id}`);
    await raw.put('entries', 'damaged', 2);
    const before = await raw.getAll('entries');

    const next = await browser.tab();
    expect((await next.open(id)).persistence).toBe('broken');
    await next.says(id, 'create-key');
    expect(await raw.getAll('entries')).toEqual(before);
    raw.close();
    await next.host.reset(id);
    expect(await next.open(id)).toMatchObject({ persistence: 'durable' });
  });
});

describe('what is kept', () => {
  it('is kept for the next tab, apart from what the host keeps for itself', async () => {
    const tab = await browser.tab();
    const mine = { cwd: '/mine', script: '[]' };
    await tab.host.keep('shell/sandbox', mine);
    const next = await browser.tab();
    expect(await next.host.kept('shell/sandbox')).toEqual(mine);
    const { id } = await next.host.sandbox();
    expect((await next.open(id)).prompt).not.toContain('/mine');
  });

  it('is forgotten with everything else', async () => {
    const tab = await browser.tab();
    await tab.host.keep('progress', 1);
    const { id } = await tab.host.sandbox();
    await tab.says(id, 'create-key');
    const lesson = await made(tab, scenario('create-key'));
    await tab.host.forgetEverything();
    expect(await tab.host.worlds()).toEqual([]);
    expect(await tab.host.kept('progress')).toBeUndefined();
    expect((await indexedDB.databases()).map(({ name }) => name)).toEqual(['keyroom']);
    expect(await tab.host.open(lesson)).toEqual({
      ok: false,
      message: 'There is no such world in this browser any more.',
    });
    await tab.host.sandbox();
    expect(keysIn(await tab.open(id))).toEqual([]);
  });
});
