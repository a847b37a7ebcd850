// GetKeyLastUsage: the last successful cryptographic operation under a KMS key. AWS may be an hour behind; this is not.
import { operation, type AnyOperation } from '../../../world/service.ts';
import { authorizedKey } from '../authorize.ts';
import { manage } from '../identifiers.ts';
import { text } from '../input.ts';
import { assertKeyState } from '../key-states.ts';
import { keyAt, placeOf, type KeyPlace } from '../key-changes.ts';
import { lastUsageOf, TRACKING_START_MS } from '../metering/last-usage.ts';
import { seconds } from '../metadata.ts';
import { keyArnOf } from '../records.ts';

export const getKeyLastUsage: AnyOperation = operation<KeyPlace>({
  name: 'GetKeyLastUsage',

  check(input, context) {
    const key = authorizedKey(context, text(input, 'KeyId'), manage('kms:GetKeyLastUsage'));
    assertKeyState('GetKeyLastUsage', key, context.view);
    return placeOf(key);
  },

  decide(place, _, transaction) {
    const key = keyAt(transaction, place);
    const usage = lastUsageOf(transaction.view, key);
    return {
      KeyId: keyArnOf(key),
      ...(usage && {
        KeyLastUsage: {
          Operation: usage.operation,
          Timestamp: seconds(usage.atMs),
          CloudTrailEventId: usage.eventId,
          KmsRequestId: usage.requestId,
        },
      }),
      TrackingStartDate: seconds(TRACKING_START_MS),
      KeyCreationDate: seconds(key.createdAtMs),
    };
  },
});
