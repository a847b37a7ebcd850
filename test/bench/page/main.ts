// The page of chromium.bench.ts: hands each wish to the worker, where Keyroom's worlds live too.
const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });

function ask(what: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<{ value?: unknown; error?: string }>) => {
      if (data.error === undefined) resolve(data.value);
      else reject(new Error(data.error));
    };
    worker.postMessage(what);
  });
}

Object.assign(globalThis, { ask });
