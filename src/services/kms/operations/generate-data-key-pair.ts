// GenerateDataKeyPair: a new key pair for the caller, its private key in plaintext and encrypted under a KMS key.
import type { Bytes } from '../../../base/bytes.ts';
import type { Region } from '../../../base/brand.ts';
import type { Hsm } from '../../../hsm/types.ts';
import { operation, type AnyOperation } from '../../../world/service.ts';
import { checkDataKeyPair, makeDataKeyPair, type DataKeyPairPlan } from '../data-key-pairs.ts';
import { handedOut, materialIdMember, secretMember } from '../recipients/recipients.ts';

interface Prepared {
  /** The private key in plaintext, or sealed for the recipient. */
  readonly secret: Bytes;
  readonly publicKey: Bytes;
  readonly encryptedPrivateKey: Bytes;
}

export const generateDataKeyPair = (hsm: (region: Region) => Hsm): AnyOperation =>
  operation<DataKeyPairPlan, Prepared>({
    name: 'GenerateDataKeyPair',
    check: (input, context) => checkDataKeyPair('GenerateDataKeyPair', input, context),
    async prepare(plan, context) {
      const { privateKey, publicKey, encryptedPrivateKey } = await makeDataKeyPair(plan, context, hsm);
      const secret = await handedOut(hsm(context.region), plan.recipient, privateKey, context.entropy);
      return { secret, publicKey, encryptedPrivateKey };
    },
    decide: ({ keyArn, material, spec, recipient }, { secret, publicKey, encryptedPrivateKey }) => ({
      PrivateKeyCiphertextBlob: encryptedPrivateKey,
      ...secretMember(recipient, 'PrivateKeyPlaintext', secret),
      PublicKey: publicKey,
      KeyId: keyArn,
      KeyPairSpec: spec,
      ...materialIdMember(recipient, material.keyMaterialId),
    }),
  });
