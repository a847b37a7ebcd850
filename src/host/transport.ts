// What crosses between the page and its worker: calls by number, their answers, and what the worker tells on its own.
// Both ends share it, and the page's first bytes have it: it imports types alone.
import type { HostApi, HostEvent } from './protocol.ts';

/** What the worker answers: the page's API, and what the page's end of the wire asks for itself. */
export interface WorkerApi extends HostApi {
  /** The page is looked at again: what is due by now happens. */
  wake(): Promise<void>;
  /** The worker of this session was ended: a line that it had not finished was interrupted. */
  bury(session: string): Promise<void>;
}

export type Method = keyof WorkerApi;

export interface Request {
  readonly id: number;
  readonly method: Method;
  readonly args: readonly unknown[];
}

export type FromWorker =
  /** The program is there. `session` names it. */
  | { readonly kind: 'ready'; readonly session: string }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly name: string; readonly message: string }
  | { readonly kind: 'event'; readonly event: HostEvent };

/** One end of the wire, as the worker sees it. */
export interface Port {
  readonly post: (message: FromWorker) => void;
  readonly listen: (heard: (request: Request) => void) => void;
}

/** Answers what comes in, in the order in which it is done. `opening` may take its time: calls wait for it. */
export function serve(port: Port, session: string, opening: Promise<WorkerApi>): void {
  opening.catch(() => undefined);
  port.listen((request) => void answer(port, opening, request));
  port.post({ kind: 'ready', session });
}

async function answer(port: Port, opening: Promise<WorkerApi>, { id, method, args }: Request): Promise<void> {
  try {
    const api = await opening;
    if (!Object.hasOwn(api, method)) throw new TypeError(`the host has no ${method}`);
    const methods = api as unknown as Readonly<Record<Method, (...args: readonly unknown[]) => Promise<unknown>>>;
    port.post({ kind: 'answer', id, value: await methods[method](...args) });
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    port.post({ kind: 'failure', id, name, message });
  }
}
