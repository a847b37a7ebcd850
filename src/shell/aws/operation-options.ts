// The options of one operation, from its model: one for each member of its input, then those that the CLI adds.
// Source: AWS CLI User Guide, "Skeletons and input files", "Using server-side pagination".
import type { ApiModel, OperationModel, Shape } from '../../world/model.ts';
import type { OptionSpec } from './argument-parser.ts';
import { kebabCase } from './names.ts';

export interface MemberOption {
  readonly member: string;
  readonly shape: string;
  readonly option: string;
  readonly required: boolean;
  /** Hidden where the CLI pages by itself: --limit and --marker still work, but help and completion do not offer them. */
  readonly hidden: boolean;
}

export function inputMembers(model: ApiModel, operation: OperationModel): readonly MemberOption[] {
  const input = operation.input === null ? undefined : model.shapes[operation.input];
  if (input?.type !== 'structure') return [];
  const { pagination } = operation;
  return Object.entries(input.members).map(([member, { shape, required }]) => ({
    member,
    shape,
    option: `--${kebabCase(member)}`,
    required,
    hidden: pagination !== null && (member === pagination.inputToken || member === pagination.limitKey),
  }));
}

const one = (name: string): OptionSpec => ({ name, key: name, takes: { kind: 'one' } });

export const skeletonKinds = ['input', 'output', 'yaml-input'] as const;

/** What the CLI adds: to every operation, and to those that come in pages. */
export function addedOptions(operation: OperationModel): readonly OptionSpec[] {
  return [
    one('--cli-input-json'),
    one('--cli-input-yaml'),
    ...(operation.pagination
      ? [one('--starting-token'), { ...one('--page-size'), integer: true }, { ...one('--max-items'), integer: true }]
      : []),
    {
      name: '--generate-cli-skeleton',
      key: '--generate-cli-skeleton',
      takes: { kind: 'perhaps one', otherwise: 'input' },
      choices: skeletonKinds,
    },
  ];
}

/** Every option of the operation. `words` tell whether a document or a skeleton makes required ones optional. */
export function optionSpecs(model: ApiModel, operation: OperationModel, words: readonly string[]): OptionSpec[] {
  const lenient = needsNoOptions(words);
  const members = inputMembers(model, operation).flatMap((member): OptionSpec[] => {
    const shape = model.shapes[member.shape];
    const spec = { name: member.option, key: member.option, required: member.required && !lenient };
    if (shape?.type !== 'boolean') return [{ ...spec, takes: takes(shape) }];
    return [
      { ...spec, takes: { kind: 'nothing', value: true } },
      { ...spec, name: member.option.replace(/^--/, '--no-'), takes: { kind: 'nothing', value: false } },
    ];
  });
  return [...members, ...addedOptions(operation)];
}

const takes = (shape: Shape | undefined): OptionSpec['takes'] =>
  shape?.type === 'list' ? { kind: 'any number' } : { kind: 'one' };

function needsNoOptions(words: readonly string[]): boolean {
  if (words.includes('--cli-input-json') || words.includes('--cli-input-yaml')) return true;
  const skeleton = words.indexOf('--generate-cli-skeleton');
  return skeleton !== -1 && words[skeleton + 1] !== 'output';
}
