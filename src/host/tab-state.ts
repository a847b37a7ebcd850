// What is kept of a tab beside its world: the shell's state behind each line, the line that runs, and the state that a
// scenario's checks begin with. Small, not part of the world, and of no harm when it is lost.
import type { Registry } from '../storage/registry.ts';
import type { ShellState } from '../shell/shell-api.ts';
import type { World } from '../world/world-api.ts';
import type { HostParts } from './parts.ts';

const shellKey = (world: string): string => `shell/${world}`;
const setupKey = (world: string): string => `setup/${world}`;
const linesOf = (world: string): string => `line/${world}/`;
const lineKey = (world: string, session: string): string => `${linesOf(world)}${session}`;
const sessionLock = (session: string): string => `keyroom-session-${session}`;

function parseShellState(value: unknown): ShellState | undefined {
  if (typeof value !== 'object' || value === null || !('cwd' in value) || !('script' in value)) return undefined;
  const { cwd, script } = value;
  return typeof cwd === 'string' && typeof script === 'string' ? { cwd, script } : undefined;
}

export class TabState {
  readonly #registry: Registry;
  readonly #parts: HostParts;
  /** Sessions that are known to be over. */
  readonly #buried = new Set<string>();

  constructor(parts: HostParts) {
    this.#registry = parts.registry;
    this.#parts = parts;
    // Held for as long as this host lives; whoever gets it knows that this host does not. Without it, no harm is done.
    parts.locks
      .exclusively(sessionLock(parts.session), () => new Promise<never>(() => undefined))
      .catch(() => undefined);
  }

  bury(session: string): void {
    this.#buried.add(session);
  }

  /** Where the newest shell on this world stands: a tab that is opened anew goes on there. */
  async shell(world: string): Promise<ShellState | undefined> {
    return parseShellState(await this.#kept(shellKey(world)));
  }
  keepShell(world: string, state: ShellState): void {
    this.#keep(shellKey(world), state);
  }

  /** What the checks of the world's scenario begin with. */
  async setup(world: string): Promise<ShellState | undefined> {
    return parseShellState(await this.#kept(setupKey(world)));
  }
  async keepSetup(world: string, setup: ShellState, shell: ShellState): Promise<void> {
    await this.#registry.keep(setupKey(world), setup);
    await this.#registry.keep(shellKey(world), shell);
  }

  lineBegins(world: string, text: string): void {
    this.#keep(lineKey(world, this.#parts.session), text);
  }
  lineEnds(world: string): void {
    this.#keep(lineKey(world, this.#parts.session), undefined);
  }

  /** Tells the world of the lines that were cut off with their tab or worker: they ended, and nobody knows how. */
  async endDeadLines(id: string, world: World): Promise<void> {
    const keys = await this.#registry.keysUnder(linesOf(id)).catch(() => []);
    for (const key of keys) {
      const session = key.slice(linesOf(id).length);
      if (session === this.#parts.session) continue;
      const end = async (): Promise<void> => {
        const text = await this.#kept(key);
        this.#keep(key, undefined);
        if (typeof text === 'string') await world.group().endLine({ text, exitCode: null, files: [] });
      };
      if (this.#buried.has(session)) await end();
      else await this.#parts.locks.ifFree(sessionLock(session), end);
    }
  }

  async forget(world: string): Promise<void> {
    const keys = [shellKey(world), setupKey(world), ...(await this.#registry.keysUnder(linesOf(world)))];
    for (const key of keys) await this.#registry.keep(key, undefined);
  }

  #kept(key: string): Promise<unknown> {
    return this.#registry.kept(key).catch(() => undefined);
  }
  #keep(key: string, value: unknown): void {
    this.#registry.keep(key, value).catch(() => undefined);
  }
}
