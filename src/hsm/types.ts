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

// Kinds of key material, by the names of KMS's key specs. Source: AWS KMS Developer Guide, "Key spec reference".
export type HmacSpec = 'HMAC_224' | 'HMAC_256' | 'HMAC_384' | 'HMAC_512';
export type RsaSpec = 'RSA_2048' | 'RSA_3072' | 'RSA_4096';
export type NistCurveSpec = 'ECC_NIST_P256' | 'ECC_NIST_P384' | 'ECC_NIST_P521';
export type EccSpec = NistCurveSpec | 'ECC_SECG_P256K1' | 'ECC_NIST_EDWARDS25519';
export type MlDsaSpec = 'ML_DSA_44' | 'ML_DSA_65' | 'ML_DSA_87';
export type AsymmetricSpec = RsaSpec | EccSpec | MlDsaSpec;
export type MaterialSpec = 'SYMMETRIC_DEFAULT' | HmacSpec | AsymmetricSpec;
/** What GenerateDataKeyPair makes. */
export type DataKeyPairSpec = RsaSpec | EccSpec;

export type RsaEncryptionAlgorithm = 'RSAES_OAEP_SHA_1' | 'RSAES_OAEP_SHA_256';
export type SigningAlgorithm =
  | `RSASSA_PSS_SHA_${256 | 384 | 512}`
  | `RSASSA_PKCS1_V1_5_SHA_${256 | 384 | 512}`
  | `ECDSA_SHA_${256 | 384 | 512}`
  | 'ED25519_SHA_512'
  | 'ED25519_PH_SHA_512'
  | 'ML_DSA_SHAKE_256';
/** RAW is the message itself; DIGEST its digest, signed as a digest; EXTERNAL_MU the 64 bytes of FIPS 204's µ. */
export type MessageType = 'RAW' | 'DIGEST' | 'EXTERNAL_MU';
export type MacAlgorithm = `HMAC_SHA_${224 | 256 | 384 | 512}`;
export type WrappingSpec = RsaSpec;
export type WrappingAlgorithm = RsaEncryptionAlgorithm | `RSA_AES_KEY_WRAP_SHA_${1 | 256}`;

/** What a ciphertext is bound to besides the key material: other pairs cannot open it. */
export type EncryptionContext = Readonly<Record<string, string>>;

/** New key material, and what may be known of it. */
export interface GeneratedMaterial extends SealedMaterial {
  /** 64 lower-case hexadecimal digits, derived from the key ID and the material. */
  readonly keyMaterialId: string;
  /** DER SubjectPublicKeyInfo; null for symmetric and HMAC material. */
  readonly publicKey: Bytes | null;
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

/** A message to sign, or one that was signed. */
export interface MessageToSign {
  readonly spec: AsymmetricSpec;
  readonly algorithm: SigningAlgorithm;
  readonly messageType: MessageType;
  /** A digest has its algorithm's length; who calls sees to it. */
  readonly message: Uint8Array;
}

/** What an import token says of itself, once the HSM has found it to be one of its own. */
export interface ImportTokenContent {
  readonly keyArn: string;
  readonly algorithm: WrappingAlgorithm;
  readonly wrappingSpec: WrappingSpec;
  readonly validToMs: number;
}

/** A key pair for the caller, in the clear. */
export interface DataKeyPair {
  /** DER PKCS #8 PrivateKeyInfo. */
  readonly privateKey: Bytes;
  /** DER SubjectPublicKeyInfo. */
  readonly publicKey: Bytes;
}

/** One Region's HSM. It alone sees key bytes. */
export interface Hsm {
  readonly region: Region;

  /** New material for the key with this ID. RSA material is the machine's chance, whatever the entropy. */
  generate(spec: MaterialSpec, keyId: string, entropy: EntropySource): Promise<GeneratedMaterial>;
  /**
   * The same material for the same multi-Region key in another Region, sealed under that Region's domain key. Material
   * that was made just now, and is in no vault yet, is given as it is sealed.
   */
  replicate(
    material: MaterialHandle | SealedMaterial,
    keyId: string,
    to: Region,
    entropy: EntropySource,
  ): Promise<SealedMaterial>;

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

  /** RSAES-OAEP (RFC 8017), MGF1 with the same hash, empty label. `publicKey` is SubjectPublicKeyInfo. */
  encryptRsa(publicKey: Uint8Array, algorithm: RsaEncryptionAlgorithm, plaintext: Uint8Array): Promise<Bytes>;
  /** Undefined where it does not open. */
  decryptRsa(
    handle: MaterialHandle,
    algorithm: RsaEncryptionAlgorithm,
    ciphertext: Uint8Array,
  ): Promise<Bytes | undefined>;

  /** ECDSA as DER, RSA of the modulus' length, PSS salts as long as the hash, Ed25519 and ML-DSA raw. */
  sign(handle: MaterialHandle, message: MessageToSign, entropy: EntropySource): Promise<Bytes>;
  verify(publicKey: Uint8Array, message: MessageToSign, signature: Uint8Array): Promise<boolean>;

  mac(handle: MaterialHandle, algorithm: MacAlgorithm, message: Uint8Array): Promise<Bytes>;
  /** Compares in constant time. */
  verifyMac(handle: MaterialHandle, algorithm: MacAlgorithm, message: Uint8Array, mac: Uint8Array): Promise<boolean>;

  /** ECDH (NIST SP 800-56A): the raw x coordinate. Undefined where the peer's SubjectPublicKeyInfo is no point of this curve. */
  deriveSharedSecret(
    handle: MaterialHandle,
    spec: NistCurveSpec,
    peerPublicKey: Uint8Array,
  ): Promise<Bytes | undefined>;

  /** For the caller: nothing of it stays here. */
  dataKeyPair(spec: DataKeyPairSpec, entropy: EntropySource): Promise<DataKeyPair>;

  /** A wrapping key pair for one import: its public half, and a token that holds the other half, sealed. */
  importParameters(
    content: ImportTokenContent,
    entropy: EntropySource,
  ): Promise<{ readonly publicKey: Bytes; readonly importToken: Bytes }>;
  /** Undefined where this HSM never made it. Says nothing of how old it is. */
  readImportToken(importToken: Uint8Array): Promise<ImportTokenContent | undefined>;
  /**
   * Unwraps material for the key with this ID. Undefined where it does not unwrap, or is not material of this spec: raw
   * bytes of the right length for symmetric and HMAC keys, DER PKCS #8 for RSA and ECC ones.
   */
  importMaterial(request: {
    readonly importToken: Uint8Array;
    readonly wrapped: Uint8Array;
    readonly spec: MaterialSpec;
    readonly keyId: string;
    readonly entropy: EntropySource;
  }): Promise<GeneratedMaterial | undefined>;

  /** Bytes for the caller: data keys, GenerateRandom. */
  random(length: number, entropy: EntropySource): Bytes;
  /**
   * CiphertextForRecipient: CMS EnvelopedData (RFC 5652) with RSAES-OAEP-SHA-256 key transport and AES-256-CBC.
   * `publicKey` is an RSA SubjectPublicKeyInfo.
   */
  sealForRecipient(publicKey: Uint8Array, plaintext: Uint8Array, entropy: EntropySource): Promise<Bytes>;
  /** Makes the next HSM call on this material need no await of the vault. Optional to call. */
  warm(handle: MaterialHandle): Promise<void>;
}
