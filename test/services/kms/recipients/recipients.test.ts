// The Recipient parameter: what a document must prove, what it fills in, and what only the enclave can read.
import { createHash, generateKeyPairSync } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Bytes } from '../../../../src/base/bytes.ts';
import { openEnvelopedData } from '../../../../src/crypto/cms-opening.ts';
import { openRsaPrivateKey } from '../../../../src/crypto/rsa.ts';
import { makeAttestation, type AttestationRequest } from '../../../../src/hsm/attestation/attestation.ts';
import { createKmsService } from '../../../../src/services/kms/index.ts';
import { recipientConditions, recipientOf } from '../../../../src/services/kms/recipients/recipients.ts';
import type { Structure } from '../../../../src/world/model.ts';
import type { AuthorizationRequest, CheckContext } from '../../../../src/world/service.ts';
import { rsaFixture } from '../../../hsm/rsa-fixtures.ts';
import { account, bytes, openKmsWorld, region, text, type KmsWorld } from '../world.ts';

const enclave = openRsaPrivateKey(rsaFixture(2048), 2048)!;
const image = new Uint8Array(createHash('sha384').update('image').digest());
const imageHex = Buffer.from(image).toString('hex');

function attest(nowMs: number, more: Partial<AttestationRequest> = {}): Bytes {
  let count = 0;
  const entropy = {
    deterministic: true,
    bytes: (length: number) => {
      count += 1;
      return new Uint8Array(createHash('shake256', { outputLength: length }).update(`enclave ${count}`).digest());
    },
  };
  const request = { publicKey: enclave.publicKey, pcrs: { 0: image }, nonce: null, userData: null };
  return makeAttestation({ ...request, nowMs, entropy, ...more });
}

const recipient = (AttestationDocument: Bytes) => ({
  KeyEncryptionAlgorithm: 'RSAES_OAEP_SHA_256',
  AttestationDocument,
});
const sealedIn = (output: Structure) => new Uint8Array(output['CiphertextForRecipient'] as Uint8Array);
const opened = async (output: Structure): Promise<Bytes> => (await openEnvelopedData(sealedIn(output), enclave))!;

