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
import { equalBytes, u32be, utf8, type Bytes } from '../base/bytes.ts';
import { toHex } from '../base/encodings.ts';
import { GCM_IV_BYTES, GCM_TAG_BYTES } from '../crypto/aes-gcm.ts';
import type { CiphertextHeader, CiphertextMaker } from './types.ts';

export const NONCE_BYTES = 16;
export const MATERIAL_ID_BYTES = 32;

export interface BlobHead {
  readonly maker: CiphertextMaker;
  readonly materialId: Bytes;
  readonly nonce: Bytes;
  readonly iv: Bytes;
}

export interface Blob extends BlobHead {
  /** All that stands before the ciphertext. It is authenticated with it. */
  readonly head: Bytes;
  /** The ciphertext and its tag. */
  readonly sealed: Bytes;
}

const makerByte: Readonly<Record<CiphertextMaker, number>> = { Encrypt: 2, GenerateDataKey: 3 };
const FRAMING_VERSION = [...utf8('keyroom'), 0, 0, 0, 1];

const ENCRYPTED_DATA = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x06]; // 1.2.840.113549.1.7.6
const DATA = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01]; // 1.2.840.113549.1.7.1
const AES_256_GCM = [0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x2e]; // 2.16.840.1.101.3.4.1.46
const VERSION_0 = [0x02, 0x01, 0x00];
const TAG_LENGTH = [0x02, 0x01, GCM_TAG_BYTES];

const SEQUENCE = 0x30;
const OCTET_STRING = 0x04;
/** [0], once around a whole value and once in place of an OCTET STRING's own tag. */
const CONTEXT_0_EXPLICIT = 0xa0;
const CONTEXT_0_IMPLICIT = 0x80;

const MATERIAL_ID_AT = 5;
const NONCE_AT = MATERIAL_ID_AT + MATERIAL_ID_BYTES + 1;
const DER_AT = NONCE_AT + NONCE_BYTES + 4;

/** A DER tag and, in its shortest form, the length of what it stands before. */
function tagAndLength(tag: number, length: number): number[] {
  if (length < 0x80) return [tag, length];
  const digits: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 0x100)) digits.unshift(rest % 0x100);
  return [tag, 0x80 + digits.length, ...digits];
}

const algorithm = (iv: Bytes): number[] => {
  const parameters = [...tagAndLength(OCTET_STRING, iv.length), ...iv, ...TAG_LENGTH];
  const body = [...AES_256_GCM, ...tagAndLength(SEQUENCE, parameters.length), ...parameters];
  return [...tagAndLength(SEQUENCE, body.length), ...body];
};

/** The DER up to the ciphertext, of which only the length is known here. Built from the inside out. */
function derBefore(sealedLength: number, iv: Bytes): number[] {
  let before = FRAMING_VERSION;
  const wrap = (tag: number, ...first: number[]) => {
    before = [...first, ...before];
    before = [...tagAndLength(tag, before.length + sealedLength), ...before];
  };
  wrap(CONTEXT_0_IMPLICIT);
  wrap(SEQUENCE, ...DATA, ...algorithm(iv));
  wrap(SEQUENCE, ...VERSION_0);
  wrap(CONTEXT_0_EXPLICIT);
  wrap(SEQUENCE, ...ENCRYPTED_DATA);
  return before;
}

/** All of a blob but its ciphertext and tag, which have `sealedLength` bytes. */
export function encodeHead({ maker, materialId, nonce, iv }: BlobHead, sealedLength: number): Bytes {
  const der = derBefore(sealedLength, iv);
  const head = new Uint8Array(DER_AT + der.length);
  head.set([1, 2, makerByte[maker], 0, 0x78]);
  head.set(materialId, MATERIAL_ID_AT);
  head.set([1], NONCE_AT - 1);
  head.set(nonce, NONCE_AT);
  head.set(u32be(der.length + sealedLength), DER_AT - 4);
  head.set(der, DER_AT);
  return head;
}

/** Undefined where the bytes are not a blob in its one encoding. That says nothing yet of whether it opens. */
export function parseBlob(blob: Bytes): Blob | undefined {
  const maker = makerOf(blob[2]);
  const sealedLength = sealedLengthOf(blob.length);
  if (maker === undefined || sealedLength === undefined) return undefined;
  const head = blob.subarray(0, blob.length - sealedLength);
  const ivAt = head.length - ivBeforeEnd(sealedLength);
  const parts: BlobHead = {
    maker,
    materialId: head.slice(MATERIAL_ID_AT, MATERIAL_ID_AT + MATERIAL_ID_BYTES),
    nonce: head.slice(NONCE_AT, NONCE_AT + NONCE_BYTES),
    iv: head.slice(ivAt, ivAt + GCM_IV_BYTES),
  };
  // What was read is written again: whatever else the bytes may say, they must be this, to the last one.
  if (!equalBytes(encodeHead(parts, sealedLength), head)) return undefined;
  return { ...parts, head, sealed: blob.subarray(head.length) };
}
