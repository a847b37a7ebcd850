// What the rest of the house knows of the HSM: names for key material, sealed material, and what can be asked for.
import type { Bytes } from '../base/bytes.ts';
import type { MaterialHandle, MaterialToken, Region } from '../base/brand.ts';

/**
 * Where bytes that nobody could guess come from. One source belongs to one call; what it gives is never given again.
 * A `deterministic` one (a seeded world's) gives the same bytes for the same call of the same world, so what must be
 * fresh for each text (a nonce) also has to depend on the text.
 */
export interface EntropySource {
  readonly deterministic: boolean;
  bytes(length: number): Bytes;
}

/** Key material as it leaves the HSM: sealed. It is written to the vault with the first record that names its handle. */
export interface SealedMaterial {
  readonly handle: MaterialHandle;
  readonly token: MaterialToken;
}

/** Where sealed material lies. Append-only but for what nothing within the reach of undo names any more. */
export interface Vault {
  read(handle: MaterialHandle): Promise<MaterialToken | undefined>;
}

/** Where each Region's domain key lies: an AES-256-GCM key that cannot be extracted. Makes it at the first asking. */
export interface DomainKeys {
  domainKey(region: Region): Promise<CryptoKey>;
}

/** What a ciphertext is bound to besides the key material: other pairs cannot open it. */
export type EncryptionContext = Readonly<Record<string, string>>;

/** New symmetric key material, and the ID that its ciphertexts carry. */
export interface GeneratedMaterial extends SealedMaterial {
  /** 64 lower-case hexadecimal digits, derived from the key ID and the material. */
  readonly keyMaterialId: string;
}

/** The material that does the work, as the caller's records name it. */
export interface MaterialReference {
  readonly handle: MaterialHandle;
  readonly keyMaterialId: string;
}

/** Which family of operations made a symmetric ciphertext: it shows in the blob's third byte, as AWS's does. */
export type CiphertextMaker = 'Encrypt' | 'GenerateDataKey';

/** What a symmetric ciphertext blob says of itself before anything is opened. None of it is trusted until it opens. */
export interface CiphertextHeader {
  readonly keyMaterialId: string;
}

/** One Region's HSM. It alone sees key bytes. */
export interface Hsm {
  readonly region: Region;
  /** 256 bits of new symmetric material for the key with this ID. */
  generateSymmetric(keyId: string, entropy: EntropySource): Promise<GeneratedMaterial>;
  /** AES-256-GCM under a key derived for this message alone. Gives a blob of plaintext + 152 bytes (up to 35 bytes of plaintext). */
  encrypt(request: {
    readonly material: MaterialReference;
    readonly plaintext: Uint8Array;
    readonly context: EncryptionContext;
    readonly maker: CiphertextMaker;
    readonly entropy: EntropySource;
  }): Promise<Bytes>;
  /** The plaintext, or undefined where material, context and blob do not belong together in every bit. */
  decrypt(request: {
    readonly material: MaterialReference;
    readonly blob: Uint8Array;
    readonly context: EncryptionContext;
  }): Promise<Bytes | undefined>;
  /** Bytes for the caller: data keys, GenerateRandom. */
  random(length: number, entropy: EntropySource): Bytes;
  /** Makes the next HSM call on this material need no await of the vault. Optional to call. */
  warm(handle: MaterialHandle): Promise<void>;
}
