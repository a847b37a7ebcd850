// RSA private keys written by hand from their numbers, whether these fit together or not (RFC 8017, A.1.2; RFC 5958).
import type { createPrivateKey } from 'node:crypto';
import type { Bytes } from '../../src/base/bytes.ts';

type RsaJwk = ReturnType<ReturnType<typeof createPrivateKey>['export']> & Record<string, string>;

const bigInt = (base64Url: string) => BigInt(`0x${Buffer.from(base64Url, 'base64url').toString('hex')}`);

const base64Url = (value: bigint) => {
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex').toString('base64url');
};

/** 1/a modulo m, by Euclid's algorithm. */
function inverseOf(a: bigint, m: bigint): bigint {
  let [rest, next, factor, nextFactor] = [m, a % m, 0n, 1n];
  while (next > 0n) {
    const quotient = rest / next;
    [rest, next] = [next, rest - quotient * next];
    [factor, nextFactor] = [nextFactor, factor - quotient * nextFactor];
  }
  return ((factor % m) + m) % m;
}

export const inverse = (a: string, m: string): string => base64Url(inverseOf(bigInt(a), bigInt(m)));

/** A key of 2048 bits whose numbers are each other's, made of two factors as if they were prime; undefined where there is none. */
export function rsaOfFactors(p: bigint, q: bigint): Bytes | undefined {
  const [n, e, group] = [p * q, 65537n, (p - 1n) * (q - 1n)];
  if (n.toString(2).length !== 2048 || group % e === 0n) return undefined;
  const d = inverseOf(e, group);
  const numbers = { n, e, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: inverseOf(q, p) };
  return rsaPkcs8(Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, base64Url(value)])));
}

/** DER of RFC 8017, A.1.2 in PKCS #8, whatever the numbers are. */
export function rsaPkcs8(jwk: object): Bytes {
  const { n, e, d, p, q, dp, dq, qi } = jwk as RsaJwk;
  const tagged = (tag: number, ...content: Uint8Array[]): Buffer => {
    const whole = Buffer.concat(content);
    const length =
      whole.length < 0x80
        ? [whole.length]
        : whole.length < 0x100
          ? [0x81, whole.length]
          : [0x82, whole.length >> 8, whole.length & 0xff];
    return Buffer.concat([Uint8Array.of(tag, ...length), whole]);
  };
  const integers = [n, e, d, p, q, dp, dq, qi].map((value) => {
    const bytes = Buffer.from(value!, 'base64url');
    return tagged(2, ...(bytes[0]! >= 0x80 ? [Uint8Array.of(0)] : []), bytes);
  });
  const zero = Uint8Array.of(2, 1, 0);
  const key = tagged(0x30, zero, ...integers);
  const algorithm = Buffer.from('300d06092a864886f70d0101010500', 'hex');
  return new Uint8Array(tagged(0x30, zero, algorithm, tagged(4, key)));
}
