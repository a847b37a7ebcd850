// --generate-cli-skeleton: a document with every member in it, to be filled in; or an answer as it might look.
// Source: AWS CLI User Guide, "Skeletons and input files"; botocore, ArgumentGenerator.
import type { Json, JsonObject } from '../../base/json.ts';
import { isJsonObject } from '../../base/json.ts';
import type { ApiModel, OperationModel, Structure, Value } from '../../world/model.ts';
import { formatJson } from './format/json.ts';
import { scalarText } from './format/scalars.ts';
import { shapeOf } from './parameters.ts';

/** For `input`: texts are empty, or the first allowed one. For `output`: they are their members' names. */
type Purpose = 'input' | 'output';

export function inputSkeleton(model: ApiModel, operation: OperationModel): string {
  const skeleton = operation.input === null ? {} : generate(model, operation.input, 'input', '', []);
  return formatJson(skeleton as Json) || '{}\n';
}

/** As a YAML document whose comments say what is required. */
export function yamlInputSkeleton(model: ApiModel, operation: OperationModel): string {
  if (operation.input === null) return '{}\n';
  const skeleton = generate(model, operation.input, 'input', '', []);
  return isJsonObject(skeleton as Json) ? yamlMembers(model, operation.input, skeleton as JsonObject, '') : '{}\n';
}

export function outputSkeleton(model: ApiModel, operation: OperationModel): Structure {
  return operation.output === null ? {} : (generate(model, operation.output, 'output', '', []) as Structure);
}

function generate(
  model: ApiModel,
  shapeName: string,
  purpose: Purpose,
  name: string,
  within: readonly string[],
): Value {
  const shape = shapeOf(model, shapeName);
  const inside = [...within, shapeName];
  switch (shape.type) {
    case 'structure': {
      // A structure within itself ends here.
      if (within.includes(shapeName)) return {};
      const members = Object.entries(shape.members).map(([key, member]): [string, Value] => [
        key,
        generate(model, member.shape, purpose, key, inside),
      ]);
      return Object.fromEntries(members);
    }
    case 'list':
      if (within.includes(shapeName)) return [];
      // A list's items have no member's name, so their own shape's stands for it.
      return [generate(model, shape.member, purpose, shape.member, inside)];
    case 'map':
      return { KeyName: generate(model, shape.value, purpose, shape.value, inside) };
    case 'string':
      return purpose === 'output' ? name : (shape.enum?.[0] ?? '');
    case 'blob':
      return null;
    case 'integer':
    case 'long':
    case 'float':
    case 'double':
      return 0;
    case 'boolean':
      return true;
    case 'timestamp':
      return purpose === 'output' ? 0 : '1970-01-01T00:00:00';
  }
}

function yamlMembers(model: ApiModel, shapeName: string, members: JsonObject, margin: string): string {
  const shape = shapeOf(model, shapeName);
  return Object.entries(members)
    .map(([key, value]) => {
      const member = shape.type === 'structure' ? shape.members[key] : undefined;
      const inner = member ? shapeOf(model, member.shape) : undefined;
      const note = member?.required === true ? ' # [REQUIRED]' : '';
      if (isJsonObject(value)) {
        return `${margin}${key}:${note}\n${yamlMembers(model, member?.shape ?? shapeName, value, `${margin}  `)}`;
      }
      if (Array.isArray(value)) {
        const [item = null] = value as readonly Json[];
        const body =
          isJsonObject(item) && inner?.type === 'list'
            ? yamlMembers(model, inner.member, item, `${margin}  `).replace(`${margin}  `, `${margin}- `)
            : `${margin}- ${yamlValue(item)}\n`;
        return `${margin}${key}:${note}\n${body}`;
      }
      return `${margin}${key}: ${yamlValue(value)} ${note}`.trimEnd() + '\n';
    })
    .join('');
}

const yamlValue = (value: Json): string =>
  value === '' ? "''" : typeof value === 'boolean' ? String(value) : scalarText(value);
