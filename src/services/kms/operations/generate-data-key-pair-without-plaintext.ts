// GenerateDataKeyPairWithoutPlaintext: a new key pair whose private key leaves the HSM only encrypted under a KMS key.
import type { Region } from '../../../base/brand.ts';
import type { Hsm } from '../../../hsm/types.ts';
import { operation, type AnyOperation } from '../../../world/service.ts';
import {
  checkDataKeyPair,
  makeDataKeyPair,
  type DataKeyPairPlan,
  type EncryptedDataKeyPair,
} from '../data-key-pairs.ts';

export const generateDataKeyPairWithoutPlaintext = (hsm: (region: Region) => Hsm): AnyOperation =>
  operation<DataKeyPairPlan, Omit<EncryptedDataKeyPair, 'privateKey'>>({
    name: 'GenerateDataKeyPairWithoutPlaintext',
    check: (input, context) => checkDataKeyPair('GenerateDataKeyPairWithoutPlaintext', input, context),
    async prepare(plan, context) {
      const { privateKey, publicKey, encryptedPrivateKey } = await makeDataKeyPair(plan, context, hsm);
      privateKey.fill(0);
      return { publicKey, encryptedPrivateKey };
    },
    decide: ({ keyArn, material, spec }, { publicKey, encryptedPrivateKey }) => ({
      PrivateKeyCiphertextBlob: encryptedPrivateKey,
      PublicKey: publicKey,
      KeyId: keyArn,
      KeyPairSpec: spec,
      KeyMaterialId: material.keyMaterialId,
    }),
  });
