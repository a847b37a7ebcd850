// Moments in time: how a parameter may write one, and how the CLI prints one.
// Source: AWS CLI User Guide, "Timestamp" and "cli_timestamp_format"; ISO 8601.
import type { Value } from '../../world/model.ts';

/** Whole seconds since the epoch, as the CLI sends them. Undefined where the value is no moment. */
export function readTimestamp(value: Value): number | undefined {
  if (typeof value === 'number') return Math.floor(value);
  if (typeof value !== 'string') return undefined;
  if (/^\s*[+-]?\d+(?:\.\d+)?\s*$/.test(value) && !/^\s*\d{8}\s*$/.test(value)) return Math.floor(Number(value));
  const parts =
    /^\s*(\d{4})-?(\d\d)-?(\d\d)(?:[T ](\d\d):?(\d\d)(?::?(\d\d)(?:\.\d+)?)?)?\s*(Z|UTC|[+-]\d\d:?\d\d)?\s*$/i.exec(
      value,
    );
  if (!parts) return undefined;
  const [, year, month, day, hour = '00', minute = '00', second = '00', zone = 'Z'] = parts;
  const offset = /^[+-]/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(-2)}` : 'Z';
  const ms = Date.parse(`${year ?? ''}-${month ?? ''}-${day ?? ''}T${hour}:${minute}:${second}${offset}`);
  return Number.isNaN(ms) ? undefined : Math.floor(ms / 1000);
}

/** In the zone, with microseconds only where they are not zero: 2023-11-14T22:13:20.123000+00:00. */
export function isoTimestamp(seconds: number, zone: string): string {
  const micros = Math.round(seconds * 1e6);
  const whole = Math.floor(micros / 1e6);
  const fraction = micros - whole * 1e6;
  const offset = zoneOffsetMinutes(whole * 1000, zone);
  const local = new Date((whole + offset * 60) * 1000);
  if (Number.isNaN(local.getTime())) return String(seconds);
  const digits = fraction === 0 ? '' : `.${String(fraction).padStart(6, '0')}`;
  const sign = offset < 0 ? '-' : '+';
  const hours = String(Math.trunc(Math.abs(offset) / 60)).padStart(2, '0');
  const minutes = String(Math.abs(offset) % 60).padStart(2, '0');
  return `${local.toISOString().slice(0, 19)}${digits}${sign}${hours}:${minutes}`;
}

/** Zero for a zone that nobody knows: then Python's is UTC too. */
function zoneOffsetMinutes(atMs: number, zone: string): number {
  if (zone === '' || zone === 'UTC') return 0;
  try {
    const parts = new Intl.DateTimeFormat('en-US', {
      timeZone: zone.replace(/^:/, ''),
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    }).formatToParts(new Date(atMs));
    const part = (type: string) => Number(parts.find((it) => it.type === type)?.value);
    const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
    return Math.round((local - atMs) / 60_000);
  } catch {
    return 0;
  }
}
