// The symmetric ciphertext blob, outside in. AWS documents nothing of it; this is the shape that its blobs are seen to
// have: a prefix that names the maker and the key material, then an encrypted-data object of PKCS#7 (RFC 2315, 13; AES-256-GCM
// parameters as in RFC 5084). A blob has one encoding: any other bytes are no blob.
//
//   01 02 02 00 78   made by Encrypt or ReEncrypt (01 02 03 00 78: by GenerateDataKey…)
//   key material ID  32 bytes
//   01, nonce        1 + 16 bytes; the message's key is derived from the nonce
//   length           4 bytes: of all that follows, which is DER:
//   SEQUENCE         encryptedData, [0] SEQUENCE version 0,
//     SEQUENCE       data, SEQUENCE aes256-GCM, SEQUENCE { OCTET STRING iv (12 bytes), INTEGER 16 },
//     [0]            our framing version (11 bytes), ciphertext, tag (16 bytes)
import { concatBytes, equalBytes, u32be, utf8, type Bytes } from '../base/bytes.ts';
import { fromHex, toHex } from '../base/encodings.ts';
import { GCM_IV_BYTES, GCM_TAG_BYTES } from '../crypto/aes-gcm.ts';
import type { CiphertextHeader, CiphertextMaker } from './types.ts';

export const NONCE_BYTES = 16;
export const MATERIAL_ID_BYTES = 32;

export interface BlobNames {
  readonly maker: CiphertextMaker;
  readonly materialId: Bytes;
  readonly nonce: Bytes;
  readonly iv: Bytes;
}

export interface Blob extends BlobNames {
  /** All that stands before the ciphertext. It is authenticated with it. */
  readonly head: Bytes;
  /** The ciphertext and its tag. */
  readonly sealed: Bytes;
}

const makerByte: Readonly<Record<CiphertextMaker, number>> = { Encrypt: 2, GenerateDataKey: 3 };
const NONCE_MARK = Uint8Array.of(1);
const FRAMING_VERSION = concatBytes(utf8('keyroom'), u32be(1));

const der = (hex: string): Bytes => fromHex(hex.replaceAll(' ', '')) ?? new Uint8Array(0);
const ENCRYPTED_DATA = der('06 09 2a 86 48 86 f7 0d 01 07 06'); // OBJECT IDENTIFIER 1.2.840.113549.1.7.6
const VERSION_0 = der('02 01 00');
const DATA = der('06 09 2a 86 48 86 f7 0d 01 07 01'); // OBJECT IDENTIFIER 1.2.840.113549.1.7.1
/** SEQUENCE { OBJECT IDENTIFIER 2.16.840.1.101.3.4.1.46, SEQUENCE { OCTET STRING (the IV), INTEGER 16 } } */
const AES_256_GCM_BEFORE_IV = der('30 1e 06 09 60 86 48 01 65 03 04 01 2e 30 11 04 0c');
const AES_256_GCM_AFTER_IV = der('02 01 10');
const AES_256_GCM_BYTES = AES_256_GCM_BEFORE_IV.length + GCM_IV_BYTES + AES_256_GCM_AFTER_IV.length;

const SEQUENCE = 0x30;
/** [0], around a whole value. */
const EXPLICIT_0 = 0xa0;
/** [0], in place of an OCTET STRING's own tag. */
const IMPLICIT_0 = 0x80;

const MAKER_AT = 2;
const MATERIAL_ID_AT = 5;
const NONCE_AT = MATERIAL_ID_AT + MATERIAL_ID_BYTES + NONCE_MARK.length;
const DER_AT = NONCE_AT + NONCE_BYTES + 4;

/** How many bytes a DER tag and, in its shortest form, the length of a value are. */
function tagAndLengthBytes(length: number): number {
  if (length < 0x80) return 2;
  if (length < 0x100) return 3;
  if (length < 0x10000) return 4;
  return length < 0x1000000 ? 5 : 6;
}

/** The length of each DER value that is open where the ciphertext begins, by what is in it. */
function derLengths(sealedLength: number) {
  const withTag = (length: number) => tagAndLengthBytes(length) + length;
  const content = FRAMING_VERSION.length + sealedLength;
  const contentInfo = DATA.length + AES_256_GCM_BYTES + withTag(content);
  const encryptedData = VERSION_0.length + withTag(contentInfo);
  const explicit = withTag(encryptedData);
  const outer = ENCRYPTED_DATA.length + withTag(explicit);
  return { content, contentInfo, encryptedData, explicit, outer, all: withTag(outer) };
}

class Writer {
  readonly bytes: Bytes;
  #at = 0;

  constructor(length: number) {
    this.bytes = new Uint8Array(length);
  }

