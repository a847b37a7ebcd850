// An HSM with import parameters for each wrapping algorithm and wrapping key spec, and material from outside to bring in.
import { generateKeyPairSync } from 'node:crypto';
import type { Bytes } from '../../src/base/bytes.ts';
import type {
  GeneratedMaterial,
  ImportTokenContent,
  MaterialSpec,
  WrappingAlgorithm,
  WrappingSpec,
} from '../../src/hsm/types.ts';
import { bench, random, someKeyId, type Bench } from './harness.ts';
import { wrap } from './import-client.ts';
import { rsaFixture } from './rsa-fixtures.ts';
import { rsaSpecs } from './specs.ts';

export const algorithms: readonly WrappingAlgorithm[] = [
  'RSAES_OAEP_SHA_1',
  'RSAES_OAEP_SHA_256',
  'RSA_AES_KEY_WRAP_SHA_1',
  'RSA_AES_KEY_WRAP_SHA_256',
];
export const keyArn = `arn:aws:kms:us-east-1:111122223333:key/${someKeyId}`;
export const contentFor = (algorithm: WrappingAlgorithm, wrappingSpec: WrappingSpec): ImportTokenContent => ({
  keyArn,
  algorithm,
  wrappingSpec,
  validToMs: 1_800_000_000_123,
});

export const der = { format: 'der', type: 'pkcs8' } as const;
const ec = (namedCurve: string) => new Uint8Array(generateKeyPairSync('ec', { namedCurve }).privateKey.export(der));

/** Material of each kind that can be imported, made outside. */
export const outsideMaterial: Partial<Record<MaterialSpec, Bytes>> = {
  SYMMETRIC_DEFAULT: random.bytes(32),
  HMAC_224: random.bytes(28),
  HMAC_256: random.bytes(32),
  HMAC_384: random.bytes(48),
  HMAC_512: random.bytes(64),
  RSA_2048: rsaFixture(2048, 5),
  RSA_3072: rsaFixture(3072, 2),
  RSA_4096: rsaFixture(4096, 2),
  ECC_NIST_P256: ec('prime256v1'),
  ECC_NIST_P384: ec('secp384r1'),
  ECC_NIST_P521: ec('secp521r1'),
  ECC_SECG_P256K1: ec('secp256k1'),
  ECC_NIST_EDWARDS25519: new Uint8Array(generateKeyPairSync('ed25519').privateKey.export(der)),
};
export const kinds = Object.entries(outsideMaterial) as [MaterialSpec, Bytes][];

export interface Import {
  readonly algorithm?: WrappingAlgorithm;
  readonly wrappingSpec?: WrappingSpec;
  readonly keyId?: string;
  readonly wrapped?: Bytes;
  readonly importToken?: Bytes;
}

type Parameters = Awaited<ReturnType<Bench['hsm']['importParameters']>>;

export interface ImportBench extends Bench {
  parametersOf(algorithm: WrappingAlgorithm, spec: WrappingSpec): Parameters;
  /** Brings material in and lays it into the vault, by RSA_AES_KEY_WRAP_SHA_256 unless said otherwise. */
  importing(spec: MaterialSpec, material: Uint8Array, how?: Import): Promise<GeneratedMaterial | undefined>;
}

export async function importBench(): Promise<ImportBench> {
  const made = bench();
  const { hsm, vault } = made;
  const parameters = new Map<string, Parameters>();
  const parametersOf = (algorithm: WrappingAlgorithm, spec: WrappingSpec) => parameters.get(`${algorithm} ${spec}`)!;
  for (const algorithm of algorithms) {
    for (const spec of rsaSpecs) {
      parameters.set(`${algorithm} ${spec}`, await hsm.importParameters(contentFor(algorithm, spec), random));
    }
  }
  const importing = async (spec: MaterialSpec, material: Uint8Array, how: Import = {}) => {
    const { algorithm = 'RSA_AES_KEY_WRAP_SHA_256', wrappingSpec = 'RSA_3072', keyId = someKeyId } = how;
    const { publicKey, importToken: ownToken } = parametersOf(algorithm, wrappingSpec);
    const { wrapped = wrap(publicKey, algorithm, material), importToken = ownToken } = how;
    const imported = await hsm.importMaterial({ importToken, wrapped, spec, keyId, entropy: random });
    if (imported) vault.store(imported);
    return imported;
  };
  return { ...made, parametersOf, importing };
}
