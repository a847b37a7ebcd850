// Encrypt: up to 4,096 bytes under a KMS key.
import type { Bytes } from '../../../base/bytes.ts';
import type { Region } from '../../../base/brand.ts';
import type { EncryptionContext, Hsm, MaterialReference } from '../../../hsm/types.ts';
import { operation, type AnyOperation } from '../../../world/service.ts';
import { authorizedKey, cryptographicConditions } from '../authorize.ts';
import { assertAlgorithm, currentMaterial, encryptionAlgorithm } from '../encrypting.ts';
import { dryRunSucceeded } from '../errors.ts';
import { use } from '../identifiers.ts';
import { blob, encryptionContext, flag, text } from '../input.ts';
import { assertKeyState } from '../key-states.ts';
import { keyArnOf } from '../records.ts';

interface Plan {
  readonly keyArn: string;
  readonly algorithm: string;
  readonly material: MaterialReference;
  readonly plaintext: Uint8Array;
  readonly context: EncryptionContext;
}

export const encrypt = (hsm: (region: Region) => Hsm): AnyOperation =>
  operation<Plan, Bytes>({
    name: 'Encrypt',

    check(input, context) {
      const algorithm = encryptionAlgorithm(input);
      const pairs = encryptionContext(input);
      const conditions = cryptographicConditions(algorithm, pairs);
      const key = authorizedKey(context, text(input, 'KeyId'), use('kms:Encrypt'), conditions);
      assertKeyState('Encrypt', key, context.view);
      assertAlgorithm(algorithm, key);
      const material = currentMaterial(key);
      context.notes('keyMaterialId', material.keyMaterialId);
      if (flag(input, 'DryRun')) throw dryRunSucceeded();
      return { keyArn: keyArnOf(key), algorithm, material, plaintext: blob(input, 'Plaintext'), context: pairs };
    },

    prepare: ({ material, plaintext, context }, { region, entropy }) =>
      hsm(region).encrypt({ material, plaintext, context, maker: 'Encrypt', entropy }),

    decide: ({ keyArn, algorithm }, ciphertext) => ({
      CiphertextBlob: ciphertext,
      KeyId: keyArn,
      EncryptionAlgorithm: algorithm,
    }),
  });
