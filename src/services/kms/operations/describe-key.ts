// DescribeKey: all that may be known of a KMS key.
import { operation, type AnyOperation } from '../../../world/service.ts';
import type { Structure } from '../../../world/model.ts';
import { authorizedKey } from '../authorize.ts';
import { use } from '../identifiers.ts';
import { text } from '../input.ts';
import { assertKeyState } from '../key-states.ts';
import { keyMetadata } from '../metadata.ts';

export const describeKey: AnyOperation = operation<Structure>({
  name: 'DescribeKey',

  check(input, context) {
    const key = authorizedKey(context, text(input, 'KeyId'), use('kms:DescribeKey'));
    assertKeyState('DescribeKey', key);
    return keyMetadata(key);
  },

  decide: (metadata) => ({ KeyMetadata: metadata }),
});
