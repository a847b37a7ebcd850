// CancelKeyDeletion: ends the waiting period. The key is left disabled.
import { operation, type AnyOperation } from '../../../world/service.ts';
import { authorizedKey } from '../authorize.ts';
import { manage } from '../identifiers.ts';
import { text } from '../input.ts';
import { assertKeyState } from '../key-states.ts';
import { placeOf, sendToKey, type KeyPlace } from '../key-changes.ts';
import { deletionDue } from '../lifecycle/delete-key.ts';
import { keyArnOf } from '../records.ts';
import { rotateIfOverdue } from '../rotation.ts';

export const cancelKeyDeletion: AnyOperation = operation<KeyPlace>({
  name: 'CancelKeyDeletion',

  check(input, context) {
    const key = authorizedKey(context, text(input, 'KeyId'), manage('kms:CancelKeyDeletion'));
    assertKeyState('CancelKeyDeletion', key, context.view);
    return placeOf(key);
  },

  decide(place, _, transaction) {
    const key = sendToKey(transaction, place, { type: 'CancelKeyDeletion' });
    transaction.unschedule(deletionDue(key));
    rotateIfOverdue(transaction, key);
    return { KeyId: keyArnOf(key) };
  },
});
