// What may stand next on an `aws` line: services, operations, options not yet used, and values.
import type { ApiModel, OperationModel, Shape } from '../../world/model.ts';
import type { OptionSpec } from './argument-parser.ts';
import { globalOptions } from './global-options.ts';
import { kebabCase } from './names.ts';
import { inputMembers, optionSpecs } from './operation-options.ts';

/** What a world can be asked for: names of things that exist in it. */
export type ValueKind = 'key-id' | 'alias-name' | 'custom-key-store-id' | 'region' | 'profile' | 'policy-name';

/** `words` follow `aws`; the last one is being typed, and may be empty. The result is sorted, each whole. */
export function completeAws(
  words: readonly string[],
  models: Readonly<Record<string, ApiModel>>,
  values: (kind: ValueKind) => readonly string[] = () => [],
): string[] {
  const typed = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  return [...new Set(candidates(before, typed, models, values))].filter((word) => word.startsWith(typed)).sort();
}

function candidates(
  before: readonly string[],
  typed: string,
  models: Readonly<Record<string, ApiModel>>,
  values: (kind: ValueKind) => readonly string[],
): readonly string[] {
  const [service, name, ...arguments_] = positionals(before);
  const model = service !== undefined && Object.hasOwn(models, service) ? models[service] : undefined;
  const operation = model && Object.values(model.operations).find((it) => kebabCase(it.name) === name);
  const specs = [...(model && operation ? offered(model, operation) : []), ...globalOptions];

  const asked = askedFor(specs, before);
  if (asked && !typed.startsWith('--')) {
    const given = before.slice(before.lastIndexOf(asked.name) + 1);
    return valuesOf(asked, model, operation, values).filter((value) => !given.includes(value));
  }
  if (typed.startsWith('-')) return unused(specs, before);
  if (service === undefined) return [...Object.keys(models), 'configure', 'help'];
  if (service === 'configure') return name === undefined ? ['get', 'list-profiles'] : [];
  if (model && name === undefined) return [...Object.values(model.operations).map((it) => kebabCase(it.name)), 'help'];
  if (model && operation && arguments_.length === 0 && typed === '') return unused(specs, before);
  return operation && arguments_.length === 0 ? ['help'] : [];
}

/** The option whose value stands here: the one just named, or one before it that takes any number of values. */
function askedFor(specs: readonly OptionSpec[], before: readonly string[]): OptionSpec | undefined {
  const at = before.findLastIndex((word) => word.startsWith('--'));
  const spec = specs.find(({ name }) => name === before[at]);
  const isNext = at === before.length - 1 && spec?.takes.kind !== 'nothing';
  return isNext || spec?.takes.kind === 'any number' ? spec : undefined;
}

/** The words that are no options and no global option's value. */
function positionals(words: readonly string[]): string[] {
  return words.filter((word, at) => {
    const previous = globalOptions.find((spec) => spec.name === words[at - 1]);
    const isValue = previous !== undefined && previous.takes.kind !== 'nothing';
    return !word.startsWith('-') && !isValue;
  });
}

function offered(model: ApiModel, operation: OperationModel): OptionSpec[] {
  const hidden = new Set(inputMembers(model, operation).flatMap((it) => (it.hidden ? [it.option] : [])));
  return optionSpecs(model, operation, []).filter((spec) => !hidden.has(spec.name));
}

/** Options that share a key exclude each other: --multi-region and --no-multi-region. */
function unused(specs: readonly OptionSpec[], before: readonly string[]): string[] {
  const used = new Set(specs.filter((spec) => before.includes(spec.name)).map((spec) => spec.key));
  return specs.filter((spec) => !used.has(spec.key)).map((spec) => spec.name);
}

const kinds: Readonly<Record<string, ValueKind>> = {
  '--key-id': 'key-id',
  '--target-key-id': 'key-id',
  '--source-key-id': 'key-id',
  '--destination-key-id': 'key-id',
  '--alias-name': 'alias-name',
  '--policy-name': 'policy-name',
  '--custom-key-store-id': 'custom-key-store-id',
  '--region': 'region',
  '--replica-region': 'region',
  '--primary-region': 'region',
  '--profile': 'profile',
};

function valuesOf(
  spec: OptionSpec,
  model: ApiModel | undefined,
  operation: OperationModel | undefined,
  values: (kind: ValueKind) => readonly string[],
): readonly string[] {
  if (spec.choices) return spec.choices;
  const shape = model && operation ? shapeBehind(spec, model, operation) : undefined;
  if (shape?.type === 'string' && shape.enum) return shape.enum;
  if (shape?.type === 'blob') return ['fileb://', 'file://'];
  const kind = kinds[spec.name];
  if (kind === undefined) return [];
  // An alias stands wherever a key's identifier does.
  return kind === 'key-id' ? [...values('key-id'), ...values('alias-name')] : values(kind);
}

/** Of a list, that of its items. */
function shapeBehind(spec: OptionSpec, model: ApiModel, operation: OperationModel): Shape | undefined {
  const member = inputMembers(model, operation).find((it) => it.option === spec.name);
  const shape = member && model.shapes[member.shape];
  return shape?.type === 'list' ? model.shapes[shape.member] : shape;
}
