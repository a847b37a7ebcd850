// An answer as the CLI shows it: members in the model's order, blobs as base64, moments in ISO 8601.
import { toBase64 } from '../../base/encodings.ts';
import type { Json, JsonObject } from '../../base/json.ts';
import type { ApiModel, Structure, Value } from '../../world/model.ts';
import { shapeOf } from './parameters.ts';
import { isDict, isList } from './python-text.ts';
import { isoTimestamp } from './timestamps.ts';

export interface Presentation {
  readonly timestamps: 'wire' | 'iso8601';
  /** A time zone's name; empty for UTC. */
  readonly zone: string;
}

export function presentOutput(model: ApiModel, output: string | null, value: Structure, how: Presentation): JsonObject {
  if (output === null) return {};
  return present(model, output, value, how) as JsonObject;
}

function present(model: ApiModel, shapeName: string, value: Value, how: Presentation): Json {
  const shape = shapeOf(model, shapeName);
  if (shape.type === 'structure' && isDict(value)) {
    const members = Object.entries(shape.members).flatMap(([name, member]): [string, Json][] => {
      const item = Object.hasOwn(value, name) ? value[name] : undefined;
      return item === undefined ? [] : [[name, present(model, member.shape, item, how)]];
    });
    return Object.fromEntries(members);
  }
  if (shape.type === 'list' && isList(value)) return value.map((item) => present(model, shape.member, item, how));
  if (shape.type === 'map' && isDict(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, present(model, shape.value, item, how)]),
    );
  }
  if (shape.type === 'timestamp' && typeof value === 'number' && how.timestamps === 'iso8601') {
    return isoTimestamp(value, how.zone);
  }
  return value instanceof Uint8Array ? toBase64(value) : (value as Json);
}
