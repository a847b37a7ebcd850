// One browser, in which tabs come and go: each has a host of its own, on the same fake-indexeddb.
import type { CreateShell } from '../../src/shell/shell-api.ts';
import { createHost } from '../../src/host/host.ts';
import { machine } from '../../src/host/machine.ts';
import type { HostParts } from '../../src/host/parts.ts';
import type { HostEvent, OpenedWorld } from '../../src/host/protocol.ts';
import type { BrowserParts } from '../../src/storage/indexeddb/browser.ts';
import { openIndexedDbJournal } from '../../src/storage/indexeddb/open.ts';
import { deleteWorldDatabase, storedWorldIds } from '../../src/storage/indexeddb/world-database.ts';
import { openRegistry } from '../../src/storage/registry.ts';
import { FakeBrowser } from '../storage/fake-browser.ts';
import { createFakeShell } from './fake-shell.ts';

export interface Tab {
  readonly host: ReturnType<typeof createHost>;
  readonly session: string;
  readonly events: HostEvent[];
  /** The tab's process is gone, in the middle of whatever it was doing. */
  kill(): void;
  /** Opens a world, or fails the test. */
  open(id: string): Promise<OpenedWorld>;
  /** What a line prints. */
  says(id: string, line: string): Promise<string>;
}

export class BrowserOfHosts {
  readonly #browser = new FakeBrowser();
  #tabs = 0;

  /** One that hears nothing of the others, as a tab in the background may be. */
  sleepyTab(): Promise<Tab> {
    return this.#open({ ...this.#browser.tab().parts, channel: undefined }, () => undefined, {}, createFakeShell);
  }

  async tab(more: Partial<HostParts> = {}, createShell: CreateShell = createFakeShell): Promise<Tab> {
    const { parts: browser, kill } = this.#browser.tab();
    return this.#open(browser, kill, more, createShell);
  }

  async #open(
    browser: BrowserParts,
    kill: () => void,
    more: Partial<HostParts>,
    createShell: CreateShell,
  ): Promise<Tab> {
    const session = `session-${(this.#tabs += 1)}`;
    const events: HostEvent[] = [];
    const host = createHost({
      session,
      registry: await openRegistry(),
      store: {
        open: (id, deleted) => openIndexedDbJournal(id, { browser, deleted }),
        remove: deleteWorldDatabase,
        ids: storedWorldIds,
      },
      locks: browser.locks,
      machine,
      createShell,
      emit: (event) => events.push(structuredClone(event)),
      ours: () => true,
      ...more,
    });
    return {
      host,
      session,
      events,
      kill,
      open: async (id) => {
        const opened = await host.open(id);
        if (!opened.ok) throw new Error(opened.message);
        return structuredClone(opened.value);
      },
      says: async (id, line) => {
        const from = events.length;
        await host.run(id, line);
        return events
          .slice(from)
          .flatMap((event) => (event.kind === 'output' && event.world === id ? [event.output.text] : []))
          .join('');
      },
    };
  }
}
