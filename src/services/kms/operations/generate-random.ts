// GenerateRandom: bytes from the HSM, under no key.
import type { Bytes } from '../../../base/bytes.ts';
import type { Region } from '../../../base/brand.ts';
import type { Hsm } from '../../../hsm/types.ts';
import { operation, type AnyOperation } from '../../../world/service.ts';
import { authorizeAccount } from '../authorize.ts';
import { assertNoRecipient } from '../encrypting.ts';
import { numberOfBytesMissing } from '../errors.ts';
import { optionalNumber, optionalText } from '../input.ts';
import { assertKeyStoreGivesRandom } from '../key-stores/random.ts';

export const generateRandom = (hsm: (region: Region) => Hsm): AnyOperation =>
  operation<number, Bytes>({
    name: 'GenerateRandom',

    check(input, context) {
      const numberOfBytes = optionalNumber(input, 'NumberOfBytes');
      if (numberOfBytes === undefined) throw numberOfBytesMissing();
      assertNoRecipient(input);
      authorizeAccount(context, 'kms:GenerateRandom');
      const customKeyStoreId = optionalText(input, 'CustomKeyStoreId');
      if (customKeyStoreId !== undefined) assertKeyStoreGivesRandom(context, customKeyStoreId);
      return numberOfBytes;
    },

    prepare: async (length, { region, entropy }) => hsm(region).random(length, entropy),

    decide: (_, bytes) => ({ Plaintext: bytes }),
  });
