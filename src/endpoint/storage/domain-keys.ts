// The Regions' domain keys in a file that only its owner can read: {"us-east-1":"32 bytes in base64", …}. Here they are
// bytes, because Node cannot store a CryptoKey; in the process they are keys that cannot be extracted.
import { stat } from 'node:fs/promises';
import type { Region } from '../../base/brand.ts';
import type { Bytes } from '../../base/bytes.ts';
import { fromBase64, toBase64 } from '../../base/encodings.ts';
import { isJsonObject, parseJson, type Json } from '../../base/json.ts';
import { findRegion } from '../../base/regions.ts';
import type { DomainKeys } from '../../hsm/types.ts';
import { EndpointError } from '../endpoint-error.ts';
import { readIfThere, replaceFile } from './files.ts';

const KEY_BYTES = 32;

export interface DomainKeyFileOptions {
  readonly path: string;
  /** Whether there is material that was sealed under keys of this file: it must not begin anew then. */
  readonly isNeeded: boolean;
  readonly random: (length: number) => Bytes;
}

/** Throws an EndpointError where the file is missing, damaged, or others may read it. */
export async function openDomainKeys({ path, isNeeded, random }: DomainKeyFileOptions): Promise<DomainKeys> {
  const stored = await read(path);
  if (stored === undefined && isNeeded) {
    throw new EndpointError(`${path} is missing: the key material of this directory cannot be opened without it`);
  }
  const bytes = new Map<string, Bytes>(stored);
  const keys = new Map<Region, Promise<CryptoKey>>();
  let writing: Promise<void> = Promise.resolve();

  /** Nothing is sealed under a key that is not on the disk. */
  const make = async (region: Region): Promise<CryptoKey> => {
    const made = random(KEY_BYTES);
    const mine = writing.then(async () => {
      const all = [...bytes, [region, made] as const].map(([name, key]) => [name, toBase64(key)]);
      await replaceFile(path, `${JSON.stringify(Object.fromEntries(all), null, 2)}\n`);
      bytes.set(region, made);
    });
    writing = mine.catch(() => undefined);
    await mine;
    return imported(made);
  };

  return {
    domainKey: (region) => {
      const known = keys.get(region);
      if (known) return known;
      const kept = bytes.get(region);
      const key = kept ? imported(kept) : make(region);
      keys.set(region, key);
      // Whoever asks next tries again.
      key.catch(() => keys.delete(region));
      return key;
    },
  };
}

const imported = (bytes: Bytes): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', bytes, { name: 'AES-GCM' }, false, ['encrypt', 'decrypt']);

async function read(path: string): Promise<readonly (readonly [string, Bytes])[] | undefined> {
  const file = await readIfThere(path);
  if (file === undefined) return undefined;
  // Windows has no such permissions.
  if (process.platform !== 'win32') {
    const { mode } = await stat(path);
    if ((mode & 0o077) !== 0) {
      const shown = (mode & 0o777).toString(8).padStart(4, '0');
      throw new EndpointError(`${path} may be read by others (mode ${shown}); it must be its owner's alone: chmod 600`);
    }
  }
  const json = parseJson(file.toString('utf8'));
  const damaged = () => new EndpointError(`${path} is damaged. It is left as it is: restore it from a copy.`);
  if (!isJsonObject(json)) throw damaged();
  return Object.entries(json).map(([region, text]: readonly [string, Json]) => {
    const bytes = typeof text === 'string' ? fromBase64(text) : undefined;
    if (!findRegion(region) || bytes?.length !== KEY_BYTES) throw damaged();
    return [region, bytes];
  });
}
