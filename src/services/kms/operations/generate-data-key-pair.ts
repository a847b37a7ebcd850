// GenerateDataKeyPair: a new key pair for the caller, its private key in plaintext and encrypted under a KMS key.
import type { Region } from '../../../base/brand.ts';
import type { Hsm } from '../../../hsm/types.ts';
import { operation, type AnyOperation } from '../../../world/service.ts';
import {
  checkDataKeyPair,
  makeDataKeyPair,
  type DataKeyPairPlan,
  type EncryptedDataKeyPair,
} from '../data-key-pairs.ts';

export const generateDataKeyPair = (hsm: (region: Region) => Hsm): AnyOperation =>
  operation<DataKeyPairPlan, EncryptedDataKeyPair>({
    name: 'GenerateDataKeyPair',
    check: (input, context) => checkDataKeyPair('GenerateDataKeyPair', input, context),
    prepare: (plan, context) => makeDataKeyPair(plan, context, hsm),
    decide: ({ keyArn, material, spec }, { privateKey, publicKey, encryptedPrivateKey }) => ({
      PrivateKeyCiphertextBlob: encryptedPrivateKey,
      PrivateKeyPlaintext: privateKey,
      PublicKey: publicKey,
      KeyId: keyArn,
      KeyPairSpec: spec,
      KeyMaterialId: material.keyMaterialId,
    }),
  });
