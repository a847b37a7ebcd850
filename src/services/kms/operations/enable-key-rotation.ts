// EnableKeyRotation: new key material every so many days, from now on.
import { operation, type AnyOperation } from '../../../world/service.ts';
import { authorizedKey } from '../authorize.ts';
import { manage } from '../identifiers.ts';
import { optionalNumber, text } from '../input.ts';
import { assertKeyState } from '../key-states.ts';
import { keyAt, placeOf, type KeyPlace } from '../key-changes.ts';
import { DEFAULT_PERIOD_IN_DAYS, startAutomaticRotation } from '../rotation.ts';

interface Plan {
  readonly place: KeyPlace;
  /** Null where the request leaves it out. */
  readonly periodInDays: number | null;
}

export const enableKeyRotation: AnyOperation = operation<Plan>({
  name: 'EnableKeyRotation',

  check(input, context) {
    const periodInDays = optionalNumber(input, 'RotationPeriodInDays') ?? null;
    const key = authorizedKey(context, text(input, 'KeyId'), manage('kms:EnableKeyRotation'), {
      'kms:RotationPeriodInDays': String(periodInDays ?? DEFAULT_PERIOD_IN_DAYS),
    });
    assertKeyState('EnableKeyRotation', key, context.view);
    return { place: placeOf(key), periodInDays };
  },

  decide({ place, periodInDays }, _, transaction) {
    const key = keyAt(transaction, place);
    const there = key.rotation.automatic?.periodInDays;
    // Where it is on already, only another period moves the next date.
    if (there === undefined || (periodInDays !== null && periodInDays !== there)) {
      startAutomaticRotation(transaction, key, periodInDays ?? DEFAULT_PERIOD_IN_DAYS);
    }
    return null;
  },
});
