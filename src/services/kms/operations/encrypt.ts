// Encrypt: up to 4,096 bytes under a symmetric KMS key, fewer under an RSA one.
import type { Bytes } from '../../../base/bytes.ts';
import type { Region } from '../../../base/brand.ts';
import type { Hsm } from '../../../hsm/types.ts';
import { operation, type AnyOperation } from '../../../world/service.ts';
import { authorizedKey, cryptographicConditions } from '../authorize.ts';
import {
  assertPlaintextFits,
  encryptingWith,
  encryptionAlgorithm,
  encryptPlaintext,
  toldMaterialId,
  type Encrypting,
} from '../encrypting.ts';
import { dryRunSucceeded } from '../errors.ts';
import { use } from '../identifiers.ts';
import { blob, encryptionContext, flag, text } from '../input.ts';
import { keyArnOf } from '../records.ts';
import { assertUsable } from '../using-keys.ts';

interface Plan {
  readonly keyArn: string;
  readonly algorithm: string;
  readonly encrypting: Encrypting;
  readonly plaintext: Uint8Array;
}

export const encrypt = (hsm: (region: Region) => Hsm): AnyOperation =>
  operation<Plan, Bytes>({
    name: 'Encrypt',

    check(input, context) {
      const algorithm = encryptionAlgorithm(input);
      const plaintext = blob(input, 'Plaintext');
      const pairs = encryptionContext(input);
      const conditions = cryptographicConditions(algorithm, pairs);
      const key = authorizedKey(context, text(input, 'KeyId'), use('kms:Encrypt'), conditions);
      assertUsable('Encrypt', 'ENCRYPT_DECRYPT', key, context.view);
      const encrypting = encryptingWith(context.view, key, algorithm, pairs);
      assertPlaintextFits(encrypting, plaintext.length);
      const keyMaterialId = toldMaterialId(encrypting);
      if (keyMaterialId !== undefined) context.notes('keyMaterialId', keyMaterialId);
      if (flag(input, 'DryRun')) throw dryRunSucceeded();
      return { keyArn: keyArnOf(key), algorithm, encrypting, plaintext };
    },

    prepare: ({ encrypting, plaintext }, { region, entropy }) =>
      encryptPlaintext(hsm(region), encrypting, plaintext, entropy),

    decide: ({ keyArn, algorithm }, ciphertext) => ({
      CiphertextBlob: ciphertext,
      KeyId: keyArn,
      EncryptionAlgorithm: algorithm,
    }),
  });
