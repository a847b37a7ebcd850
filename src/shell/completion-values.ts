// Names that exist in the world, for completion: asked for as anybody would, with list calls, on a fork that is thrown
// away, so that looking leaves no trace in the trail.
import type { Region } from '../base/brand.ts';
import { commercialRegions } from '../base/regions.ts';
import type { ValueKind } from './aws/complete.ts';
import type { CompletionSources } from './completion-sources.ts';
import { credentialsIn } from './environment.ts';

/** More than this is no help to anybody. */
const MOST = 1_000;

const lists = {
  'key-id': { operation: 'ListKeys', list: 'Keys', field: 'KeyId' },
  'alias-name': { operation: 'ListAliases', list: 'Aliases', field: 'AliasName' },
  'custom-key-store-id': {
    operation: 'DescribeCustomKeyStores',
    list: 'CustomKeyStores',
    field: 'CustomKeyStoreId',
  },
} as const;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

async function listed(
  kind: keyof typeof lists,
  region: string,
  sources: CompletionSources,
): Promise<readonly string[]> {
  const { operation, list, field } = lists[kind];
  const { world, credentials, env } = sources;
  const fork = world.fork();
  try {
    const answer = await fork.group().invoke({
      service: 'kms',
      operation,
      input: { Limit: kind === 'key-id' ? MOST : 100 },
      region: region as Region,
      credentials: credentialsIn((name) => env.get(name), credentials),
    });
    if (!answer.ok || !isRecord(answer.output)) return [];
    const items = answer.output[list];
    if (!Array.isArray(items)) return [];
    return items.flatMap((item: unknown) => {
      if (!isRecord(item) || typeof item[field] !== 'string') return [];
      // An alias of AWS's that no key has come to yet names nothing.
      return kind === 'alias-name' && item['TargetKeyId'] === undefined ? [] : [item[field]];
    });
  } finally {
    await fork.close();
  }
}

/** The values for the option that the cursor stands behind. */
export async function namesInWorld(
  words: readonly string[],
  option: string | undefined,
  sources: CompletionSources,
): Promise<(kind: ValueKind) => readonly string[]> {
  const wanted = option !== undefined && words.at(-2) === option;
  const takesKey = wanted && /key-id$/.test(option);
  const takesAlias = takesKey || (wanted && option === '--alias-name');
  const given = words.indexOf('--region');
  const { env } = sources;
  const region = (given === -1 ? undefined : words[given + 1]) ?? env.get('AWS_REGION') ?? sources.region;
  const keys = takesKey ? await listed('key-id', region, sources) : [];
  const stores =
    wanted && option === '--custom-key-store-id' ? await listed('custom-key-store-id', region, sources) : [];
  const aliases = takesAlias ? await listed('alias-name', region, sources) : [];
  return (kind) => {
    if (kind === 'key-id') return keys;
    if (kind === 'alias-name') return aliases;
    if (kind === 'custom-key-store-id') return stores;
    if (kind === 'region') return commercialRegions.map(({ code }) => code);
    return ['default'];
  };
}
