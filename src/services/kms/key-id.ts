// New key IDs. Source: AWS KMS Developer Guide, "Key identifiers": a UUID (version 4, RFC 9562), or for a multi-Region key
// mrk- and 32 digits, in lower-case hexadecimal.
import { toHex } from '../../base/encodings.ts';
import type { EntropySource } from '../../hsm/types.ts';

export function newKeyId(entropy: EntropySource): string {
  const bytes = entropy.bytes(16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return toHex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export const newMultiRegionKeyId = (entropy: EntropySource): string => `mrk-${toHex(entropy.bytes(16))}`;
