// Practice: what is asked next, how it is shown, and what an answer is worth (LEARNING.md, "Teaching that works"). Plain
// values and pure functions: what is kept and drawn is for others to decide.
import * as v from 'valibot';
import { shuffled } from './shuffle.ts';
import type { Item, Option } from './types.ts';

/** How sure the learner said to be before the answer was shown. */
export const confidences = ['guess', 'think', 'sure'] as const;
export type Confidence = (typeof confidences)[number];

const resultShape = v.object({
  item: v.string(),
  /** The options' ids, as the item has them. */
  chosen: v.array(v.string()),
  right: v.boolean(),
  confidence: v.picklist(confidences),
  atMs: v.number(),
});
/** How an item was answered once. */
export type Result = v.InferOutput<typeof resultShape>;

/** What of kept data is a list of results. */
export const readResults = (kept: unknown): readonly Result[] =>
  Array.isArray(kept) ? kept.flatMap((one: unknown) => (v.is(resultShape, one) ? [one] : [])) : [];

/** The last result of each item that was ever answered. */
export const latestByItem = (results: readonly Result[]): ReadonlyMap<string, Result> =>
  new Map(results.map((result) => [result.item, result]));

/** All of the right options and no other; a blank is wrong. */
export function isRight(item: Item, chosen: readonly string[]): boolean {
  const ids = new Set(chosen);
  return ids.size > 0 && item.options.every((option) => option.right === ids.has(option.id));
}

export interface ShownOption {
  /** Its letter in the order in which it is shown. */
  readonly letter: string;
  readonly option: Option;
}

/** The item's options as they are shown: in another order at another attempt. */
export function optionsShown(item: Item, results: readonly Result[]): readonly ShownOption[] {
  const attempts = results.filter((result) => result.item === item.id).length;
  return shuffled(item.options, `${item.id} ${attempts}`).map((option, index) => ({
    letter: String.fromCharCode('A'.charCodeAt(0) + index),
    option,
  }));
}

/** The order of a round: sure and wrong comes back first, then the other wrong ones; sure and right comes last. */
export function roundOf(items: readonly Item[], results: readonly Result[]): readonly Item[] {
  const latest = latestByItem(results);
  const mixed = shuffled(items, `round ${results.length}`);
  return [...mixed].sort((a, b) => patience(latest.get(a.id)) - patience(latest.get(b.id)));
}

/** How long an item can wait. */
function patience(last: Result | undefined): number {
  if (last === undefined) return 2;
  if (!last.right) return last.confidence === 'sure' ? 0 : 1;
  return 3 + confidences.indexOf(last.confidence);
}
