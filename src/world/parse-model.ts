// A model file (src/services/<name>/api-model.json) as an ApiModel. The files write an operation's input and output out
// in full and repeat a named shape's bounds at each member; here everything is a name in `shapes` and stands once.
import { assert } from '../base/assert.ts';
import { isJsonObject } from '../base/json.ts';
import type { Json, JsonObject } from '../base/json.ts';
import type { ApiModel, MemberModel, OperationModel, Pagination, Shape } from './model.ts';

type Limits = Record<string, readonly [min: number, max: number]>;

export function parseApiModel(json: unknown): ApiModel {
  const file = object(json as Json, 'the model');
  const meta = object(file['meta'], 'meta');
  const shapeFiles = object(file['shapes'], 'shapes');
  const operationFiles = object(file['operations'], 'operations');

  const shapes: Record<string, Shape> = {};
  for (const [name, shape] of Object.entries(shapeFiles)) {
    shapes[name] = parseShape(object(shape, name), name, shapeFiles);
  }
  const operations: Record<string, OperationModel> = {};
  for (const [name, operation] of Object.entries(operationFiles)) {
    const { input, output, errors, pagination } = object(operation, name);
    for (const structure of [input, output]) {
      if (!isJsonObject(structure)) continue;
      shapes[text(structure['shape'], name)] = parseStructure(structure, name, shapeFiles);
    }
    operations[name] = {
      name,
      input: isJsonObject(input) ? text(input['shape'], name) : null,
      output: isJsonObject(output) ? text(output['shape'], name) : null,
      errors: array(errors, name).map((error) => text(error, name)),
      pagination: isJsonObject(pagination) ? parsePagination(pagination, name) : null,
      limits: {},
    };
  }
  applyDocumentedLimits(object(file['documentedLimits'] ?? {}, 'documentedLimits'), operations, shapes);
  assertClosed(operations, shapes);

  return {
    service: text(meta['endpointPattern'], 'endpointPattern').split('.')[0] ?? '',
    title: text(meta['service'], 'service'),
    apiVersion: text(meta['apiVersion'], 'apiVersion'),
    targetPrefix: text(meta['targetHeaderPrefix'], 'targetHeaderPrefix'),
    operations,
    shapes,
  };
}

function parseShape(file: JsonObject, name: string, shapes: JsonObject): Shape {
  const type = text(file['type'], name);
  switch (type) {
    case 'structure':
      return parseStructure(file, name, shapes);
    case 'list':
      return { type, member: text(file['member'], name), ...bounds(file) };
    case 'map':
      return { type, key: text(file['key'], name), value: text(file['value'], name), ...bounds(file) };
    case 'string': {
      const pattern = file['pattern'];
      const values = file['enum'];
      return {
        type,
        ...bounds(file),
        ...(typeof pattern === 'string' && { pattern }),
        ...(values !== undefined && { enum: array(values, name).map((value) => text(value, name)) }),
      };
    }
    case 'blob':
    case 'integer':
    case 'long':
    case 'float':
    case 'double':
      return { type, ...bounds(file) };
    case 'boolean':
    case 'timestamp':
      return { type };
    default:
      return wrong(`${name} is a ${type}`);
  }
}

/** A member is sensitive where it says so or its shape does: what must be kept out of the journal is decided here. */
function parseStructure(file: JsonObject, name: string, shapes: JsonObject): Shape & { type: 'structure' } {
  const members: Record<string, MemberModel> = {};
  for (const [memberName, member] of Object.entries(object(file['members'], name))) {
    const it = object(member, memberName);
    const shape = text(it['shape'], memberName);
    const shapeFile = object(shapes[shape], shape);
    members[memberName] = {
      shape,
      required: it['required'] === true,
      sensitive: it['sensitive'] === true || shapeFile['sensitive'] === true,
      deprecated: it['deprecated'] === true,
    };
  }
  return { type: 'structure', members };
}

function parsePagination(file: JsonObject, name: string): Pagination {
  const moreResults = file['moreResults'];
  return {
    inputToken: text(file['inputToken'], name),
    outputToken: text(file['outputToken'], name),
    limitKey: text(file['limitKey'], name),
    resultKey: text(file['resultKey'], name),
    ...(typeof moreResults === 'string' && { moreResults }),
  };
}

/**
 * "PolicyType.max": 32768 tightens a shape; "ListKeys.Limit": [1, 1000] bounds a member of an operation's input. What
 * else stands there is for people, or (defaults) for the operation's own code.
 */
function applyDocumentedLimits(
  limits: JsonObject,
  operations: Record<string, OperationModel>,
  shapes: Record<string, Shape>,
): void {
  for (const [path, limit] of Object.entries(limits)) {
    const [subject = '', member = '', more] = path.split('.');
    if (more !== undefined) continue;
    const [min, max] = Array.isArray(limit) ? (limit as readonly Json[]) : [];
    if (typeof min === 'number' && typeof max === 'number') {
      const operation = operations[subject] ?? wrong(`no operation ${subject}`);
      const input = operation.input === null ? undefined : shapes[operation.input];
      assert(input?.type === 'structure' && Object.hasOwn(input.members, member), `${path} names a member`);
      const tightened: Limits = { ...operation.limits, [member]: [min, max] };
      operations[subject] = { ...operation, limits: tightened };
    } else if (typeof limit === 'number' && (member === 'min' || member === 'max')) {
      const shape = shapes[subject] ?? wrong(`no shape ${subject}`);
      shapes[subject] = { ...shape, [member]: limit };
    }
  }
}

/** Every name that a shape or operation mentions is there. */
function assertClosed(operations: Record<string, OperationModel>, shapes: Record<string, Shape>): void {
  const known = (name: string) => assert(Object.hasOwn(shapes, name), `the shape ${name} is in the model`);
  for (const { input, output } of Object.values(operations)) {
    if (input !== null) known(input);
    if (output !== null) known(output);
  }
  for (const shape of Object.values(shapes)) {
    if (shape.type === 'structure') Object.values(shape.members).forEach((member) => known(member.shape));
    if (shape.type === 'list') known(shape.member);
    if (shape.type === 'map') [shape.key, shape.value].forEach(known);
  }
}

function bounds({ min, max }: JsonObject): { min?: number; max?: number } {
  return { ...(typeof min === 'number' && { min }), ...(typeof max === 'number' && { max }) };
}

function wrong(what: string): never {
  assert(false, `a model file: ${what}`);
}

function object(value: Json | undefined, name: string): JsonObject {
  return isJsonObject(value) ? value : wrong(`${name} is not an object`);
}

function array(value: Json | undefined, name: string): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : wrong(`${name} has a list that is none`);
}

function text(value: Json | undefined, name: string): string {
  return typeof value === 'string' ? value : wrong(`${name} has a text that is none`);
}
