// Sign: a message, or its digest, under the private half of an asymmetric KMS key.
import type { Bytes } from '../../../base/bytes.ts';
import type { MaterialHandle, Region } from '../../../base/brand.ts';
import type { Hsm, MessageToSign } from '../../../hsm/types.ts';
import { operation, type AnyOperation } from '../../../world/service.ts';
import { dryRunSucceeded } from '../errors.ts';
import { flag } from '../input.ts';
import { keyArnOf } from '../records.ts';
import { checkSigning } from '../signing.ts';
import { currentMaterial } from '../using-keys.ts';

interface Plan {
  readonly keyArn: string;
  readonly handle: MaterialHandle;
  readonly message: MessageToSign;
}

export const sign = (hsm: (region: Region) => Hsm): AnyOperation =>
  operation<Plan, Bytes>({
    name: 'Sign',

    check(input, context) {
      const { key, message } = checkSigning('Sign', input, context);
      if (flag(input, 'DryRun')) throw dryRunSucceeded();
      return { keyArn: keyArnOf(key), handle: currentMaterial(key).handle, message };
    },

    prepare: ({ handle, message }, { region, entropy }) => hsm(region).sign(handle, message, entropy),

    decide: ({ keyArn, message }, signature) => ({
      KeyId: keyArn,
      Signature: signature,
      SigningAlgorithm: message.algorithm,
    }),
  });
