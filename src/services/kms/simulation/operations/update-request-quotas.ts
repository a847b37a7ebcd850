// Whether requests are counted against KMS's request quotas. AWS always does; here a learner turns it on.
import { operation, type AnyOperation } from '../../../../world/service.ts';
import { flag } from '../../input.ts';
import { turnQuotas } from '../../metering/request-quotas.ts';
import { permitted } from '../parts.ts';

export const updateRequestQuotas: AnyOperation = operation<boolean>({
  name: 'UpdateRequestQuotas',

  check(input, context) {
    permitted(context, 'UpdateRequestQuotas');
    return flag(input, 'Enabled');
  },

  decide(enabled, _, transaction) {
    turnQuotas(enabled, transaction);
    return { Enabled: enabled };
  },
});
