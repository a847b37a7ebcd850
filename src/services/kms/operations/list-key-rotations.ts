// ListKeyRotations: a key's completed rotations, or all its key material, by pages, the oldest first.
import type { Value } from '../../../world/model.ts';
import { operation, type AnyOperation } from '../../../world/service.ts';
import { authorizedKey } from '../authorize.ts';
import { keyMaterialNotListed } from '../errors.ts';
import { manage } from '../identifiers.ts';
import { optionalText, text } from '../input.ts';
import { assertKeyState } from '../key-states.ts';
import { keyAt, placeOf, type KeyPlace } from '../key-changes.ts';
import { seconds } from '../metadata.ts';
import { pageOfList, pageRequest, type PageRequest } from '../paging.ts';
import { keyArnOf, type ImportedMaterial, type KeyMaterial, type KeyRecord } from '../records.ts';

const DEFAULT_LIMIT = 100;

interface Plan {
  readonly place: KeyPlace;
  readonly all: boolean;
  readonly request: PageRequest;
}

export const listKeyRotations: AnyOperation = operation<Plan>({
  name: 'ListKeyRotations',

  check(input, context) {
    const request = pageRequest(input, 'ListKeyRotations', DEFAULT_LIMIT);
    const key = authorizedKey(context, text(input, 'KeyId'), manage('kms:ListKeyRotations'));
    assertKeyState('ListKeyRotations', key, context.view);
    const include = optionalText(input, 'IncludeKeyMaterial');
    if (include !== undefined && key.keySpec !== 'SYMMETRIC_DEFAULT') throw keyMaterialNotListed();
    return { place: placeOf(key), all: include === 'ALL_KEY_MATERIAL', request };
  },

  decide({ place, all, request }, _, transaction) {
    const key = keyAt(transaction, place);
    const listed = key.materials.filter(({ rotated }) => all || rotated !== null);
    const items = listed.map((material) => ({ id: material.keyMaterialId, value: listEntry(key, material) }));
    return pageOfList(request, 'Rotations', items);
  },
});

const listEntry = (key: KeyRecord, material: KeyMaterial): Value => ({
  KeyId: keyArnOf(key),
  KeyMaterialId: material.keyMaterialId,
  ...(material.imported && importedMembers(material.imported, material.handle !== null)),
  KeyMaterialState: material.state,
  ...(material.rotated && {
    RotationDate: seconds(material.rotated.atMs),
    RotationType: material.rotated.type,
  }),
});

/** How long it stays is told of what is there. */
const importedMembers = ({ description, validToMs }: ImportedMaterial, isThere: boolean) => ({
  ...(description !== null && { KeyMaterialDescription: description }),
  ImportState: isThere ? 'IMPORTED' : 'PENDING_IMPORT',
  ...(isThere && { ExpirationModel: validToMs === null ? 'KEY_MATERIAL_DOES_NOT_EXPIRE' : 'KEY_MATERIAL_EXPIRES' }),
  ...(isThere && validToMs !== null && { ValidTo: seconds(validToMs) }),
});
