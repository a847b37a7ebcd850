// Material of each kind, opened for what it does: what comes out can be used, and nothing takes the material out again.
import type { Bytes } from '../base/bytes.ts';
import { HsmError } from './error.ts';
import { isHmacSpec, type ClearMaterial } from './kinds.ts';
import { openHmac, type OpenHmac } from './macs.ts';
import { openSymmetric, type OpenSymmetric } from './symmetric.ts';

export type OpenMaterial = OpenSymmetric | OpenHmac;

/** Leaves the bytes it is given to be wiped. */
export async function openMaterial({ spec, material }: ClearMaterial): Promise<OpenMaterial> {
  if (spec === 'SYMMETRIC_DEFAULT') return openSymmetric(material);
  if (isHmacSpec(spec)) return openHmac(spec, material);
  throw new HsmError(`No ${spec} here.`);
}

/** DER SubjectPublicKeyInfo; null where there is no public half. */
export async function publicKeyOf({ spec }: ClearMaterial): Promise<Bytes | null> {
  if (spec === 'SYMMETRIC_DEFAULT' || isHmacSpec(spec)) return null;
  throw new HsmError(`No ${spec} here.`);
}
