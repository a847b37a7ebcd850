// What the CLI itself checks before it sends anything: types, required and unknown members, and minimums. Maximums,
// patterns and enumerations are left to the service.
// Source: botocore, ParamValidator.
import type { ApiModel, Shape, Value } from '../../world/model.ts';
import { paramValidation } from './errors.ts';
import { shapeOf } from './parameters.ts';
import { isDict, isList, pythonStr, pythonType } from './python-text.ts';
import { readTimestamp } from './timestamps.ts';

/** Throws where the value does not fit the shape. */
export function validate(model: ApiModel, shapeName: string, value: Value): void {
  const problems: string[] = [];
  new Validator(model, problems).check(shapeOf(model, shapeName), value, '');
  if (problems.length > 0) throw paramValidation(`Parameter validation failed:\n${problems.join('\n')}`);
}

const displayed = (name: string) => (name === '' ? 'input' : name.replace(/^\./, ''));

class Validator {
  private readonly model: ApiModel;
  private readonly problems: string[];
  constructor(model: ApiModel, problems: string[]) {
    this.model = model;
    this.problems = problems;
  }

  check(shape: Shape, value: Value, name: string): void {
    switch (shape.type) {
      case 'structure':
        if (isDict(value)) this.structure(shape.members, value, name);
        else this.wrongType(name, value, ["<class 'dict'>"]);
        break;
      case 'list':
        if (isList(value)) this.list(shape, value, name);
        else this.wrongType(name, value, ["<class 'list'>", "<class 'tuple'>"]);
        break;
      case 'map':
        if (isDict(value)) this.map(shape, value, name);
        else this.wrongType(name, value, ["<class 'dict'>"]);
        break;
      case 'string':
        if (typeof value === 'string') this.length(name, Array.from(value).length, shape.min);
        else this.wrongType(name, value, ["<class 'str'>"]);
        break;
      case 'blob':
        if (typeof value === 'string' || value instanceof Uint8Array) break;
        this.wrongType(name, value, ["<class 'bytes'>", "<class 'bytearray'>", 'file-like object']);
        break;
      case 'integer':
      case 'long':
        // To Python a boolean is an integer.
        if (typeof value === 'boolean' || Number.isInteger(value)) this.range(name, Number(value), shape.min);
        else this.wrongType(name, value, ["<class 'int'>"]);
        break;
      case 'float':
      case 'double':
        if (typeof value === 'number') this.range(name, value, shape.min);
        else this.wrongType(name, value, ["<class 'float'>", "<class 'decimal.Decimal'>", "<class 'int'>"]);
        break;
      case 'boolean':
        if (typeof value !== 'boolean') this.wrongType(name, value, ["<class 'bool'>"]);
        break;
      case 'timestamp':
        if (readTimestamp(value) !== undefined) break;
        this.wrongType(name, value, ["<class 'datetime.datetime'>", 'timestamp-string']);
        break;
    }
  }

  private list(shape: Extract<Shape, { type: 'list' }>, items: readonly Value[], name: string): void {
    this.length(name, items.length, shape.min);
    items.forEach((item, at) => this.check(shapeOf(this.model, shape.member), item, `${name}[${at}]`));
  }

  private map(shape: Extract<Shape, { type: 'map' }>, members: { readonly [key: string]: Value }, name: string): void {
    for (const [key, item] of Object.entries(members)) {
      this.check(shapeOf(this.model, shape.key), key, `${name} (key: ${key})`);
      this.check(shapeOf(this.model, shape.value), item, `${name}.${key}`);
    }
  }

  private structure(
    members: Extract<Shape, { type: 'structure' }>['members'],
    value: { readonly [key: string]: Value },
    name: string,
  ): void {
    for (const [required, member] of Object.entries(members)) {
      if (member.required && !Object.hasOwn(value, required)) {
        this.problems.push(`Missing required parameter in ${displayed(name)}: "${required}"`);
      }
    }
    const known = Object.keys(value).filter((key) => Object.hasOwn(members, key));
    for (const key of Object.keys(value).filter((other) => !known.includes(other))) {
      const names = Object.keys(members).join(', ');
      this.problems.push(`Unknown parameter in ${displayed(name)}: "${key}", must be one of: ${names}`);
    }
    for (const key of known) {
      const member = members[key];
      if (member) this.check(shapeOf(this.model, member.shape), value[key] ?? null, `${name}.${key}`);
    }
  }

  private wrongType(name: string, value: Value, valid: readonly string[]): void {
    const found = `value: ${pythonStr(value)}, type: ${pythonType(value)}`;
    this.problems.push(`Invalid type for parameter ${displayed(name)}, ${found}, valid types: ${valid.join(', ')}`);
  }

  private range(name: string, value: number, min: number | undefined): void {
    if (min === undefined || value >= min) return;
    this.problems.push(`Invalid value for parameter ${displayed(name)}, value: ${value}, valid min value: ${min}`);
  }

  private length(name: string, length: number, min: number | undefined): void {
    if (min === undefined || length >= min) return;
    this.problems.push(`Invalid length for parameter ${displayed(name)}, value: ${length}, valid min length: ${min}`);
  }
}
