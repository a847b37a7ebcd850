// Decrypt: what Encrypt, ReEncrypt or GenerateDataKey… made, or what a public RSA key encrypted. A symmetric ciphertext
// says itself which key it needs.
import type { Bytes } from '../../../base/bytes.ts';
import type { Region } from '../../../base/brand.ts';
import type { Hsm } from '../../../hsm/types.ts';
import { operation, type AnyOperation } from '../../../world/service.ts';
import { authorizeKey, cryptographicConditions } from '../authorize.ts';
import { decryptingKey } from '../ciphertext.ts';
import { assertOpens, decryptionAlgorithm, openCiphertext, openingOf, sourceOf, type Opening } from '../decrypting.ts';
import { encryptionAlgorithm, toldMaterialId } from '../encrypting.ts';
import { dryRunSucceeded, invalidCiphertext } from '../errors.ts';
import { encryptionContext } from '../input.ts';
import {
  handedOut,
  materialIdMember,
  recipientConditions,
  recipientOf,
  secretMember,
  type Recipient,
} from '../recipients/recipients.ts';
import { keyArnOf } from '../records.ts';

interface Plan {
  readonly keyArn: string;
  readonly algorithm: string;
  readonly opening: Opening;
  readonly recipient: Recipient | null;
  readonly dryRun: boolean;
}

export const decrypt = (hsm: (region: Region) => Hsm): AnyOperation =>
  operation<Plan, Bytes | undefined>({
    name: 'Decrypt',

    check(input, context) {
      const requested = encryptionAlgorithm(input);
      const { identifier, ciphertext, dryRun } = sourceOf(input, 'KeyId', requested);
      const recipient = recipientOf(input, context);
      const pairs = encryptionContext(input);
      const found = decryptingKey(context, 'kms:Decrypt', identifier, ciphertext);
      authorizeKey(context, 'kms:Decrypt', found, {
        ...cryptographicConditions(requested, pairs),
        ...recipientConditions(recipient),
      });
      assertOpens('Decrypt', context.view, found.key, requested, ciphertext);
      const algorithm = decryptionAlgorithm(found.key, requested, ciphertext, pairs);
      if (!ciphertext) throw dryRunSucceeded();
      const opening = openingOf(context.view, found.key, algorithm, ciphertext, pairs);
      const keyMaterialId = toldMaterialId(opening);
      if (keyMaterialId !== undefined) context.notes('keyMaterialId', keyMaterialId);
      return { keyArn: keyArnOf(found.key), algorithm, opening, recipient, dryRun };
    },

    async prepare({ opening, recipient }, { region, entropy }) {
      const plaintext = await openCiphertext(hsm(region), opening);
      return plaintext && handedOut(hsm(region), recipient, plaintext, entropy);
    },

    decide({ keyArn, algorithm, opening, recipient, dryRun }, secret) {
      if (!secret) throw invalidCiphertext();
      if (dryRun) throw dryRunSucceeded();
      return {
        KeyId: keyArn,
        ...secretMember(recipient, 'Plaintext', secret),
        EncryptionAlgorithm: algorithm,
        ...materialIdMember(recipient, toldMaterialId(opening)),
      };
    },
  });
