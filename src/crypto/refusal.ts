// How WebCrypto says that bytes do not open: it rejects with an OperationError, and says no more.
import type { Bytes } from '../base/bytes.ts';

/** What was opened, or undefined where WebCrypto refused it. Any other error is a mistake of ours and stays one. */
export async function undefinedIfRefused(opening: Promise<ArrayBuffer>): Promise<Bytes | undefined> {
  try {
    return new Uint8Array(await opening);
  } catch (error) {
    if (error instanceof Error && error.name === 'OperationError') return undefined;
    throw error;
  }
}
