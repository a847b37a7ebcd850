// --output json: four spaces, letters of every script as they are.
import type { Json } from '../../../base/json.ts';

/** Nothing for an operation that answers nothing. */
export function formatJson(value: Json): string {
  return isEmptyObject(value) ? '' : `${JSON.stringify(value, null, 4)}\n`;
}

export const isEmptyObject = (value: Json): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;
