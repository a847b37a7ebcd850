// GenerateDataKey: a new data key, in plaintext and encrypted under a KMS key.
import type { Bytes } from '../../../base/bytes.ts';
import type { Region } from '../../../base/brand.ts';
import type { Hsm } from '../../../hsm/types.ts';
import { operation, type AnyOperation } from '../../../world/service.ts';
import { checkDataKey, makeDataKey, type DataKeyPlan } from '../data-keys.ts';
import { handedOut, materialIdMember, secretMember } from '../recipients/recipients.ts';

interface Prepared {
  /** The data key in plaintext, or sealed for the recipient. */
  readonly secret: Bytes;
  readonly encrypted: Bytes;
}

export const generateDataKey = (hsm: (region: Region) => Hsm): AnyOperation =>
  operation<DataKeyPlan, Prepared>({
    name: 'GenerateDataKey',
    check: (input, context) => checkDataKey('GenerateDataKey', input, context),
    async prepare(plan, context) {
      const { plaintext, encrypted } = await makeDataKey(plan, context, hsm);
      const secret = await handedOut(hsm(context.region), plan.recipient, plaintext, context.entropy);
      return { secret, encrypted };
    },
    decide: ({ keyArn, material, recipient }, { secret, encrypted }) => ({
      CiphertextBlob: encrypted,
      ...secretMember(recipient, 'Plaintext', secret),
      KeyId: keyArn,
      ...materialIdMember(recipient, material.keyMaterialId),
    }),
  });
