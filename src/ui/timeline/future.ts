// What will fall due, as the timeline shows it: read from the world's own table of due dates.
import { dueTable } from '../../world/due.ts';
import type { View } from '../../world/records.ts';
import { span } from '../world/words.ts';
import type { Future } from './place.ts';
import { dueLabel, dueTone } from './moments.ts';

/** More than these are not looked at: the timeline gathers them anyway. */
const atMost = 100;

export const futureOf = (view: View, nowMs: number): readonly Future[] =>
  view
    .scan(dueTable, '', { limit: atMost })
    .map(({ row }) => row)
    .sort((a, b) => a.atMs - b.atMs)
    .map(({ handler, atMs }) => ({
      label: `${dueLabel(handler)} in ${span(atMs - nowMs)}`,
      count: 1,
      tone: dueTone(handler),
    }));
