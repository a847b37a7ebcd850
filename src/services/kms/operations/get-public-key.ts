// GetPublicKey: the public half of an asymmetric KMS key, and what it may be used for outside.
import { assert } from '../../../base/assert.ts';
import { fromBase64 } from '../../../base/encodings.ts';
import { operation, type AnyOperation } from '../../../world/service.ts';
import { authorizedKey } from '../authorize.ts';
import { pendingImport, unsupported } from '../errors.ts';
import { use } from '../identifiers.ts';
import { text } from '../input.ts';
import { algorithmsOf, isAsymmetric } from '../key-specs.ts';
import { assertKeyState } from '../key-states.ts';
import { keyAt, placeOf, type KeyPlace } from '../key-changes.ts';
import { hasAllMaterial } from '../materials.ts';
import { keyArnOf } from '../records.ts';

export const getPublicKey: AnyOperation = operation<KeyPlace>({
  name: 'GetPublicKey',

  check(input, context) {
    const key = authorizedKey(context, text(input, 'KeyId'), use('kms:GetPublicKey'));
    assertKeyState('GetPublicKey', key, context.view);
    // The key state allows it without material: the public half of what was imported once is known for good.
    if (key.publicKey === null && !hasAllMaterial(key)) throw pendingImport(keyArnOf(key));
    if (!isAsymmetric(key.keySpec)) throw unsupported();
    return placeOf(key);
  },

  decide(place, _, transaction) {
    const key = keyAt(transaction, place);
    const publicKey = key.publicKey === null ? undefined : fromBase64(key.publicKey);
    assert(publicKey, 'a key that passed the check has its public key in base64');
    const algorithms = algorithmsOf(key.keySpec, key.keyUsage);
    return {
      KeyId: keyArnOf(key),
      PublicKey: publicKey,
      CustomerMasterKeySpec: key.keySpec,
      KeySpec: key.keySpec,
      KeyUsage: key.keyUsage,
      ...(key.keyUsage === 'ENCRYPT_DECRYPT' && { EncryptionAlgorithms: algorithms }),
      ...(key.keyUsage === 'SIGN_VERIFY' && { SigningAlgorithms: algorithms }),
      ...(key.keyUsage === 'KEY_AGREEMENT' && { KeyAgreementAlgorithms: algorithms }),
    };
  },
});
