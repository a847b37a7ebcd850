// What a request fills in for policies to judge: the condition keys of each cryptographic operation and of CreateKey.
import { describe, expect, it } from 'vitest';
import { createKmsService } from '../../../src/services/kms/index.ts';
import type { Structure } from '../../../src/world/model.ts';
import type { AuthorizationRequest } from '../../../src/world/service.ts';
import { account, bytes, openKmsWorld, region, type KmsWorld } from './world.ts';

const service = createKmsService(() => {
  throw new Error('a check needs no HSM');
});

/** What a check asks the authorizer, whether it goes through or not. */
function asked(kms: KmsWorld, operation: string, input: Structure): readonly AuthorizationRequest[] {
  const requests: AuthorizationRequest[] = [];
  try {
    service.operations[operation]!.check(input, {
      view: kms.world.view,
      caller: { account, arn: `arn:aws:iam::${account}:user/asker` } as never,
      region,
      partition: 'aws',
      nowMs: kms.world.nowMs(),
      authorize: (request) => void requests.push(request),
      touches: () => {},
      notes: () => {},
    });
  } catch {
    // Refused behind the authorization.
  }
  return requests;
}

const text = bytes('text');
const signing = { SigningAlgorithm: 'ECDSA_SHA_256', Message: text };
const mac = { MacAlgorithm: 'HMAC_SHA_256', Message: text };
const context = { EncryptionContext: { purpose: 'test' } };
const ofContext = { 'kms:EncryptionContext:purpose': 'test', 'kms:EncryptionContextKeys': ['purpose'] };

