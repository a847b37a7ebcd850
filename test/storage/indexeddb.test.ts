// A world in IndexedDB: what was answered is there, whole, whatever happens; what was damaged is refused and not touched.
import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Region } from '../../src/base/brand.ts';
import { thisBrowser } from '../../src/storage/indexeddb/browser.ts';
import { leaseLocks } from '../../src/storage/indexeddb/lease.ts';
import { openIndexedDbJournal, type WorldStorage } from '../../src/storage/indexeddb/open.ts';
import { storedWorldIds } from '../../src/storage/indexeddb/world-database.ts';
import { StorageError, type Journal } from '../../src/world/journal.ts';
import type { Entry } from '../../src/world/entry.ts';
import { batch, compaction, entries, entry, handle, material } from './entries.ts';
import { FakeBrowser } from './fake-browser.ts';

const region = 'us-east-1' as Region;
let browser: FakeBrowser;

beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory());
  browser = new FakeBrowser();
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const open = (id = 'w'): Promise<WorldStorage> => openIndexedDbJournal(id, { browser: browser.tab().parts });

const append = (journal: Journal, ...list: Entry[]): Promise<void> =>
  journal.exclusively((session) => session.append(batch({ entries: list })));

/** Appends one entry behind whatever is there. */
const appendNext = (journal: Journal): Promise<void> =>
  journal.exclusively(async (session) => {
    const last = (await session.readAfter(0)).at(-1)?.number ?? 0;
    await session.append(batch({ entries: [entry(last + 1)] }));
  });

const reasonOf = async (work: Promise<unknown>): Promise<string> => {
  const error: unknown = await work.then(
    () => 'nothing was thrown',
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(StorageError);
  return (error as StorageError).reason;
};

describe('an append', () => {
  it('is there for whoever opens the world next, without a close', async () => {
    const { journal } = await open();
    await append(journal, ...entries(1, 3));
    expect((await (await open()).journal.open()).entries).toEqual(entries(1, 3));
  });

  it('is one transaction with strict durability', async () => {
    const { journal } = await open();
    const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction');
    await journal.exclusively((session) =>
      session.append(
        batch({
          entries: entries(1, 50),
          materials: [material('m')],
          blobs: [{ hash: 'b', bytes: new Uint8Array(1) }],
        }),
      ),
    );
    expect(transaction.mock.calls.filter(([, mode]) => mode === 'readwrite')).toHaveLength(1);
    expect(transaction.mock.calls[0]?.[2]).toEqual({ durability: 'strict' });
  });

  it.each<[string, (good: Entry) => Entry]>([
    [
      'cannot be stored',
      (good) => ({ ...good, changes: [{ table: 't', partition: 'p', id: 'i', after: { f: () => 1 } }] }),
    ],
    ['leaves a gap', (good) => ({ ...good, number: good.number + 1 })],
    ['takes the place of another', (good) => ({ ...good, number: good.number - 1 })],
  ])('leaves nothing behind if its second entry %s', async (_what, spoil) => {
    const { journal, vault } = await open();
    await append(journal, entry(1));
    const bad = batch({ entries: [entry(2), spoil(entry(3))], materials: [material('m')] });
    expect(await reasonOf(journal.exclusively((session) => session.append(bad)))).toBe('broken');
    expect((await journal.open()).entries).toEqual([entry(1)]);
    expect(await vault.read(handle('m'))).toBeUndefined();
    await append(journal, entry(2));
  });

  it('says that the disk is full, and leaves nothing behind', async () => {
    const { journal } = await open();
    await append(journal, entry(1));
    const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('no room', 'QuotaExceededError');
    });
    expect(await reasonOf(append(journal, entry(2)))).toBe('full');
    put.mockRestore();
    expect((await journal.open()).entries).toEqual([entry(1)]);
  });

  it('is heard of by the other tabs, and not by its own', async () => {
    const [first, second] = [await open(), await open()];
    const heard = { first: vi.fn(), second: vi.fn() };
    first.journal.subscribe(heard.first);
    const stop = second.journal.subscribe(heard.second);
    await append(first.journal, entry(1));
    expect(heard.first).not.toHaveBeenCalled();
    expect(heard.second).toHaveBeenCalledTimes(1);
    stop();
    await append(first.journal, entry(2));
    expect(heard.second).toHaveBeenCalledTimes(1);
  });
});

