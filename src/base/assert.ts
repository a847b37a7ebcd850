// Statements about our own program: one that does not hold is a bug of ours, never an answer to a user.

export class InternalError extends Error {
  override readonly name = 'InternalError';
}

/** Holds, or the program is wrong. `what` says what should have been so. */
export function assert(condition: unknown, what: string): asserts condition {
  if (!condition) throw new InternalError(what);
}

/** Ends an exhaustive switch: the compiler refuses it while a case is missing. */
export function assertNever(value: never): never {
  throw new InternalError(`a case that was not thought of: ${String(value)}`);
}
