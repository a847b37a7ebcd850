// GenerateDataKeyWithoutPlaintext: a new data key that leaves the HSM only encrypted under a KMS key.
import type { Region } from '../../../base/brand.ts';
import type { Hsm } from '../../../hsm/types.ts';
import { operation, type AnyOperation } from '../../../world/service.ts';
import { checkDataKey, makeDataKey, type DataKey, type DataKeyPlan } from '../data-keys.ts';

export const generateDataKeyWithoutPlaintext = (hsm: (region: Region) => Hsm): AnyOperation =>
  operation<DataKeyPlan, Pick<DataKey, 'encrypted'>>({
    name: 'GenerateDataKeyWithoutPlaintext',
    check: (input, context) => checkDataKey('GenerateDataKeyWithoutPlaintext', input, context),
    async prepare(plan, context) {
      const { plaintext, encrypted } = await makeDataKey(plan, context, hsm);
      plaintext.fill(0);
      return { encrypted };
    },
    decide: ({ keyArn, material }, { encrypted }) => ({
      CiphertextBlob: encrypted,
      KeyId: keyArn,
      KeyMaterialId: material.keyMaterialId,
    }),
  });
