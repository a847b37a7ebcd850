// CMS EnvelopedData for one recipient (RFC 5652, 6), as KMS answers in CiphertextForRecipient: the content under
// AES-256-CBC (RFC 3565), its key under RSAES-OAEP with SHA-256 (RFC 4055). The recipient is named by its key's
// identifier, so both versions are 2. What encloses the content is of indefinite length and the content comes in pieces,
// which is BER and not DER: the Nitro Enclaves SDK reads nothing else.
import { assert } from '../base/assert.ts';
import { concatBytes, type Bytes } from '../base/bytes.ts';
import { aesCbcEncrypt } from './aes.ts';
import { contextTag } from './der.ts';
import { TAG } from './der-primitives.ts';
import {
  derElement,
  derNull,
  derObjectIdentifier,
  derOctetString,
  derSequence,
  derSetOf,
  derUnsigned,
} from './der-writer.ts';
import { digest } from './digest.ts';
import { readPublicKeyInfo } from './key-info.ts';
import { openRsaPublicKey } from './rsa.ts';

const ENVELOPED_DATA = '1.2.840.113549.1.7.3';
const DATA = '1.2.840.113549.1.7.1';
const AES_256_CBC = '2.16.840.1.101.3.4.1.42';
const RSAES_OAEP = '1.2.840.113549.1.1.7';
const MGF1 = '1.2.840.113549.1.1.8';
const SHA_256 = '2.16.840.1.101.3.4.2.1';

/** Bytes of content in one piece. */
const PIECE = 1000;

const EXPLICIT_0 = contextTag(0, 'constructed');
const EXPLICIT_1 = contextTag(1, 'constructed');
const IMPLICIT_0 = contextTag(0, 'primitive');

/** A constructed element that ends where two zero octets stand (X.690, 8.1.3.6). */
const indefinite = (tag: number, ...content: readonly Bytes[]): Bytes =>
  concatBytes(Uint8Array.of(tag, 0x80), ...content, Uint8Array.of(0, 0));

/** RSAES-OAEP-params: both hashes are SHA-256, the label is the empty one, which is not written. */
function oaepAlgorithm(): Bytes {
  const sha256 = derSequence(derObjectIdentifier(SHA_256), derNull());
  const mask = derSequence(derObjectIdentifier(MGF1), sha256);
  const parameters = derSequence(derElement(EXPLICIT_0, sha256), derElement(EXPLICIT_1, mask));
  return derSequence(derObjectIdentifier(RSAES_OAEP), parameters);
}

function octetStrings(bytes: Bytes): readonly Bytes[] {
  const count = Math.ceil(bytes.length / PIECE);
  return Array.from({ length: count }, (_, at) => derOctetString(bytes.subarray(at * PIECE, (at + 1) * PIECE)));
}

/** Undefined where the recipient's key is no RSA SubjectPublicKeyInfo. Content key and IV are for this message alone. */
export async function envelopedData(
  recipientPublicKey: Bytes,
  plaintext: Bytes,
  { contentKey, iv }: { readonly contentKey: Bytes; readonly iv: Bytes },
): Promise<Bytes | undefined> {
  assert(contentKey.length === 32 && iv.length === 16, 'AES-256-CBC has a key of 32 and an IV of 16 bytes');
  const info = readPublicKeyInfo(recipientPublicKey);
  const recipientKey = openRsaPublicKey(recipientPublicKey);
  if (info === undefined || recipientKey === undefined) return undefined;
  const encryptedKey = await recipientKey.encryptOaep('SHA-256', contentKey);
  const content = await aesCbcEncrypt(contentKey, iv, plaintext);

  // RFC 5280, 4.2.1.2: the SHA-1 digest of the key is the usual identifier.
  const keyIdentifier = derElement(IMPLICIT_0, digest('SHA-1', info.key));
  const recipient = derSequence(derUnsigned(2n), keyIdentifier, oaepAlgorithm(), derOctetString(encryptedKey));
  const contentAlgorithm = derSequence(derObjectIdentifier(AES_256_CBC), derOctetString(iv));
  const encryptedContent = indefinite(
    TAG.sequence,
    derObjectIdentifier(DATA),
    contentAlgorithm,
    indefinite(EXPLICIT_0, ...octetStrings(content)),
  );
  const envelope = indefinite(TAG.sequence, derUnsigned(2n), derSetOf(recipient), encryptedContent);
  return indefinite(TAG.sequence, derObjectIdentifier(ENVELOPED_DATA), indefinite(EXPLICIT_0, envelope));
}
