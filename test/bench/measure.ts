// How the benches measure: medians of rounds that alternate between the things compared, on one machine, in one run.

export interface Timed {
  readonly name: string;
  /** Microseconds for one call: the median over the rounds. */
  readonly microseconds: number;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Times each of `subjects` one call after another, in rounds, so that a slow moment of the machine hits them all. */
export async function timeEach(
  subjects: Readonly<Record<string, () => Promise<unknown>>>,
  { rounds = 15, calls = 200 } = {},
): Promise<readonly Timed[]> {
  const samples = new Map<string, number[]>();
  for (const [name, run] of Object.entries(subjects)) {
    samples.set(name, []);
    for (let warm = 0; warm < calls; warm += 1) await run();
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, run] of Object.entries(subjects)) {
      const start = performance.now();
      for (let at = 0; at < calls; at += 1) await run();
      samples.get(name)?.push(((performance.now() - start) * 1000) / calls);
    }
  }
  return [...samples].map(([name, values]) => ({ name, microseconds: median(values) }));
}

/** How many of `run` end in a second while `width` of them are always under way. */
export async function perSecond(run: () => Promise<unknown>, width: number, total: number): Promise<number> {
  let begun = 0;
  const start = performance.now();
  const lane = async () => {
    while (begun < total) {
      begun += 1;
      await run();
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
  return (total * 1000) / (performance.now() - start);
}

export async function milliseconds(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}
