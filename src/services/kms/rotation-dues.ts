// What happens when a rotation's time has come. CloudTrail calls the event RotateKey.
// Source: AWS KMS Developer Guide, "Rotate AWS KMS keys"; how long on-demand rotations take, as live calls show it.
import type { Region } from '../../base/brand.ts';
import type { Hsm } from '../../hsm/types.ts';
import { dueHandler, type AnyDueHandler } from '../../world/service.ts';
import { findKey, placeOfArn } from './key-changes.ts';
import { keyStateOf } from './lifecycle/machine.ts';
import { pendingMaterial } from './materials.ts';
import type { KeyRecord } from './records.ts';
import {
  automaticDue,
  changeRotation,
  makeMaterial,
  onDemandDue,
  PUT_OFF_MS,
  rotateToImported,
  rotateToNew,
  startAutomaticRotation,
  type MaterialEverywhere,
} from './rotation.ts';

type Prepared = MaterialEverywhere | null;

/** `subject` is the ARN of the key; of the primary key, for a multi-Region key. */
export const rotateKey = (hsm: (region: Region) => Hsm): AnyDueHandler =>
  dueHandler<Prepared>({
    async prepare(subject, context) {
      const key = findKey(context.view, placeOfArn(subject));
      return key && isToBeRotated(key, context.nowMs) ? makeMaterial(hsm, key, context) : null;
    },

    happen(subject, transaction, made) {
      const key = findKey(transaction.view, placeOfArn(subject));
      // One that is not rotated now stays overdue, until it is enabled or its deletion is cancelled.
      if (!key?.rotation.automatic || !isToBeRotated(key, transaction.nowMs)) return;
      if (!made) {
        transaction.schedule({ ...automaticDue(key), atMs: transaction.nowMs + PUT_OFF_MS });
        return;
      }
      rotateToNew(transaction, key, made, 'AUTOMATIC');
      startAutomaticRotation(transaction, key, key.rotation.automatic.periodInDays);
    },
  });

/** A disabled key misses its moment. What it missed is made up for when it was to wait for its deletion, and is not. */
function isToBeRotated(key: KeyRecord, nowMs: number): boolean {
  const { automatic } = key.rotation;
  if (!automatic || automatic.nextAtMs > nowMs) return false;
  const state = keyStateOf(key.lifecycle);
  if (state === 'Disabled') return automatic.nextAtMs < nowMs;
  return state === 'Enabled' || state === 'Updating';
}

/** Whatever state the key is in by now: what was accepted is done. */
export const rotateKeyOnDemandDue = (hsm: (region: Region) => Hsm): AnyDueHandler =>
  dueHandler<Prepared>({
    async prepare(subject, context) {
      const key = findKey(context.view, placeOfArn(subject));
      return key?.origin === 'AWS_KMS' ? makeMaterial(hsm, key, context) : null;
    },

    happen(subject, transaction, made) {
      const key = findKey(transaction.view, placeOfArn(subject));
      if (!key || key.rotation.onDemandStartedAtMs === null) return;
      let { onDemandCount } = key.rotation;
      if (key.origin === 'EXTERNAL') {
        const pending = pendingMaterial(key);
        // Where what waited was deleted, and nothing came in its place, the request lapses.
        if (pending?.state === 'PENDING_ROTATION') {
          rotateToImported(transaction, key, pending.keyMaterialId);
          onDemandCount += 1;
        }
      } else if (made) {
        rotateToNew(transaction, key, made, 'ON_DEMAND');
        onDemandCount += 1;
      } else {
        transaction.schedule({ ...onDemandDue(key), atMs: transaction.nowMs + PUT_OFF_MS });
        return;
      }
      changeRotation(transaction, key, { onDemandStartedAtMs: null, onDemandCount });
    },
  });
