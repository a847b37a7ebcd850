// One Region's HSM: it alone sees key bytes. What leaves it is sealed under the Region's domain key, or derived.
// Source: AWS KMS Cryptographic Details. What it does is told in the files beside this one, each by its concern.
import type { MaterialHandle, Region } from '../base/brand.ts';
import type { Bytes } from '../base/bytes.ts';
import { generateRsaKey } from '../crypto/rsa.ts';
import type { GenerateRsa } from './asymmetric.ts';
import { HsmError } from './error.ts';
import { newMaterial } from './generating.ts';
import { importWrapped, makeImportParameters, readContent } from './importing.ts';
import { macIsOf, macOf } from './macs.ts';
import { Materials } from './materials.ts';
import { newPair } from './pairs.ts';
import { sealTo } from './recipient.ts';
import { replicateMaterial } from './replicating.ts';
import { decryptOaep, encryptOaep } from './rsa-encryption.ts';
import { signatureIsOf, signWith } from './signing.ts';
import { decryptSymmetric, encryptSymmetric } from './symmetric.ts';
import type {
  DataKeyPair,
  DomainKeys,
  GeneratedMaterial,
  Hsm,
  ImportTokenContent,
  SealedMaterial,
  Vault,
} from './types.ts';

export interface HsmParts {
  readonly region: Region;
  readonly vault: Vault;
  readonly domainKeys: DomainKeys;
  /** How many pieces of unwrapped material are kept at hand. */
  readonly cachedMaterials?: number;
  /** Makes RSA private keys, in DER PKCS #8. The machine's own, unless said otherwise. */
  readonly generateRsa?: GenerateRsa | undefined;
}

export interface CachingHsm extends Hsm {
  /** For when the material is destroyed in the vault: without this, what was used lately could still be used. */
  forget(handle: MaterialHandle): void;
}

export const createHsm = (parts: HsmParts): CachingHsm => new RegionHsm(parts);

class RegionHsm implements CachingHsm {
  readonly region: Region;
  readonly #materials: Materials;
  readonly #generateRsa: GenerateRsa;

  constructor({ region, vault, domainKeys, cachedMaterials = 1024, generateRsa = generateRsaKey }: HsmParts) {
    this.region = region;
    this.#generateRsa = generateRsa;
    this.#materials = new Materials(region, vault, domainKeys, cachedMaterials);
  }

  async generate(...[spec, keyId, entropy]: Parameters<Hsm['generate']>): Promise<GeneratedMaterial> {
    const material = await newMaterial(spec, entropy, this.#generateRsa);
    return this.#materials.take({ spec, material }, keyId, entropy);
  }

  replicate(...request: Parameters<Hsm['replicate']>): Promise<SealedMaterial> {
    return replicateMaterial(this.#materials, ...request);
  }

  encrypt(request: Parameters<Hsm['encrypt']>[0]): Promise<Bytes> {
    return encryptSymmetric(() => this.#materials.open(request.material.handle, 'SYMMETRIC'), request);
  }

  decrypt(request: Parameters<Hsm['decrypt']>[0]): Promise<Bytes | undefined> {
    return decryptSymmetric(() => this.#materials.open(request.material.handle, 'SYMMETRIC'), request);
  }

  encryptRsa(...[publicKey, algorithm, plaintext]: Parameters<Hsm['encryptRsa']>): Promise<Bytes> {
    return encryptOaep(new Uint8Array(publicKey), algorithm, new Uint8Array(plaintext));
  }

  async decryptRsa(...[handle, algorithm, ciphertext]: Parameters<Hsm['decryptRsa']>): Promise<Bytes | undefined> {
    const read = new Uint8Array(ciphertext);
    const { key } = await this.#materials.open(handle, 'RSA');
    return decryptOaep(key, algorithm, read);
  }

  async sign(...[handle, message, entropy]: Parameters<Hsm['sign']>): Promise<Bytes> {
    const read = { ...message, message: new Uint8Array(message.message) };
    const opened = await this.#materials.open(handle, 'RSA', 'EC', 'ED25519', 'ML_DSA');
    return signWith(opened, read, entropy);
  }

  verify(...[publicKey, message, signature]: Parameters<Hsm['verify']>): Promise<boolean> {
    return signatureIsOf(new Uint8Array(publicKey), message, new Uint8Array(signature));
  }

  async mac(...[handle, algorithm, message]: Parameters<Hsm['mac']>): Promise<Bytes> {
    const read = new Uint8Array(message);
    return macOf(await this.#materials.open(handle, 'HMAC'), algorithm, read);
  }

  async verifyMac(...[handle, algorithm, message, mac]: Parameters<Hsm['verifyMac']>): Promise<boolean> {
    const [readMessage, readMac] = [new Uint8Array(message), new Uint8Array(mac)];
    return macIsOf(await this.#materials.open(handle, 'HMAC'), algorithm, readMessage, readMac);
  }

  async deriveSharedSecret(
    ...[handle, spec, peerPublicKey]: Parameters<Hsm['deriveSharedSecret']>
  ): Promise<Bytes | undefined> {
    const read = new Uint8Array(peerPublicKey);
    const { key, spec: curve } = await this.#materials.open(handle, 'EC');
    if (curve !== spec) throw new HsmError(`${handle} is no ${spec} material.`);
    return key.sharedSecret(read);
  }

  dataKeyPair(...[spec, entropy]: Parameters<Hsm['dataKeyPair']>): Promise<DataKeyPair> {
    return newPair(spec, entropy, this.#generateRsa);
  }

  importParameters(...[content, entropy]: Parameters<Hsm['importParameters']>): ReturnType<Hsm['importParameters']> {
    return makeImportParameters(this.#materials, content, entropy, this.#generateRsa);
  }

  readImportToken(importToken: Uint8Array): Promise<ImportTokenContent | undefined> {
    return readContent(this.#materials, new Uint8Array(importToken));
  }

  importMaterial(request: Parameters<Hsm['importMaterial']>[0]): Promise<GeneratedMaterial | undefined> {
    return importWrapped(this.#materials, request);
  }

  random(...[length, entropy]: Parameters<Hsm['random']>): Bytes {
    return entropy.bytes(length);
  }

  sealForRecipient(...[publicKey, plaintext, entropy]: Parameters<Hsm['sealForRecipient']>): Promise<Bytes> {
    return sealTo(new Uint8Array(publicKey), new Uint8Array(plaintext), entropy);
  }

  warm(handle: MaterialHandle): Promise<void> {
    return this.#materials.warm(handle);
  }

  forget(handle: MaterialHandle): void {
    this.#materials.forget(handle);
  }
}
