// The small things that the page keeps by name: progress, history, choices. The page does not wait for them to be stored:
// what the browser refuses is kept as long as this host lives.
import type { Registry } from '../storage/registry.ts';
import { StorageError } from '../world/journal.ts';
import type { HostApi } from './protocol.ts';

/** What the page keeps lies apart from what the host keeps for itself. */
const pageKey = (key: string): string => `page/${key}`;

export function pageThings(registry: Pick<Registry, 'keep' | 'kept'>): Pick<HostApi, 'keep' | 'kept'> {
  const refused = new Map<string, unknown>();
  return {
    keep: async (key, value) => {
      try {
        await registry.keep(pageKey(key), value);
        refused.delete(key);
      } catch (error) {
        if (!(error instanceof StorageError)) throw error;
        refused.set(key, value);
      }
    },
    kept: async (key) => {
      if (refused.has(key)) return refused.get(key);
      try {
        return await registry.kept(pageKey(key));
      } catch (error) {
        if (!(error instanceof StorageError)) throw error;
        return undefined;
      }
    },
  };
}
