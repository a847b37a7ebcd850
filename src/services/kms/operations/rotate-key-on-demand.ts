// RotateKeyOnDemand: new current key material now, whatever the automatic schedule, which does not move.
import { operation, type AnyOperation } from '../../../world/service.ts';
import { authorizedKey } from '../authorize.ts';
import { automaticRotationIsNear, nothingPendingRotation, onDemandRotationsExhausted } from '../errors.ts';
import { manage } from '../identifiers.ts';
import { text } from '../input.ts';
import { assertKeyState } from '../key-states.ts';
import { keyAt, placeOf, type KeyPlace } from '../key-changes.ts';
import { pendingMaterial } from '../materials.ts';
import { keyArnOf, type KeyRecord } from '../records.ts';
import { changeRotation, MOST_ON_DEMAND_ROTATIONS, NEAR_IN_MS, onDemandDue, onDemandDurationMs } from '../rotation.ts';

interface Plan {
  readonly place: KeyPlace;
  /** False where one is under way already. */
  readonly starts: boolean;
}

export const rotateKeyOnDemand: AnyOperation = operation<Plan>({
  name: 'RotateKeyOnDemand',

  check(input, context) {
    const key = authorizedKey(context, text(input, 'KeyId'), manage('kms:RotateKeyOnDemand'));
    assertKeyState('RotateKeyOnDemand', key, context.view);
    const starts = key.rotation.onDemandStartedAtMs === null;
    if (starts) assertMayStart(key, context.nowMs);
    return { place: placeOf(key), starts };
  },

  decide({ place, starts }, _, transaction) {
    const key = keyAt(transaction, place);
    if (starts) {
      changeRotation(transaction, key, { onDemandStartedAtMs: transaction.nowMs });
      transaction.schedule({ ...onDemandDue(key), atMs: transaction.nowMs + onDemandDurationMs(key) });
    }
    return { KeyId: keyArnOf(key) };
  },
});

function assertMayStart(key: KeyRecord, nowMs: number): void {
  const { automatic, onDemandCount } = key.rotation;
  if (automatic && automatic.nextAtMs - nowMs <= NEAR_IN_MS) throw automaticRotationIsNear();
  if (onDemandCount >= MOST_ON_DEMAND_ROTATIONS) throw onDemandRotationsExhausted(keyArnOf(key));
  if (key.origin === 'EXTERNAL' && pendingMaterial(key)?.state !== 'PENDING_ROTATION') {
    throw nothingPendingRotation(keyArnOf(key));
  }
}
