// Reads DER, the one encoding of ASN.1 values (ITU-T X.690), and takes nothing else. Only what keys, signatures and
// envelopes are made of: tag numbers up to 30, definite lengths. der-writer.ts writes it.
import { assert } from '../base/assert.ts';
import type { Bytes } from '../base/bytes.ts';
import { contentIsDer, TAG, unsignedValue, wholeBytes } from './der-primitives.ts';

export interface DerElement {
  /** The identifier octet: class, form and number. */
  readonly tag: number;
  readonly content: Bytes;
  /** Identifier, length and content. */
  readonly der: Bytes;
}

/** The identifier octet of [number]. */
export function contextTag(number: number, form: 'primitive' | 'constructed'): number {
  assert(number >= 0 && number <= 30, 'the number fits into the identifier octet');
  return 0x80 | (form === 'constructed' ? 0x20 : 0) | number;
}

interface Length {
  readonly value: number;
  /** Octets that the length itself takes. */
  readonly octets: number;
}

function readLength(bytes: Bytes, at: number): Length | undefined {
  const first = bytes[at];
  if (first === undefined) return undefined;
  if (first < 0x80) return { value: first, octets: 1 };
  const count = first & 0x7f;
  // None is the indefinite form, which is not DER's; and nothing here comes near four gigabytes.
  if (count === 0 || count > 4) return undefined;
  let value = 0;
  for (let octet = 1; octet <= count; octet += 1) {
    const next = bytes[at + octet];
    if (next === undefined) return undefined;
    value = value * 256 + next;
  }
  const shortest = value >= 0x80 && value >= 256 ** (count - 1);
  return shortest ? { value, octets: 1 + count } : undefined;
}

/** The element that begins at `at`. What a constructed one contains is not looked at before it is read itself. */
export function readDerAt(bytes: Bytes, at: number): DerElement | undefined {
  const tag = bytes[at];
  if (tag === undefined || (tag & 0x1f) === 0x1f) return undefined;
  const length = readLength(bytes, at + 1);
  if (length === undefined) return undefined;
  const start = at + 1 + length.octets;
  const end = start + length.value;
  if (end > bytes.length) return undefined;
  const content = bytes.slice(start, end);
  return contentIsDer(tag, content) ? { tag, content, der: bytes.slice(at, end) } : undefined;
}

/** Elements one behind another, and nothing else: what a constructed element contains. */
export function readDerElements(content: Bytes): readonly DerElement[] | undefined {
  const elements: DerElement[] = [];
  for (let at = 0; at < content.length;) {
    const element = readDerAt(content, at);
    if (element === undefined) return undefined;
    elements.push(element);
    at += element.der.length;
  }
  return elements;
}

/** One element that is all of these bytes. */
export function readDer(bytes: Bytes): DerElement | undefined {
  const element = readDerAt(bytes, 0);
  return element?.der.length === bytes.length ? element : undefined;
}

/** What a SEQUENCE contains, where these bytes are one and nothing else. */
export function readDerSequence(bytes: Bytes): readonly DerElement[] | undefined {
  const content = contentOf(readDer(bytes), TAG.sequence);
  return content && readDerElements(content);
}

/** The content of an element with this tag; undefined where there is none, or it has another. */
export const contentOf = (element: DerElement | undefined, tag: number): Bytes | undefined =>
  element?.tag === tag ? element.content : undefined;

/** An INTEGER that is not negative. */
export function unsignedOf(element: DerElement | undefined): bigint | undefined {
  const content = contentOf(element, TAG.integer);
  return content && unsignedValue(content);
}

/** A BIT STRING of whole bytes. */
export function bitStringOf(element: DerElement | undefined): Bytes | undefined {
  const content = contentOf(element, TAG.bitString);
  return content && wholeBytes(content);
}

export const octetStringOf = (element: DerElement | undefined): Bytes | undefined =>
  contentOf(element, TAG.octetString);
