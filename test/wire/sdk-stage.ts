// Where the cases of the SDK play: a real KMS client of AWS's for each of two Regions, and a world behind them. Neither
// Node nor a browser is needed for more than running it, so the same cases run in both.
import { KMS, type CreateKeyCommandInput } from '@aws-sdk/client-kms';
import type { Region } from '../../src/base/brand.ts';
import { createSdkHandler } from '../../src/wire/sdk-handler.ts';
import { learnerCredentials } from '../../src/world/default-world.ts';
import type { Structure } from '../../src/world/model.ts';
import type { World } from '../../src/world/world-api.ts';

export const HOUR_IN_MS = 3_600_000;
export const text = (value: string): Uint8Array => new TextEncoder().encode(value);

/** How the SDK is given the learner's credentials. */
export const sdkCredentials = {
  accessKeyId: learnerCredentials.accessKeyId,
  secretAccessKey: learnerCredentials.secretAccessKey ?? '',
  ...(learnerCredentials.sessionToken === undefined ? {} : { sessionToken: learnerCredentials.sessionToken }),
};

export class SdkStage {
  readonly kms: KMS;
  readonly elsewhere: KMS;
  readonly region = 'us-east-1' as Region;
  readonly otherRegion = 'eu-central-1' as Region;
  #made = 0;

  constructor(readonly world: World) {
    this.kms = this.client(this.region);
    this.elsewhere = this.client(this.otherRegion);
  }

  client(region: string): KMS {
    return new KMS({ region, credentials: sdkCredentials, requestHandler: createSdkHandler({ world: this.world }) });
  }

  /** A name that nothing has yet. */
  name(what: string): string {
    this.#made += 1;
    return `${what}-${this.#made}`;
  }

  /** The ID of a new key. */
  async key(input: CreateKeyCommandInput = {}): Promise<string> {
    return (await this.kms.createKey(input)).KeyMetadata?.KeyId ?? '';
  }

  signer = () => this.key({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' });
  hmac = () => this.key({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' });
  agreement = () => this.key({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'KEY_AGREEMENT' });
  external = () => this.key({ Origin: 'EXTERNAL' });

  async disabled(): Promise<string> {
    const KeyId = await this.key();
    await this.kms.disableKey({ KeyId });
    return KeyId;
  }

  /** A key that waits for its deletion. */
  async doomed(): Promise<string> {
    const KeyId = await this.key();
    await this.kms.scheduleKeyDeletion({ KeyId });
    return KeyId;
  }

  async alias(): Promise<string> {
    const AliasName = `alias/${this.name('case')}`;
    await this.kms.createAlias({ AliasName, TargetKeyId: await this.key() });
    return AliasName;
  }

  /** Material for a key of origin EXTERNAL, imported. */
  async import(KeyId: string): Promise<void> {
    const wrapping = { WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_2048' } as const;
    const { PublicKey, ImportToken } = await this.kms.getParametersForImport({ KeyId, ...wrapping });
    const oaep = { name: 'RSA-OAEP', hash: 'SHA-256' };
    const key = await crypto.subtle.importKey('spki', new Uint8Array(PublicKey!), oaep, false, ['encrypt']);
    const EncryptedKeyMaterial = new Uint8Array(await crypto.subtle.encrypt(oaep, key, new Uint8Array(32).fill(7)));
    await this.kms.importKeyMaterial({
      KeyId,
      ImportToken,
      EncryptedKeyMaterial,
      ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE',
    });
  }

  /** The other Region's copy of a new multi-Region key, once it is there. */
  async replicated(): Promise<string> {
    const KeyId = await this.key({ MultiRegion: true });
    await this.kms.replicateKey({ KeyId, ReplicaRegion: this.otherRegion });
    await this.wait();
    return KeyId;
  }

  async lab(operation: string, input: unknown = {}): Promise<Structure> {
    const call = { service: 'simulation', operation, input, region: this.region, credentials: learnerCredentials };
    const answer = await this.world.group().invoke(call);
    if (!answer.ok) throw new Error(`${operation}: ${answer.error.code}`);
    return answer.output ?? {};
  }

  wait = (ms = HOUR_IN_MS): Promise<void> => this.world.group().advance(ms);

  /** The ID of a new store on a simulated cluster. */
  async store(): Promise<string> {
    const created = await this.kms.createCustomKeyStore(await this.storeRequest());
    return created.CustomKeyStoreId ?? '';
  }

  async storeRequest() {
    const { ClusterId, TrustAnchorCertificate } = (await this.lab('CreateCluster'))['Cluster'] as Record<
      string,
      string
    >;
    return {
      CustomKeyStoreName: this.name('store'),
      CloudHsmClusterId: ClusterId,
      TrustAnchorCertificate,
      KeyStorePassword: 'kmsPswd',
    };
  }
}
