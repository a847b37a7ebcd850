// RSA private keys written by hand from their numbers, whether these fit together or not (RFC 8017, A.1.2; RFC 5958).
import type { createPrivateKey } from 'node:crypto';
import type { Bytes } from '../../src/base/bytes.ts';

type RsaJwk = ReturnType<ReturnType<typeof createPrivateKey>['export']> & Record<string, string>;

const bigInt = (base64Url: string) => BigInt(`0x${Buffer.from(base64Url, 'base64url').toString('hex')}`);

/** 1/a modulo m, by Fermat, as m is prime. */
export function inverse(a: string, m: string): string {
  let [power, base, exponent] = [1n, bigInt(a) % bigInt(m), bigInt(m) - 2n];
  for (; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) power = (power * base) % bigInt(m);
    base = (base * base) % bigInt(m);
  }
  const hex = power.toString(16);
  return Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex').toString('base64url');
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
