// One at a time, across tabs and workers: the browser's Web Locks, or where it has none, leases (lease.ts).
// Source: Web Locks API (W3C).

export interface Locks {
  /** Does `work` while nobody else holds `name`, in the order in which it was asked for. */
  exclusively<Result>(name: string, work: () => Promise<Result>): Promise<Result>;
  /** The same if nobody holds `name` at this moment; else resolves with undefined, and nothing was done. */
  ifFree<Result>(name: string, work: () => Promise<Result>): Promise<Result | undefined>;
}

/** A holder that dies, tab or worker, lets go of its locks: the browser sees to it. */
export const webLocks = (manager: Pick<LockManager, 'request'>): Locks => ({
  exclusively: async (name, work) => manager.request(name, () => work()),
  ifFree: async (name, work) =>
    manager.request(name, { ifAvailable: true }, async (lock) => (lock === null ? undefined : work())),
});

/** One at a time in this page alone. */
export function pageLocks(): Locks {
  const last = new Map<string, Promise<unknown>>();
  const exclusively: Locks['exclusively'] = async (name, work) => {
    const before = last.get(name);
    const mine = (async () => {
      await before?.catch(() => undefined);
      return work();
    })();
    last.set(name, mine);
    try {
      return await mine;
    } finally {
      if (last.get(name) === mine) last.delete(name);
    }
  };
  return { exclusively, ifFree: async (name, work) => (last.has(name) ? undefined : exclusively(name, work)) };
}

/** A browser that lets a page store nothing may refuse it locks as well. Then there is nothing to share with other tabs. */
export function orInPage(locks: Locks): Locks {
  const inPage = pageLocks();
  const asking = async <Result>(ask: (begun: () => void) => Promise<Result>, otherwise: () => Promise<Result>) => {
    let hasBegun = false as boolean;
    try {
      return await ask(() => (hasBegun = true));
    } catch (error) {
      if (hasBegun) throw error;
      return otherwise();
    }
  };
  const noting =
    <Result>(work: () => Promise<Result>, begun: () => void) =>
    () => {
      begun();
      return work();
    };
  return {
    exclusively: (name, work) =>
      asking(
        (begun) => locks.exclusively(name, noting(work, begun)),
        () => inPage.exclusively(name, work),
      ),
    ifFree: (name, work) =>
      asking(
        (begun) => locks.ifFree(name, noting(work, begun)),
        () => inPage.ifFree(name, work),
      ),
  };
}
