// Lists in pages: every item once, whatever the size of the pages, and no page for a marker that is none.
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { managedServices } from '../../../src/services/kms/aws-managed-services.ts';
import { account, openKmsWorld, type KmsWorld, type TestKey } from './world.ts';

/** AWS's own, which every account has. */
const predefined = managedServices.map(({ aliasName }) => aliasName);

describe('pages', () => {
  let kms: KmsWorld;
  let keys: readonly TestKey[];
  const names: string[] = [];
  beforeAll(async () => {
    kms = await openKmsWorld();
    keys = await Promise.all(Array.from({ length: 23 }, () => kms.createKey()));
    for (const [at, key] of keys.entries()) {
      for (let of = 0; of <= at % 3; of += 1) {
        names.push(`alias/${at}/${of}`);
        await kms.call('CreateAlias', { AliasName: names.at(-1), TargetKeyId: key.id });
      }
    }
    const Tags = Array.from({ length: 50 }, (_, at) => ({ TagKey: `k${(at * 7) % 50}`, TagValue: String(at) }));
    await kms.call('TagResource', { KeyId: keys[0]!.id, Tags });
  });

  async function pages(operation: string, resultKey: string, input: object): Promise<readonly unknown[][]> {
    const found: unknown[][] = [];
    for (let Marker: unknown; ;) {
      const output = await kms.call(operation, { ...input, ...(Marker !== undefined && { Marker }) });
      found.push(output[resultKey] as unknown[]);
      expect(output['Truncated']).toBe(output['NextMarker'] !== undefined);
      if (output['Truncated'] !== true) return found;
      Marker = output['NextMarker'];
    }
  }

  const everyLimit = (most: number) => fc.integer({ min: 1, max: most });

  it('of ListKeys have every key once, in one order, for any Limit', async () => {
    await fc.assert(
      fc.asyncProperty(everyLimit(1000), async (Limit) => {
        const found = await pages('ListKeys', 'Keys', { Limit });
        for (const page of found.slice(0, -1)) expect(page).toHaveLength(Limit);
        const expected = keys.map(({ id, arn }) => ({ KeyId: id, KeyArn: arn }));
        expect(found.flat()).toEqual(expected.sort((a, b) => (a.KeyId < b.KeyId ? -1 : 1)));
      }),
      { numRuns: 20, examples: [[1], [22], [23], [24]] },
    );
  });

  it('of ListAliases have every alias once, for any Limit, of one key or of all', async () => {
    await fc.assert(
      fc.asyncProperty(everyLimit(100), fc.constantFrom(null, 0, 1, 2), async (Limit, of) => {
        const key = of === null ? undefined : keys[of];
        const found = await pages('ListAliases', 'Aliases', { Limit, ...(key && { KeyId: key.id }) });
        for (const page of found.slice(0, -1)) expect(page).toHaveLength(Limit);
        const expected =
          of === null ? [...names, ...predefined] : names.filter((name) => name.startsWith(`alias/${of}/`));
        expect(found.flat().map((entry) => (entry as { AliasName: string }).AliasName)).toEqual(expected.sort());
      }),
      { numRuns: 20, examples: [[1, 2], [1, null]] }, // prettier-ignore
    );
  });

  it('of ListResourceTags have every tag once, in their order, for any Limit', async () => {
    const all = (await pages('ListResourceTags', 'Tags', { KeyId: keys[0]!.id })).flat();
    expect(all).toHaveLength(50);
    for (const Limit of [1, 7, 49, 50]) {
      expect((await pages('ListResourceTags', 'Tags', { KeyId: keys[0]!.id, Limit })).flat()).toEqual(all);
    }
  });

  it('go on behind an item that is gone by now', async () => {
    const own = await openKmsWorld();
    const key = await own.createKey();
    for (const name of ['alias/0', 'alias/1', 'alias/2']) {
      await own.call('CreateAlias', { AliasName: name, TargetKeyId: key.id });
    }
    const { NextMarker } = await own.call('ListAliases', { Limit: 2 });
    await own.call('DeleteAlias', { AliasName: 'alias/1' });
    const { Aliases } = await own.call('ListAliases', { Marker: NextMarker, Limit: 1 });
    expect(Aliases).toMatchObject([{ AliasName: 'alias/2' }]);
  });

  it('are refused for a marker that no page ended with', async () => {
    const { NextMarker } = await kms.call('ListKeys', { Limit: 1 });
    const marker = NextMarker as string;
    const invalid = 'InvalidMarkerException: ';
    const hostile = [
      'x',
      '    ',
      '{}',
      marker.slice(1),
      marker.slice(0, -1),
      `${marker}A`,
      keys[0]!.id,
      btoa('["ListKeys"]'),
      '%00',
    ];
    for (const Marker of hostile) {
      expect(await kms.refusal('ListKeys', { Marker }), Marker).toBe(invalid);
    }
    // A marker of another list is none here.
    expect(await kms.refusal('ListAliases', { Marker: marker })).toBe(invalid);
    expect(await kms.refusal('ListResourceTags', { KeyId: keys[0]!.id, Marker: marker })).toBe(invalid);
    const tagMarker = (await kms.call('ListResourceTags', { KeyId: keys[0]!.id, Limit: 1 }))['NextMarker'];
    expect(await kms.refusal('ListResourceTags', { KeyId: keys[1]!.id, Marker: tagMarker })).toBe(invalid);
  });
});

