// What chromium.bench.ts measures, in a worker as in Keyroom.
import { assembleMemoryWorld, assembleWorld } from '../../../src/host/assemble.ts';
import { machine } from '../../../src/host/machine.ts';
import { openIndexedDbJournal } from '../../../src/storage/indexeddb/open.ts';
import { learnerCredentials, learnerName } from '../../../src/world/default-world.ts';
import { createShell } from '../../../src/shell/session.ts';
import type { World } from '../../../src/world/world-api.ts';
import { call, createKey, timeCalls } from '../calls.ts';
import { milliseconds, perSecond } from '../measure.ts';

const sandbox = { kind: 'sandbox' } as const;

async function durableWorld(id: string): Promise<World> {
  const stores = await openIndexedDbJournal(id);
  return assembleWorld({ ...stores, kind: sandbox, machine });
}

async function inFlight(): Promise<Record<string, number>> {
  const world = await durableWorld(`bench-flight-${crypto.randomUUID()}`);
  const KeyId = await createKey(world);
  const Plaintext = new Uint8Array(32);
  const { CiphertextBlob = null } = await call(world, 'Encrypt', { KeyId, Plaintext });
  const rate = (run: () => Promise<unknown>) => perSecond(run, 64, 6000);
  const rates = {
    Encrypt: await rate(() => call(world, 'Encrypt', { KeyId, Plaintext })),
    Decrypt: await rate(() => call(world, 'Decrypt', { CiphertextBlob })),
    GenerateDataKey: await rate(() => call(world, 'GenerateDataKey', { KeyId, KeySpec: 'AES_256' })),
  };
  await world.journal.destroy();
  return rates;
}

async function manyKeys(): Promise<Record<string, number>> {
  const id = `bench-many-${crypto.randomUUID()}`;
  const first = await durableWorld(id);
  const making = await milliseconds(() => perSecond(() => createKey(first), 256, 10_000));
  await first.close();

  let world = first;
  const opening = await milliseconds(async () => {
    world = await durableWorld(id);
  });
  let listed = 0;
  let pages = 0;
  const listing = await milliseconds(async () => {
    let Marker: string | undefined;
    do {
      const page = await call(world, 'ListKeys', Marker === undefined ? {} : { Marker });
      listed += (page['Keys'] as readonly unknown[]).length;
      pages += 1;
      Marker = page['NextMarker'] as string | undefined;
    } while (Marker !== undefined);
  });

  const shell = await createShell({
    world,
    credentials: learnerCredentials,
    userName: learnerName,
    region: 'us-east-1',
  });
  const line = "aws kms list-keys --max-items 1 --query 'Keys[0].KeyId' --output text";
  const KeyId = (await shell.run(line)).stdout.trim();
  const commands: number[] = [];
  for (let at = 0; at < 30; at += 1) {
    commands.push(await milliseconds(() => shell.run(`aws kms describe-key --key-id ${KeyId}`)));
  }
  commands.sort((a, b) => a - b);
  await world.journal.destroy();
  return {
    making,
    opening,
    listed,
    pages,
    listing,
    command: commands[15] ?? Number.NaN,
    slowest: commands[29] ?? Number.NaN,
  };
}

const wishes: Readonly<Record<string, () => Promise<unknown>>> = {
  calls: async () => timeCalls(await assembleMemoryWorld({ kind: sandbox })),
  inFlight,
  manyKeys,
};

onmessage = async ({ data }: MessageEvent<string>) => {
  try {
    postMessage({ value: await wishes[data]?.() });
  } catch (error) {
    postMessage({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
};
