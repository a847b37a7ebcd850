// One Region's HSM as a picture of the code: records hold handles, sealed key material lies in the vault, the domain key
// is in the HSM. Which token was opened last, and for what.
import { hsmUse, type HsmUse, type KeyView } from '../../services/kms/view.ts';
import type { Entry } from '../../world/entry.ts';
import { keyName } from './key-words.ts';

export interface HsmPicture {
  readonly region: string;
  /** How many key materials are sealed under the domain key. */
  readonly sealed: number;
  readonly tokens: readonly { readonly handle: string; readonly x: number; readonly lit: boolean }[];
  /** How many keys have their key material in a CloudHSM cluster, and not here. */
  readonly inClusters: number;
  /** How many tokens are not drawn. */
  readonly more: number;
  readonly records: readonly {
    readonly name: string;
    readonly handle: string;
    readonly x: number;
    readonly tokenX: number;
    readonly lit: boolean;
  }[];
  readonly last: { readonly name: string; readonly operation: string; readonly atMs: number } | null;
}

export const pictureWidth = 400;
const mostTokens = 14;
const mostRecords = 3;
const tokenStep = 26;

export function hsmPicture(region: string, keys: readonly KeyView[], entries: readonly Entry[]): HsmPicture {
  const use = lastUse(region, entries);
  const inside = keys.filter(({ origin }) => origin !== 'AWS_CLOUDHSM');
  const materials = inside.flatMap((key) =>
    key.materials.flatMap(({ keyMaterialId, handle, state }) =>
      handle === null ? [] : [{ key, keyMaterialId, handle, state }],
    ),
  );
  const used = materials.find(({ key, keyMaterialId, state }) =>
    use?.keyMaterialId === null ? key.arn === use.keyArn && state === 'CURRENT' : keyMaterialId === use?.keyMaterialId,
  );
  // The newest, and among them the one that was used last.
  const newest = materials.slice(-mostTokens);
  const drawn = used && !newest.includes(used) ? [used, ...newest.slice(1)] : newest;
  const left = (pictureWidth - drawn.length * tokenStep) / 2 + tokenStep / 2;
  const tokens = drawn.map((material, index) => ({
    handle: material.handle,
    x: left + index * tokenStep,
    lit: material === used,
    material,
  }));

  const recent = tokens.slice(-mostRecords);
  const lit = tokens.find((token) => token.lit);
  const shown = lit && !recent.includes(lit) ? [lit, ...recent.slice(1)] : recent;
  const column = pictureWidth / Math.max(1, shown.length);
  return {
    region,
    sealed: materials.length,
    inClusters: keys.length - inside.length,
    tokens: tokens.map(({ handle, x, lit: isLit }) => ({ handle, x, lit: isLit })),
    more: materials.length - drawn.length,
    records: shown.map(({ material, x, lit: isLit }, index) => ({
      name: keyName(material.key),
      handle: material.handle,
      x: column * (index + 0.5),
      tokenX: x,
      lit: isLit,
    })),
    last: use && used ? { name: keyName(used.key), operation: use.operation, atMs: use.atMs } : null,
  };
}

/** The last call in the Region that had key material opened. */
function lastUse(region: string, entries: readonly Entry[]): HsmUse | null {
  for (let index = entries.length - 1; index >= 0; index -= 1) {
    const entry = entries[index];
    if (entry?.kind !== 'call' || entry.call.region !== region) continue;
    const use = hsmUse(entry);
    if (use) return use;
  }
  return null;
}
