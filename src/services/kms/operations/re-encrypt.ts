// ReEncrypt: from one KMS key and encryption context to another, all inside the HSM. Either key may be symmetric or RSA.
import type { Bytes } from '../../../base/bytes.ts';
import type { Region } from '../../../base/brand.ts';
import type { Hsm } from '../../../hsm/types.ts';
import { operation, type AnyOperation } from '../../../world/service.ts';
import { authorizeKey, cryptographicConditions } from '../authorize.ts';
import { decryptingKey } from '../ciphertext.ts';
import { assertOpens, decryptionAlgorithm, openCiphertext, openingOf, sourceOf, type Opening } from '../decrypting.ts';
import {
  assertPlaintextFits,
  encryptingWith,
  encryptionAlgorithm,
  encryptPlaintext,
  toldMaterialId,
  type Encrypting,
} from '../encrypting.ts';
import { dryRunSucceeded, invalidCiphertext } from '../errors.ts';
import { resolveKey, use } from '../identifiers.ts';
import { encryptionContext, text } from '../input.ts';
import { keyArnOf } from '../records.ts';
import { assertUsable } from '../using-keys.ts';

interface Plan {
  readonly source: { readonly keyArn: string; readonly algorithm: string; readonly opening: Opening };
  readonly destination: { readonly keyArn: string; readonly algorithm: string; readonly encrypting: Encrypting };
  readonly dryRun: boolean;
}

const FROM = 'kms:ReEncryptFrom';
const TO = 'kms:ReEncryptTo';

export const reEncrypt = (hsm: (region: Region) => Hsm): AnyOperation =>
  operation<Plan, Bytes>({
    name: 'ReEncrypt',

    check(input, context) {
      const fromRequested = encryptionAlgorithm(input, 'SourceEncryptionAlgorithm');
      const toAlgorithm = encryptionAlgorithm(input, 'DestinationEncryptionAlgorithm');
      const { identifier, ciphertext, dryRun } = sourceOf(input, 'SourceKeyId', fromRequested);
      const fromPairs = encryptionContext(input, 'SourceEncryptionContext');
      const toPairs = encryptionContext(input, 'DestinationEncryptionContext');

      const from = decryptingKey(context, FROM, identifier, ciphertext);
      const to = resolveKey(context, text(input, 'DestinationKeyId'), use(TO));
      const fromArn = keyArnOf(from.key);
      const toArn = keyArnOf(to.key);
      const onSameKey = { 'kms:ReEncryptOnSameKey': String(fromArn === toArn) };
      authorizeKey(context, FROM, from, { ...cryptographicConditions(fromRequested, fromPairs), ...onSameKey });
      authorizeKey(context, TO, to, { ...cryptographicConditions(toAlgorithm, toPairs), ...onSameKey });
      assertOpens('ReEncrypt', context.view, from.key, fromRequested, ciphertext);
      assertUsable('ReEncrypt', 'ENCRYPT_DECRYPT', to.key, context.view);
      const fromAlgorithm = decryptionAlgorithm(from.key, fromRequested, ciphertext, fromPairs);
      const encrypting = encryptingWith(context.view, to.key, toAlgorithm, toPairs);
      if (!ciphertext) throw dryRunSucceeded();
      const opening = openingOf(context.view, from.key, fromAlgorithm, ciphertext, fromPairs);
      const [fromMaterial, toMaterial] = [toldMaterialId(opening), toldMaterialId(encrypting)];
      if (fromMaterial !== undefined) context.notes('sourceKeyMaterialId', fromMaterial);
      if (toMaterial !== undefined) context.notes('destinationKeyMaterialId', toMaterial);
      return {
        source: { keyArn: fromArn, algorithm: fromAlgorithm, opening },
        destination: { keyArn: toArn, algorithm: toAlgorithm, encrypting },
        dryRun,
      };
    },

    async prepare({ source, destination }, { region, entropy }) {
      const plaintext = await openCiphertext(hsm(region), source.opening);
      if (!plaintext) throw invalidCiphertext();
      // How much there is to encrypt shows only now.
      assertPlaintextFits(destination.encrypting, plaintext.length);
      return encryptPlaintext(hsm(region), destination.encrypting, plaintext, entropy);
    },

    decide({ source, destination, dryRun }, ciphertext) {
      if (dryRun) throw dryRunSucceeded();
      const fromMaterial = toldMaterialId(source.opening);
      const toMaterial = toldMaterialId(destination.encrypting);
      return {
        CiphertextBlob: ciphertext,
        SourceKeyId: source.keyArn,
        KeyId: destination.keyArn,
        SourceEncryptionAlgorithm: source.algorithm,
        DestinationEncryptionAlgorithm: destination.algorithm,
        ...(fromMaterial !== undefined && { SourceKeyMaterialId: fromMaterial }),
        ...(toMaterial !== undefined && { DestinationKeyMaterialId: toMaterial }),
      };
    },
  });
