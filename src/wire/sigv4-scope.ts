// What an Authorization header says: who signed, for which day, Region and service, which headers, and the signature.
// Source: AWS IAM User Guide, "Create a signed AWS API request". AWS's refusals: as its services are observed to answer.
import { utf8 } from '../base/bytes.ts';
import { toBase64 } from '../base/encodings.ts';
import { sha256 } from '../crypto/digest.ts';
import { ServiceError } from '../world/errors.ts';
import { headerOf, type HttpRequest } from './http.ts';

export const ALGORITHM = 'AWS4-HMAC-SHA256';

export interface Authorization {
  readonly algorithm: string;
  readonly credential: string;
  /** Lower-case names, in the order in which they were signed. */
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

export interface CredentialScope {
  readonly accessKeyId: string;
  /** 20270104 */
  readonly day: string;
  readonly region: string;
  readonly service: string;
  /** aws4_request */
  readonly terminator: string;
}

export const missingToken = () =>
  new ServiceError('MissingAuthenticationTokenException', 'Missing Authentication Token', 400);
export const incomplete = (message: string) => new ServiceError('IncompleteSignatureException', message, 403);

/** Throws a MissingAuthenticationTokenException or an IncompleteSignatureException. */
export function authorizationOf(request: HttpRequest): Authorization {
  const header = headerOf(request, 'authorization')?.trim() ?? '';
  if (!header.startsWith('AWS4-')) throw missingToken();
  const [algorithm = '', ...rest] = header.split(' ');
  const parameters = parametersOf(rest.join(' '), header);
  const credential = parameters.get('Credential') ?? '';
  const signature = parameters.get('Signature') ?? '';
  const signedHeaders = parameters.get('SignedHeaders');
  const hasDate = headerOf(request, 'x-amz-date') !== undefined || headerOf(request, 'date') !== undefined;
  const lacks = [
    ...(credential === '' ? ["Authorization header requires 'Credential' parameter."] : []),
    ...(signature === '' ? ["Authorization header requires 'Signature' parameter."] : []),
    ...(signedHeaders === undefined ? ["Authorization header requires 'SignedHeaders' parameter."] : []),
    ...(hasDate ? [] : ["Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header."]),
  ];
  if (lacks.length > 0 || signedHeaders === undefined) {
    throw incomplete(
      `${lacks.join(' ')} (Hashed with SHA-256 and encoded with Base64) Authorization=${hashed(header)}`,
    );
  }
  return { algorithm, credential, signature, signedHeaders: signedHeaders.toLowerCase().split(';') };
}

/** AWS separates at commas and at spaces: a space inside an access key is a mistake of its own. */
function parametersOf(text: string, header: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (const part of text.split(/[,\s]+/)) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    if (equals < 0) {
      throw incomplete(
        `Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): '${hashed(header)}'.`,
      );
    }
    parameters.set(part.slice(0, equals), part.slice(equals + 1));
  }
  return parameters;
}

const hashed = (text: string): string => toBase64(sha256(utf8(text)));

/** Throws an IncompleteSignatureException. */
export function scopeOf(credential: string): CredentialScope {
  const parts = credential.split('/');
  const [accessKeyId = '', day = '', region = '', service = '', terminator = ''] = parts;
  if (parts.length !== 5) {
    throw incomplete(
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential}'`,
    );
  }
  return { accessKeyId, day, region, service, terminator };
}
