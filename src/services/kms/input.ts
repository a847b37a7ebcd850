// An operation's input, member by member. The world has validated it against the model before an operation sees it, so
// what does not fit here is a bug of ours.
import { InternalError } from '../../base/assert.ts';
import type { EncryptionContext } from '../../hsm/types.ts';
import type { Structure, Value } from '../../world/model.ts';

const wrong = (name: string): never => {
  throw new InternalError(`${name} is not of its model's shape`);
};

export function optionalText(input: Structure, name: string): string | undefined {
  const value = input[name];
  return value === undefined || typeof value === 'string' ? value : wrong(name);
}

export const text = (input: Structure, name: string): string => optionalText(input, name) ?? wrong(name);

export function optionalNumber(input: Structure, name: string): number | undefined {
  const value = input[name];
  return value === undefined || typeof value === 'number' ? value : wrong(name);
}

/** False where it is absent. */
export function flag(input: Structure, name: string): boolean {
  const value = input[name] ?? false;
  return typeof value === 'boolean' ? value : wrong(name);
}

export function optionalBlob(input: Structure, name: string): Uint8Array | undefined {
  const value = input[name];
  return value === undefined || value instanceof Uint8Array ? value : wrong(name);
}

export const blob = (input: Structure, name: string): Uint8Array => optionalBlob(input, name) ?? wrong(name);

/** Empty where it is absent. */
export function list(input: Structure, name: string): readonly Value[] {
  const value = input[name] ?? [];
  return Array.isArray(value) ? (value as readonly Value[]) : wrong(name);
}

export const texts = (input: Structure, name: string): readonly string[] =>
  list(input, name).map((item) => (typeof item === 'string' ? item : wrong(name)));

export const isStructure = (value: Value | undefined): value is Structure =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);

/** No pairs where it is absent: to KMS that is the same. */
export function encryptionContext(input: Structure, name = 'EncryptionContext'): EncryptionContext {
  const value = input[name] ?? {};
  if (!isStructure(value)) return wrong(name);
  return Object.fromEntries(
    Object.entries(value).map(([key, text]) => [key, typeof text === 'string' ? text : wrong(name)]),
  );
}
