// Whether request quotas are on, and how full the buckets are that the caller's account has drawn from in this Region.
import { operation, type AnyOperation } from '../../../../world/service.ts';
import { areQuotasOn, bucketsIn } from '../../metering/request-quotas.ts';
import { permitted } from '../parts.ts';

export const describeRequestQuotas: AnyOperation = operation<string>({
  name: 'DescribeRequestQuotas',
  check: (_, context) => permitted(context, 'DescribeRequestQuotas'),
  decide: (partition, _, { view, nowMs }) => ({
    Enabled: areQuotasOn(view),
    Buckets: bucketsIn(view, partition, nowMs).map(({ name, perSecond, left }) => ({
      Name: name,
      PerSecond: perSecond,
      Left: Math.floor(left),
    })),
  }),
});
