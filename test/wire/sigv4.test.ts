// Who signed a request: as AWS's own signer signs, and everything that it did not sign is refused in AWS's words.
import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HttpRequest } from '../../src/wire/http.ts';
import { createVerifier, type Digests } from '../../src/wire/sigv4.ts';
import { ServiceError } from '../../src/world/errors.ts';
import { accessKeyId, NOW_MS, secretAccessKey, signed, type Signing } from './signed.ts';

const temporary = { accessKeyId: 'ASIAIOSFODNN7EXAMPLE', sessionToken: 'IQoJb3JpZ2luX2VjEXAMPLETOKEN' };
const keys = new Map([
  [accessKeyId, { secretAccessKey, sessionToken: null }],
  [temporary.accessKeyId, { secretAccessKey, sessionToken: temporary.sessionToken }],
]);
const accessKey = (id: string) => keys.get(id);
const verify = createVerifier({ accessKey, nowMs: () => NOW_MS });

const outcome = (request: HttpRequest, service = 'kms'): string => {
  try {
    return verify(request, service).credentials.accessKeyId;
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return `${error.code}: ${error.message}`;
  }
};
const withHeader = (request: HttpRequest, name: string, value: string | undefined): HttpRequest => {
  const headers = Object.fromEntries(
    Object.entries({ ...request.headers, [name]: value }).filter(([, each]) => each !== undefined),
  ) as Record<string, string>;
  return { ...request, headers };
};
const withAuthorization = (request: HttpRequest, change: (text: string) => string): HttpRequest =>
  withHeader(request, 'authorization', change(request.headers['authorization']!));

const WRONG_SIGNATURE =
  'InvalidSignatureException: The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';
const UNKNOWN_CLIENT = 'UnrecognizedClientException: The security token included in the request is invalid.';

