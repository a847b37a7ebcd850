// Gives each cell of a row its place from left to right: as close as can be to its neighbours above and below, in the
// given order, never closer to the next than they may, never outside.
import type { Cell, Rows } from './order.ts';

const pull = 0.3;

/** The x of the middle of every cell. */
export function spread({ rows, steps }: Rows, width: number, gap: Gaps): ReadonlyMap<string, number> {
  const xs = new Map<string, number>();
  for (const row of rows) {
    const start = (width - rowWidth(row, gap)) / 2;
    const evenly = row.map((_, index) => start + reach(row, index, gap));
    settle(row, evenly, width, gap, xs);
  }
  const neighbours = new Map<string, Set<string>>();
  for (const { upper, lower } of steps) {
    neighbours.set(upper, (neighbours.get(upper) ?? new Set()).add(lower));
    neighbours.set(lower, (neighbours.get(lower) ?? new Set()).add(upper));
  }
  for (let round = 0; round < 24; round += 1) {
    for (const row of round % 2 === 0 ? rows : [...rows].reverse()) {
      const wishes = row.map(({ id }) => {
        const around = [...(neighbours.get(id) ?? [])].map((other) => xs.get(other) ?? width / 2);
        // The middle of the page pulls a little: what could stand anywhere stands there.
        const sum = around.reduce((total, x) => total + x, (width / 2) * pull);
        return sum / (around.length + pull);
      });
      settle(row, wishes, width, gap, xs);
    }
  }
  return xs;
}

/** The room that must be between neighbours of a row: `boxes`, or a line that passes and anything else. */
export interface Gaps {
  readonly boxes: number;
  readonly passing: number;
}

/** How far the left end of a cell is from the row's, where all stand as close as they may. */
function offset(row: readonly Cell[], index: number, gap: Gaps): number {
  return row.slice(0, index).reduce((sum, cell, before) => {
    const close = cell.passing === true || row[before + 1]?.passing === true;
    return sum + cell.width + (close ? gap.passing : gap.boxes);
  }, 0);
}

const reach = (row: readonly Cell[], index: number, gap: Gaps): number =>
  offset(row, index, gap) + (row[index]?.width ?? 0) / 2;

/** What a row needs at least. */
export const rowWidth = (row: readonly Cell[], gap: Gaps): number =>
  row.length === 0 ? 0 : offset(row, row.length - 1, gap) + (row.at(-1)?.width ?? 0);

/** The places nearest to the wishes (least squares) that keep the order and the gaps: pool adjacent violators. */
function settle(
  row: readonly Cell[],
  wishes: readonly number[],
  width: number,
  gap: Gaps,
  xs: Map<string, number>,
): void {
  const offsets = row.map((_, index) => reach(row, index, gap));
  const pools: { sum: number; count: number }[] = [];
  const mean = (pool: { sum: number; count: number }) => pool.sum / pool.count;
  for (const [index, wish] of wishes.entries()) {
    let pool = { sum: wish - (offsets[index] ?? 0), count: 1 };
    for (let last = pools.at(-1); last && mean(last) > mean(pool); last = pools.at(-1)) {
      pool = { sum: pool.sum + last.sum, count: pool.count + last.count };
      pools.pop();
    }
    pools.push(pool);
  }
  const lastCell = row.length - 1;
  const room = width - (offsets[lastCell] ?? 0) - (row[lastCell]?.width ?? 0) / 2;
  const shifts = pools.flatMap((pool) => Array.from({ length: pool.count }, () => mean(pool)));
  row.forEach(({ id }, index) => {
    const shift = Math.max(0, Math.min(room, shifts[index] ?? 0));
    xs.set(id, (offsets[index] ?? 0) + shift);
  });
}
