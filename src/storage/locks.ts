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
