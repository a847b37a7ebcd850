// What KMS counts of every call: request quotas before it, last usage and the bill behind it.
import type { ServiceError } from '../../../world/errors.ts';
import type { CallFacts, Service, Transaction } from '../../../world/service.ts';
import { chargeRequest, keySpansTable, requestsTable } from './bill.ts';
import { lastUsageTable, rememberUsage } from './last-usage.ts';
import { admit, bucketsTable, quotaSwitchTable } from './request-quotas.ts';

export const meterTables = [lastUsageTable, requestsTable, keySpansTable, quotaSwitchTable, bucketsTable] as const;

function count(call: CallFacts, error: ServiceError | null, transaction: Transaction): void {
  if (error?.code === 'ThrottlingException') return;
  if (!error) rememberUsage(call, transaction);
  chargeRequest(call, transaction);
}

export const meter: Pick<Service, 'admit' | 'count'> = { admit, count };