// Source: AWS KMS API Reference, Limit and Marker of each operation.
describe('every list', () => {
  const principal = `arn:aws:iam::${account}:role/app`;
  const lists: readonly (readonly [string, string, number | undefined, number])[] = [
    ['ListKeys', 'Keys', 100, 1000],
    ['ListAliases', 'Aliases', 50, 100],
    ['ListResourceTags', 'Tags', 50, 50],
    ['ListKeyPolicies', 'PolicyNames', undefined, 1000],
    ['ListKeyRotations', 'Rotations', 100, 1000],
    ['ListGrants', 'Grants', 50, 100],
    ['ListRetirableGrants', 'Grants', 50, 100],
    ['DescribeCustomKeyStores', 'CustomKeyStores', undefined, 1000],
  ];
  let kms: KmsWorld;
  let key: TestKey;
  beforeAll(async () => {
    kms = await openKmsWorld();
    key = await kms.createKey();
    for (let at = 0; at < 100; at += 1) await kms.createKey();
    const Tags = Array.from({ length: 50 }, (_, at) => ({ TagKey: `k${at}`, TagValue: '' }));
    await kms.call('TagResource', { KeyId: key.id, Tags });
    for (let at = 0; at < 51; at += 1) {
      const grant = { GranteePrincipal: principal, RetiringPrincipal: principal, Operations: ['Decrypt'] };
      await kms.call('CreateGrant', { KeyId: key.id, ...grant });
      if (at < 50) await kms.call('CreateAlias', { AliasName: `alias/${at}`, TargetKeyId: key.id });
    }
    const { materials, ...record } = kms.key(key.id);
    const rotated = Array.from({ length: 101 }, (_, at) => ({
      ...materials[0]!,
      keyMaterialId: at.toString(16).padStart(64, '0'),
      rotated: { type: 'ON_DEMAND' as const, atMs: at },
    }));
    await kms.change({ ...record, materials: [...materials, ...rotated] });
  });

  const inputOf = (operation: string): object => {
    if (operation === 'ListRetirableGrants') return { RetiringPrincipal: principal };
    return ['ListKeys', 'ListAliases', 'DescribeCustomKeyStores'].includes(operation) ? {} : { KeyId: key.id };
  };

  it.each(lists)('%s shows of %s as many as AWS does without a Limit, and the rest behind them', async (...list) => {
    const [operation, resultKey, standard] = list;
    const first = await kms.call(operation, inputOf(operation));
    if (standard !== undefined) expect(first[resultKey]).toHaveLength(standard);
    expect(first['Truncated']).toBe(standard !== undefined && operation !== 'ListResourceTags');
    if (first['Truncated'] !== true) return;
    const { [resultKey]: rest, Truncated } = await kms.call(operation, {
      ...inputOf(operation),
      Marker: first['NextMarker'],
    });
    expect((rest as unknown[]).length).toBeGreaterThan(0);
    expect(first[resultKey]).not.toContainEqual((rest as unknown[])[0]);
    expect(Truncated).toBe(false);
  });

  it.each(lists)('%s refuses what is no marker of its own', async (operation) => {
    const { NextMarker } = await kms.call(operation === 'ListKeys' ? 'ListAliases' : 'ListKeys', { Limit: 1 });
    for (const Marker of ['nonsense', NextMarker]) {
      expect(await kms.refusal(operation, { ...inputOf(operation), Marker })).toBe('InvalidMarkerException: ');
    }
    expect(await kms.refusal(operation, { ...inputOf(operation), Marker: 'm'.repeat(1025) })).toContain(
      "at 'marker' failed to satisfy constraint: Member must have length less than or equal to 1024",
    );
  });

  it.each(lists)('%s takes a Limit from 1 to as much as AWS takes', async (...list) => {
    const [operation, , , most] = list;
    const refused = (Limit: number) => kms.refusal(operation, { ...inputOf(operation), Limit });
    const words = (Limit: number, constraint: string) =>
      `ValidationException: 1 validation error detected: Value '${Limit}' at 'limit' failed to satisfy constraint: Member must have value ${constraint}`;
    for (const Limit of [1, most]) await kms.call(operation, { ...inputOf(operation), Limit });
    expect(await refused(0)).toBe(words(0, 'greater than or equal to 1'));
    expect(await refused(most + 1)).toBe(words(most + 1, `less than or equal to ${most}`));
  });
});
