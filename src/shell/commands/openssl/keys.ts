// The keys that this openssl works with, in the forms that OpenSSL reads and writes: PKCS #8 and SubjectPublicKeyInfo,
// and the older PKCS #1 (RFC 8017, A.1) and SEC 1 (RFC 5915) ones. ML-DSA OpenSSL itself has from 3.5 on.
import type { Bytes } from '../../../base/bytes.ts';
import { equalBytes } from '../../../base/bytes.ts';
import { ALGORITHM } from '../../../crypto/algorithm-identifiers.ts';
import type { KeyAlgorithm } from '../../../crypto/algorithm-identifiers.ts';
import { contextTag, octetStringOf, readDer, readDerSequence, unsignedOf } from '../../../crypto/der.ts';
import { derBitString, derElement, derOctetString, derSequence, derUnsigned } from '../../../crypto/der-writer.ts';
import { openEcPrivateKey, openEcPublicKey } from '../../../crypto/ecdsa.ts';
import type { EcCurve } from '../../../crypto/ecdsa.ts';
import { openEd25519PrivateKey, openEd25519PublicKey } from '../../../crypto/ed25519.ts';
import {
  readPrivateKeyInfo,
  readPublicKeyInfo,
  writePrivateKeyInfo,
  writePublicKeyInfo,
} from '../../../crypto/key-info.ts';
import { openMlDsaPrivateKey, openMlDsaPublicKey } from '../../../crypto/ml-dsa.ts';
import type { MlDsaParameters } from '../../../crypto/ml-dsa.ts';
import { readRsaPrivateKey, readRsaPublicKey, writeRsaPublicKey } from '../../../crypto/rsa-numbers.ts';

export interface Key {
  readonly algorithm: KeyAlgorithm;
  /** SubjectPublicKeyInfo. */
  readonly publicKey: Bytes;
  /** PKCS #8, as OpenSSL itself writes it; absent where only the public key is known. */
  readonly privateKey?: Bytes;
}

export type EcAlgorithm = 'p256' | 'p384' | 'p521' | 'secp256k1';

/** `name` is the one that OpenSSL shows; `others` it takes as well. */
export const curves: Readonly<
  Record<EcAlgorithm, { readonly curve: EcCurve; readonly name: string; readonly others: readonly string[] }>
> = {
  p256: { curve: 'P-256', name: 'prime256v1', others: ['secp256r1', 'P-256'] },
  p384: { curve: 'P-384', name: 'secp384r1', others: ['P-384'] },
  p521: { curve: 'P-521', name: 'secp521r1', others: ['P-521'] },
  secp256k1: { curve: 'secp256k1', name: 'secp256k1', others: [] },
};

export const mlDsaSets = { mlDsa44: 'ML-DSA-44', mlDsa65: 'ML-DSA-65', mlDsa87: 'ML-DSA-87' } as const satisfies Record<
  string,
  MlDsaParameters
>;

export const isEc = (algorithm: KeyAlgorithm): algorithm is EcAlgorithm => Object.hasOwn(curves, algorithm);
export const isMlDsa = (algorithm: KeyAlgorithm): algorithm is keyof typeof mlDsaSets =>
  Object.hasOwn(mlDsaSets, algorithm);

const algorithmNames: readonly KeyAlgorithm[] = [
  'rsa',
  'p256',
  'p384',
  'p521',
  'secp256k1',
  'ed25519',
  'mlDsa44',
  'mlDsa65',
  'mlDsa87',
];
const namedBy = (identifier: Bytes): KeyAlgorithm | undefined =>
  algorithmNames.find((name) => equalBytes(ALGORITHM[name], identifier));

const PARAMETERS = contextTag(0, 'constructed');
const PUBLIC_KEY = contextTag(1, 'constructed');

/** The curve's OBJECT IDENTIFIER as DER. */
export const curveIdentifier = (algorithm: EcAlgorithm): Bytes =>
  readDerSequence(ALGORITHM[algorithm])?.[1]?.der ?? new Uint8Array();