describe('a request that AWS’s own signer has signed', () => {
  it('is its signer’s, in the Region of the credential scope', async () => {
    expect(verify(await signed({ region: 'eu-central-1' }), 'kms')).toEqual({
      credentials: { accessKeyId, secretAccessKey },
      region: 'eu-central-1',
    });
    expect(verify(await signed(temporary), 'kms').credentials).toEqual({ ...temporary, secretAccessKey });
  });

  const segment = fc.stringMatching(/^[A-Za-z0-9_.~!$&'()*+,;=:@ -]{0,8}$/);
  const requests = fc.record({
    method: fc.constantFrom('POST', 'GET', 'PUT'),
    path: fc.array(segment, { maxLength: 4 }).map((parts) => `/${parts.map(encodeURIComponent).join('/')}`),
    query: fc.dictionary(
      fc.string({ minLength: 1, maxLength: 6 }),
      fc.oneof(fc.string(), fc.array(fc.string(), { minLength: 1, maxLength: 3 })),
      {
        maxKeys: 4,
      },
    ),
    headers: fc.dictionary(fc.stringMatching(/^x-[a-z]{1,8}$/), fc.stringMatching(/^[ -~]{0,20}$|^[ a]{0,20}$/), {
      maxKeys: 4,
    }),
    body: fc.string({ unit: 'grapheme' }),
    region: fc.constantFrom('us-east-1', 'ap-southeast-2'),
    atMs: fc.integer({ min: NOW_MS - 299_000, max: NOW_MS + 299_000 }),
  });

  it('is accepted, whatever is in it, with either digests', async () => {
    const node: Digests = {
      sha256: (bytes) => createHash('sha256').update(bytes).digest(),
      hmacSha256: (key, bytes) => createHmac('sha256', key).update(bytes).digest(),
    };
    const withNode = createVerifier({ accessKey, nowMs: () => NOW_MS, digests: node });
    await fc.assert(
      fc.asyncProperty(requests, async (signing) => {
        const request = await signed(signing);
        expect(outcome(request)).toBe(accessKeyId);
        expect(withNode(request, 'kms').region).toBe(signing.region);
      }),
      { numRuns: 200 },
    );
  });

  it('is refused when anything that was signed has changed', async () => {
    const changes: readonly ((request: HttpRequest) => HttpRequest)[] = [
      (request) => ({ ...request, method: 'DELETE' }),
      (request) => ({ ...request, path: `${request.path}x` }),
      (request) => ({ ...request, query: `${request.query}&x=1` }),
      (request) => ({ ...request, body: new Uint8Array([...request.body, 32]) }),
      ...['host', 'content-type', 'x-amz-target'].flatMap((name) => [
        (request: HttpRequest) => withHeader(request, name, `${request.headers[name]!}x`),
        (request: HttpRequest) => withHeader(request, name, undefined),
      ]),
      (request) => withHeader(request, 'x-amz-date', '20270312T093006Z'),
      (request) =>
        withAuthorization(request, (text) =>
          text.replace(/Signature=(.)/, (_, digit: string) => `Signature=${digit === '0' ? '1' : '0'}`),
        ),
      (request) => withAuthorization(request, (text) => text.replace(/Signature=./, 'Signature=')),
      (request) =>
        withAuthorization(request, (text) =>
          text.replace('us-east-1', 'us-east-2').replace('ap-southeast-2', 'us-east-2'),
        ),
      (request) => withAuthorization(request, (text) => text.replace('content-type;', '')),
    ];
    await fc.assert(
      fc.asyncProperty(requests, fc.constantFrom(...changes), async (signing, change) => {
        expect(outcome(change(await signed({ ...(signing as Signing), atMs: NOW_MS })))).toBe(WRONG_SIGNATURE);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a request that nobody signed', () => {
  const day = '20270312';
  const cases: readonly (readonly [string, (request: HttpRequest) => HttpRequest, string])[] = [
    [
      'without Authorization',
      (it) => withHeader(it, 'authorization', undefined),
      'MissingAuthenticationTokenException: Missing Authentication Token',
    ],
    [
      'with a bearer token',
      (it) => withHeader(it, 'authorization', 'Bearer abc'),
      'MissingAuthenticationTokenException: Missing Authentication Token',
    ],
    [
      'with half an Authorization',
      (it) => withHeader(it, 'authorization', 'AWS4-HMAC-SHA256 Credential=a/b/c/d/e'),
      "IncompleteSignatureException: Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. (Hashed with SHA-256 and encoded with Base64) Authorization=",
    ],
    [
      'without a date',
      (it) => withHeader(it, 'x-amz-date', undefined),
      "IncompleteSignatureException: Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. (Hashed",
    ],
    [
      'with a space in its access key',
      (it) => withAuthorization(it, (text) => text.replace('Credential=', 'Credential= ')),
      'IncompleteSignatureException: Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): ',
    ],
    [
      'with a date of another form',
      (it) => withHeader(it, 'x-amz-date', '2027-03-12T09:30:05Z'),
      "IncompleteSignatureException: Date must be in ISO-8601 'basic format'. Got '2027-03-12T09:30:05Z'. See http://en.wikipedia.org/wiki/ISO_8601",
    ],
    [
      'with a date that is none',
      (it) => withHeader(it, 'x-amz-date', '20271399T093005Z'),
      "IncompleteSignatureException: Date must be in ISO-8601 'basic format'. Got '20271399T093005Z'.",
    ],
    [
      'that leaves the host unsigned',
      (it) => withAuthorization(it, (text) => text.replace('host;', '')),
      "InvalidSignatureException: 'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
    ],
    [
      'by another algorithm',
      (it) => withAuthorization(it, (text) => text.replace('SHA256', 'SHA1')),
      "IncompleteSignatureException: Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA1'.",
    ],
    [
      'with too few elements in its credential',
      (it) => withAuthorization(it, (text) => text.replace('/us-east-1', '')),
      `IncompleteSignatureException: Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${accessKeyId}/${day}/kms/aws4_request'`,
    ],
    [
      'for no Region',
      (it) => withAuthorization(it, (text) => text.replace('us-east-1', 'moon-1')),
      'InvalidSignatureException: Credential should be scoped to a valid region.',
    ],
    [
      'with another end of its scope',
      (it) => withAuthorization(it, (text) => text.replace('aws4_request', 'aws5_request')),
      "InvalidSignatureException: Credential should be scoped with a valid terminator: 'aws4_request', not 'aws5_request'.",
    ],
    [
      'for another day',
      (it) => withAuthorization(it, (text) => text.replace(`/${day}/`, '/20270311/')),
      `InvalidSignatureException: Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20270311' != '${day}', from '20270312T093005Z'.`,
    ],
    [
      'by an access key that nobody has',
      (it) => withAuthorization(it, (text) => text.replace(accessKeyId, 'AKIAI44QH8DHBEXAMPLE')),
      UNKNOWN_CLIENT,
    ],
    [
      'with a session token that its access key has not',
      (it) => withHeader(it, 'x-amz-security-token', 'token'),
      UNKNOWN_CLIENT,
    ],
  ];

  it.each(cases)('%s', async (_what, change, refusal) => {
    expect(outcome(change(await signed()))).toContain(refusal);
  });

  it('never repeats an Authorization header that it does not understand', async () => {
    const request = withHeader(await signed(), 'authorization', 'AWS4-HMAC-SHA256 secret-thing');
    expect(outcome(request)).not.toContain('secret-thing');
  });

  it('for another service', async () => {
    expect(outcome(await signed({ service: 's3' }))).toBe(
      "InvalidSignatureException: Credential should be scoped to correct service: 'kms'. ",
    );
    expect(outcome(await signed({ service: 's3' }), 's3')).toBe(accessKeyId);
  });

  it('with another secret', async () => {
    expect(outcome(await signed({ secretAccessKey: 'another' }))).toBe(WRONG_SIGNATURE);
  });

  it('with temporary credentials whose token is missing, or another', async () => {
    const { accessKeyId: id } = temporary;
    expect(outcome(await signed({ accessKeyId: id }))).toBe(UNKNOWN_CLIENT);
    expect(outcome(await signed({ accessKeyId: id, sessionToken: 'another' }))).toBe(UNKNOWN_CLIENT);
    const swapped = withHeader(
      await signed({ accessKeyId: id, sessionToken: 'another' }),
      'x-amz-security-token',
      temporary.sessionToken,
    );
    expect(outcome(swapped)).toBe(WRONG_SIGNATURE);
  });

  it.each([
    [-300_000, accessKeyId],
    [300_000, accessKeyId],
    [
      -301_000,
      'InvalidSignatureException: Signature expired: 20270312T092504Z is now earlier than 20270312T092505Z (20270312T093005Z - 5 min.)',
    ],
    [
      301_000,
      'InvalidSignatureException: Signature not yet current: 20270312T093506Z is still later than 20270312T093505Z (20270312T093005Z + 5 min.)',
    ],
  ])('%i ms from now', async (distanceMs, expected) => {
    expect(outcome(await signed({ atMs: NOW_MS + distanceMs }))).toBe(expected);
  });

  it('with an Authorization header of any text', async () => {
    const request = await signed();
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(outcome(withHeader(request, 'authorization', `AWS4-${text}`))).toMatch(/^[A-Z]\w+Exception: /);
      }),
    );
  });
});

it('takes the date from the Date header where there is no other', async () => {
  // The signer always writes X-Amz-Date; AWS takes a Date header as well, in the form of HTTP.
  const request = await signed();
  const dated = withHeader(withHeader(request, 'x-amz-date', undefined), 'date', 'Fri, 12 Mar 2027 09:30:05 GMT');
  expect(outcome(dated)).toBe(WRONG_SIGNATURE);
  expect(outcome(withHeader(dated, 'date', 'Fri, 12 Mar 2027 08:30:05 GMT'))).toContain(
    'Signature expired: 20270312T083005Z',
  );
  expect(outcome(withHeader(dated, 'date', 'Fri, 31 Dec 9999 23:59:59 GMT'))).toContain('Signature not yet current');
  for (const unheard of ['Sat, 13 Sep 275760 00:00:00 GMT', 'Sat, 01 Jan 10000 00:00:00 GMT']) {
    expect(outcome(withHeader(dated, 'date', unheard))).toContain('IncompleteSignatureException: Date must be in ISO');
  }
});

it('derives a signing key for each day, Region and secret', async () => {
  const fresh = createVerifier({ accessKey, nowMs: () => NOW_MS + 86_400_000 });
  expect(fresh(await signed({ atMs: NOW_MS + 86_400_000 }), 'kms').region).toBe('us-east-1');
  expect(() => fresh({ ...({} as HttpRequest), headers: {} }, 'kms')).toThrow(ServiceError);
});
