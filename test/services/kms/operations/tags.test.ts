// Tags: at CreateKey, TagResource, UntagResource and ListResourceTags.
import { describe, expect, it } from 'vitest';
import { openKmsWorld, type KmsWorld } from '../world.ts';

type Pairs = readonly (readonly [key: string, value: string])[];
const tags = (pairs: Pairs) => pairs.map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
const many = (count: number, prefix = 'k') =>
  tags(Array.from({ length: count }, (_, at) => [`${prefix}${at}`, 'v'] as const));
const tagsOf = async (kms: KmsWorld, KeyId: string) => (await kms.call('ListResourceTags', { KeyId }))['Tags'];

describe('tags', () => {
  it('are given with the key, added, replaced in their place, and taken away', async () => {
    const kms = await openKmsWorld();
    const { id } = await kms.createKey({ Tags: tags([['env', 'dev'], ['team', '']]) }); // prettier-ignore
    expect(await tagsOf(kms, id)).toEqual(tags([['env', 'dev'], ['team', '']])); // prettier-ignore
    await kms.call('TagResource', { KeyId: id, Tags: tags([['env', 'prod'], ['cost', '1']]) }); // prettier-ignore
    expect(await tagsOf(kms, id)).toEqual(tags([['env', 'prod'], ['team', ''], ['cost', '1']])); // prettier-ignore
    await kms.call('UntagResource', { KeyId: id, TagKeys: ['team', 'none'] });
    expect(await tagsOf(kms, id)).toEqual(tags([['env', 'prod'], ['cost', '1']])); // prettier-ignore
    await kms.call('UntagResource', { KeyId: id, TagKeys: ['none'] });
    const { changes } = kms.world.entries.at(-1)!;
    // Each request is counted for the bill.
    expect(changes.filter(({ table }) => !table.startsWith('bill/'))).toEqual([]);
  });

  it('tell capitals apart', async () => {
    const kms = await openKmsWorld();
    const { id } = await kms.createKey();
    await kms.call('TagResource', { KeyId: id, Tags: tags([['a', '1'], ['A', '2']]) }); // prettier-ignore
    expect(await tagsOf(kms, id)).toHaveLength(2);
  });

  it.each([
    [[['aws:x', 'v']], 'TagException: Tags beginning with aws: are reserved'],
    [[['AWS:x', 'v']], 'TagException: Tags beginning with aws: are reserved'],
    [[['a', '1'], ['a', '1']], 'TagException: Duplicate tag keys'], // prettier-ignore
    [many(51).map(({ TagKey, TagValue }) => [TagKey, TagValue] as const), 'TagException: Too many tags'],
    [
      [['', 'v']],
      "ValidationException: 1 validation error detected: Value '' at 'tags.1.member.tagKey' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
  ] as readonly (readonly [Pairs, string])[])('refuse %j', async (pairs, message) => {
    const kms = await openKmsWorld();
    const { id } = await kms.createKey();
    expect(await kms.refusal('CreateKey', { Tags: tags(pairs) })).toBe(message);
    expect(await kms.refusal('TagResource', { KeyId: id, Tags: tags(pairs) })).toBe(message);
  });

  it('are at most 50 altogether; a new value needs no room', async () => {
    const kms = await openKmsWorld();
    const { id } = await kms.createKey({ Tags: many(49) });
    const two = { KeyId: id, Tags: many(2, 'more') };
    expect(await kms.refusal('TagResource', two)).toBe('TagException: Too many tags');
    expect(await tagsOf(kms, id)).toHaveLength(49);
    await kms.call('TagResource', { KeyId: id, Tags: [...many(49), ...many(1, 'more')] });
    expect(await tagsOf(kms, id)).toHaveLength(50);
  });

  it('do not lose each other when they are given at the same time', async () => {
    const kms = await openKmsWorld();
    const { id } = await kms.createKey();
    await Promise.all(many(40).map((tag) => kms.call('TagResource', { KeyId: id, Tags: [tag] })));
    expect(await tagsOf(kms, id)).toHaveLength(40);
  });
});
