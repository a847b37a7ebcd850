// ImportKeyMaterial: the caller's own bytes become material of a key with origin EXTERNAL, or come back to it.
import type { Region } from '../../../base/brand.ts';
import type { GeneratedMaterial, Hsm } from '../../../hsm/types.ts';
import type { Structure } from '../../../world/model.ts';
import { operation, type AnyOperation, type CheckContext } from '../../../world/service.ts';
import { authorizedKey } from '../authorize.ts';
import {
  expiredImportToken,
  invalidCiphertext,
  invalidImportToken,
  keyMaterialIdOfNew,
  keyMaterialNeverImported,
  notOfReplicas,
} from '../errors.ts';
import { manage } from '../identifiers.ts';
import { assertSymmetricImport, requestedExpiry, takeInMaterial, type Import } from '../importing.ts';
import { blob, optionalText, text } from '../input.ts';
import { assertKeyState } from '../key-states.ts';
import { placeOf } from '../key-changes.ts';
import { materialOf } from '../materials.ts';
import { isReplica } from '../multi-region.ts';
import { keyArnOf, type KeyRecord, type KeySpec } from '../records.ts';

interface Plan {
  readonly import: Import;
  readonly spec: KeySpec;
  readonly importToken: Uint8Array;
  readonly wrapped: Uint8Array;
}

export const importKeyMaterial = (hsm: (region: Region) => Hsm): AnyOperation =>
  operation<Plan, GeneratedMaterial>({
    name: 'ImportKeyMaterial',

    check(input, context) {
      const validToMs = requestedExpiry(input, context.nowMs);
      const key = authorizedKey(context, text(input, 'KeyId'), manage('kms:ImportKeyMaterial'), conditionsOf(input));
      assertKeyState('ImportKeyMaterial', key, context.view);
      assertSymmetricImport(input, ['ImportType', 'KeyMaterialId', 'KeyMaterialDescription'], key);
      return {
        import: {
          place: placeOf(key),
          isNew: isNew(input, key),
          expectedId: expectedId(input, key),
          validToMs,
          description: description(input, key, context),
        },
        spec: key.keySpec,
        importToken: blob(input, 'ImportToken'),
        wrapped: blob(input, 'EncryptedKeyMaterial'),
      };
    },

    async prepare({ import: { place }, spec, importToken, wrapped }, { region, nowMs, entropy }) {
      const token = await hsm(region).readImportToken(importToken);
      if (token?.keyArn !== keyArnOf(place)) throw invalidImportToken();
      if (token.validToMs <= nowMs) throw expiredImportToken();
      const { keyId } = place;
      const material = await hsm(region).importMaterial({ importToken, wrapped, spec, keyId, entropy });
      if (!material) throw invalidCiphertext();
      return material;
    },

    decide(plan, material, transaction) {
      const key = takeInMaterial(transaction, plan.import, material);
      return {
        KeyId: keyArnOf(key),
        ...(plan.spec === 'SYMMETRIC_DEFAULT' && { KeyMaterialId: material.keyMaterialId }),
      };
    },
  });

const conditionsOf = (input: Structure): Readonly<Record<string, string>> => ({
  ...(input['ExpirationModel'] !== undefined && { 'kms:ExpirationModel': text(input, 'ExpirationModel') }),
  ...(typeof input['ValidTo'] === 'number' && { 'kms:ValidTo': String(Math.floor(input['ValidTo'])) }),
});

/** What is meant where the request leaves it out: new material for a key that never had any, else what it had. */
const isNew = (input: Structure, key: KeyRecord): boolean =>
  (optionalText(input, 'ImportType') ?? (key.materials.length === 0 ? 'NEW_KEY_MATERIAL' : '')) === 'NEW_KEY_MATERIAL';

function expectedId(input: Structure, key: KeyRecord): string | null {
  const id = optionalText(input, 'KeyMaterialId');
  if (id === undefined) return null;
  if (isNew(input, key)) throw keyMaterialIdOfNew();
  if (!materialOf(key, id)) throw keyMaterialNeverImported(id, keyArnOf(key));
  return id;
}

/** New material, and what is said of it, come to a primary key; its replicas learn of them from KMS. */
function description(input: Structure, key: KeyRecord, { view }: CheckContext): string | null {
  const given = optionalText(input, 'KeyMaterialDescription') ?? null;
  if ((given !== null || isNew(input, key)) && isReplica(view, key)) {
    throw notOfReplicas(keyArnOf(key), 'ImportKeyMaterial');
  }
  return given;
}
