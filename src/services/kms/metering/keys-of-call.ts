// Which KMS keys a call was about, as far as its check came.
import { parseArn } from '../../../base/arn.ts';
import type { View } from '../../../world/records.ts';
import type { CallFacts } from '../../../world/service.ts';
import { keysTable, type KeyRecord } from '../records.ts';

/** In the order in which the operation named them. */
export const keysOfCall = (view: View, { resources }: Pick<CallFacts, 'resources'>): readonly KeyRecord[] =>
  resources.flatMap((resource) => {
    const arn = parseArn(resource);
    if (!arn?.resource.startsWith('key/')) return [];
    const key = view.get(keysTable, `${arn.account}/${arn.region}`, arn.resource.slice('key/'.length));
    return key ? [key] : [];
  });
