// GenerateRandom: bytes from the HSM, under no key.
import type { Bytes } from '../../../base/bytes.ts';
import type { Region } from '../../../base/brand.ts';
import type { Hsm } from '../../../hsm/types.ts';
import { operation, type AnyOperation } from '../../../world/service.ts';
import { authorizeAccount } from '../authorize.ts';
import { numberOfBytesMissing } from '../errors.ts';
import { optionalNumber, optionalText } from '../input.ts';
import { assertKeyStoreGivesRandom } from '../key-stores/random.ts';
import { handedOut, recipientConditions, recipientOf, secretMember, type Recipient } from '../recipients/recipients.ts';

interface Plan {
  readonly length: number;
  readonly recipient: Recipient | null;
}

export const generateRandom = (hsm: (region: Region) => Hsm): AnyOperation =>
  operation<Plan, Bytes>({
    name: 'GenerateRandom',

    check(input, context) {
      const numberOfBytes = optionalNumber(input, 'NumberOfBytes');
      if (numberOfBytes === undefined) throw numberOfBytesMissing();
      const recipient = recipientOf(input, context);
      authorizeAccount(context, 'kms:GenerateRandom', recipientConditions(recipient));
      const customKeyStoreId = optionalText(input, 'CustomKeyStoreId');
      if (customKeyStoreId !== undefined) assertKeyStoreGivesRandom(context, customKeyStoreId);
      return { length: numberOfBytes, recipient };
    },

    prepare: async ({ length, recipient }, { region, entropy }) =>
      handedOut(hsm(region), recipient, hsm(region).random(length, entropy), entropy),

    decide: ({ recipient }, secret) => secretMember(recipient, 'Plaintext', secret),
  });
