// The KMS keys of the learner's account, Region by Region, at the moment that is looked at.
import type { AccountId, Region } from '../../base/brand.ts';
import { keyViews, regionsWithKeys } from '../../services/kms/view.ts';
import type { KeyView } from '../../services/kms/view.ts';
import type { Watched } from './watched.ts';

export interface RegionOfKeys {
  readonly region: Region;
  readonly keys: readonly KeyView[];
}

/** The Region that the shell is in comes first. */
export function keysByRegion({
  view,
  account,
  region,
}: Pick<Watched, 'view' | 'account' | 'region'>): readonly RegionOfKeys[] {
  const owner = account as AccountId;
  return [...regionsWithKeys(view, owner)]
    .sort((a, b) => Number(b === region) - Number(a === region))
    .map((code) => ({ region: code, keys: keyViews(view, owner, code) }))
    .filter(({ keys }) => keys.length > 0);
}

export const allKeys = (mirror: Pick<Watched, 'view' | 'account' | 'region'>): readonly KeyView[] =>
  keysByRegion(mirror).flatMap(({ keys }) => keys);