/** SEC 1's ECPrivateKey with the public key; PKCS #8 has the curve already, alone it must name it. */
function ecPrivateKey(algorithm: EcAlgorithm, secret: Bytes, publicKey: Bytes, named: boolean): Bytes {
  const point = readPublicKeyInfo(publicKey)?.key ?? new Uint8Array();
  return derSequence(
    derUnsigned(1n),
    derOctetString(secret),
    ...(named ? [derElement(PARAMETERS, curveIdentifier(algorithm))] : []),
    derElement(PUBLIC_KEY, derBitString(point)),
  );
}

const secretOf = (ecKey: Bytes): Bytes | undefined => octetStringOf(readDerSequence(ecKey)?.[1]);

function readPkcs8(der: Bytes): Key | undefined {
  const info = readPrivateKeyInfo(der);
  const algorithm = info && namedBy(info.algorithm);
  if (info === undefined || algorithm === undefined) return undefined;
  if (algorithm === 'rsa') {
    const numbers = readRsaPrivateKey(info.key);
    if (numbers === undefined) return undefined;
    const publicKey = writePublicKeyInfo(ALGORITHM.rsa, writeRsaPublicKey(numbers));
    return { algorithm, publicKey, privateKey: writePrivateKeyInfo(ALGORITHM.rsa, info.key) };
  }
  if (isEc(algorithm)) {
    const opened = openEcPrivateKey(curves[algorithm].curve, der);
    const secret = secretOf(info.key);
    if (opened === undefined || secret === undefined) return undefined;
    const { publicKey } = opened;
    const key = ecPrivateKey(algorithm, secret, publicKey, false);
    return { algorithm, publicKey, privateKey: writePrivateKeyInfo(ALGORITHM[algorithm], key) };
  }
  const opened = isMlDsa(algorithm) ? openMlDsaPrivateKey(mlDsaSets[algorithm], der) : openEd25519PrivateKey(der);
  const privateKey = writePrivateKeyInfo(info.algorithm, info.key);
  return opened && { algorithm, publicKey: opened.publicKey, privateKey };
}

/** PKCS #1's RSAPrivateKey or SEC 1's ECPrivateKey. */
function readTraditional(der: Bytes): Key | undefined {
  const parts = readDerSequence(der);
  if (parts?.length === 9) return readPkcs8(writePrivateKeyInfo(ALGORITHM.rsa, der));
  const named = parts?.find(({ tag }) => tag === PARAMETERS);
  if (named === undefined || unsignedOf(parts?.[0]) !== 1n) return undefined;
  const identifier = readDer(named.content)?.der ?? new Uint8Array();
  const algorithm = algorithmNames.filter(isEc).find((name) => equalBytes(curveIdentifier(name), identifier));
  return algorithm && readPkcs8(writePrivateKeyInfo(ALGORITHM[algorithm], der));
}

export const readPrivateKey = (der: Bytes): Key | undefined => readPkcs8(der) ?? readTraditional(der);

/** SubjectPublicKeyInfo, or PKCS #1's RSAPublicKey. */
export function readPublicKey(der: Bytes): Key | undefined {
  const info = readPublicKeyInfo(der);
  if (info === undefined) {
    const bare = readRsaPublicKey(der);
    return bare && { algorithm: 'rsa', publicKey: writePublicKeyInfo(ALGORITHM.rsa, writeRsaPublicKey(bare)) };
  }
  const algorithm = namedBy(info.algorithm);
  if (algorithm === undefined) return undefined;
  const opens =
    algorithm === 'rsa'
      ? readRsaPublicKey(info.key)
      : isEc(algorithm)
        ? openEcPublicKey(curves[algorithm].curve, der)
        : isMlDsa(algorithm)
          ? openMlDsaPublicKey(mlDsaSets[algorithm], der)
          : openEd25519PublicKey(der);
  return opens && { algorithm, publicKey: der };
}

/** The private key in its older form, where there is one, with the label that PEM has for it. */
export function traditional({ algorithm, publicKey, privateKey }: Key): { label: string; der: Bytes } | undefined {
  const info = privateKey && readPrivateKeyInfo(privateKey);
  if (info === undefined) return undefined;
  if (algorithm === 'rsa') return { label: 'RSA PRIVATE KEY', der: info.key };
  const secret = isEc(algorithm) ? secretOf(info.key) : undefined;
  if (!isEc(algorithm) || secret === undefined) return undefined;
  return { label: 'EC PRIVATE KEY', der: ecPrivateKey(algorithm, secret, publicKey, true) };
}
