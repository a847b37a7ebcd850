// Verify: whether a signature is the key's own, of just this message. What is not is an error, never an answer.
import { fromBase64 } from '../../../base/encodings.ts';
import { assert } from '../../../base/assert.ts';
import type { Region } from '../../../base/brand.ts';
import type { Hsm, MessageToSign } from '../../../hsm/types.ts';
import { operation, type AnyOperation } from '../../../world/service.ts';
import { dryRunSucceeded, invalidSignature } from '../errors.ts';
import { blob, flag } from '../input.ts';
import { keyArnOf } from '../records.ts';
import { checkSigning } from '../signing.ts';
import { publicKeyOf } from '../using-keys.ts';

interface Plan {
  readonly keyArn: string;
  /** In base64. */
  readonly publicKey: string;
  readonly message: MessageToSign;
  readonly signature: Uint8Array;
  readonly dryRun: boolean;
}

export const verify = (hsm: (region: Region) => Hsm): AnyOperation =>
  operation<Plan, boolean>({
    name: 'Verify',

    check(input, context) {
      const { key, message } = checkSigning('Verify', input, context);
      return {
        keyArn: keyArnOf(key),
        publicKey: publicKeyOf(key),
        message,
        signature: blob(input, 'Signature'),
        dryRun: flag(input, 'DryRun'),
      };
    },

    prepare({ publicKey, message, signature }, { region }) {
      const bytes = fromBase64(publicKey);
      assert(bytes, 'a record has its public key in base64');
      return hsm(region).verify(bytes, message, signature);
    },

    decide({ keyArn, message, dryRun }, valid) {
      if (!valid) throw invalidSignature();
      if (dryRun) throw dryRunSucceeded();
      return { KeyId: keyArn, SignatureValid: true, SigningAlgorithm: message.algorithm };
    },
  });
