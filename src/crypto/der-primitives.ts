// The primitive types of DER (ITU-T X.690, clauses 8 and 11): BOOLEAN, INTEGER, BIT STRING, OCTET STRING, NULL, OBJECT
// IDENTIFIER. What each may contain, and what it says.
import type { Bytes } from '../base/bytes.ts';
import { bigIntOf } from './big-integers.ts';

/** Identifier octets of the universal types that are read and written here. */
export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  objectIdentifier: 0x06,
  sequence: 0x30,
  set: 0x31,
} as const;

/** Whether this is what an element with this tag may contain. Tags that are not of these types may contain anything. */
export function contentIsDer(tag: number, content: Bytes): boolean {
  switch (tag) {
    case TAG.boolean:
      return content.length === 1 && (content[0] === 0 || content[0] === 0xff);
    case TAG.integer:
      return integerIsShortest(content);
    case TAG.bitString:
      return bitStringIsDer(content);
    case TAG.null:
      return content.length === 0;
    case TAG.objectIdentifier:
      return objectIdentifierIsDer(content);
    default:
      return !formIsWrong(tag);
  }
}

/** EXTERNAL, EMBEDDED PDV, SEQUENCE and SET: the universal types that are constructed. */
const constructedTypes: readonly number[] = [8, 11, 16, 17];

/** A universal type in the form that DER does not have it in: a primitive SEQUENCE, a string in pieces. */
function formIsWrong(tag: number): boolean {
  const [universal, constructed, number] = [(tag & 0xc0) === 0, (tag & 0x20) !== 0, tag & 0x1f];
  // Number 0 only marks the end of what has no definite length.
  return universal && (number === 0 || constructed !== constructedTypes.includes(number));
}

function integerIsShortest(content: Bytes): boolean {
  const [first, second] = content;
  if (first === undefined) return false;
  if (second === undefined) return true;
  return !((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80));
}

function bitStringIsDer(content: Bytes): boolean {
  const [unused] = content;
  if (unused === undefined || unused > 7) return false;
  if (content.length === 1) return unused === 0;
  return ((content.at(-1) ?? 0) & ((1 << unused) - 1)) === 0;
}

function objectIdentifierIsDer(content: Bytes): boolean {
  const endsInside = ((content.at(-1) ?? 0x80) & 0x80) !== 0;
  // An arc that begins with a septet of nothing could be written shorter.
  const startsArc = (at: number): boolean => at === 0 || ((content[at - 1] ?? 0) & 0x80) === 0;
  return !endsInside && content.every((octet, at) => octet !== 0x80 || !startsArc(at));
}

/** The value of an INTEGER's content, where it is not negative. */
export const unsignedValue = (content: Bytes): bigint | undefined =>
  (content[0] ?? 0x80) < 0x80 ? bigIntOf(content) : undefined;

/** The bytes of a BIT STRING's content, where it has whole ones. */
export const wholeBytes = (content: Bytes): Bytes | undefined => (content[0] === 0 ? content.slice(1) : undefined);
