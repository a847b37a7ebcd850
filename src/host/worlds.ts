// The worlds of this browser: found, made, opened, reset and deleted. One is made under a lock of its own, and is in the
// list only when its set-up is through: what lies there without being in the list is half made, and is made anew.
import { toHex } from '../base/encodings.ts';
import { utf8 } from '../base/bytes.ts';
import { parseScenario } from '../scenario/parse.ts';
import { StorageError } from '../world/journal.ts';
import type { StoredWorld } from '../storage/registry.ts';
import { HostError, refusal } from './host-error.ts';
import { LiveWorld } from './live-world.ts';
import { openWorldOn } from './open-world.ts';
import type { HostParts } from './parts.ts';
import type { Outcome } from './protocol.ts';
import { setUp } from './set-up.ts';
import type { TabState } from './tab-state.ts';

export const sandboxId = 'sandbox';

export class Worlds {
  readonly #parts: HostParts;
  readonly #tabs: TabState;
  readonly #live = new Map<string, Promise<LiveWorld>>();
  /** Worlds that end with this page, because nothing of them could be stored. */
  readonly #passing = new Map<string, StoredWorld>();

  constructor(parts: HostParts, tabs: TabState) {
    this.#parts = parts;
    this.#tabs = tabs;
  }

  async list(): Promise<readonly StoredWorld[]> {
    const stored = await this.#parts.registry.worlds();
    return [...stored.filter(({ id }) => !this.#passing.has(id)), ...this.#passing.values()];
  }

  async sandbox(): Promise<StoredWorld> {
    const { machine } = this.#parts;
    const info: StoredWorld = {
      id: sandboxId,
      title: 'Sandbox',
      kind: { kind: 'sandbox' },
      scenario: null,
      createdAtMs: machine.nowMs(),
    };
    return this.#alone(sandboxId, async () => {
      const known = await this.#known(sandboxId).catch(() => undefined);
      if (known) return known;
      // It has no set-up, so it is never half made: where only its row is lost, it is still there.
      await this.#remember(info);
      return info;
    });
  }

  /** The world of this scenario, made if there is none yet. */
  async ofScenario(text: string): Promise<Outcome<StoredWorld>> {
    try {
      const scenario = parseScenario(text);
      const hash = toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', utf8(text)))).slice(0, 16);
      const info: StoredWorld = {
        id: `${scenario.id}-${hash}`,
        title: scenario.title,
        kind: { kind: 'seeded', seed: scenario.seed },
        scenario: text,
        createdAtMs: this.#parts.machine.nowMs(),
      };
      const value = await this.#alone(
        info.id,
        async () => (await this.#known(info.id)) ?? (await this.#make(info)).info,
      );
      return { ok: true, value };
    } catch (error) {
      return refusal(error);
    }
  }

  /** The open world with this ID; opens it if it is not. */
  async live(id: string): Promise<LiveWorld> {
    const open = this.#live.get(id);
    if (open) return open;
    return this.#alone(id, async () => {
      const opened = this.#live.get(id);
      if (opened) return opened;
      const info = await this.#known(id);
      if (!info) throw new HostError('There is no such world in this browser any more.');
      return this.#open(info);
    });
  }

  /** Those that are open now. */
  async all(): Promise<readonly LiveWorld[]> {
    const settled = await Promise.allSettled(this.#live.values());
    return settled.flatMap((it) => (it.status === 'fulfilled' ? [it.value] : []));
  }

  /** Makes it as it was when it was made. */
  async reset(id: string): Promise<void> {
    await this.#alone(id, async () => {
      const info = (await this.#known(id).catch(() => undefined)) ?? (await this.#live.get(id))?.info;
      if (!info) throw new HostError('There is no such world in this browser any more.');
      await this.#remove(id);
      await this.#make(info);
    });
    this.#parts.emit({ kind: 'reopened', world: id });
  }

  async delete(id: string): Promise<void> {
    await this.#alone(id, () => this.#remove(id));
  }

  async deleteAll(): Promise<void> {
    const known = (await this.list()).map((world) => world.id);
    const ids = new Set([...known, ...(await this.#parts.store.ids()), ...this.#live.keys()]);
    for (const id of ids) await this.delete(id);
    await this.#parts.registry.forget();
  }

  /** One at a time in this whole browser, for one world. */
  #alone<Result>(id: string, work: () => Promise<Result>): Promise<Result> {
    return this.#parts.locks.exclusively(`keyroom-making-${id}`, work);
  }

  async #known(id: string): Promise<StoredWorld | undefined> {
    return this.#passing.get(id) ?? (await this.#parts.registry.world(id));
  }

  async #remember(info: StoredWorld): Promise<void> {
    try {
      await this.#parts.registry.putWorld(info);
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      this.#passing.set(info.id, info);
    }
  }

  async #make(info: StoredWorld): Promise<LiveWorld> {
    await this.#parts.store.remove(info.id).catch(ignoreDenial);
    try {
      const live = await this.#open(info, true);
      if (live.persistence === 'durable') await this.#remember(info);
      else this.#passing.set(info.id, info);
      return live;
    } catch (error) {
      await this.#remove(info.id);
      throw error;
    }
  }

  #open(info: StoredWorld, isNew = false): Promise<LiveWorld> {
    const opening = this.#openNow(info, isNew);
    this.#live.set(info.id, opening);
    opening.catch(() => this.#live.delete(info.id));
    return opening;
  }

  async #openNow(info: StoredWorld, isNew: boolean): Promise<LiveWorld> {
    const { id } = info;
    const opened = await openWorldOn(this.#parts, info, () => this.#deletedElsewhere(id));
    try {
      const states =
        isNew && info.scenario !== null
          ? await setUp(this.#parts, this.#tabs, { id, scenario: info.scenario, world: opened.world })
          : { state: await this.#tabs.shell(id), setup: await this.#tabs.setup(id) };
      const reset = (): Promise<void> => this.reset(id);
      return await LiveWorld.open({ parts: this.#parts, tabs: this.#tabs, info, opened, reset, ...states });
    } catch (error) {
      await opened.close();
      throw error;
    }
  }

  async #remove(id: string): Promise<void> {
    const live = await this.#live.get(id)?.catch(() => undefined);
    this.#live.delete(id);
    await live?.close();
    this.#passing.delete(id);
    await this.#parts.registry.removeWorld(id).catch(ignoreDenial);
    await this.#tabs.forget(id).catch(ignoreDenial);
    await this.#parts.store.remove(id).catch(ignoreDenial);
  }

  /** Another tab has reset or deleted it. What the page shows is no longer there: it asks anew. */
  #deletedElsewhere(id: string): void {
    const live = this.#live.get(id);
    this.#live.delete(id);
    live?.then((it) => it.close()).catch(() => undefined);
    this.#parts.emit({ kind: 'reopened', world: id });
  }
}

/** Where the browser lets nobody store anything, there is nothing to remove. */
function ignoreDenial(error: unknown): void {
  if (!(error instanceof StorageError) || error.reason !== 'denied') throw error;
}
