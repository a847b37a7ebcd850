// Material of each kind, opened for what it does: what comes out can be used, and nothing takes the material out again.
import type { Bytes } from '../base/bytes.ts';
import { openPrivateKey, type OpenPrivateKey } from './asymmetric.ts';
import { HsmError } from './error.ts';
import { isHmacSpec, type ClearMaterial } from './kinds.ts';
import { openHmac, type OpenHmac } from './macs.ts';
import { openSymmetric, type OpenSymmetric } from './symmetric.ts';

export type OpenMaterial = OpenSymmetric | OpenHmac | OpenPrivateKey;

/** Leaves the bytes it is given to be wiped. */
export async function openMaterial({ spec, material }: ClearMaterial): Promise<OpenMaterial> {
  if (spec === 'SYMMETRIC_DEFAULT') return openSymmetric(material);
  if (isHmacSpec(spec)) return openHmac(spec, material);
  const opened = openPrivateKey(spec, material);
  if (opened === undefined) throw new HsmError(`What should be ${spec} material is none.`);
  return opened;
}

/** DER SubjectPublicKeyInfo; null where there is no public half. */
export async function publicKeyOf(clear: ClearMaterial): Promise<Bytes | null> {
  const opened = await openMaterial(clear);
  return opened.kind === 'SYMMETRIC' || opened.kind === 'HMAC' ? null : opened.key.publicKey;
}
