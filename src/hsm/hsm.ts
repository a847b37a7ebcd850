// One Region's HSM: it alone sees key bytes. What leaves it is sealed under the Region's domain key, or derived.
// Source: AWS KMS Cryptographic Details, "Symmetric key operations": each message under a key derived for it alone.
import type { MaterialHandle, Region } from '../base/brand.ts';
import { concatBytes, framed, utf8, type Bytes } from '../base/bytes.ts';
import { fromHex, toHex } from '../base/encodings.ts';
import { aesGcmOpen, aesGcmSeal, GCM_IV_BYTES, GCM_TAG_BYTES } from '../crypto/aes-gcm.ts';
import { MaterialCache } from './cache.ts';
import { importMaterial, keyMaterialIdOf, messageKey, syntheticNonce, tokenNames } from './derive.ts';
import { canonicalContext } from './encryption-context.ts';
import { HsmError } from './error.ts';
import { encodeHead, MATERIAL_ID_BYTES, NONCE_BYTES, parseBlob } from './framing.ts';
import { openToken, sealToken, SYMMETRIC_MATERIAL_BYTES } from './token.ts';
import type { DomainKeys, GeneratedMaterial, Hsm, Vault } from './types.ts';

export interface HsmParts {
  readonly region: Region;
  readonly vault: Vault;
  readonly domainKeys: DomainKeys;
  /** How many pieces of unwrapped material are kept at hand. */
  readonly cachedMaterials?: number;
}

export interface CachingHsm extends Hsm {
  /** For when the material is destroyed in the vault: without this, what was used lately could still be used. */
  forget(handle: MaterialHandle): void;
}

export const createHsm = (parts: HsmParts): CachingHsm => new RegionHsm(parts);

class RegionHsm implements CachingHsm {
  readonly region: Region;
  readonly #vault: Vault;
  readonly #domainKeys: DomainKeys;
  readonly #materials: MaterialCache;

  constructor({ region, vault, domainKeys, cachedMaterials = 1024 }: HsmParts) {
    this.region = region;
    this.#vault = vault;
    this.#domainKeys = domainKeys;
    this.#materials = new MaterialCache((handle) => this.#unwrap(handle), cachedMaterials);
  }

  async generate(...[spec, keyId, entropy]: Parameters<Hsm['generate']>): Promise<GeneratedMaterial> {
    if (spec !== 'SYMMETRIC_DEFAULT') throw new HsmError(`No ${spec} here.`);
    const material = entropy.bytes(SYMMETRIC_MATERIAL_BYTES);
    const names = tokenNames(material, entropy.bytes(32), this.region, keyId);
    const keyMaterialId = keyMaterialIdOf(keyId, material);
    const token = await sealToken(await this.#domainKey(), this.region, names, material);
    material.fill(0);
    return { handle: names.handle, token, keyMaterialId, publicKey: null };
  }

  async encrypt({ material, plaintext, context, maker, entropy }: Parameters<Hsm['encrypt']>[0]): Promise<Bytes> {
    // All that comes from outside is read before the first await: the caller's buffers may change behind it.
    const text = new Uint8Array(plaintext);
    const contextBytes = canonicalContext(context);
    const draw = entropy.bytes(NONCE_BYTES + GCM_IV_BYTES);
    const materialId = materialIdBytes(material.keyMaterialId);

    const unwrapped = await this.#materials.get(material.handle);
    const fresh = entropy.deterministic
      ? await syntheticNonce(unwrapped, draw, utf8(maker), materialId, contextBytes, text)
      : draw;
    const names = { maker, materialId, nonce: fresh.slice(0, NONCE_BYTES), iv: fresh.slice(NONCE_BYTES) };
    const head = encodeHead(names, text.length + GCM_TAG_BYTES);
    const key = await messageKey(unwrapped, names, 'encrypt');
    return concatBytes(head, await aesGcmSeal(key, names.iv, framed(head, contextBytes), text));
  }

  async decrypt({ material, blob, context }: Parameters<Hsm['decrypt']>[0]): Promise<Bytes | undefined> {
    const parsed = parseBlob(new Uint8Array(blob));
    if (parsed === undefined || toHex(parsed.materialId) !== material.keyMaterialId) return undefined;
    const contextBytes = canonicalContext(context);

    const unwrapped = await this.#materials.get(material.handle);
    const key = await messageKey(unwrapped, parsed, 'decrypt');
    return aesGcmOpen(key, parsed.iv, framed(parsed.head, contextBytes), parsed.sealed);
  }

  random(...[length, entropy]: Parameters<Hsm['random']>): Bytes {
    return entropy.bytes(length);
  }

  async warm(handle: MaterialHandle): Promise<void> {
    try {
      await this.#materials.get(handle);
    } catch {
      // Nobody asked for the material yet. Whoever does is told what is wrong with it.
    }
  }

  forget(handle: MaterialHandle): void {
    this.#materials.forget(handle);
  }

  async #unwrap(handle: MaterialHandle): Promise<CryptoKey> {
    const token = await this.#vault.read(handle);
    if (token === undefined) throw new HsmError(`The vault of ${this.region} has no ${handle}.`);
    const material = await openToken(await this.#domainKey(), this.region, handle, token);
    const key = await importMaterial(material);
    material.fill(0);
    return key;
  }

  async #domainKey(): Promise<CryptoKey> {
    const key = await this.#domainKeys.domainKey(this.region);
    if (key.extractable) throw new HsmError(`The domain key of ${this.region} could be taken out of the HSM.`);
    return key;
  }
}

function materialIdBytes(keyMaterialId: string): Bytes {
  const bytes = fromHex(keyMaterialId);
  if (bytes?.length !== MATERIAL_ID_BYTES) throw new HsmError(`${keyMaterialId} is no key material ID.`);
  return bytes;
}
