// Values as Python's str() prints them, in text and in tables.
import type { Json } from '../../../base/json.ts';
import { pythonStr } from '../python-text.ts';

export const isScalar = (value: Json): value is null | boolean | number | string =>
  typeof value !== 'object' || value === null;

export const isJsonList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

export const scalarText = (value: Json): string => pythonStr(value);
