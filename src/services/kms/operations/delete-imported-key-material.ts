// DeleteImportedKeyMaterial: the bytes go at once. The key stays, and the same bytes bring it back.
import { operation, type AnyOperation } from '../../../world/service.ts';
import { authorizedKey } from '../authorize.ts';
import { keyMaterialNeverImported } from '../errors.ts';
import { manage } from '../identifiers.ts';
import { assertSymmetricImport, deleteMaterial } from '../importing.ts';
import { optionalText, text } from '../input.ts';
import { assertKeyState } from '../key-states.ts';
import { keyAt, placeOf, type KeyPlace } from '../key-changes.ts';
import { materialOf } from '../materials.ts';
import { keyArnOf } from '../records.ts';

interface Plan {
  readonly place: KeyPlace;
  /** Null where the key never had any. */
  readonly keyMaterialId: string | null;
}

export const deleteImportedKeyMaterial: AnyOperation = operation<Plan>({
  name: 'DeleteImportedKeyMaterial',

  check(input, context) {
    const key = authorizedKey(context, text(input, 'KeyId'), manage('kms:DeleteImportedKeyMaterial'));
    assertKeyState('DeleteImportedKeyMaterial', key, context.view);
    assertSymmetricImport(input, ['KeyMaterialId'], key);
    const asked = optionalText(input, 'KeyMaterialId');
    if (asked !== undefined && !materialOf(key, asked)) throw keyMaterialNeverImported(asked, keyArnOf(key));
    return { place: placeOf(key), keyMaterialId: asked ?? key.currentKeyMaterialId };
  },

  decide({ place, keyMaterialId }, _, transaction) {
    if (keyMaterialId !== null) deleteMaterial(transaction, place, keyMaterialId);
    const symmetric = keyAt(transaction, place).keySpec === 'SYMMETRIC_DEFAULT';
    return {
      KeyId: keyArnOf(place),
      ...(symmetric && keyMaterialId !== null && { KeyMaterialId: keyMaterialId }),
    };
  },
});
