// Decrypt: what Encrypt, ReEncrypt or GenerateDataKey… made. The ciphertext says itself which key it needs.
import type { Bytes } from '../../../base/bytes.ts';
import type { Region } from '../../../base/brand.ts';
import type { Hsm } from '../../../hsm/types.ts';
import { operation, type AnyOperation } from '../../../world/service.ts';
import { authorizeKey, cryptographicConditions } from '../authorize.ts';
import { decryptingKey } from '../ciphertext.ts';
import { openCiphertext, openingOf, sourceOf, type Opening } from '../decrypting.ts';
import { assertAlgorithm, assertNoRecipient, encryptionAlgorithm } from '../encrypting.ts';
import { dryRunSucceeded, invalidCiphertext } from '../errors.ts';
import { encryptionContext } from '../input.ts';
import { assertKeyState } from '../key-states.ts';
import { keyArnOf } from '../records.ts';

interface Plan {
  readonly keyArn: string;
  readonly algorithm: string;
  readonly opening: Opening;
  readonly dryRun: boolean;
}

export const decrypt = (hsm: (region: Region) => Hsm): AnyOperation =>
  operation<Plan, Bytes | undefined>({
    name: 'Decrypt',

    check(input, context) {
      const algorithm = encryptionAlgorithm(input);
      const { identifier, ciphertext, dryRun } = sourceOf(input, 'KeyId', algorithm);
      assertNoRecipient(input);
      const pairs = encryptionContext(input);
      const found = decryptingKey(context, 'kms:Decrypt', identifier, ciphertext);
      authorizeKey(context, 'kms:Decrypt', found, cryptographicConditions(algorithm, pairs));
      assertKeyState('Decrypt', found.key, context.view);
      assertAlgorithm(algorithm, found.key);
      if (!ciphertext) throw dryRunSucceeded();
      const opening = openingOf(context.view, found.key, ciphertext, pairs);
      context.notes('keyMaterialId', opening.material.keyMaterialId);
      return { keyArn: keyArnOf(found.key), algorithm, opening, dryRun };
    },

    prepare: ({ opening }, { region }) => openCiphertext(hsm(region), opening),

    decide({ keyArn, algorithm, opening, dryRun }, plaintext) {
      if (!plaintext) throw invalidCiphertext();
      if (dryRun) throw dryRunSucceeded();
      return {
        KeyId: keyArn,
        Plaintext: plaintext,
        EncryptionAlgorithm: algorithm,
        KeyMaterialId: opening.material.keyMaterialId,
      };
    },
  });
