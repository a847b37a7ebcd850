// AWS Signature Version 4, the server's side: who signed this request, and did they?
// Source: AWS IAM User Guide, "Create a signed AWS API request", "Troubleshoot signed requests". The order of the
// refusals and their words are those that AWS's JSON services are observed to answer with.
import type { Region } from '../base/brand.ts';
import { equalBytes, utf8 } from '../base/bytes.ts';
import { toHex } from '../base/encodings.ts';
import { findRegion } from '../base/regions.ts';
import { hmac as nobleHmac, sha256 as nobleSha256 } from '../crypto/digest.ts';
import { ServiceError } from '../world/errors.ts';
import type { Credentials } from '../world/world-api.ts';
import { canonicalRequest } from './canonical-request.ts';
import { headerOf, type HttpRequest } from './http.ts';
import { ALGORITHM, authorizationOf, incomplete, scopeOf, type CredentialScope } from './sigv4-scope.ts';

export interface AccessKey {
  readonly secretAccessKey: string;
  /** Temporary credentials are nothing without it. */
  readonly sessionToken: string | null;
}

/** A machine that has faster ones hands them in. */
export interface Digests {
  sha256(bytes: Uint8Array): Uint8Array;
  hmacSha256(key: Uint8Array, bytes: Uint8Array): Uint8Array;
}

export interface VerifierOptions {
  readonly accessKey: (accessKeyId: string) => AccessKey | undefined;
  /** The machine's clock: whether a signature is fresh has nothing to do with the world's time. */
  readonly nowMs: () => number;
  readonly digests?: Digests;
}

export interface Signer {
  readonly credentials: Credentials;
  readonly region: Region;
}

/** A signature holds for five minutes on both sides of its date. */
const FRESH_MS = 5 * 60_000;
const MOST_SIGNING_KEYS = 1000;
const LAST_MS = Date.UTC(9999, 11, 31, 23, 59, 59);

const invalid = (message: string) => new ServiceError('InvalidSignatureException', message, 400);
const unknownClient = () =>
  new ServiceError('UnrecognizedClientException', 'The security token included in the request is invalid.', 403);
const wrongSignature = () =>
  invalid(
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  );

const slow: Digests = { sha256: nobleSha256, hmacSha256: (key, bytes) => nobleHmac('SHA-256', key, bytes) };

/** Tells who signed a request for `service`. Throws the ServiceError of a request that nobody did. */
export type Verify = (request: HttpRequest, service: string) => Signer;

export function createVerifier({ accessKey, nowMs, digests = slow }: VerifierOptions): Verify {
  const signingKeys = new Map<string, Uint8Array>();

  const signingKey = (secret: string, { day, region, service, terminator }: CredentialScope): Uint8Array => {
    const name = `${secret}\n${day}\n${region}\n${service}`;
    const known = signingKeys.get(name);
    if (known) return known;
    const made = [day, region, service, terminator].reduce<Uint8Array>(
      (key, part) => digests.hmacSha256(key, utf8(part)),
      utf8(`AWS4${secret}`),
    );
    if (signingKeys.size >= MOST_SIGNING_KEYS) signingKeys.clear();
    signingKeys.set(name, made);
    return made;
  };

  return (request, service) => {
    const { algorithm, credential, signedHeaders, signature } = authorizationOf(request);
    const date = dateOf(request);
    assertFresh(date, nowMs());
    if (!signedHeaders.includes('host')) {
      throw invalid("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
    }
    if (algorithm !== ALGORITHM) throw incomplete(`Unsupported AWS 'algorithm': '${algorithm}'.`);
    const scope = scopeOf(credential);
    assertScope(scope, service, date);
    const key = accessKey(scope.accessKeyId);
    const sessionToken = headerOf(request, 'x-amz-security-token');
    if (!key || (key.sessionToken === null) !== (sessionToken === undefined)) throw unknownClient();

    const canonical = digests.sha256(utf8(canonicalRequest(request, signedHeaders, (bytes) => digests.sha256(bytes))));
    const place = `${scope.day}/${scope.region}/${scope.service}/${scope.terminator}`;
    const text = `${ALGORITHM}\n${date}\n${place}\n${toHex(canonical)}`;
    const wanted = digests.hmacSha256(signingKey(key.secretAccessKey, scope), utf8(text));
    if (!equalBytes(utf8(signature), utf8(toHex(wanted)))) throw wrongSignature();
    if (key.sessionToken !== null && key.sessionToken !== sessionToken) throw unknownClient();

    const { accessKeyId, region } = scope;
    const { secretAccessKey } = key;
    const token = sessionToken === undefined ? {} : { sessionToken };
    return { credentials: { accessKeyId, secretAccessKey, ...token }, region: region as Region };
  };
}

/** 20270104T090000Z, whatever form the request has it in. Throws an IncompleteSignatureException. */
function dateOf(request: HttpRequest): string {
  const given = headerOf(request, 'x-amz-date') ?? headerOf(request, 'date') ?? '';
  if (/^\d{8}T\d{6}Z$/.test(given) && !Number.isNaN(millisecondsOf(given))) return given;
  const ms = headerOf(request, 'x-amz-date') === undefined && given.endsWith('GMT') ? Date.parse(given) : NaN;
  // What has a year of five digits has no basic format.
  if (ms >= 0 && ms <= LAST_MS) return basic(ms);
  throw incomplete(
    `Date must be in ISO-8601 'basic format'. Got '${given}'. See http://en.wikipedia.org/wiki/ISO_8601`,
  );
}

/** NaN where the digits are no date: a thirteenth month is not the next year's first. */
function millisecondsOf(date: string): number {
  const part = (from: number, to: number) => Number(date.slice(from, to));
  const ms = Date.UTC(part(0, 4), part(4, 6) - 1, part(6, 8), part(9, 11), part(11, 13), part(13, 15));
  return basic(ms) === date ? ms : NaN;
}

const basic = (ms: number): string => new Date(ms).toISOString().replace(/[-:]|\.\d{3}/g, '');

function assertFresh(date: string, nowMs: number): void {
  const ms = millisecondsOf(date);
  if (ms < nowMs - FRESH_MS) {
    throw invalid(
      `Signature expired: ${date} is now earlier than ${basic(nowMs - FRESH_MS)} (${basic(nowMs)} - 5 min.)`,
    );
  }
  if (ms > nowMs + FRESH_MS) {
    throw invalid(
      `Signature not yet current: ${date} is still later than ${basic(nowMs + FRESH_MS)} (${basic(nowMs)} + 5 min.)`,
    );
  }
}

function assertScope({ day, region, service, terminator }: CredentialScope, wanted: string, date: string): void {
  const isOfDay = date.startsWith(`${day}T`);
  const wrongs = [
    findRegion(region) ? '' : 'Credential should be scoped to a valid region. ',
    service === wanted ? '' : `Credential should be scoped to correct service: '${wanted}'. `,
    terminator === 'aws4_request'
      ? ''
      : `Credential should be scoped with a valid terminator: 'aws4_request', not '${terminator}'. `,
    isOfDay
      ? ''
      : `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${day}' != '${date.slice(0, 8)}', from '${date}'.`,
  ].join('');
  if (wrongs !== '') throw invalid(wrongs);
}
