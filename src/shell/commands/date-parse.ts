// What `date -d` understands: the common part of GNU's date input formats. Where no zone is named it is UTC.

const SECOND_MS = 1_000;
const units: Readonly<Record<string, number>> = {
  sec: SECOND_MS,
  second: SECOND_MS,
  min: 60 * SECOND_MS,
  minute: 60 * SECOND_MS,
  hour: 3_600 * SECOND_MS,
  day: 86_400 * SECOND_MS,
  week: 604_800 * SECOND_MS,
  fortnight: 1_209_600 * SECOND_MS,
};

function shifted(atMs: number, amount: number, unit: string): number | undefined {
  const fixed = units[unit];
  if (fixed !== undefined) return atMs + amount * fixed;
  const at = new Date(atMs);
  if (unit === 'month') return at.setUTCMonth(at.getUTCMonth() + amount);
  if (unit === 'year') return at.setUTCFullYear(at.getUTCFullYear() + amount);
  return undefined;
}

const calendar =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:T|\s+)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?(?=\s|$)/i;

/** The absolute part at the beginning, and what follows it. */
function absolute(text: string, nowMs: number): { readonly atMs: number; readonly rest: string } | undefined {
  const stamp = /^@(-?\d+)(?:\.(\d+))?/.exec(text);
  if (stamp) {
    const [whole, seconds = '0', fraction = ''] = stamp;
    return {
      atMs: Number(seconds) * 1_000 + Number(fraction.padEnd(3, '0').slice(0, 3)),
      rest: text.slice(whole.length),
    };
  }
  const match = calendar.exec(text);
  if (!match) return { atMs: nowMs, rest: text };
  const [whole, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = match;
  const parts = [Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second)] as const;
  const atMs = Date.UTC(...parts);
  const read = new Date(atMs);
  const same = [read.getUTCFullYear(), read.getUTCMonth(), read.getUTCDate(), read.getUTCHours(), read.getUTCMinutes()];
  if (!same.every((value, index) => value === parts[index])) return undefined;
  const [, sign, hours = '0', minutes = '0'] = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone) ?? [];
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === '-' ? -1 : 1);
  return { atMs: atMs - offset + Number(fraction.padEnd(3, '0').slice(0, 3)), rest: text.slice(whole.length) };
}

/** Undefined where this is no date that we know. */
export function parseDate(text: string, nowMs: number): number | undefined {
  const start = absolute(text.trim(), nowMs);
  if (!start) return undefined;
  let at = start.atMs;
  let rest = start.rest.trim().toLowerCase();
  while (rest !== '') {
    const step = relative(rest);
    const moved = step && shifted(at, step.amount, step.unit);
    if (moved === undefined || step === undefined) return undefined;
    at = moved;
    rest = rest.slice(step.length).trim();
  }
  return Number.isFinite(new Date(at).getTime()) ? at : undefined;
}

/** One relative item at the beginning, and how much text it is. */
function relative(
  text: string,
): { readonly amount: number; readonly unit: string; readonly length: number } | undefined {
  const word = /^(now|today|yesterday|tomorrow|utc|z)(?=\s|$)/.exec(text);
  if (word) {
    const [whole, name] = word;
    return { amount: name === 'yesterday' ? -1 : name === 'tomorrow' ? 1 : 0, unit: 'day', length: whole.length };
  }
  const match = /^([+-]?\s*\d+|next|last|a|an)?\s*([a-z]+?)s?(\s+ago)?(?=\s|$|[+-])/.exec(text);
  if (!match) return undefined;
  const [whole, count = '1', unit = '', ago] = match;
  const amount = count === 'last' ? -1 : /^(next|an?)$/.test(count) ? 1 : Number(count.replaceAll(/\s/g, ''));
  return { amount: ago === undefined ? amount : -amount, unit, length: whole.length };
}
