// DescribeKey: all that may be known of a KMS key.
import { operation, type AnyOperation } from '../../../world/service.ts';
import { authorizedKey } from '../authorize.ts';
import { use } from '../identifiers.ts';
import { text } from '../input.ts';
import { assertKeyState } from '../key-states.ts';
import { keyAt, placeOf, type KeyPlace } from '../key-store.ts';
import { keyMetadata } from '../metadata.ts';

export const describeKey: AnyOperation = operation<KeyPlace>({
  name: 'DescribeKey',

  check(input, context) {
    const key = authorizedKey(context, text(input, 'KeyId'), use('kms:DescribeKey'));
    assertKeyState('DescribeKey', key, context.view);
    return placeOf(key);
  },

  decide: (place, _, transaction) => ({ KeyMetadata: keyMetadata(transaction.view, keyAt(transaction, place)) }),
});
