// Whose key material a call had opened in the HSM. Read off the entry.
import type { Entry } from '../../../world/entry.ts';

export interface HsmUse {
  readonly operation: string;
  readonly atMs: number;
  /** Of a ReEncrypt: the one that it encrypts under. */
  readonly keyArn: string;
  /** Null for keys of which AWS tells no material ID: their current material was opened. */
  readonly keyMaterialId: string | null;
}

const opening =
  /^(?:Encrypt|Decrypt|ReEncrypt|GenerateDataKey.*|Sign|Verify|GenerateMac|VerifyMac|DeriveSharedSecret)$/;

/** Null for an entry that had nothing opened. */
export function hsmUse(entry: Entry): HsmUse | null {
  if (entry.kind !== 'call' || entry.call.service !== 'kms' || entry.call.error) return null;
  const { operation, resources, details } = entry.call;
  const keyArn = resources.at(-1);
  if (!opening.test(operation) || keyArn === undefined) return null;
  const id = details?.[operation === 'ReEncrypt' ? 'destinationKeyMaterialId' : 'keyMaterialId'];
  return { operation, atMs: entry.atMs, keyArn, keyMaterialId: typeof id === 'string' ? id : null };
}