describe('two tabs on one world', () => {
  const interleave = async (first: Journal, second: Journal, times: number): Promise<void> => {
    await Promise.all(Array.from({ length: times }, () => [appendNext(first), appendNext(second)]).flat());
    expect((await first.open()).entries).toEqual(entries(1, 2 * times));
    expect((await second.open()).entries).toEqual(entries(1, 2 * times));
  };

  it('lose nothing when both append a hundred times at once', async () => {
    await interleave((await open()).journal, (await open()).journal, 100);
  });

  it('lose nothing where the browser has no Web Locks either', async () => {
    const tab = () => openIndexedDbJournal('w', { browser: { locks: leaseLocks(), channel: undefined } });
    await interleave((await tab()).journal, (await tab()).journal, 20);
  });

  it('cannot overwrite each other even without any lock', async () => {
    const unlocked = { locks: { exclusively: (_: string, work: () => Promise<never>) => work() } };
    const parts = { ...unlocked, channel: undefined } as never;
    const [first, second] = [
      await openIndexedDbJournal('w', { browser: parts }),
      await openIndexedDbJournal('w', { browser: parts }),
    ];
    await append(first.journal, entry(1));
    expect(await reasonOf(append(second.journal, entry(1)))).toBe('broken');
    expect((await first.journal.open()).entries).toEqual([entry(1)]);
  });

  it('end with the same domain key when both ask first at once', async () => {
    const [first, second] = [await open(), await open()];
    const [a, b] = await Promise.all([first.domainKeys.domainKey(region), second.domainKeys.domainKey(region)]);
    const iv = new Uint8Array(12);
    const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, a, new Uint8Array([1, 2, 3]));
    const opened = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, b, sealed);
    expect(new Uint8Array(opened)).toEqual(new Uint8Array([1, 2, 3]));
    expect(a.extractable).toBe(false);
  });

  it('go on when the one that held the lock was killed', async () => {
    const doomed = browser.tab();
    const { journal } = await openIndexedDbJournal('w', { browser: doomed.parts });
    void journal.exclusively(() => new Promise(() => undefined));
    const waiting = appendNext((await open()).journal);
    doomed.kill();
    await waiting;
  });
});

describe('a compaction', () => {
  it('spares material that is younger than its snapshot', async () => {
    const { journal, vault } = await open();
    await append(journal, entry(1));
    await journal.exclusively((session) =>
      session.append(batch({ entries: [entry(2)], materials: [material('young')] })),
    );
    await journal.exclusively((session) => session.compact(compaction(1)));
    expect(await vault.read(handle('young'))).toBeDefined();
  });

  it.each([
    ['of entries that nobody wrote', compaction(9)],
    ['that strips what is not in its snapshot', compaction(1, { stripUpTo: 2 })],
    ['that forgets what is not in its snapshot', compaction(1, { forgetUpTo: 2 })],
  ])('%s is refused', async (_what, wrong) => {
    const { journal } = await open();
    await append(journal, ...entries(1, 2));
    expect(await reasonOf(journal.exclusively((session) => session.compact(wrong)))).toBe('broken');
    expect((await journal.open()).entries).toEqual(entries(1, 2));
  });

  it('shows a tab that stayed far behind that it has to open anew', async () => {
    const { journal } = await open();
    await append(journal, ...entries(1, 5));
    await journal.exclusively((session) => session.compact(compaction(5, { stripUpTo: 4, forgetUpTo: 3 })));
    expect((await journal.exclusively((session) => session.readAfter(1)))[0]?.number).toBe(4);
  });
});

describe('what was damaged on the disk', () => {
  const cyclic: Record<string, unknown> = {};
  cyclic['self'] = cyclic;
  const damages: [string, 'entries' | 'snapshot' | 'state', IDBValidKey, unknown][] = [
    ['an entry that is no object', 'entries', 2, 7],
    ['an entry that is null', 'entries', 2, null],
    ['an entry of a kind that there is not', 'entries', 2, { ...entry(2), kind: 'constructor' }],
    ['an entry with another number', 'entries', 2, entry(3)],
    ['an entry without its changes', 'entries', 2, { ...entry(2), changes: undefined }],
    ['a change that is text', 'entries', 2, { ...entry(2), changes: ['x'] }],
    ['a call without a caller', 'entries', 2, { ...entry(2), call: { ...entry(2), caller: null } }],
    ['an input that contains itself', 'entries', 2, { ...entry(2), call: { ...callOf(entry(2)), input: cyclic } }],
    ['a moment that is no number', 'entries', 2, { ...entry(2), atMs: Number.NaN }],
    ['an entry that is missing in the middle', 'entries', 2, undefined],
    ['an entry that is missing at the end', 'entries', 3, undefined],
    ['an entry that is missing at the beginning', 'entries', 1, undefined],
    ['a snapshot that is none', 'snapshot', 'snapshot', 'x'],
    [
      'a snapshot whose records are none',
      'snapshot',
      'snapshot',
      { number: 3, tables: [{ name: 't', partitions: [{ partition: 'p', records: [[1, 2]] }] }] },
    ],
    ['a snapshot of what was never written', 'snapshot', 'snapshot', { number: 99, tables: [] }],
    ['a head that is text', 'state', 'head', 'three'],
  ];

  it.each(damages)('is refused and left as it is: %s', async (_what, store, key, value) => {
    const { journal } = await open();
    await append(journal, ...entries(1, 3));
    journal.close();
    const raw = await openDB('keyroom-world-w');
    await (value === undefined ? raw.delete(store, key) : raw.put(store, value, key));
    const before = await raw.getAll(store);
    const damaged = await open();
    const reason = await reasonOf(damaged.journal.open());
    expect(reason).toBe('broken');
    expect(await raw.getAll(store)).toEqual(before);
    raw.close();
  });

  it('is refused for material, blobs and domain keys too', async () => {
    const { journal, vault, domainKeys } = await open();
    const raw = await openDB('keyroom-world-w');
    await raw.put('vault', { token: 'text', since: 1 }, 'm');
    await raw.put('blobs', 5, 'b');
    await raw.put('domainKeys', new Uint8Array(32), region);
    expect(await reasonOf(vault.read(handle('m')))).toBe('broken');
    expect(await reasonOf(journal.readBlob('b'))).toBe('broken');
    expect(await reasonOf(domainKeys.domainKey(region))).toBe('broken');
    expect(await raw.get('domainKeys', region)).toEqual(new Uint8Array(32));
    raw.close();
  });
});

