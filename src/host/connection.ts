// The page's hold on whatever runs the host: a worker, or where there can be none, the page itself.
import type { FromWorker, Request } from './transport.ts';

export interface Connection {
  readonly post: (request: Request) => void;
  /** Ends it at once, whatever it is doing. Absent where it cannot be ended. */
  readonly terminate?: () => void;
}

export interface Hearing {
  readonly heard: (message: FromWorker) => void;
  /** It could not be started, or has died, or is in a state that nobody knows. */
  readonly died: () => void;
}

/** Throws where this page may have no worker. */
export function connectWorker({ heard, died }: Hearing): Connection {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'keyroom' });
  worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => heard(data));
  worker.addEventListener('messageerror', died);
  worker.addEventListener('error', died);
  return { post: (request) => worker.postMessage(request), terminate: () => worker.terminate() };
}

/** The same program in the page: a line that does not listen to Ctrl+C then holds the page up until its limits end it. */
export async function connectInPage({ heard }: Hearing): Promise<Connection> {
  const { serveHere } = await import('./in-page.ts');
  return { post: serveHere(heard) };
}
