// What the host is put together from, so that tests can put other things in its place.
import type { WorldStorage } from '../storage/indexeddb/open.ts';
import type { Locks } from '../storage/locks.ts';
import type { Registry } from '../storage/registry.ts';
import type { CreateShell } from '../shell/shell-api.ts';
import type { HostMachine } from '../world/world-api.ts';
import type { HostEvent } from './protocol.ts';

/** Where worlds lie. */
export interface WorldStore {
  /** Rejects with a StorageError where the browser refuses. `deleted`: another tab has deleted this world. */
  open(id: string, deleted: () => void): Promise<WorldStorage>;
  remove(id: string): Promise<void>;
  /** Those that lie here, whole or not, as far as anybody can say. */
  ids(): Promise<readonly string[]>;
}

export interface HostParts {
  /** Names this host among the tabs of this browser. */
  readonly session: string;
  readonly registry: Registry;
  readonly store: WorldStore;
  readonly locks: Locks;
  readonly machine: HostMachine;
  readonly createShell: CreateShell;
  readonly emit: (event: HostEvent) => void;
  /** Whether a scenario is one of the house's own; a stranger's runs under narrower limits. */
  readonly ours: (scenarioText: string) => boolean;
}
