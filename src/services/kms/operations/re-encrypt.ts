// ReEncrypt: from one KMS key and encryption context to another, all inside the HSM.
import type { Bytes } from '../../../base/bytes.ts';
import type { Region } from '../../../base/brand.ts';
import type { EncryptionContext, Hsm, MaterialReference } from '../../../hsm/types.ts';
import { operation, type AnyOperation } from '../../../world/service.ts';
import { authorizeKey, cryptographicConditions } from '../authorize.ts';
import { decryptingKey } from '../ciphertext.ts';
import { openCiphertext, openingOf, sourceOf, type Opening } from '../decrypting.ts';
import { assertAlgorithm, currentMaterial, encryptionAlgorithm } from '../encrypting.ts';
import { dryRunSucceeded, invalidCiphertext } from '../errors.ts';
import { resolveKey, use } from '../identifiers.ts';
import { encryptionContext, text } from '../input.ts';
import { assertKeyState } from '../key-states.ts';
import { keyArnOf } from '../records.ts';

interface Plan {
  readonly source: { readonly keyArn: string; readonly algorithm: string; readonly opening: Opening };
  readonly destination: {
    readonly keyArn: string;
    readonly algorithm: string;
    readonly material: MaterialReference;
    readonly context: EncryptionContext;
  };
  readonly dryRun: boolean;
}

const FROM = 'kms:ReEncryptFrom';
const TO = 'kms:ReEncryptTo';

export const reEncrypt = (hsm: (region: Region) => Hsm): AnyOperation =>
  operation<Plan, Bytes | undefined>({
    name: 'ReEncrypt',

    check(input, context) {
      const fromAlgorithm = encryptionAlgorithm(input, 'SourceEncryptionAlgorithm');
      const toAlgorithm = encryptionAlgorithm(input, 'DestinationEncryptionAlgorithm');
      const { identifier, ciphertext, dryRun } = sourceOf(input, 'SourceKeyId', fromAlgorithm);
      const fromPairs = encryptionContext(input, 'SourceEncryptionContext');
      const toPairs = encryptionContext(input, 'DestinationEncryptionContext');

      const from = decryptingKey(context, FROM, identifier, ciphertext);
      const to = resolveKey(context, text(input, 'DestinationKeyId'), use(TO));
      const fromArn = keyArnOf(from.key);
      const toArn = keyArnOf(to.key);
      const onSameKey = { 'kms:ReEncryptOnSameKey': String(fromArn === toArn) };
      authorizeKey(context, FROM, from, { ...cryptographicConditions(fromAlgorithm, fromPairs), ...onSameKey });
      authorizeKey(context, TO, to, { ...cryptographicConditions(toAlgorithm, toPairs), ...onSameKey });
      assertKeyState('ReEncrypt', from.key, context.view);
      assertKeyState('ReEncrypt', to.key, context.view);
      assertAlgorithm(fromAlgorithm, from.key);
      assertAlgorithm(toAlgorithm, to.key);
      if (!ciphertext) throw dryRunSucceeded();
      const opening = openingOf(context.view, from.key, ciphertext, fromPairs);
      const material = currentMaterial(to.key);
      context.notes('sourceKeyMaterialId', opening.material.keyMaterialId);
      context.notes('destinationKeyMaterialId', material.keyMaterialId);
      return {
        source: { keyArn: fromArn, algorithm: fromAlgorithm, opening },
        destination: { keyArn: toArn, algorithm: toAlgorithm, material, context: toPairs },
        dryRun,
      };
    },

    async prepare({ source, destination }, { region, entropy }) {
      const plaintext = await openCiphertext(hsm(region), source.opening);
      const { material, context } = destination;
      return plaintext && hsm(region).encrypt({ material, plaintext, context, maker: 'Encrypt', entropy });
    },

    decide({ source, destination, dryRun }, ciphertext) {
      if (!ciphertext) throw invalidCiphertext();
      if (dryRun) throw dryRunSucceeded();
      return {
        CiphertextBlob: ciphertext,
        SourceKeyId: source.keyArn,
        KeyId: destination.keyArn,
        SourceEncryptionAlgorithm: source.algorithm,
        DestinationEncryptionAlgorithm: destination.algorithm,
        SourceKeyMaterialId: source.opening.material.keyMaterialId,
        DestinationKeyMaterialId: destination.material.keyMaterialId,
      };
    },
  });
