// The host of a real page or worker: on this browser's storage, or where that is refused, in memory.
import { createShell } from '../shell/session.ts';
import { createHost } from './host.ts';
import { lessonTexts } from './library.ts';
import { machine } from './machine.ts';
import type { HostEvent } from './protocol.ts';
import { storageOf } from './storage-of.ts';
import type { WorkerApi } from './transport.ts';

export async function openHost(session: string, emit: (event: HostEvent) => void): Promise<WorkerApi> {
  const lessons = new Set(lessonTexts);
  return createHost({
    session,
    ...(await storageOf()),
    machine,
    createShell,
    emit,
    ours: (text) => lessons.has(text),
  });
}
