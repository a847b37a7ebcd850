// UpdatePrimaryRegion: a replica becomes the primary key, and the primary key its replica. Called where the primary key is.
// Source: AWS KMS API Reference, UpdatePrimaryRegion; messages as live calls give them.
import type { Region } from '../../../base/brand.ts';
import { operation, type AnyOperation } from '../../../world/service.ts';
import { authorizedKey, authorizeKey } from '../authorize.ts';
import { noReplicaInRegion, notPrimary } from '../errors.ts';
import { manage } from '../identifiers.ts';
import { text } from '../input.ts';
import { assertKeyState } from '../key-states.ts';
import { keyAt, placeOf, sendToKey, type KeyPlace } from '../key-changes.ts';
import { schedulePassing } from '../lifecycle/transient-states.ts';
import { isPrimary, movePrimary, relatedKeys } from '../multi-region.ts';
import { keyArnOf } from '../records.ts';
import { moveRotations } from '../rotation.ts';

interface Plan {
  readonly primary: KeyPlace;
  /** Null where it is the primary Region already. */
  readonly to: Region | null;
}

const ACTION = 'kms:UpdatePrimaryRegion';

export const updatePrimaryRegion: AnyOperation = operation<Plan>({
  name: 'UpdatePrimaryRegion',

  check(input, context) {
    const region = text(input, 'PrimaryRegion');
    const conditions = { 'kms:PrimaryRegion': region };
    const primary = authorizedKey(context, text(input, 'KeyId'), manage(ACTION), conditions);
    if (!isPrimary(context.view, primary)) throw notPrimary(keyArnOf(primary));
    assertKeyState('UpdatePrimaryRegion', primary, context.view);
    if (region === primary.region) return { primary: placeOf(primary), to: null };
    const replica = relatedKeys(context.view, primary).find((key) => key.region === region);
    if (!replica) throw noReplicaInRegion(primary.keyId);
    authorizeKey(context, ACTION, { key: replica }, conditions);
    assertKeyState('UpdatePrimaryRegion', replica, context.view);
    return { primary: placeOf(primary), to: replica.region };
  },

  decide({ primary, to }, _, transaction) {
    if (to === null) return null;
    const before = keyAt(transaction, primary);
    movePrimary(transaction, before, to);
    moveRotations(transaction, before, keyAt(transaction, { ...primary, region: to }));
    for (const place of [primary, { ...primary, region: to }]) {
      const key = sendToKey(transaction, place, { type: 'UpdatePrimaryRegion' });
      schedulePassing(transaction, 'PrimaryRegionUpdated', key);
    }
    return null;
  },
});
