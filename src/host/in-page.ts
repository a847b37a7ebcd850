// The host without a worker, for pages that may have none (file://, old browsers). Messages are copied as a worker's are.
import { openHost } from './open-host.ts';
import { serve, type FromWorker, type Request } from './transport.ts';

/** Starts a host, and gives the way to ask it. */
export function serveHere(heard: (message: FromWorker) => void): (request: Request) => void {
  const { port1: page, port2: host } = new MessageChannel();
  const session = crypto.randomUUID();
  const post = (message: FromWorker): void => host.postMessage(message);
  const listen = (asked: (request: Request) => void): void => {
    host.onmessage = ({ data }: MessageEvent<Request>) => asked(data);
  };
  page.onmessage = ({ data }: MessageEvent<FromWorker>) => heard(data);
  serve(
    { post, listen },
    session,
    openHost(session, (event) => post({ kind: 'event', event })),
  );
  return (request) => page.postMessage(request);
}
