// What the fuzzer's requests are about: a world with keys of every kind and state, and what they have made.
import { constants, createHash, publicEncrypt } from 'node:crypto';
import { digestLength, messageTypeOf, signingSpecs } from './specs.ts';
import { bytes, otherRegion, type KmsWorld } from '../world.ts';

type Fields = Record<string, never> & Record<string, string> & Record<string, Uint8Array>;
const fields = (value: unknown): Fields => value as Fields;

export interface Signed {
  readonly KeyId: string;
  readonly Message: Uint8Array;
  readonly MessageType: string;
  readonly SigningAlgorithm: string;
  readonly Signature: Uint8Array;
}

export interface Pool {
  readonly symmetric: readonly string[];
  readonly disabled: readonly string[];
  readonly pendingDeletion: readonly string[];
  readonly rsaEncryption: readonly string[];
  readonly signing: readonly { readonly keyId: string; readonly algorithms: readonly string[] }[];
  readonly agreement: readonly { readonly keyId: string; readonly peer: Uint8Array }[];
  readonly mac: readonly { readonly keyId: string; readonly algorithm: string; readonly mac: Uint8Array }[];
  readonly importing: readonly {
    readonly KeyId: string;
    readonly ImportToken: Uint8Array;
    readonly EncryptedKeyMaterial: Uint8Array;
  }[];
  readonly imported: readonly { readonly keyId: string; readonly materialId: string }[];
  readonly pendingRotation: readonly string[];
  readonly primaries: readonly string[];
  readonly replicated: readonly string[];
  readonly ciphertexts: readonly {
    readonly keyId: string;
    readonly blob: Uint8Array;
    readonly context: Record<string, string>;
    readonly algorithm: string;
  }[];
  readonly signatures: readonly Signed[];
  readonly grants: readonly {
    readonly keyId: string;
    readonly arn: string;
    readonly grantId: string;
    readonly token: string;
  }[];
  readonly aliases: readonly string[];
  readonly aws: readonly string[];
  readonly stores: {
    readonly connected: readonly string[];
    readonly disconnected: readonly string[];
    readonly empty: readonly string[];
  };
  readonly newStores: readonly Record<string, unknown>[];
}

export const MESSAGE = bytes('what is said');
export const granteeOf = (name: string) => `arn:aws:iam::111122223333:role/${name}`;

/** The same for the same key, so that a world can be played again. */
const materialFor = (keyId: string, which = 'first'): Buffer =>
  createHash('sha256').update(`${keyId} ${which}`).digest();

/** What ImportKeyMaterial takes for this key: wrapped by somebody who knows nothing of ours. */
export async function importing(kms: KmsWorld, keyId: string, material = materialFor(keyId)) {
  const parameters = fields(
    await kms.call('GetParametersForImport', {
      KeyId: keyId,
      WrappingAlgorithm: 'RSAES_OAEP_SHA_256',
      WrappingKeySpec: 'RSA_2048',
    }),
  );
  const key = { key: Buffer.from(parameters['PublicKey']!), format: 'der', type: 'spki' } as const;
  const wrapped = publicEncrypt({ ...key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }, material);
  return { KeyId: keyId, ImportToken: parameters['ImportToken']!, EncryptedKeyMaterial: new Uint8Array(wrapped) };
}

async function keyOf(
  kms: KmsWorld,
  input: Record<string, unknown>,
): Promise<{ readonly id: string; readonly arn: string }> {
  return kms.createKey(input);
}

