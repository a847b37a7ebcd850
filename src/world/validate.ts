// Input against the API model, for every operation of every service at once, in AWS's words.
// Forms of the messages: facts/behaviours.md, section 16 (observed). Types that do not fit are refused before
// constraints are looked at, as AWS's deserialiser does.
import { ServiceError, validationError } from './errors.ts';
import type { ApiModel, MemberModel, OperationModel, Shape, Structure, Value } from './model.ts';

interface Bounds {
  readonly min?: number;
  readonly max?: number;
}

/** keyId for KeyId: how AWS's messages name a member. */
export const messageName = (member: string): string => member.charAt(0).toLowerCase() + member.slice(1);

/** The input as the operation may take it: unknown and null members left out. Throws a ValidationException or SerializationException. */
export function validate(model: ApiModel, operation: OperationModel, input: unknown): Structure {
  const failures: string[] = [];
  if (!isPlainObject(input)) throw wrongType();
  const structure =
    operation.input === null ? { type: 'structure' as const, members: {} } : shapeOf(model, operation.input);
  if (structure.type !== 'structure') throw wrongType();
  const clean = readStructure(model, structure.members, input, '', failures, operation.limits);
  if (failures.length > 0) {
    const counted = failures.length === 1 ? '1 validation error' : `${failures.length} validation errors`;
    throw validationError(`${counted} detected: ${failures.join('; ')}`);
  }
  return clean;
}

const wrongType = () => new ServiceError('SerializationException');

function shapeOf(model: ApiModel, name: string): Shape {
  const shape = model.shapes[name];
  if (!shape) throw new TypeError(`the model of ${model.service} has no shape ${name}`);
  return shape;
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return !(value instanceof Uint8Array);
}

function readStructure(
  model: ApiModel,
  members: Readonly<Record<string, MemberModel>>,
  input: Readonly<Record<string, unknown>>,
  path: string,
  failures: string[],
  limits: OperationModel['limits'] = {},
): Structure {
  const clean: Record<string, Value> = {};
  for (const [name, member] of Object.entries(members)) {
    const at = path + messageName(name);
    const value = Object.hasOwn(input, name) ? input[name] : undefined;
    if (value === undefined || value === null) {
      if (member.required) failures.push(`Value null at '${at}' failed to satisfy constraint: Member must not be null`);
      continue;
    }
    const limit = limits[name];
    const bounds = limit && { min: limit[0], max: limit[1] };
    clean[name] = readValue(model, member.shape, value, at, failures, member.sensitive, bounds);
  }
  return clean;
}

function readValue(
  model: ApiModel,
  shapeName: string,
  value: unknown,
  at: string,
  failures: string[],
  sensitive: boolean,
  bounds?: Bounds,
): Value {
  const shape = shapeOf(model, shapeName);
  const fails = (constraint: string, shown?: string) =>
    failures.push(
      `Value ${shown === undefined || sensitive ? '' : `'${shown}' `}at '${at}' failed to satisfy constraint: ${constraint}`,
    );
  switch (shape.type) {
    case 'structure':
      if (!isPlainObject(value)) throw wrongType();
      return readStructure(model, shape.members, value, `${at}.`, failures);
    case 'list': {
      if (!Array.isArray(value)) throw wrongType();
      checkBounds({ ...shape, ...bounds }, value.length, 'length', (what) =>
        fails(what, `[${value.map(shown).join(', ')}]`),
      );
      return value.map((item: unknown, index) => {
        if (item === null || item === undefined) throw wrongType();
        return readValue(model, shape.member, item, `${at}.${index + 1}.member`, failures, sensitive);
      });
    }
    case 'map': {
      if (!isPlainObject(value)) throw wrongType();
      const entries = Object.entries(value);
      checkBounds({ ...shape, ...bounds }, entries.length, 'length', (what) => fails(what, '{}'));
      const clean: [string, Value][] = entries.map(([key, item]) => {
        if (item === null || item === undefined) throw wrongType();
        readValue(model, shape.key, key, `${at}.key`, failures, sensitive);
        return [key, readValue(model, shape.value, item, `${at}.${key}.member`, failures, sensitive)];
      });
      return Object.fromEntries(clean);
    }
    case 'string':
      if (typeof value !== 'string') throw wrongType();
      checkBounds({ ...shape, ...bounds }, value.length, 'length', (what) => fails(what, value));
      if (shape.pattern !== undefined && !matches(shape.pattern, value)) {
        fails(`Member must satisfy regular expression pattern: ${shape.pattern}`, value);
      }
      if (shape.enum && !shape.enum.includes(value)) {
        fails(`Member must satisfy enum value set: [${shape.enum.join(', ')}]`, value);
      }
      return value;
    case 'blob':
      if (!(value instanceof Uint8Array)) throw wrongType();
      checkBounds({ ...shape, ...bounds }, value.length, 'length', (what) => fails(what));
      return value;
    case 'integer':
    case 'long':
      if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw wrongType();
      checkBounds({ ...shape, ...bounds }, value, 'value', (what) => fails(what, String(value)));
      return value;
    case 'float':
    case 'double':
    case 'timestamp':
      if (typeof value !== 'number' || !Number.isFinite(value)) throw wrongType();
      return value;
    case 'boolean':
      if (typeof value !== 'boolean') throw wrongType();
      return value;
  }
}

/** An item as a message shows it: never by a method of its own. */
const shown = (item: unknown): string =>
  typeof item === 'string' || typeof item === 'number' || typeof item === 'boolean' ? String(item) : '{}';

/** The lower bound first, as AWS lists them. */
function checkBounds(
  { min, max }: Bounds,
  size: number,
  what: 'length' | 'value',
  fails: (constraint: string) => void,
): void {
  if (min !== undefined && size < min) fails(`Member must have ${what} greater than or equal to ${min}`);
  if (max !== undefined && size > max) fails(`Member must have ${what} less than or equal to ${max}`);
}

const patterns = new Map<string, RegExp>();

/** The models' patterns are of Java: the whole text must match, by code points. */
function matches(pattern: string, text: string): boolean {
  let compiled = patterns.get(pattern);
  if (!compiled) patterns.set(pattern, (compiled = new RegExp(`^(?:${pattern})$`, 'su')));
  return compiled.test(text);
}
