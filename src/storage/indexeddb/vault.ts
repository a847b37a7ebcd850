// Where a world's sealed material and its domain keys lie in IndexedDB. Material is written by the journal, with the
// first entry that names it. Domain keys are CryptoKeys that cannot be extracted, kept as the objects that they are.
import type { MaterialHandle, MaterialToken, Region } from '../../base/brand.ts';
import type { DomainKeys, Vault } from '../../hsm/types.ts';
import { StorageError } from '../../world/journal.ts';
import { refusing } from './failures.ts';
import { inTransaction } from './transactions.ts';
import type { WorldDatabase } from './world-database.ts';

export const createIndexedDbVault = (database: WorldDatabase): Vault => ({
  read: (handle: MaterialHandle) =>
    refusing(async () => {
      const row = await database.get('vault', handle);
      if (row === undefined) return undefined;
      const token = typeof row === 'object' && row !== null && 'token' in row ? row.token : undefined;
      if (!(token instanceof Uint8Array)) throw new StorageError('broken');
      return token as MaterialToken;
    }),
});

function isDomainKey(value: unknown): value is CryptoKey {
  if (!(value instanceof CryptoKey) || value.extractable) return false;
  const { name, length } = value.algorithm as AesKeyAlgorithm;
  return name === 'AES-GCM' && length === 256 && value.usages.includes('encrypt') && value.usages.includes('decrypt');
}

const newDomainKey = (): Promise<CryptoKey> =>
  crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);

export function createIndexedDbDomainKeys(database: WorldDatabase): DomainKeys {
  const parsed = (stored: unknown): CryptoKey => {
    // A key that is not as it should be is never replaced: everything that lies sealed under it would be lost.
    if (!isDomainKey(stored)) throw new StorageError('broken');
    return stored;
  };

  const make = async (region: Region): Promise<CryptoKey> => {
    const made = await newDomainKey();
    try {
      // Two tabs at once: whoever writes second finds the first one's, and takes it.
      return await inTransaction(database, ['domainKeys'], async (transaction) => {
        const keys = transaction.objectStore('domainKeys');
        const stored = await keys.get(region);
        if (stored !== undefined) return parsed(stored);
        await keys.add(made, region);
        return made;
      });
    } catch (error) {
      // This browser does not store keys. Bytes instead would be a weaker vault, so there is none that is kept.
      if (error instanceof StorageError && isCloneRefusal(error.cause))
        throw new StorageError('denied', { cause: error });
      throw error;
    }
  };

  return {
    domainKey: (region) =>
      refusing(async () => {
        const stored = await database.get('domainKeys', region);
        return stored === undefined ? make(region) : parsed(stored);
      }),
  };
}

const isCloneRefusal = (cause: unknown): boolean => cause instanceof DOMException && cause.name === 'DataCloneError';
