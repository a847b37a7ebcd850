// What becomes of a call whose worker was ended before it answered.
import type { Method } from './transport.ts';

export type Fate =
  /** It is asked again: asking twice does no harm. */
  | 'again'
  /** Nobody knows whether it was done, and doing it twice would be wrong. */
  | 'refused'
  /** It is a line, and was interrupted. */
  | 'interrupted'
  /** There is nothing left to do. */
  | 'done';

export const fates: Readonly<Record<Method, Fate>> = {
  worlds: 'again',
  sandbox: 'again',
  worldOf: 'again',
  deleteWorld: 'again',
  open: 'again',
  run: 'interrupted',
  interrupt: 'done',
  needsMore: 'again',
  complete: 'again',
  undo: 'refused',
  redo: 'refused',
  reset: 'again',
  advance: 'refused',
  invoke: 'refused',
  check: 'again',
  prove: 'again',
  share: 'again',
  readLink: 'again',
  keep: 'again',
  kept: 'again',
  forgetEverything: 'again',
  wake: 'done',
  bury: 'done',
};
