// What the caller's account owes for KMS in a month, as far as that has passed.
import { operation, type AnyOperation } from '../../../../world/service.ts';
import type { AccountId } from '../../../../base/brand.ts';
import { optionalText } from '../../input.ts';
import { billOf, monthOf } from '../../metering/bill.ts';
import { permitted } from '../parts.ts';

interface Plan {
  readonly account: AccountId;
  readonly month: string | undefined;
}

export const describeBill: AnyOperation = operation<Plan>({
  name: 'DescribeBill',

  check(input, context) {
    permitted(context, 'DescribeBill');
    return { account: context.caller.account, month: optionalText(input, 'Month') };
  },

  decide({ account, month }, _, { view, nowMs }) {
    const bill = billOf(view, account, month ?? monthOf(nowMs), nowMs);
    return {
      Month: bill.month,
      Lines: bill.lines.map(({ what, region, quantity, usd }) => ({
        What: what,
        Region: region,
        Quantity: quantity,
        Usd: usd,
      })),
      Usd: bill.usd,
    };
  },
});
