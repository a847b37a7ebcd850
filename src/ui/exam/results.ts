// What was answered, as it is kept in this browser.
import * as v from 'valibot';

export const confidences = ['guess', 'think', 'sure'] as const;
export type Confidence = (typeof confidences)[number];

const resultShape = v.object({
  item: v.string(),
  chosen: v.array(v.string()),
  right: v.boolean(),
  confidence: v.picklist(confidences),
  atMs: v.number(),
});
export type Result = v.InferOutput<typeof resultShape>;

/** What of kept data is a list of results. */
export const readResults = (kept: unknown): readonly Result[] =>
  Array.isArray(kept) ? kept.flatMap((one: unknown) => (v.is(resultShape, one) ? [one] : [])) : [];

/** The last result of each item that was ever answered. */
export const latestByItem = (results: readonly Result[]): ReadonlyMap<string, Result> =>
  new Map(results.map((result) => [result.item, result]));