const ecc = { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' };
const hmac = { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' };
const agreement = { KeySpec: 'ECC_NIST_P384', KeyUsage: 'KEY_AGREEMENT' };
const rsa = { KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' };
const symmetric = { KeySpec: 'SYMMETRIC_DEFAULT', KeyUsage: 'ENCRYPT_DECRYPT' };

describe('condition keys', () => {
  it.each([
    ['Sign', ecc, signing, { 'kms:SigningAlgorithm': 'ECDSA_SHA_256', 'kms:MessageType': 'RAW' }],
    ['Sign', ecc, { ...signing, MessageType: 'DIGEST' }, { 'kms:MessageType': 'DIGEST' }],
    [
      'Verify',
      ecc,
      { ...signing, Signature: text, MessageType: 'RAW' },
      { 'kms:SigningAlgorithm': 'ECDSA_SHA_256', 'kms:MessageType': 'RAW' },
    ],
    ['GenerateMac', hmac, mac, { 'kms:MacAlgorithm': 'HMAC_SHA_256' }],
    ['VerifyMac', hmac, { ...mac, Mac: text }, { 'kms:MacAlgorithm': 'HMAC_SHA_256' }],
    ['GetPublicKey', ecc, {}, {}],
    [
      'DeriveSharedSecret',
      agreement,
      { KeyAgreementAlgorithm: 'ECDH', PublicKey: text },
      { 'kms:KeyAgreementAlgorithm': 'ECDH' },
    ],
    [
      'GenerateDataKeyPair',
      symmetric,
      { KeyPairSpec: 'RSA_4096', ...context },
      { 'kms:DataKeyPairSpec': 'RSA_4096', 'kms:EncryptionAlgorithm': 'SYMMETRIC_DEFAULT', ...ofContext },
    ],
    [
      'GenerateDataKeyPairWithoutPlaintext',
      symmetric,
      { KeyPairSpec: 'ECC_NIST_P256', ...context },
      { 'kms:DataKeyPairSpec': 'ECC_NIST_P256', ...ofContext },
    ],
    ['GenerateDataKeyPair', symmetric, { KeyPairSpec: 'SM2' }, { 'kms:DataKeyPairSpec': 'SM2' }],
    [
      'Encrypt',
      rsa,
      { Plaintext: text, EncryptionAlgorithm: 'RSAES_OAEP_SHA_256' },
      { 'kms:EncryptionAlgorithm': 'RSAES_OAEP_SHA_256' },
    ],
    [
      'Encrypt',
      symmetric,
      { Plaintext: text, ...context },
      { 'kms:EncryptionAlgorithm': 'SYMMETRIC_DEFAULT', ...ofContext },
    ],
    [
      'Decrypt',
      rsa,
      { CiphertextBlob: text, EncryptionAlgorithm: 'RSAES_OAEP_SHA_1' },
      { 'kms:EncryptionAlgorithm': 'RSAES_OAEP_SHA_1' },
    ],
  ])('%s with %j fills in what it asks for', async (operation, kind, input, conditions) => {
    const kms = await openKmsWorld();
    const key = await kms.createKey(kind);
    await kms.call('CreateAlias', { AliasName: 'alias/asked', TargetKeyId: key.id });
    const requests = asked(kms, operation, { KeyId: 'alias/asked', ...input });
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({
      action: `kms:${operation}`,
      resource: key.arn,
      conditions: {
        'kms:CallerAccount': account,
        'kms:KeySpec': kind.KeySpec,
        'kms:KeyUsage': kind.KeyUsage,
        'kms:KeyOrigin': 'AWS_KMS',
        'kms:MultiRegion': 'false',
        'kms:RequestAlias': 'alias/asked',
        ...conditions,
      },
    });
  });

  it('ReEncrypt asks for each key with its own algorithm', async () => {
    const kms = await openKmsWorld();
    const [from, to] = [await kms.createKey(rsa), await kms.createKey()];
    const requests = asked(kms, 'ReEncrypt', {
      CiphertextBlob: text,
      SourceKeyId: from.id,
      SourceEncryptionAlgorithm: 'RSAES_OAEP_SHA_1',
      DestinationKeyId: to.id,
    });
    expect(requests).toMatchObject([
      {
        action: 'kms:ReEncryptFrom',
        resource: from.arn,
        conditions: { 'kms:EncryptionAlgorithm': 'RSAES_OAEP_SHA_1', 'kms:ReEncryptOnSameKey': 'false' },
      },
      {
        action: 'kms:ReEncryptTo',
        resource: to.arn,
        conditions: { 'kms:EncryptionAlgorithm': 'SYMMETRIC_DEFAULT', 'kms:ReEncryptOnSameKey': 'false' },
      },
    ]);
  });

  it.each([
    [{}, { 'kms:KeySpec': 'SYMMETRIC_DEFAULT', 'kms:KeyUsage': 'ENCRYPT_DECRYPT', 'kms:KeyOrigin': 'AWS_KMS' }],
    [ecc, { 'kms:KeySpec': 'ECC_NIST_P256', 'kms:KeyUsage': 'SIGN_VERIFY', 'kms:MultiRegion': 'false' }],
    [{ Origin: 'EXTERNAL' }, { 'kms:KeyOrigin': 'EXTERNAL' }],
    [{ MultiRegion: true }, { 'kms:MultiRegion': 'true', 'kms:MultiRegionKeyType': 'PRIMARY' }],
    // Who may not make a key is not told that nobody could.
    [{ KeySpec: 'SM2', KeyUsage: 'SIGN_VERIFY' }, { 'kms:KeySpec': 'SM2' }],
    [{ KeySpec: 'ML_DSA_44', KeyUsage: 'SIGN_VERIFY', Origin: 'EXTERNAL' }, { 'kms:KeySpec': 'ML_DSA_44' }],
  ])('CreateKey with %j fills in what it is to be', async (input, conditions) => {
    const kms = await openKmsWorld();
    const requests = asked(kms, 'CreateKey', input);
    expect(requests).toMatchObject([{ action: 'kms:CreateKey', resource: '*', conditions }]);
  });

  it.each(['DisableKey', 'ScheduleKeyDeletion'])(
    '%s tells for how many whole days the key was not used',
    async (name) => {
      const DAY_IN_MS = 86_400_000;
      const kms = await openKmsWorld();
      const key = await kms.createKey();
      const days = () => asked(kms, name, { KeyId: key.id })[0]?.conditions?.['kms:TrailingDaysWithoutKeyUsage'];
      expect(days()).toBe('0');
      await kms.world.group().advance(3 * DAY_IN_MS - 60_000);
      expect(days()).toBe('2');
      await kms.world.group().advance(60_000);
      expect(days()).toBe('3');
      await kms.encrypt(key.id, 'text');
      expect(days()).toBe('0');
      await kms.world.group().advance(DAY_IN_MS);
      expect(days()).toBe('1');
    },
  );

  it('a key’s aliases and tags are told of it, whichever alias names it', async () => {
    const kms = await openKmsWorld();
    const key = await kms.createKey({ Tags: [{ TagKey: 'team', TagValue: 'blue' }] });
    for (const AliasName of ['alias/one', 'alias/two'])
      await kms.call('CreateAlias', { AliasName, TargetKeyId: key.id });
    expect(asked(kms, 'DescribeKey', { KeyId: 'alias/two' })).toMatchObject([
      {
        conditions: {
          'kms:RequestAlias': 'alias/two',
          'kms:ResourceAliases': ['alias/one', 'alias/two'],
          'aws:ResourceTag/team': 'blue',
        },
      },
    ]);
  });
});
