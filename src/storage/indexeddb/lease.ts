// Locks for a browser that has no Web Locks: a row in IndexedDB says who may work, and until when. The holder renews it;
// one that died is waited for until its time is over. (A holder that was asleep for longer than its lease finds its
// journal's head moved, and its append is refused: nothing is lost.)
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Locks } from '../locks.ts';
import { inTransaction } from './transactions.ts';
import { refusing } from './failures.ts';

interface LeaseSchema extends DBSchema {
  leases: { key: string; value: unknown };
}

const LEASE_MS = 5000;
const ASK_AGAIN_MS = 20;

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

/** Whose lease this is, while it runs. One that lies further ahead than any lease can is from before a clock was set back. */
function holderOf(row: unknown, nowMs: number): string | undefined {
  if (typeof row !== 'object' || row === null || !('holder' in row) || !('untilMs' in row)) return undefined;
  const { holder, untilMs } = row;
  if (typeof holder !== 'string' || typeof untilMs !== 'number') return undefined;
  return untilMs > nowMs && untilMs <= nowMs + LEASE_MS ? holder : undefined;
}

export function leaseLocks(): Locks {
  let opening: Promise<IDBPDatabase<LeaseSchema>> | undefined;
  /** The last that asked, of this tab, for each name: it is served before the next. */
  const queues = new Map<string, Promise<unknown>>();

  const database = (): Promise<IDBPDatabase<LeaseSchema>> =>
    (opening ??= refusing(async () => {
      const opened = await openDB<LeaseSchema>('keyroom-locks', 1, {
        upgrade: (upgraded) => void upgraded.createObjectStore('leases'),
        blocking: () => {
          opened.close();
          opening = undefined;
        },
      });
      return opened;
    }));

  /** Takes or renews the lease for `me`, or ends it, if it is nobody else's. */
  const claim = async (name: string, me: string, wanted: boolean): Promise<boolean> =>
    inTransaction(await database(), ['leases'], async (transaction) => {
      const leases = transaction.objectStore('leases');
      const nowMs = Date.now();
      const holder = holderOf(await leases.get(name), nowMs);
      if (holder !== undefined && holder !== me) return false;
      await (wanted ? leases.put({ holder: me, untilMs: nowMs + LEASE_MS }, name) : leases.delete(name));
      return true;
    });

  async function holding<Result>(name: string, me: string, work: () => Promise<Result>): Promise<Result> {
    const renewal = setInterval(() => {
      claim(name, me, true).catch(() => undefined);
    }, LEASE_MS / 3);
    try {
      return await work();
    } finally {
      clearInterval(renewal);
      await claim(name, me, false).catch(() => false);
    }
  }

  return {
    exclusively: async (name, work) => {
      const before = queues.get(name);
      const mine = (async () => {
        await before?.catch(() => undefined);
        const me = crypto.randomUUID();
        while (!(await claim(name, me, true))) await pause(ASK_AGAIN_MS);
        return holding(name, me, work);
      })();
      queues.set(name, mine);
      try {
        return await mine;
      } finally {
        if (queues.get(name) === mine) queues.delete(name);
      }
    },
    ifFree: async (name, work) => {
      const me = crypto.randomUUID();
      return (await claim(name, me, true)) ? holding(name, me, work) : undefined;
    },
  };
}
