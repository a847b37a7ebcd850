// The format of date(1), in UTC, which is CloudShell's zone.

const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const DAY_MS = 86_400_000;

type Field = readonly [value: string | number, width?: number, pad?: '0' | ' '];

/** ISO 8601: the week that has the year's first Thursday is its first. */
function isoWeek(at: Date): { readonly year: number; readonly week: number } {
  const thursday = new Date(at.getTime() + (3 - ((at.getUTCDay() + 6) % 7)) * DAY_MS);
  const year = thursday.getUTCFullYear();
  return { year, week: 1 + Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * DAY_MS)) };
}

const dayOfYear = (at: Date) =>
  1 +
  Math.floor(
    (Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()) - Date.UTC(at.getUTCFullYear(), 0, 1)) / DAY_MS,
  );
const hour12 = (at: Date) => at.getUTCHours() % 12 || 12;

const composed: Readonly<Record<string, string>> = {
  c: '%a %b %e %H:%M:%S %Y',
  D: '%m/%d/%y',
  F: '%Y-%m-%d',
  h: '%b',
  r: '%I:%M:%S %p',
  R: '%H:%M',
  T: '%H:%M:%S',
  x: '%m/%d/%y',
  X: '%H:%M:%S',
};

const fields: Readonly<Record<string, (at: Date) => Field>> = {
  '%': () => ['%'],
  n: () => ['\n'],
  t: () => ['\t'],
  a: (at) => [(days[at.getUTCDay()] ?? '').slice(0, 3)],
  A: (at) => [days[at.getUTCDay()] ?? ''],
  b: (at) => [(months[at.getUTCMonth()] ?? '').slice(0, 3)],
  B: (at) => [months[at.getUTCMonth()] ?? ''],
  C: (at) => [Math.floor(at.getUTCFullYear() / 100), 2],
  d: (at) => [at.getUTCDate(), 2],
  e: (at) => [at.getUTCDate(), 2, ' '],
  g: (at) => [isoWeek(at).year % 100, 2],
  G: (at) => [isoWeek(at).year],
  H: (at) => [at.getUTCHours(), 2],
  I: (at) => [hour12(at), 2],
  j: (at) => [dayOfYear(at), 3],
  k: (at) => [at.getUTCHours(), 2, ' '],
  l: (at) => [hour12(at), 2, ' '],
  m: (at) => [at.getUTCMonth() + 1, 2],
  M: (at) => [at.getUTCMinutes(), 2],
  N: (at) => [String(at.getUTCMilliseconds()).padStart(3, '0') + '000000'],
  p: (at) => [at.getUTCHours() < 12 ? 'AM' : 'PM'],
  P: (at) => [at.getUTCHours() < 12 ? 'am' : 'pm'],
  q: (at) => [Math.floor(at.getUTCMonth() / 3) + 1],
  s: (at) => [Math.floor(at.getTime() / 1_000)],
  S: (at) => [at.getUTCSeconds(), 2],
  u: (at) => [at.getUTCDay() || 7],
  U: (at) => [Math.floor((dayOfYear(at) + 6 - at.getUTCDay()) / 7), 2],
  V: (at) => [isoWeek(at).week, 2],
  w: (at) => [at.getUTCDay()],
  W: (at) => [Math.floor((dayOfYear(at) + 6 - ((at.getUTCDay() + 6) % 7)) / 7), 2],
  y: (at) => [at.getUTCFullYear() % 100, 2],
  Y: (at) => [at.getUTCFullYear()],
  z: () => ['+0000'],
  ':z': () => ['+00:00'],
  '::z': () => ['+00:00:00'],
  Z: () => ['UTC'],
};

function filled([value, width = 0, pad = '0']: Field, flags: string, given: string): string {
  const plain = String(value);
  const text = flags.includes('^') ? plain.toUpperCase() : plain;
  if (flags.includes('-')) return text;
  const with_ = flags.includes('_') ? ' ' : flags.includes('0') ? '0' : pad;
  const wanted = given === '' ? width : Number(given);
  return text.padStart(Math.min(wanted, 1_000), typeof value === 'number' || flags !== '' ? with_ : ' ');
}

/** What a format does not know stands as it is, as in GNU's date. */
export function formatDate(format: string, atMs: number): string {
  const at = new Date(atMs);
  return format.replaceAll(
    /%([-_0^#]*)(\d*)(:{0,2}z|[A-Za-z%])/g,
    (whole, flags: string, width: string, name: string) => {
      const known = composed[name];
      if (known !== undefined) return formatDate(known, atMs);
      const field = fields[name];
      return field ? filled(field(at), flags, width) : whole;
    },
  );
}
