// Spoils a request: by the model's shapes (too long, too small, none of the enum) and against them (another type, a member
// that nobody knows, bits that flip, another request's identifiers).
import { kmsModel } from '../../../../src/services/kms/model.ts';
import type { Shape } from '../../../../src/world/model.ts';
import type { Chance } from './random.ts';

type Input = Record<string, unknown>;

const NASTY_TEXTS = [
  '',
  ' ',
  '\0',
  '\u{1F511}',
  '../..',
  'alias/',
  'arn:aws:kms',
  '__proto__',
  'constructor',
  '${x}',
  '\ud800',
];
const ELSE: readonly ((chance: Chance) => unknown)[] = [
  () => null,
  () => true,
  () => NaN,
  () => -1,
  () => 2 ** 53,
  () => 1.5,
  () => [],
  () => ({}),
  () => [null],
  () => ({ toString: 'x' }),
  (chance) => chance.pick(NASTY_TEXTS),
  (chance) => chance.bytes(chance.below(64)),
  (chance) => chance.text('abcXYZ019-_/: é', chance.below(300)),
];

function shapeOf(operation: string, member: string): Shape | undefined {
  const input = kmsModel.operations[operation]?.input;
  const structure = input === null || input === undefined ? undefined : kmsModel.shapes[input];
  const found = structure?.type === 'structure' ? structure.members[member] : undefined;
  return found && kmsModel.shapes[found.shape];
}

/** A value of the shape, or just outside it. */
function near(shape: Shape, value: unknown, chance: Chance): unknown {
  switch (shape.type) {
    case 'string':
      if (shape.enum) return chance.happens(0.7) ? chance.pick(shape.enum) : chance.text('ABC_', 8);
      if (typeof value === 'string' && chance.happens(0.6)) return nearText(value, chance);
      return chance.text('abc/-:0', (shape.max ?? 40) + chance.below(3) - 1);
    case 'blob':
      if (value instanceof Uint8Array && value.length > 0 && chance.happens(0.7)) return flipped(value, chance);
      return chance.bytes(chance.pick([0, 1, 16, 4096, 4097]));
    case 'integer':
    case 'long':
    case 'float':
    case 'double':
      return chance.pick([shape.min ?? 0, (shape.min ?? 0) - 1, shape.max ?? 9e9, (shape.max ?? 9e9) + 1, 7, 90, 365]);
    case 'timestamp':
      return chance.pick([0, -1, 1.8e9, 1.81e9, 4e9, 1e30]);
    case 'list':
      return Array.isArray(value) && value.length > 0
        ? [...(value as unknown[]), (value as unknown[])[0]]
        : [chance.text('abc', 5)];
    case 'map':
      return { [chance.text('ab', 3)]: chance.text('xy', 3), ...(value as object) };
    case 'boolean':
      return chance.happens(0.5);
    case 'structure':
      return {};
  }
}

function nearText(value: string, chance: Chance): string {
  const at = chance.below(value.length + 1);
  return chance.pick([
    value.slice(0, at),
    value.slice(0, at) + chance.text('a0f-/:A ', 1) + value.slice(at + 1),
    value + value,
    value.toUpperCase(),
    ` ${value}`,
  ]);
}

function flipped(value: Uint8Array, chance: Chance): Uint8Array {
  const copy = new Uint8Array(value);
  const at = chance.below(copy.length);
  copy[at] = (copy[at] ?? 0) ^ (1 << chance.below(8));
  return chance.happens(0.2) ? copy.slice(0, at) : copy;
}

/** One to three things about the request are other than they were. */
export function mutated(operation: string, input: Input, others: readonly Input[], chance: Chance): unknown {
  if (chance.happens(0.02)) return chance.pick(ELSE)(chance);
  const result: Input = { ...input };
  const inputShape = kmsModel.shapes[kmsModel.operations[operation]?.input ?? ''];
  const members = inputShape?.type === 'structure' ? Object.keys(inputShape.members) : [];
  for (let times = 1 + chance.below(3); times > 0; times -= 1) {
    const member =
      members.length > 0 && chance.happens(0.95) ? chance.pick(members) : chance.pick(['Nobody', '__proto__', 'keyId']);
    const shape = shapeOf(operation, member);
    const way = chance.next();
    if (way < 0.2) result[member] = undefined;
    else if (way < 0.65 && shape) result[member] = near(shape, result[member], chance);
    else if (way < 0.85 && others.length > 0) {
      const other = chance.pick(others);
      const values = Object.values(other);
      result[member] = Object.hasOwn(other, member) || values.length === 0 ? other[member] : chance.pick(values);
    } else result[member] = chance.pick(ELSE)(chance);
  }
  return Object.fromEntries(Object.entries(result).filter(([, value]) => value !== undefined));
}
