// --cli-input-json and --cli-input-yaml: all parameters in one document. Options on the line win over it.
// Source: AWS CLI User Guide, "Skeletons and input files".
import type { Json, JsonObject } from '../../base/json.ts';
import { isJsonObject } from '../../base/json.ts';
import { fromUtf8 } from '../../base/bytes.ts';
import type { OptionValue } from './argument-parser.ts';
import { paramError, paramValidation } from './errors.ts';
import type { AwsIo } from './io.ts';
import { loadParamfile } from './paramfile.ts';
import { parsePythonJson, PythonJsonError } from './python-json.ts';
import { pythonType } from './python-text.ts';
import { parseYaml, YamlError } from './yaml-reader.ts';

export async function readInputDocument(io: AwsIo, options: ReadonlyMap<string, OptionValue>): Promise<JsonObject> {
  const json = options.get('--cli-input-json');
  const yaml = options.get('--cli-input-yaml');
  if (typeof json === 'string' && typeof yaml === 'string') {
    throw paramValidation('Only one --cli-input- parameter may be specified.');
  }
  if (typeof json === 'string') return readDocument(io, 'cli-input-json', json);
  return typeof yaml === 'string' ? readDocument(io, 'cli-input-yaml', yaml) : {};
}

async function readDocument(io: AwsIo, name: 'cli-input-json' | 'cli-input-yaml', word: string): Promise<JsonObject> {
  const loaded = (await loadParamfile(io, word, `--${name}`)) ?? word;
  const document = parse(name, loaded);
  if (!isJsonObject(document)) {
    throw paramError(`--${name}`, `Invalid type: expecting map, received ${pythonType(document)}`);
  }
  return document;
}

function parse(name: 'cli-input-json' | 'cli-input-yaml', loaded: string | Uint8Array): Json {
  try {
    const text = typeof loaded === 'string' ? loaded : fromUtf8(loaded);
    return name === 'cli-input-json' ? parsePythonJson(text) : parseYaml(text);
  } catch (error) {
    if (!(error instanceof PythonJsonError || error instanceof YamlError || error instanceof TypeError)) throw error;
    throw paramError(name, `Invalid ${name === 'cli-input-json' ? 'JSON' : 'YAML'} received.`);
  }
}
