// What the HSM cannot do through no fault of the caller: material that is missing or damaged, a domain key that cannot be
// read or kept. KMS answers it as its own failure. Source: AWS KMS API Reference, KMSInternalException.
import { HsmError } from '../../hsm/error.ts';
import { StorageError } from '../../world/journal.ts';
import type { AnyOperation } from '../../world/service.ts';
import { kmsInternal } from './errors.ts';

export function answeringHsmFailures(operation: AnyOperation): AnyOperation {
  if (!operation.prepare) return operation;
  return {
    ...operation,
    prepare: async (plan, context) => {
      try {
        return await operation.prepare?.(plan, context);
      } catch (error) {
        if (error instanceof HsmError || error instanceof StorageError) throw kmsInternal();
        throw error;
      }
    },
  };
}