describe('an attested call', () => {
  let kms: KmsWorld;
  let keyId: string;
  let Recipient: ReturnType<typeof recipient>;
  const secretless = (output: Structure) => Object.keys(output).sort();

  beforeAll(async () => {
    kms = await openKmsWorld();
    keyId = (await kms.createKey()).id;
    Recipient = recipient(attest(kms.world.nowMs()));
  });

  it('Decrypt gives the plaintext to the enclave alone', async () => {
    const CiphertextBlob = await kms.encrypt(keyId, 'for the enclave');
    const output = await kms.call('Decrypt', { CiphertextBlob, Recipient });
    expect(secretless(output)).toEqual(['CiphertextForRecipient', 'EncryptionAlgorithm', 'KeyId']);
    expect(text(await opened(output))).toBe('for the enclave');
  });

  it('GenerateDataKey gives the data key to the enclave, and encrypted under the KMS key to everybody', async () => {
    const output = await kms.call('GenerateDataKey', { KeyId: keyId, KeySpec: 'AES_256', Recipient });
    expect(secretless(output)).toEqual(['CiphertextBlob', 'CiphertextForRecipient', 'KeyId']);
    const { Plaintext } = await kms.call('Decrypt', { CiphertextBlob: output['CiphertextBlob'] });
    expect(await opened(output)).toEqual(new Uint8Array(Plaintext as Uint8Array));
  });

  it('GenerateDataKeyPair gives the private key to the enclave', async () => {
    const output = await kms.call('GenerateDataKeyPair', { KeyId: keyId, KeyPairSpec: 'ECC_NIST_P256', Recipient });
    expect(output['PrivateKeyPlaintext']).toBeUndefined();
    expect(output['KeyMaterialId']).toBeUndefined();
    const { Plaintext } = await kms.call('Decrypt', { CiphertextBlob: output['PrivateKeyCiphertextBlob'] });
    expect(await opened(output)).toEqual(new Uint8Array(Plaintext as Uint8Array));
  });

  it('DeriveSharedSecret gives the secret to the enclave', async () => {
    const key = await kms.createKey({ KeySpec: 'ECC_NIST_P384', KeyUsage: 'KEY_AGREEMENT' });
    const peer = generateKeyPairSync('ec', { namedCurve: 'secp384r1' });
    const PublicKey = new Uint8Array(peer.publicKey.export({ format: 'der', type: 'spki' }));
    const input = { KeyId: key.id, KeyAgreementAlgorithm: 'ECDH', PublicKey };
    const output = await kms.call('DeriveSharedSecret', { ...input, Recipient });
    const { SharedSecret } = await kms.call('DeriveSharedSecret', input);
    expect(output['SharedSecret']).toBeUndefined();
    expect(await opened(output)).toEqual(new Uint8Array(SharedSecret as Uint8Array));
  });

  it('GenerateRandom gives the bytes to the enclave', async () => {
    const output = await kms.call('GenerateRandom', { NumberOfBytes: 1024, Recipient });
    expect(secretless(output)).toEqual(['CiphertextForRecipient']);
    expect(await opened(output)).toHaveLength(1024);
  });

  it.each(['Decrypt', 'GenerateDataKey', 'GenerateDataKeyPair', 'DeriveSharedSecret', 'GenerateRandom'])(
    '%s tells the authorizer of the enclave',
    async (operation) => {
      const agreement = await kms.createKey({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'KEY_AGREEMENT' });
      const inputs: Readonly<Record<string, Structure>> = {
        Decrypt: { CiphertextBlob: await kms.encrypt(keyId, 'text') },
        GenerateDataKey: { KeyId: keyId, KeySpec: 'AES_256' },
        GenerateDataKeyPair: { KeyId: keyId, KeyPairSpec: 'ECC_NIST_P256' },
        DeriveSharedSecret: { KeyId: agreement.id, KeyAgreementAlgorithm: 'ECDH', PublicKey: new Uint8Array(1) },
        GenerateRandom: { NumberOfBytes: 1 },
      };
      const service = createKmsService(() => {
        throw new Error('a check needs no HSM');
      });
      const asked: AuthorizationRequest[] = [];
      service.operations[operation]!.check(
        { ...inputs[operation], Recipient },
        {
          view: kms.world.view,
          caller: { account, arn: `arn:aws:iam::${account}:user/asker` } as never,
          region,
          partition: 'aws',
          nowMs: kms.world.nowMs(),
          authorize: (request) => void asked.push(request),
          touches: () => {},
          notes: () => {},
        },
      );
      expect(asked.at(-1)?.conditions).toMatchObject({ 'kms:RecipientAttestation:PCR0': imageHex });
    },
  );

  it.each<[string, () => Structure, string]>([
    [
      'no algorithm',
      () => ({ AttestationDocument: Recipient.AttestationDocument }),
      'recipient.keyEncryptionAlgorithm',
    ],
    ['no document', () => ({ KeyEncryptionAlgorithm: 'RSAES_OAEP_SHA_256' }), 'recipient.attestationDocument'],
    ['another algorithm', () => ({ ...Recipient, KeyEncryptionAlgorithm: 'RSAES_OAEP_SHA_1' }), 'RSAES_OAEP_SHA_1'],
    ['an empty document', () => recipient(new Uint8Array(0)), 'attestationDocument'],
    ['any bytes', () => recipient(new Uint8Array(bytes('document'))), 'is malformed'],
    ['an old document', () => recipient(attest(kms.world.nowMs() - 4 * 3_600_000)), 'has expired'],
    [
      'a document without a key',
      () => recipient(attest(kms.world.nowMs(), { publicKey: null })),
      'has no RSA public key',
    ],
  ])('is refused with %s, before the key is looked for', async (_, given, words) => {
    const refusal = await kms.refusal('GenerateDataKey', { KeyId: 'none', KeySpec: 'AES_256', Recipient: given() });
    expect(refusal).toContain('ValidationException');
    expect(refusal).toContain(words);
  });

  it('says no plaintext in the journal, and whose enclave it was', async () => {
    await kms.call('GenerateRandom', { NumberOfBytes: 32, Recipient });
    const entry = JSON.stringify(kms.world.entries.at(-1));
    expect(entry).toContain('attestationDocumentModuleId');
    expect(entry).toContain(imageHex);
  });
});

describe('recipientOf', () => {
  const NOW = Date.UTC(2026, 0, 1);
  const told: unknown[] = [];
  const context = { nowMs: NOW, notes: (...fact: unknown[]) => told.push(fact) } as unknown as CheckContext;

  it('is nobody without the parameter', () => {
    expect(recipientOf({}, context)).toBeNull();
    expect(recipientConditions(null)).toEqual({});
    expect(told).toEqual([]);
  });

  it('fills in the condition keys from the registers', () => {
    const pcrs = { 0: image, 3: new Uint8Array(48).fill(0xab) };
    const found = recipientOf({ Recipient: recipient(attest(NOW, { pcrs })) }, context);
    expect(recipientConditions(found)).toMatchObject({
      'kms:RecipientAttestation:ImageSha384': imageHex,
      'kms:RecipientAttestation:PCR0': imageHex,
      'kms:RecipientAttestation:PCR3': 'ab'.repeat(48),
      'kms:RecipientAttestation:PCR15': '0'.repeat(96),
    });
    expect(told).toEqual([
      [
        'recipient',
        {
          attestationDocumentModuleId: expect.stringMatching(/^i-.*-enc/) as string,
          attestationDocumentEnclaveImageDigest: imageHex,
          attestationDocumentEnclavePCR1: '0'.repeat(96),
          attestationDocumentEnclavePCR2: '0'.repeat(96),
          attestationDocumentEnclavePCR3: 'ab'.repeat(48),
          attestationDocumentEnclavePCR4: '0'.repeat(96),
          attestationDocumentEnclavePCR8: '0'.repeat(96),
        },
      ],
    ]);
  });
});
