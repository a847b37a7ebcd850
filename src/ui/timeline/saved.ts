// Whether the world is kept, in a few words.
import type { Persistence } from '../../host/protocol.ts';

const words: Readonly<Record<Persistence, string>> = {
  durable: 'saved',
  memory: 'in memory only',
  full: 'not saved: storage is full',
  denied: 'not saved: storage is refused',
  broken: 'not saved: storage failed',
};

export const saved = (persistence: Persistence): string => words[persistence];
