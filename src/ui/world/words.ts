// How the drawings speak: operations as the command line names them, times and spans short.

/** ScheduleKeyDeletion → schedule-key-deletion */
export const commandName = (operation: string): string =>
  operation.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();

/** PendingReplicaDeletion → Pending replica deletion */
export function stateName(state: string): string {
  const words = state.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const units = [
  { name: 'd', ms: 86_400_000 },
  { name: 'h', ms: 3_600_000 },
  { name: 'min', ms: 60_000 },
  { name: 's', ms: 1_000 },
];

/** A span in its two largest units: 6 d 23 h. Never less than a second. */
export function span(ms: number): string {
  let left = Math.max(1_000, Math.abs(ms));
  const first = units.findIndex((unit) => left >= unit.ms);
  const parts: string[] = [];
  for (const unit of units.slice(first, first + 2)) {
    const count = Math.floor(left / unit.ms);
    left -= count * unit.ms;
    if (count > 0) parts.push(`${count} ${unit.name}`);
  }
  return parts.join(' ');
}

const two = (value: number) => String(value).padStart(2, '0');
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** World time is shown in UTC, as AWS shows it: 12 Mar 2027, 09:41:07 */
export const dateTime = (atMs: number): string => {
  const date = new Date(atMs);
  return `${date.getUTCDate()} ${months[date.getUTCMonth()] ?? ''} ${date.getUTCFullYear()}, ${timeOfDay(atMs)}`;
};

export const timeOfDay = (atMs: number): string => {
  const date = new Date(atMs);
  return `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
};

/** 1 key, 2 keys */
export const counted = (count: number, one: string, more = `${one}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : more}`;
