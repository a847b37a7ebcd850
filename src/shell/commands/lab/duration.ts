// Durations as one types them: 90m, 8d, 2h30m, 1y. A year is 365 days, as the waiting periods and rotations of KMS count.

const units: readonly (readonly [letter: string, ms: number, word: string])[] = [
  ['y', 365 * 86_400_000, 'year'],
  ['w', 7 * 86_400_000, 'week'],
  ['d', 86_400_000, 'day'],
  ['h', 3_600_000, 'hour'],
  ['m', 60_000, 'minute'],
  ['s', 1_000, 'second'],
];

export const LONGEST_MS = 100 * 365 * 86_400_000;

/** Milliseconds; undefined where it is no duration, zero or beyond a hundred years. */
export function parseDuration(text: string): number | undefined {
  if (!/^(\d+[ywdhms])+$/.test(text)) return undefined;
  let total = 0;
  let from = -1;
  for (const [, amount, letter] of text.matchAll(/(\d+)([ywdhms])/g)) {
    const at = units.findIndex(([each]) => each === letter);
    // 30m2h or 1d1d is more likely a slip than meant.
    if (at <= from) return undefined;
    from = at;
    total += Number(amount) * (units[at]?.[1] ?? 0);
  }
  return total > 0 && total <= LONGEST_MS ? total : undefined;
}

/** 2 hours 30 minutes. */
export function formatDuration(ms: number): string {
  const parts: string[] = [];
  let left = Math.round(ms / 1_000) * 1_000;
  for (const [letter, size, word] of units) {
    if (letter === 'w') continue;
    const count = Math.floor(left / size);
    left -= count * size;
    if (count > 0) parts.push(`${count} ${word}${count === 1 ? '' : 's'}`);
  }
  return parts.join(' ') || '0 seconds';
}