  put(part: Uint8Array): this {
    this.bytes.set(part, this.#at);
    this.#at += part.length;
    return this;
  }

  open(tag: number, length: number): this {
    const digits = tagAndLengthBytes(length) - 2;
    this.bytes[this.#at] = tag;
    this.bytes[this.#at + 1] = digits === 0 ? length : 0x80 + digits;
    for (let digit = 0; digit < digits; digit += 1) {
      this.bytes[this.#at + 2 + digit] = Math.floor(length / 0x100 ** (digits - 1 - digit)) % 0x100;
    }
    this.#at += 2 + digits;
    return this;
  }
}

const headLength = (sealedLength: number): number => DER_AT + derLengths(sealedLength).all - sealedLength;

/** A head whose material ID, nonce and IV are zeros, made by Encrypt. */
function blankHead(sealedLength: number): Bytes {
  const lengths = derLengths(sealedLength);
  return new Writer(headLength(sealedLength))
    .put(Uint8Array.of(1, 2, makerByte.Encrypt, 0, 0x78))
    .put(new Uint8Array(MATERIAL_ID_BYTES))
    .put(NONCE_MARK)
    .put(new Uint8Array(NONCE_BYTES))
    .put(u32be(lengths.all))
    .open(SEQUENCE, lengths.outer)
    .put(ENCRYPTED_DATA)
    .open(EXPLICIT_0, lengths.explicit)
    .open(SEQUENCE, lengths.encryptedData)
    .put(VERSION_0)
    .open(SEQUENCE, lengths.contentInfo)
    .put(DATA)
    .put(AES_256_GCM_BEFORE_IV)
    .put(new Uint8Array(GCM_IV_BYTES))
    .put(AES_256_GCM_AFTER_IV)
    .open(IMPLICIT_0, lengths.content)
    .put(FRAMING_VERSION).bytes;
}

/** Most blobs are data keys, of one length or two: their heads are made once. */
const blankHeads = new Map<number, Bytes>();
const MOST_BLANK_HEADS = 64;

/** All of a blob but its ciphertext and tag, which have `sealedLength` bytes. */
export function encodeHead({ maker, materialId, nonce, iv }: BlobNames, sealedLength: number): Bytes {
  let blank = blankHeads.get(sealedLength);
  if (blank === undefined) {
    if (blankHeads.size >= MOST_BLANK_HEADS) blankHeads.clear();
    blank = blankHead(sealedLength);
    blankHeads.set(sealedLength, blank);
  }
  const head = blank.slice();
  head[MAKER_AT] = makerByte[maker];
  head.set(materialId, MATERIAL_ID_AT);
  head.set(nonce, NONCE_AT);
  head.set(iv, ivAt(head, sealedLength));
  return head;
}

/** How much of a blob of this length is ciphertext and tag. The lengths of DER leave some lengths that no blob has. */
function sealedLengthOf(blobLength: number): number | undefined {
  // A head never gets shorter as its ciphertext grows, so this starts at or below the answer, and a few bytes at most.
  let sealedLength = Math.max(GCM_TAG_BYTES, blobLength - headLength(blobLength));
  while (sealedLength + headLength(sealedLength) < blobLength) sealedLength += 1;
  return sealedLength + headLength(sealedLength) === blobLength ? sealedLength : undefined;
}

/** Counted from the end of the head, where what follows the IV has only one length that varies. */
function ivAt(head: Bytes, sealedLength: number): number {
  const content = tagAndLengthBytes(FRAMING_VERSION.length + sealedLength) + FRAMING_VERSION.length;
  return head.length - content - AES_256_GCM_AFTER_IV.length - GCM_IV_BYTES;
}

const makerOf = (byte: number | undefined): CiphertextMaker | undefined =>
  byte === makerByte.Encrypt ? 'Encrypt' : byte === makerByte.GenerateDataKey ? 'GenerateDataKey' : undefined;

/** Undefined where the bytes are not a blob in its one encoding. That says nothing yet of whether it opens. */
export function parseBlob(blob: Bytes): Blob | undefined {
  const maker = makerOf(blob[MAKER_AT]);
  const sealedLength = sealedLengthOf(blob.length);
  if (maker === undefined || sealedLength === undefined) return undefined;
  const head = blob.subarray(0, blob.length - sealedLength);
  const field = (at: number, length: number) => head.slice(at, at + length);
  const read: BlobNames = {
    maker,
    materialId: field(MATERIAL_ID_AT, MATERIAL_ID_BYTES),
    nonce: field(NONCE_AT, NONCE_BYTES),
    iv: field(ivAt(head, sealedLength), GCM_IV_BYTES),
  };
  // What was read is written again: whatever else the bytes could mean, they must be these, to the last one.
  if (!equalBytes(encodeHead(read, sealedLength), head)) return undefined;
  return { ...read, head, sealed: blob.subarray(head.length) };
}

/** What a blob says of itself, for finding the key. Undefined where the bytes are not a blob of ours. */
export function readCiphertextHeader(blob: Uint8Array): CiphertextHeader | undefined {
  const parsed = parseBlob(new Uint8Array(blob));
  return parsed && { keyMaterialId: toHex(parsed.materialId) };
}
