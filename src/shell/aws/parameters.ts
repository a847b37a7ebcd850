// From the words behind an operation's options to values: files loaded, shorthand or JSON read, numbers made numbers.
// Source: AWS CLI User Guide, "Specifying parameter values".
import type { ApiModel, Shape, Value } from '../../world/model.ts';
import type { OptionValue } from './argument-parser.ts';
import { failure, paramError } from './errors.ts';
import type { AwsIo } from './io.ts';
import type { MemberOption } from './operation-options.ts';
import { loadParamfile } from './paramfile.ts';
import { parsePythonJson, PythonJsonError } from './python-json.ts';
import { isDict, isList, pythonInt, pythonRepr } from './python-text.ts';
import { FileRef, parseShorthand, ShorthandError, type ShorthandValue } from './shorthand.ts';

export async function readParameter(
  io: AwsIo,
  model: ApiModel,
  member: MemberOption,
  given: OptionValue,
): Promise<Value> {
  const shape = shapeOf(model, member.shape);
  let value: Value = given;
  const word = isList(value) && value.length === 1 ? value[0] : value;
  if (typeof word === 'string') value = (await loadParamfile(io, word, member.option)) ?? value;
  return isShorthand(model, shape, value)
    ? readShorthand(io, model, member, value)
    : readValue(model, shape, value, member.option);
}

/** Structures, maps and lists of those may be written in shorthand, unless the word looks like JSON. */
function isShorthand(model: ApiModel, shape: Shape, value: Value): value is string | readonly string[] {
  const first = isList(value) ? value[0] : value;
  if (typeof first !== 'string' || /^\s*[[{]/.test(first)) return false;
  return isComplex(shape) && (shape.type !== 'list' || isComplex(shapeOf(model, shape.member)));
}

const isComplex = ({ type }: Shape) => type === 'structure' || type === 'list' || type === 'map';

async function readShorthand(
  io: AwsIo,
  model: ApiModel,
  member: MemberOption,
  words: string | readonly string[],
): Promise<Value> {
  try {
    const parsed = typeof words === 'string' ? parseShorthand(words) : words.map(parseShorthand);
    return coerce(model, member.shape, await loadFiles(io, member.option, parsed));
  } catch (error) {
    if (error instanceof ShorthandError) throw paramError(member.option, error.message);
    throw error;
  }
}

async function loadFiles(io: AwsIo, option: string, value: ShorthandValue): Promise<Value> {
  if (typeof value === 'string') return value;
  if (value instanceof FileRef) return (await loadParamfile(io, value.text, option)) ?? value.text;
  if (isShorthandList(value)) return Promise.all(value.map((item) => loadFiles(io, option, item)));
  const members = Object.entries(value).map(async ([key, item]) => [key, await loadFiles(io, option, item)] as const);
  return Object.fromEntries(await Promise.all(members));
}

const isShorthandList = (value: ShorthandValue): value is readonly ShorthandValue[] => Array.isArray(value);

/** Shorthand knows text only: numbers, booleans and one-element lists are made by the model. */
function coerce(model: ApiModel, shapeName: string, value: Value): Value {
  const shape = shapeOf(model, shapeName);
  switch (shape.type) {
    case 'structure': {
      if (!isDict(value)) return value;
      const members = Object.entries(value).map(([key, item]) => {
        const member = Object.hasOwn(shape.members, key) ? shape.members[key] : undefined;
        return [key, member ? coerce(model, member.shape, item) : item];
      });
      return Object.fromEntries(members) as Value;
    }
    case 'list':
      return isList(value) ? value.map((item) => coerce(model, shape.member, item)) : [value];
    case 'map':
      if (!isDict(value)) return value;
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, coerce(model, shape.value, item)]));
    case 'integer':
    case 'long':
      return typeof value === 'string' ? integer(value) : value;
    case 'float':
    case 'double':
      return typeof value === 'string' ? float(value) : value;
    case 'boolean':
      if (typeof value !== 'string') return value;
      return ({ true: true, false: false } as Readonly<Record<string, boolean>>)[value.toLowerCase()] ?? value;
    case 'string':
    case 'blob':
    case 'timestamp':
      return value;
  }
}

function readValue(model: ApiModel, shape: Shape, value: Value, option: string): Value {
  switch (shape.type) {
    case 'structure':
    case 'map':
      if (typeof value !== 'string') return value;
      if (!/^\s*\{/.test(value)) throw paramError(option, `Invalid JSON:\n${value}`);
      return readJson(value, option);
    case 'list': {
      const only = isList(value) && value.length === 1 ? value[0] : value;
      if (typeof only === 'string' && /^\s*\[/.test(only)) return readJson(only, option);
      const words = typeof value === 'string' ? Array.from(value) : value;
      return isList(words) ? words.map((item) => readValue(model, shapeOf(model, shape.member), item, option)) : words;
    }
    case 'integer':
    case 'long':
      return typeof value === 'string' ? integer(value) : value;
    case 'float':
    case 'double':
      return typeof value === 'string' ? float(value) : value;
    case 'boolean':
    case 'string':
    case 'blob':
    case 'timestamp':
      return value;
  }
}

function readJson(text: string, option: string): Value {
  try {
    return parsePythonJson(text);
  } catch (error) {
    if (!(error instanceof PythonJsonError)) throw error;
    throw paramError(option, `Invalid JSON: ${error.message}\nJSON received: ${text}`);
  }
}

function integer(text: string): number {
  const number = pythonInt(text);
  if (number === undefined) throw failure(`invalid literal for int() with base 10: ${pythonRepr(text)}`);
  return number;
}

function float(text: string): number {
  const number = Number(text);
  if (text.trim() === '' || Number.isNaN(number))
    throw failure(`could not convert string to float: ${pythonRepr(text)}`);
  return number;
}

export function shapeOf(model: ApiModel, name: string): Shape {
  const shape = model.shapes[name];
  if (!shape) throw new Error(`the model of ${model.service} has no shape ${name}`);
  return shape;
}
