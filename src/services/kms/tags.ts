// Tags of KMS keys and their rules. Source: AWS KMS Developer Guide, "Tags in AWS KMS"; messages as live calls give them.
import { assert } from '../../base/assert.ts';
import type { Structure } from '../../world/model.ts';
import { tagReserved, tagTwice, tooManyTags } from './errors.ts';
import { isStructure, list, text } from './input.ts';
import type { Tag } from './records.ts';

const MAX_TAGS = 50;

/** The tags of a request. Throws TagException where they are not such as a customer may give. */
export function requestTags(input: Structure): readonly Tag[] {
  const tags = list(input, 'Tags').map((tag) => {
    assert(isStructure(tag), 'a tag is a structure');
    return { key: text(tag, 'TagKey'), value: text(tag, 'TagValue') };
  });
  if (tags.some(({ key }) => key.toLowerCase().startsWith('aws:'))) throw tagReserved();
  if (new Set(tags.map(({ key }) => key)).size < tags.length) throw tagTwice();
  if (tags.length > MAX_TAGS) throw tooManyTags();
  return tags;
}

/** A tag that is there gets its new value in its place; the others follow. */
export function mergeTags(there: readonly Tag[], given: readonly Tag[]): readonly Tag[] {
  const merged = new Map(there.map(({ key, value }) => [key, value]));
  for (const { key, value } of given) merged.set(key, value);
  return [...merged].map(([key, value]) => ({ key, value }));
}

/** Throws TagException where the key would have more tags than a key may have. */
export function assertRoomForTags(there: readonly Tag[], given: readonly Tag[]): void {
  if (mergeTags(there, given).length > MAX_TAGS) throw tooManyTags();
}

/** Tags as answers tell of them. */
export const tagList = (tags: readonly Tag[]): readonly Structure[] =>
  tags.map(({ key, value }) => ({ TagKey: key, TagValue: value }));