describe('a domain key', () => {
  it('is the same one after the world was opened anew, and another in another Region', async () => {
    const iv = new Uint8Array(12);
    const sealed = await crypto.subtle.encrypt(
      { name: 'AES-GCM', iv },
      await (await open()).domainKeys.domainKey(region),
      new Uint8Array(4),
    );
    const again = (await open()).domainKeys;
    await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, await again.domainKey(region), sealed);
    const other = await again.domainKey('eu-west-1' as Region);
    await expect(crypto.subtle.decrypt({ name: 'AES-GCM', iv }, other, sealed)).rejects.toThrow();
  });

  it('is denied where the browser does not store keys', async () => {
    const { domainKeys } = await open();
    vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
      throw new DOMException('no keys', 'DataCloneError');
    });
    expect(await reasonOf(domainKeys.domainKey(region))).toBe('denied');
  });
});

describe('a browser that refuses', () => {
  it.each([
    ['SecurityError', 'denied'],
    ['InvalidStateError', 'denied'],
    ['QuotaExceededError', 'full'],
    ['VersionError', 'broken'],
    ['UnknownError', 'broken'],
    ['UnknownError', 'denied', 'The user denied permission to access the database.'],
  ])('with a %s is said to be %s', async (name, reason, message = 'no') => {
    const refuse = () => {
      throw new DOMException(message, name);
    };
    vi.stubGlobal('indexedDB', { open: refuse });
    expect(await reasonOf(open())).toBe(reason);
  });

  it('by having no IndexedDB at all is said to be denied', async () => {
    vi.stubGlobal('indexedDB', undefined);
    expect(await reasonOf(open())).toBe('denied');
  });
});

describe('a world that is deleted', () => {
  it('is gone, and every tab that had it open lets go of it and hears of it', async () => {
    const deleted = vi.fn();
    const other = await openIndexedDbJournal('w', { browser: browser.tab().parts, deleted });
    const { journal } = await open();
    await append(journal, entry(1));
    await journal.destroy();
    expect(deleted).toHaveBeenCalledOnce();
    expect(await reasonOf(append(other.journal, entry(2)))).toBe('denied');
    expect((await (await open()).journal.open()).entries).toEqual([]);
  });

  it('is no longer among the worlds that are stored', async () => {
    await open('a');
    const { journal } = await open('b');
    expect([...(await storedWorldIds())].sort()).toEqual(['a', 'b']);
    await journal.destroy();
    expect(await storedWorldIds()).toEqual(['a']);
  });

  it('makes way for a newer program in another tab', async () => {
    const { journal } = await open();
    const newer = await openDB('keyroom-world-w', 2);
    expect(newer.version).toBe(2);
    expect(await reasonOf(append(journal, entry(1)))).toBe('denied');
    newer.close();
    expect(await reasonOf(open())).toBe('broken');
  });
});

describe('the locks of a browser without Web Locks', () => {
  it('are taken over from a holder that died once its lease is over', async () => {
    const locks = leaseLocks();
    await locks.exclusively('x', async () => undefined);
    const raw = await openDB('keyroom-locks');
    await raw.put('leases', { holder: 'somebody who died', untilMs: Date.now() + 150 }, 'x');
    expect(await locks.ifFree('x', async () => 'mine')).toBeUndefined();
    expect(await locks.exclusively('x', async () => 'mine')).toBe('mine');
    raw.close();
  });

  it.each([[null], ['x'], [{ holder: 3, untilMs: 'x' }], [{ holder: 'h', untilMs: Number.MAX_SAFE_INTEGER }]])(
    'ignore a lease that is none: %j',
    async (row) => {
      const locks = leaseLocks();
      await locks.exclusively('x', async () => undefined);
      const raw = await openDB('keyroom-locks');
      await raw.put('leases', row, 'x');
      expect(await locks.ifFree('x', async () => 'mine')).toBe('mine');
      raw.close();
    },
  );

  it('are what Node gets, and Web Locks what a browser gets', async () => {
    expect(await thisBrowser().locks.exclusively('y', async () => 1)).toBe(1);
    const request = vi.fn((_name: string, work: () => Promise<unknown>) => work());
    vi.stubGlobal('navigator', { locks: { request } });
    expect(await thisBrowser().locks.exclusively('y', async () => 2)).toBe(2);
    expect(request).toHaveBeenCalledOnce();
  });
});

function callOf(it: Entry) {
  return it.kind === 'call' ? it.call : undefined;
}
