// Lists in pages: every item once, whatever the size of the pages, and no page for a marker that is none.
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { managedServices } from '../../../src/services/kms/aws-managed-services.ts';
import { openKmsWorld, type KmsWorld, type TestKey } from './world.ts';

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

  it.each([
    ['ListKeys', {}, 23],
    ['ListAliases', {}, 50],
    ['ListKeyPolicies', { KeyId: 0 }, 1],
  ])('%s shows as many as fit without a Limit', async (operation, input, expected) => {
    const resultKey = { ListKeys: 'Keys', ListAliases: 'Aliases', ListKeyPolicies: 'PolicyNames' }[operation]!;
    const output = await kms.call(operation, 'KeyId' in input ? { KeyId: keys[0]!.id } : {});
    expect(output[resultKey]).toHaveLength(expected);
    expect(output['Truncated']).toBe(operation === 'ListAliases');
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

  it.each([
    ['ListKeys', 1001],
    ['ListAliases', 101],
    ['ListKeyPolicies', 1001],
    ['ListResourceTags', 51],
    ['ListKeys', 0],
  ])('%s refuses a Limit of %i', async (operation, Limit) => {
    const refusal = await kms.refusal(operation, {
      Limit,
      ...(/Tags|Policies/.test(operation) && { KeyId: keys[0]!.id }),
    });
    expect(refusal).toContain(`ValidationException: 1 validation error detected: Value '${Limit}' at 'limit'`);
  });
});
