// What the storage takes of a browser besides IndexedDB itself, so that tests can put other things in its place.
import { orInPage, webLocks, type Locks } from '../locks.ts';
import { leaseLocks } from './lease.ts';

export interface BrowserParts {
  readonly locks: Locks;
  /** How tabs hear of each other. Without, a tab sees what others wrote when it next settles. */
  readonly channel: ((name: string) => BroadcastChannel) | undefined;
}

export function thisBrowser(): BrowserParts {
  const { navigator } = globalThis as { navigator?: { locks?: LockManager } };
  const manager = navigator?.locks;
  return {
    locks: orInPage(manager ? webLocks(manager) : leaseLocks()),
    channel: typeof BroadcastChannel === 'undefined' ? undefined : (name) => new BroadcastChannel(name),
  };
}
