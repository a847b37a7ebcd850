// Where a world's chance comes from: the machine's in a sandbox, the seed's in a seeded world.
// HKDF: RFC 5869.
import { concatBytes, utf8, type Bytes } from '../base/bytes.ts';
import { toHex } from '../base/encodings.ts';
import { hkdfSha256 } from '../crypto/hkdf.ts';
import type { EntropySource } from '../hsm/types.ts';
import type { HostMachine, WorldKind } from './world-api.ts';

/** HKDF-SHA256 gives no more than 255 blocks at once. */
const PIECE = 255 * 32;

/** What call `number` draws for the purpose `label`. In a seeded world the same bytes whenever it is asked again. */
export function entropyOf(kind: WorldKind, machine: HostMachine, number: number, label: string): EntropySource {
  if (kind.kind === 'sandbox') return { deterministic: false, bytes: (length) => machine.random(length) };
  const seed = utf8(kind.seed);
  let draws = 0;
  return {
    deterministic: true,
    bytes: (length) => {
      draws += 1;
      const pieces: Bytes[] = [];
      for (let at = 0; at < length; at += PIECE) {
        const info = utf8(`keyroom/${label}/${number}/${draws}/${at}`);
        pieces.push(hkdfSha256(seed, info, Math.min(PIECE, length - at)));
      }
      return pieces.length === 1 && pieces[0] ? pieces[0] : concatBytes(...pieces);
    },
  };
}

/** A UUID of version 4 (RFC 9562). */
export function uuid(entropy: EntropySource): string {
  const bytes = entropy.bytes(16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return toHex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
