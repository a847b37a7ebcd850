// The worker: the worlds and the shells live here, so that the page never waits for them.
import { openHost } from './open-host.ts';
import { serve, type FromWorker, type Request } from './transport.ts';

const session = crypto.randomUUID();
const post = (message: FromWorker): void => self.postMessage(message);
const listen = (heard: (request: Request) => void): void => {
  self.addEventListener('message', ({ data }: MessageEvent<Request>) => heard(data));
};

serve(
  { post, listen },
  session,
  openHost(session, (event) => post({ kind: 'event', event })),
);
