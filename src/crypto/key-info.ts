// Keys with the name of their algorithm: SubjectPublicKeyInfo (RFC 5280, 4.1) and PKCS #8 PrivateKeyInfo, which is
// OneAsymmetricKey (RFC 5958, 2), not encrypted.
import type { Bytes } from '../base/bytes.ts';
import {
  bitStringOf,
  contextTag,
  octetStringOf,
  readDerElements,
  readDerSequence,
  unsignedOf,
  type DerElement,
} from './der.ts';
import { TAG, wholeBytes } from './der-primitives.ts';
import { derBitString, derOctetString, derSequence, derUnsigned } from './der-writer.ts';

export interface PublicKeyInfo {
  /** The AlgorithmIdentifier as DER: see algorithm-identifiers.ts. */
  readonly algorithm: Bytes;
  /** What the BIT STRING holds. */
  readonly key: Bytes;
}

export interface PrivateKeyInfo {
  readonly algorithm: Bytes;
  /** What the OCTET STRING holds. */
  readonly key: Bytes;
  /** What the file says the public key is. Nothing has checked it. */
  readonly publicKey?: Bytes;
}

const ATTRIBUTES = contextTag(0, 'constructed');
const PUBLIC_KEY = contextTag(1, 'primitive');

/** An AlgorithmIdentifier: an identifier, and parameters or none. */
function algorithmOf(element: DerElement | undefined): Bytes | undefined {
  const parts = element && readDerSequence(element.der);
  const fits = parts !== undefined && parts.length <= 2 && parts[0]?.tag === TAG.objectIdentifier;
  return fits ? element?.der : undefined;
}

/** Undefined where these bytes are not one SubjectPublicKeyInfo in DER. What the key is, who knows its algorithm knows. */
export function readPublicKeyInfo(der: Bytes): PublicKeyInfo | undefined {
  const parts = readDerSequence(der);
  if (parts?.length !== 2) return undefined;
  const [algorithm, key] = [algorithmOf(parts[0]), bitStringOf(parts[1])];
  return algorithm && key && { algorithm, key };
}

export const writePublicKeyInfo = (algorithm: Bytes, key: Uint8Array): Bytes =>
  derSequence(algorithm, derBitString(key));

/**
 * Undefined where these bytes are not one PrivateKeyInfo in DER. It may carry attributes, as some makers' do, which are
 * not looked at, and from version 1 on the public key.
 */
export function readPrivateKeyInfo(der: Bytes): PrivateKeyInfo | undefined {
  const [first, second, third, ...more] = readDerSequence(der) ?? [];
  const version = unsignedOf(first);
  const [algorithm, key] = [algorithmOf(second), octetStringOf(third)];
  if (algorithm === undefined || key === undefined || (version !== 0n && version !== 1n)) return undefined;
  const attributes = more[0]?.tag === ATTRIBUTES ? more.shift() : undefined;
  if (attributes && readDerElements(attributes.content) === undefined) return undefined;
  const [last, ...surplus] = more;
  if (last === undefined) return { algorithm, key };
  if (last.tag !== PUBLIC_KEY || version !== 1n || surplus.length > 0) return undefined;
  const publicKey = publicKeyOf(last.content);
  return publicKey && { algorithm, key, publicKey };
}

/** [1] IMPLICIT BIT STRING. */
const publicKeyOf = (content: Bytes): Bytes | undefined => (content.length > 0 ? wholeBytes(content) : undefined);

/** Version 0: without attributes and public key, which every reader takes. */
export const writePrivateKeyInfo = (algorithm: Bytes, key: Uint8Array): Bytes =>
  derSequence(derUnsigned(0n), algorithm, derOctetString(key));
