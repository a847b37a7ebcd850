// What Sign and Verify share: the signing key, the algorithm, and a message of a type and length that the algorithm takes.
// Source: AWS KMS API Reference, Sign and Verify; messages of refusals as live calls give them.
import { assert } from '../../base/assert.ts';
import type { AsymmetricSpec, MessageToSign, MessageType, SigningAlgorithm } from '../../hsm/types.ts';
import type { Structure } from '../../world/model.ts';
import type { CheckContext } from '../../world/service.ts';
import { authorizedKey } from './authorize.ts';
import { digestLengthWrong, messageTypeIncompatible } from './errors.ts';
import { use } from './identifiers.ts';
import { blob, optionalText, text } from './input.ts';
import { algorithmsOf, digestBytesOf, isAsymmetric, messageTypesOf } from './key-specs.ts';
import type { KeyRecord } from './records.ts';
import { algorithmFor, assertUsable } from './using-keys.ts';

export interface SigningRequest {
  readonly key: KeyRecord;
  readonly message: MessageToSign;
}

export function checkSigning(operation: 'Sign' | 'Verify', input: Structure, context: CheckContext): SigningRequest {
  const requested = text(input, 'SigningAlgorithm');
  const messageType = optionalText(input, 'MessageType') ?? 'RAW';
  const key = authorizedKey(context, text(input, 'KeyId'), use(`kms:${operation}`), {
    'kms:SigningAlgorithm': requested,
    'kms:MessageType': messageType,
  });
  assertUsable(operation, 'SIGN_VERIFY', key, context.view);
  const { keySpec } = key;
  assert(isAsymmetric(keySpec), 'only asymmetric keys sign');
  const algorithm = algorithmFor(key, 'SIGN_VERIFY', requested);
  assertMessageType(keySpec, algorithm, messageType);
  const message = blob(input, 'Message');
  if (messageType !== 'RAW' && message.length !== digestBytesOf(algorithm)) throw digestLengthWrong(algorithm);
  return { key, message: { spec: keySpec, algorithm, messageType, message } };
}

/** Where another algorithm of the key would take it, it is the algorithm's fault, and the key spec's otherwise. */
function assertMessageType(
  spec: AsymmetricSpec,
  algorithm: SigningAlgorithm,
  messageType: string,
): asserts messageType is MessageType {
  if (messageTypesOf(algorithm).includes(messageType)) return;
  const another = algorithmsOf(spec, 'SIGN_VERIFY').some((each) => messageTypesOf(each).includes(messageType));
  throw messageTypeIncompatible(messageType, another ? `algorithm ${algorithm}` : `key spec ${spec}`);
}
