// `aws help`, `aws SERVICE help`, `aws SERVICE OPERATION help`: what the models say, in the sections of the CLI's pages.
import type { ApiModel, OperationModel, Shape } from '../../world/model.ts';
import { globalOptions } from './global-options.ts';
import { kebabCase } from './names.ts';
import { addedOptions, inputMembers } from './operation-options.ts';
import { shapeOf } from './parameters.ts';

const section = (title: string, lines: readonly string[]): string =>
  `${title}\n${lines.map((line) => (line === '' ? '\n' : `       ${line}\n`)).join('')}\n`;

const globalSection = () =>
  section(
    'GLOBAL OPTIONS',
    globalOptions.map(({ name, takes, choices }) => {
      if (takes.kind === 'nothing') return name;
      return `${name} <${choices ? choices.join('|') : 'value'}>`;
    }),
  );

export function mainHelp(models: Readonly<Record<string, ApiModel>>): string {
  const services = Object.entries(models).map(([name, model]) => `o ${name.padEnd(20)} ${model.title}`.trimEnd());
  return [
    section('NAME', ['aws - manage AWS services from the command line']),
    section('SYNOPSIS', [
      'aws [options] <command> <subcommand> [parameters]',
      '',
      'Use aws command help for information on a specific command.',
    ]),
    globalSection(),
    section('AVAILABLE SERVICES', [...services.sort(), 'o configure', 'o help']),
  ]
    .join('')
    .trimEnd()
    .concat('\n');
}

export function serviceHelp(name: string, model: ApiModel): string {
  const operations = Object.keys(model.operations).map((operation) => `o ${kebabCase(operation)}`);
  return [
    section('NAME', [`${name} - ${model.title}`]),
    section('DESCRIPTION', [
      `API version ${model.apiVersion}. Use aws ${name} <subcommand> help for one of its commands.`,
    ]),
    section('AVAILABLE COMMANDS', [...operations.sort(), 'o help']),
  ]
    .join('')
    .trimEnd()
    .concat('\n');
}

export function operationHelp(service: string, model: ApiModel, operation: OperationModel): string {
  const name = kebabCase(operation.name);
  const members = inputMembers(model, operation).filter((member) => !member.hidden);
  const synopsis = members.map((member) => {
    const usage = optionUsage(member.option, shapeOf(model, member.shape));
    return member.required ? `  ${usage}` : `  [${usage}]`;
  });
  const added = addedOptions(operation);
  const options = members.flatMap((member) => {
    const shape = shapeOf(model, member.shape);
    const required = member.required ? ' [required]' : '';
    return [
      `${member.option} (${shape.type})${required}`,
      ...notes(model, member.shape, operation.limits[member.member]),
      '',
    ];
  });
  return [
    section('NAME', [name]),
    section('DESCRIPTION', [
      `Calls the ${operation.name} operation of ${model.title}.`,
      ...(operation.pagination ? ['It answers in pages; the command asks for all of them.'] : []),
    ]),
    section('SYNOPSIS', [
      `aws ${service} ${name}`,
      ...synopsis,
      ...added.map((option) => `  [${option.name} <value>]`),
    ]),
    section('OPTIONS', options),
    globalSection(),
    section('OUTPUT', operation.output === null ? ['None'] : describe(model, operation.output, '', [])),
    section('ERRORS', [...operation.errors]),
  ]
    .join('')
    .trimEnd()
    .concat('\n');
}

function optionUsage(option: string, shape: Shape): string {
  return shape.type === 'boolean' ? `${option} | ${option.replace(/^--/, '--no-')}` : `${option} <value>`;
}

function notes(model: ApiModel, shapeName: string, limit: readonly [min: number, max: number] | undefined): string[] {
  const shape = shapeOf(model, shapeName);
  const lines: string[] = [];
  if (shape.type === 'string' && shape.enum) lines.push('  Possible values:', ...shape.enum.map((it) => `  o ${it}`));
  else if (limit) lines.push(`  min: ${limit[0]}, max: ${limit[1]}`);
  else lines.push(...bounds(shape));
  if (shape.type === 'blob') lines.push('  Base64 text, or fileb://path for the bytes of a file.');
  if (shape.type === 'map') lines.push('  Shorthand: KeyName1=string,KeyName2=string');
  if (shape.type === 'structure') lines.push(...describe(model, shapeName, '  ', []));
  if (shape.type === 'list') lines.push(...describe(model, shape.member, '  ', []));
  return lines;
}

function bounds(shape: Shape): string[] {
  if (!('min' in shape) && !('max' in shape)) return [];
  const { min, max } = shape as { min?: number; max?: number };
  const parts = [...(min === undefined ? [] : [`min: ${min}`]), ...(max === undefined ? [] : [`max: ${max}`])];
  return [`  ${parts.join(', ')}`];
}

/** The members of a structure, each with its type, nested ones indented. */
function describe(model: ApiModel, shapeName: string, margin: string, within: readonly string[]): string[] {
  const shape = shapeOf(model, shapeName);
  if (within.includes(shapeName)) return [];
  const inside = [...within, shapeName];
  if (shape.type === 'list') return describe(model, shape.member, margin, inside);
  if (shape.type !== 'structure') return [`${margin}(${shape.type})`];
  return Object.entries(shape.members).flatMap(([name, member]) => {
    const inner = shapeOf(model, member.shape);
    const nested =
      inner.type === 'structure' || (inner.type === 'list' && shapeOf(model, inner.member).type === 'structure');
    const line = `${margin}${name} -> (${inner.type})${member.required ? ' [required]' : ''}`;
    return [line, ...(nested ? describe(model, member.shape, `${margin}   `, inside) : [])];
  });
}
