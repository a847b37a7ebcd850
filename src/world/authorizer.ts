// The one place that says who may do what. Until policies are judged, principals of the resource's own account may.
// Message form: AWS IAM User Guide, "Troubleshoot access denied error messages".
import type { Caller } from './entry.ts';
import { ServiceError } from './errors.ts';
import type { AuthorizationRequest } from './service.ts';

export type Authorize = (caller: Caller, request: AuthorizationRequest) => void;

/** Throws AccessDeniedException. */
export const authorize: Authorize = (caller, { action, resource, resourceAccount }) => {
  if (caller.account === resourceAccount) return;
  throw new ServiceError(
    'AccessDeniedException',
    `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${resource} because no resource-based policy allows the ${action} action`,
  );
};
