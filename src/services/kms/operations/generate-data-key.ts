// GenerateDataKey: a new data key, in plaintext and encrypted under a KMS key.
import type { Region } from '../../../base/brand.ts';
import type { Hsm } from '../../../hsm/types.ts';
import { operation, type AnyOperation } from '../../../world/service.ts';
import { checkDataKey, makeDataKey, type DataKey, type DataKeyPlan } from '../data-keys.ts';

export const generateDataKey = (hsm: (region: Region) => Hsm): AnyOperation =>
  operation<DataKeyPlan, DataKey>({
    name: 'GenerateDataKey',
    check: (input, context) => checkDataKey('GenerateDataKey', input, context),
    prepare: (plan, context) => makeDataKey(plan, context, hsm),
    decide: ({ keyArn, material }, { plaintext, encrypted }) => ({
      CiphertextBlob: encrypted,
      Plaintext: plaintext,
      KeyId: keyArn,
      KeyMaterialId: material.keyMaterialId,
    }),
  });
