// GetParametersForImport and ImportKeyMaterial: material that was made elsewhere comes in under a wrapping key pair of
// the HSM's. Source: AWS KMS Developer Guide, "Importing key material", "Requirements for imported key material" and
// "Wrapping algorithms".
import type { Bytes } from '../base/bytes.ts';
import { aesUnwrapPadded } from '../crypto/aes-key-wrap.ts';
import { openRsaPrivateKey, rsaPrimesArePrime, type RsaPrivateKey } from '../crypto/rsa.ts';
import { modulusBitsOf, openPrivateKey, type GenerateRsa } from './asymmetric.ts';
import { HsmError } from './error.ts';
import { openImportToken, sealImportToken } from './import-token.ts';
import { isHmacSpec, isMlDsaSpec, isRsaSpec } from './kinds.ts';
import { hmacBytes } from './macs.ts';
import type { Materials } from './materials.ts';
import { SYMMETRIC_MATERIAL_BYTES } from './symmetric.ts';
import type {
  EntropySource,
  GeneratedMaterial,
  Hsm,
  ImportTokenContent,
  MaterialSpec,
  WrappingAlgorithm,
  WrappingSpec,
} from './types.ts';

const AES_256_BYTES = 32;

/** How each algorithm unwraps: what RSAES-OAEP opens is the material, or an AES key that stands before the material. */
const unwrappingOf = {
  RSAES_OAEP_SHA_1: { hash: 'SHA-1', aes: false },
  RSAES_OAEP_SHA_256: { hash: 'SHA-256', aes: false },
  RSA_AES_KEY_WRAP_SHA_1: { hash: 'SHA-1', aes: true },
  RSA_AES_KEY_WRAP_SHA_256: { hash: 'SHA-256', aes: true },
} as const satisfies Record<WrappingAlgorithm, { hash: string; aes: boolean }>;

export async function makeImportParameters(
  materials: Materials,
  content: ImportTokenContent,
  entropy: EntropySource,
  generateRsa: GenerateRsa,
): Promise<{ readonly publicKey: Bytes; readonly importToken: Bytes }> {
  const wrappingKey = await generateRsa(modulusBitsOf[content.wrappingSpec]);
  try {
    const { publicKey } = openWrappingKey(wrappingKey, content.wrappingSpec);
    const [domainKey, draw] = [await materials.domainKey(), entropy.bytes(32)];
    const importToken = await sealImportToken(domainKey, materials.region, { content, wrappingKey }, draw);
    return { publicKey, importToken };
  } finally {
    wrappingKey.fill(0);
  }
}

/** Undefined where this HSM never made it. */
export async function readContent(materials: Materials, importToken: Bytes): Promise<ImportTokenContent | undefined> {
  const opened = await openImportToken(await materials.domainKey(), materials.region, importToken);
  opened?.wrappingKey.fill(0);
  return opened?.content;
}

/** Undefined where it does not unwrap, or is not material of this spec. */
export async function importWrapped(
  materials: Materials,
  { importToken, wrapped, spec, keyId, entropy }: Parameters<Hsm['importMaterial']>[0],
): Promise<GeneratedMaterial | undefined> {
  const [token, bytes] = [new Uint8Array(importToken), new Uint8Array(wrapped)];
  const opened = await openImportToken(await materials.domainKey(), materials.region, token);
  if (opened === undefined) return undefined;
  const { algorithm, wrappingSpec } = opened.content;
  const wrappingKey = openWrappingKey(opened.wrappingKey, wrappingSpec);
  opened.wrappingKey.fill(0);
  const material = await unwrap(wrappingKey, algorithm, wrappingSpec, bytes);
  if (material === undefined) return undefined;
  if (isMaterialOf(spec, material)) return materials.take({ spec, material }, keyId, entropy);
  material.fill(0);
  return undefined;
}

function openWrappingKey(pkcs8: Bytes, spec: WrappingSpec): RsaPrivateKey {
  const key = openRsaPrivateKey(pkcs8, modulusBitsOf[spec]);
  if (key === undefined) throw new HsmError(`What was made as a ${spec} wrapping key is none.`);
  return key;
}

async function unwrap(
  wrappingKey: RsaPrivateKey,
  algorithm: WrappingAlgorithm,
  spec: WrappingSpec,
  wrapped: Bytes,
): Promise<Bytes | undefined> {
  const { hash, aes } = unwrappingOf[algorithm];
  if (!aes) return wrappingKey.decryptOaep(hash, wrapped);
  const modulusBytes = modulusBitsOf[spec] / 8;
  const aesKey = await wrappingKey.decryptOaep(hash, wrapped.slice(0, modulusBytes));
  if (aesKey?.length !== AES_256_BYTES) return undefined;
  const material = aesUnwrapPadded(aesKey, wrapped.slice(modulusBytes));
  aesKey.fill(0);
  return material;
}

/** Raw bytes of exactly the right length, or the DER PKCS #8 of such a private key. There is no importing of ML-DSA keys. */
function isMaterialOf(spec: MaterialSpec, material: Bytes): boolean {
  if (spec === 'SYMMETRIC_DEFAULT') return material.length === SYMMETRIC_MATERIAL_BYTES;
  if (isHmacSpec(spec)) return material.length === hmacBytes[spec];
  if (isMlDsaSpec(spec) || openPrivateKey(spec, material) === undefined) return false;
  return !isRsaSpec(spec) || rsaPrimesArePrime(material);
}
