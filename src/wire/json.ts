// Values of a model's shapes as AWS JSON 1.1 writes them: blobs are base64, timestamps numbers of seconds.
// Source: Smithy, "AWS JSON 1.1 protocol".
import { fromBase64, toBase64 } from '../base/encodings.ts';
import { isJsonObject, type Json } from '../base/json.ts';
import { assert } from '../base/assert.ts';
import { ServiceError } from '../world/errors.ts';
import type { ApiModel, MemberModel, Shape, Value } from '../world/model.ts';

/** Members in the model's order; those that the model does not know are left out. */
export function toWire(model: ApiModel, shapeName: string, value: Value): Json {
  const shape = shapeOf(model, shapeName);
  if (value === null) return null;
  switch (shape.type) {
    case 'structure': {
      const written: Record<string, Json> = {};
      for (const [name, member] of membersOf(shape)) {
        const item = memberOf(value, name);
        if (item !== undefined) written[name] = toWire(model, member.shape, item);
      }
      return written;
    }
    case 'list':
      assert(Array.isArray(value), `a ${shapeName} is a list`);
      return (value as readonly Value[]).map((item) => toWire(model, shape.member, item));
    case 'map':
      assert(isMap(value), `a ${shapeName} is a map`);
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toWire(model, shape.value, item)]));
    case 'blob':
      assert(value instanceof Uint8Array, `a ${shapeName} is bytes`);
      return toBase64(value);
    default:
      assert(typeof value !== 'object', `a ${shapeName} is a scalar`);
      return value;
  }
}

/**
 * What the JSON says, as the engine keeps it. Members that the model does not know, and those that are null, are absent.
 * Refuses what is of another type than the shape; everything finer is the front door's to validate.
 */
export function fromWire(model: ApiModel, shapeName: string, json: Json): Value {
  const shape = shapeOf(model, shapeName);
  switch (shape.type) {
    case 'structure': {
      if (!isJsonObject(json)) throw wrongType();
      const read: Record<string, Value> = {};
      for (const [name, member] of membersOf(shape)) {
        const item = Object.hasOwn(json, name) ? json[name] : undefined;
        if (item !== undefined && item !== null) read[name] = fromWire(model, member.shape, item);
      }
      return read;
    }
    case 'list':
      if (!Array.isArray(json)) throw wrongType();
      return (json as readonly Json[]).map((item) => (item === null ? null : fromWire(model, shape.member, item)));
    case 'map': {
      if (!isJsonObject(json)) throw wrongType();
      const members = Object.entries(json).map(([key, item]): [string, Value] => [
        key,
        item === null ? null : fromWire(model, shape.value, textOfNumber(model, shape.value, item)),
      ]);
      return Object.fromEntries(members);
    }
    case 'blob': {
      const bytes = typeof json === 'string' ? fromBase64(json) : undefined;
      if (bytes === undefined) throw wrongType();
      return bytes;
    }
    case 'string':
      return expected(json, typeof json === 'string');
    case 'boolean':
      return expected(json, typeof json === 'boolean');
    case 'integer':
    case 'long':
      return expected(json, Number.isInteger(json));
    case 'float':
    case 'double':
    case 'timestamp':
      return expected(json, typeof json === 'number');
  }
}

/** Where a map has texts, AWS takes numbers too, as an encryption context is often given. */
const textOfNumber = (model: ApiModel, shapeName: string, json: Json): Json =>
  typeof json === 'number' && shapeOf(model, shapeName).type === 'string' ? String(json) : json;

const wrongType = () => new ServiceError('SerializationException');

function expected(json: Json, holds: boolean): Value {
  if (!holds) throw wrongType();
  return json;
}

type StructureShape = Extract<Shape, { type: 'structure' }>;
type Members = readonly (readonly [name: string, member: MemberModel])[];

/** Asked for with every call. The names are the model's own, so none is hostile. */
const membersOfShapes = new WeakMap<StructureShape, Members>();
function membersOf(shape: StructureShape): Members {
  const known = membersOfShapes.get(shape) ?? Object.entries(shape.members);
  membersOfShapes.set(shape, known);
  return known;
}

const isMap = (value: Value): value is { readonly [key: string]: Value } =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);

function memberOf(value: Value, name: string): Value | undefined {
  assert(isMap(value), `what has ${name} is a structure`);
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

function shapeOf(model: ApiModel, name: string): Shape {
  const shape = model.shapes[name];
  assert(shape, `the model of ${model.service} has the shape ${name}`);
  return shape;
}
