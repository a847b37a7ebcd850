// A key in words, as -text shows it: its numbers in hexadecimal, fifteen bytes a line.
import type { Bytes } from '../../../base/bytes.ts';
import { toHex } from '../../../base/encodings.ts';
import { bitLength, bytesOfBigInt } from '../../../crypto/big-integers.ts';
import { octetStringOf, readDer, readDerSequence } from '../../../crypto/der.ts';
import { readPrivateKeyInfo, readPublicKeyInfo } from '../../../crypto/key-info.ts';
import { OpensslError } from './arguments.ts';
import { curves, isEc } from './keys.ts';
import type { Key } from './keys.ts';
import { rsaPrivateNumbers, rsaPublicNumbers } from './signatures.ts';

const NONE: Bytes = new Uint8Array();
const BITS = { p256: 256, p384: 384, p521: 521, secp256k1: 256 } as const;

function block(label: string, bytes: Bytes): string {
  const pairs = toHex(bytes).match(/../g) ?? [];
  let lines = '';
  for (let at = 0; at < pairs.length; at += 15) {
    const more = at + 15 < pairs.length ? ':' : '';
    lines += `    ${pairs.slice(at, at + 15).join(':')}${more}\n`;
  }
  return `${label}:\n${lines}`;
}

/** A number as OpenSSL shows it: a small one in both bases, a long one with a zero before a high first bit. */
function numberBlock(label: string, value: bigint): string {
  const bits = bitLength(value);
  if (bits <= 64) return `${label}: ${value} (0x${value.toString(16)})\n`;
  return block(label, bytesOfBigInt(value, Math.floor(bits / 8) + 1));
}

function rsaText(key: Key, publicOnly: boolean): string {
  const numbers = publicOnly ? undefined : rsaPrivateNumbers(key);
  const shared = rsaPublicNumbers(key);
  const bits = bitLength(shared?.modulus ?? 0n);
  if (numbers === undefined) {
    const exponent = numberBlock('Exponent', shared?.exponent ?? 0n);
    return `Public-Key: (${bits} bit)\n${numberBlock('Modulus', shared?.modulus ?? 0n)}${exponent}`;
  }
  return [
    `Private-Key: (${bits} bit, 2 primes)\n`,
    numberBlock('modulus', numbers.modulus),
    numberBlock('publicExponent', numbers.exponent),
    numberBlock('privateExponent', numbers.privateExponent),
    numberBlock('prime1', numbers.prime1),
    numberBlock('prime2', numbers.prime2),
    numberBlock('exponent1', numbers.exponent1),
    numberBlock('exponent2', numbers.exponent2),
    numberBlock('coefficient', numbers.coefficient),
  ].join('');
}

export function keyText(key: Key, publicOnly: boolean): string {
  const { algorithm, publicKey, privateKey } = key;
  if (algorithm === 'rsa') return rsaText(key, publicOnly);
  const point = readPublicKeyInfo(publicKey)?.key ?? NONE;
  const inner = readPrivateKeyInfo(privateKey ?? NONE)?.key;
  const secret = publicOnly ? undefined : inner;
  if (isEc(algorithm)) {
    const number = secret && octetStringOf(readDerSequence(secret)?.[1]);
    const head = `${number ? 'Private' : 'Public'}-Key: (${BITS[algorithm]} bit)\n`;
    const { name, others } = curves[algorithm];
    const nist = others.find((other) => other.startsWith('P-'));
    const curve = `ASN1 OID: ${name}\n${nist === undefined ? '' : `NIST CURVE: ${nist}\n`}`;
    return `${head}${number ? block('priv', number) : ''}${block('pub', point)}${curve}`;
  }
  if (algorithm !== 'ed25519') throw new OpensslError('This openssl does not show ML-DSA keys in words.');
  const seed = secret && octetStringOf(readDer(secret));
  const kind = seed ? 'Private' : 'Public';
  return `ED25519 ${kind}-Key:\n${seed ? block('priv', seed) : ''}${block('pub', point)}`;
}
