// Why the endpoint does not start, in words for whoever started it.

export class EndpointError extends Error {
  override readonly name = 'EndpointError';
  constructor(
    message: string,
    /** 1: it cannot be done. 2: it was asked for wrongly. */
    readonly exitCode: 1 | 2 = 1,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** What Node says of a file: ENOENT and its kind. */
export const errorCode = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