/** `stores` gives what a custom key store is made with: the simulated clusters and proxies are its affair. */
export async function fillPool(
  kms: KmsWorld,
  stores: (kms: KmsWorld) => Promise<Pick<Pool, 'stores' | 'newStores'>>,
): Promise<Pool> {
  const many = async <Item>(count: number, make: (at: number) => Promise<Item>): Promise<Item[]> => {
    const made: Item[] = [];
    for (let at = 0; at < count; at += 1) made.push(await make(at));
    return made;
  };
  const symmetric = await many(4, async () => (await kms.createKey()).id);
  const disabled = await many(3, async () => {
    const key = await kms.createKey();
    await kms.call('DisableKey', { KeyId: key.id });
    return key.id;
  });
  const pendingDeletion = await many(6, async () => {
    const key = await kms.createKey();
    await kms.call('ScheduleKeyDeletion', { KeyId: key.id });
    return key.id;
  });
  const rsaEncryption = await many(
    2,
    async () => (await keyOf(kms, { KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' })).id,
  );
  const signing = [];
  const signatures: Signed[] = [];
  for (const [spec, algorithms] of Object.entries(signingSpecs)) {
    const { id } = await keyOf(kms, { KeySpec: spec, KeyUsage: 'SIGN_VERIFY' });
    signing.push({ keyId: id, algorithms });
    for (const algorithm of algorithms) {
      const MessageType = messageTypeOf(algorithm);
      const Message = MessageType === 'RAW' ? MESSAGE : new Uint8Array(digestLength(algorithm)).fill(7);
      const request = { KeyId: id, Message, MessageType, SigningAlgorithm: algorithm };
      const { Signature } = fields(await kms.call('Sign', request));
      signatures.push({ ...request, Signature: Signature! });
    }
  }
  const agreement = [];
  for (const spec of ['ECC_NIST_P256', 'ECC_NIST_P384', 'ECC_NIST_P521']) {
    const { id } = await keyOf(kms, { KeySpec: spec, KeyUsage: 'KEY_AGREEMENT' });
    const pair = fields(await kms.call('GenerateDataKeyPair', { KeyId: symmetric[0], KeyPairSpec: spec }));
    agreement.push({ keyId: id, peer: pair['PublicKey']! });
  }
  const mac = [];
  for (const bits of [224, 256, 384, 512]) {
    const { id } = await keyOf(kms, { KeySpec: `HMAC_${bits}`, KeyUsage: 'GENERATE_VERIFY_MAC' });
    const algorithm = `HMAC_SHA_${bits}`;
    const { Mac } = fields(await kms.call('GenerateMac', { KeyId: id, Message: MESSAGE, MacAlgorithm: algorithm }));
    mac.push({ keyId: id, algorithm, mac: Mac! });
  }
  const external = async (more = {}) => (await keyOf(kms, { Origin: 'EXTERNAL', ...more })).id;
  const neverExpires = { ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' };
  const importable = await many(6, async () => importing(kms, await external()));
  const imported = await many(5, async () => {
    const request = await importing(kms, await external());
    const { KeyMaterialId } = fields(await kms.call('ImportKeyMaterial', { ...request, ...neverExpires }));
    return { keyId: request.KeyId, materialId: String(KeyMaterialId) };
  });
  const pendingRotation = await many(3, async () => {
    const id = await external();
    await kms.call('ImportKeyMaterial', { ...(await importing(kms, id)), ...neverExpires });
    await kms.call('ImportKeyMaterial', {
      ...(await importing(kms, id, materialFor(id, 'second'))),
      ...neverExpires,
      ImportType: 'NEW_KEY_MATERIAL',
    });
    return id;
  });
  const primaries = await many(3, async () => (await keyOf(kms, { MultiRegion: true })).id);
  const replicated = await many(4, async () => {
    const { id } = await keyOf(kms, { MultiRegion: true });
    await kms.call('ReplicateKey', { KeyId: id, ReplicaRegion: otherRegion });
    return id;
  });
  await kms.world.group().advance(3_600_000);

  const ciphertexts = [];
  for (const keyId of [...symmetric, imported[0]!.keyId, replicated[0]!]) {
    const context = { purpose: keyId.slice(0, 4) };
    ciphertexts.push({
      keyId,
      blob: await kms.encrypt(keyId, 'a secret', context),
      context,
      algorithm: 'SYMMETRIC_DEFAULT',
    });
  }
  for (const keyId of rsaEncryption) {
    for (const algorithm of ['RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256']) {
      const request = { KeyId: keyId, Plaintext: bytes('a secret'), EncryptionAlgorithm: algorithm };
      const { CiphertextBlob } = fields(await kms.call('Encrypt', request));
      ciphertexts.push({ keyId, blob: CiphertextBlob!, context: {}, algorithm });
    }
  }
  const grants = await many(8, async (at) => {
    const keyId = symmetric[at % symmetric.length]!;
    const answer = await kms.call('CreateGrant', {
      KeyId: keyId,
      GranteePrincipal: granteeOf(`Grantee${at}`),
      RetiringPrincipal: granteeOf('Retiring'),
      Operations: ['Encrypt', 'Decrypt', 'RetireGrant'],
    });
    const { GrantId, GrantToken } = fields(answer);
    return {
      keyId,
      arn: `arn:aws:kms:us-east-1:111122223333:key/${keyId}`,
      grantId: String(GrantId),
      token: String(GrantToken),
    };
  });
  const aliases = await many(5, async (at) => {
    await kms.call('CreateAlias', { AliasName: `alias/fuzz-${at}`, TargetKeyId: symmetric[at % symmetric.length] });
    return `alias/fuzz-${at}`;
  });
  const aws = [String(fields((await kms.call('DescribeKey', { KeyId: 'alias/aws/ebs' }))['KeyMetadata'])['KeyId'])];
  const made = await stores(kms);
  return {
    symmetric,
    disabled,
    pendingDeletion,
    rsaEncryption,
    signing,
    agreement,
    mac,
    importing: importable,
    imported,
    pendingRotation,
    primaries,
    replicated,
    ciphertexts,
    signatures,
    grants,
    aliases,
    aws,
    ...made,
  };
}
