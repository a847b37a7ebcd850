// Grant tokens: whoever presents one need not wait until a new grant is known everywhere. They are no secrets: only the
// grantee has any use for one. Source: AWS KMS Developer Guide, "Grant tokens" and "Using a grant token".
import { concatBytes, fromUtf8, utf8, type Bytes } from '../../base/bytes.ts';
import { fromBase64, toBase64, toHex } from '../../base/encodings.ts';
import type { EntropySource } from '../../hsm/types.ts';
import type { View } from '../../world/records.ts';
import type { AnyOperation, Transaction } from '../../world/service.ts';
import { invalidGrantToken } from './errors.ts';
import { grantsTable, grantTokensTable, type GrantRecord } from './grant-records.ts';
import { texts } from './input.ts';

/** As AWS's begin: AQpA…, and then the grant ID. The rest is for us to choose, and nobody's to read. */
const HEAD: Bytes = new Uint8Array([1, 10, 64]);
const GRANT_ID_BYTES = 64;
const OWN_BYTES = 32;

/** A token as it was given out; `own` is what tells it from other tokens of the same grant. */
interface ReadToken {
  readonly grantId: string;
  readonly own: string;
}

/** What tells a new token from all others, in hexadecimal. */
export const newTokenMark = (entropy: EntropySource): Bytes => entropy.bytes(OWN_BYTES);

export function giveToken(transaction: Transaction, grant: GrantRecord, mark: Bytes): string {
  transaction.put(grantTokensTable, grant.grantId, toHex(mark), { keyArn: grant.keyArn });
  return toBase64(concatBytes(HEAD, utf8(grant.grantId), mark));
}

/** Throws InvalidGrantTokenException for one that was never given out, or whose grant is gone. */
export function grantOfToken(view: View, token: string): GrantRecord {
  const read = readToken(token);
  const given = read && view.get(grantTokensTable, read.grantId, read.own);
  const grant = given && view.get(grantsTable, given.keyArn, read.grantId);
  if (!grant) throw invalidGrantToken();
  return grant;
}

function readToken(token: string): ReadToken | undefined {
  const bytes = fromBase64(token);
  if (bytes?.length !== HEAD.length + GRANT_ID_BYTES + OWN_BYTES) return undefined;
  if (!HEAD.every((byte, at) => bytes[at] === byte)) return undefined;
  const id = bytes.subarray(HEAD.length, HEAD.length + GRANT_ID_BYTES);
  if (id.some((byte) => byte > 127)) return undefined;
  return { grantId: fromUtf8(id), own: toHex(bytes.subarray(HEAD.length + GRANT_ID_BYTES)) };
}

/**
 * The operation, with the grant tokens of its requests looked at where they matter first: when it is to be decided whether
 * the caller may, after the key was found. It holds for every operation that takes any, whoever wrote it.
 */
export function checkingGrantTokens(operation: AnyOperation): AnyOperation {
  return {
    ...operation,
    check(input, context) {
      const tokens = texts(input, 'GrantTokens');
      if (tokens.length === 0) return operation.check(input, context);
      return operation.check(input, {
        ...context,
        authorize(request) {
          for (const token of tokens) grantOfToken(context.view, token);
          context.authorize(request);
        },
      });
    },
  };
}
