// The host: what the page can ask for (protocol.ts), done on this browser's worlds. Everything it needs is handed in.
import type { Region } from '../base/brand.ts';
import { learnerCredentials } from '../world/default-world.ts';
import type { UndoResult } from '../world/world-api.ts';
import { HostError, refusal } from './host-error.ts';
import { readLink, shareWorld } from './links.ts';
import type { LiveWorld } from './live-world.ts';
import { pageThings } from './page-things.ts';
import type { HostParts } from './parts.ts';
import { check, prove } from './proofs.ts';
import type { Outcome } from './protocol.ts';
import { TabState } from './tab-state.ts';
import type { WorkerApi } from './transport.ts';
import { Worlds } from './worlds.ts';

export function createHost(parts: HostParts): WorkerApi {
  const tabs = new TabState(parts);
  const worlds = new Worlds(parts, tabs);

  return {
    worlds: () => worlds.list(),
    sandbox: () => worlds.sandbox(),
    worldOf: (scenarioText) => worlds.ofScenario(scenarioText),
    deleteWorld: (id) => worlds.delete(id),
    open: async (id) => {
      try {
        const live = await worlds.live(id);
        await tabs.endDeadLines(id, live.world);
        return { ok: true, value: live.opening() };
      } catch (error) {
        return refusal(error);
      }
    },
    run: async (id, text) => (await worlds.live(id)).run(text),
    interrupt: async (id) => (await worlds.live(id)).interrupt(),
    needsMore: async (id, text) => (await worlds.live(id)).shell.needsMore(text),
    complete: async (id, text, cursor) => (await worlds.live(id)).shell.complete(text, cursor),
    undo: async (id) => restore(await worlds.live(id), 'undo'),
    redo: async (id) => restore(await worlds.live(id), 'redo'),
    reset: (id) => worlds.reset(id),
    advance: async (id, byMs) => (await worlds.live(id)).world.group().advance(byMs),
    invoke: async (id, { region, credentials, ...call }) => {
      const { world } = await worlds.live(id);
      return world
        .group()
        .invoke({ ...call, region: region as Region, credentials: credentials ?? learnerCredentials });
    },
    check: async (id, step) => check(parts, await worlds.live(id), step),
    prove: (itemText, option, showing) => prove(parts, itemText, option, showing),
    share: async (id) => shareWorld(parts, await worlds.live(id)),
    readLink,
    ...pageThings(parts.registry),
    forgetEverything: () => worlds.deleteAll(),
    wake: async () => {
      for (const live of await worlds.all()) await live.settle();
    },
    bury: async (session) => tabs.bury(session),
  };
}

async function restore({ world }: LiveWorld, way: 'undo' | 'redo'): Promise<Outcome<string>> {
  try {
    const group = world.group();
    const done: UndoResult | undefined = await (way === 'undo' ? group.undo() : group.redo());
    if (!done) throw new HostError(`There is nothing to ${way}.`);
    return { ok: true, value: done.what };
  } catch (error) {
    return refusal(error);
  }
}
