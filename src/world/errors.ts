// What a service answers when it refuses: AWS's code and message, byte for byte.

/** The one error type that crosses the front door. Anything else that is thrown inside is a bug of ours. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  constructor(
    /** AWS's code, such as NotFoundException. */
    readonly code: string,
    /** AWS's message; some errors have none. */
    message = '',
    readonly httpStatus = 400,
  ) {
    super(message);
  }
}

export const validationError = (message: string) => new ServiceError('ValidationException', message);
