// What KMS says when it refuses, in AWS's words, byte for byte (AWS KMS API Reference; messages as live calls give them).
// At the end, what Keyroom says of what it does not have yet.
import { ServiceError, validationError } from '../../world/errors.ts';

const error = (code: string) => (message?: string) => new ServiceError(code, message);

const notFound = error('NotFoundException');
const tagError = error('TagException');
const accessDenied = error('AccessDeniedException');

// Identifiers
export const invalidKeyId = (text: string) => notFound(`Invalid keyId '${text}'`);
export const invalidArn = (what: string) => notFound(`Invalid arn ${what}`);
export const keyNotFound = (keyArn: string) => notFound(`Key '${keyArn}' does not exist`);
export const aliasNotFound = (aliasArn: string) => notFound(`Alias ${aliasArn} is not found.`);
export const aliasNotSupported = () =>
  error('InvalidArnException')('Key Aliases are not supported for this operation.');

// What other accounts are told, whether the key exists or not
const unseen =
  'because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access';
export const foreignKeyDenied = (principalArn: string, action: string) =>
  accessDenied(`User: ${principalArn} is not authorized to perform: ${action} on this resource ${unseen}`);
export const ciphertextDenied = (principalArn: string, action: string) =>
  accessDenied(
    `User: ${principalArn} is not authorized to perform: ${action} on the resource associated with this ciphertext ${unseen}`,
  );

// Requests
/** For a member that only some requests need; the others are the model's affair. */
export const memberMissing = (member: string) =>
  validationError(
    `1 validation error detected: Value null at '${member.charAt(0).toLowerCase()}${member.slice(1)}' failed to satisfy constraint: Member must not be null`,
  );
export const keyIdMissing = () => validationError('KeyId must not be null');
export const dataKeyLengthUnclear = () => validationError('Please specify either number of bytes or key spec.');
export const numberOfBytesMissing = () => validationError('NumberOfBytes is required.');
export const twoKeySpecs = () =>
  validationError(
    'You cannot specify KeySpec and CustomerMasterKeySpec in the same request. CustomerMasterKeySpec is deprecated.',
  );
export const keyUsageMissing = () =>
  validationError('You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.');
export const keyUsageIncompatible = (usage: string, spec: string) =>
  validationError(`KeyUsage ${usage} is not compatible with KeySpec ${spec}`);
export const invalidMarker = () => error('InvalidMarkerException')();

// Cryptography
export const algorithmIncompatible = (algorithm: string, spec: string) =>
  error('InvalidKeyUsageException')(`Algorithm ${algorithm} is incompatible with key spec ${spec}.`);
export const invalidCiphertext = () => error('InvalidCiphertextException')();
export const incorrectKey = () =>
  error('IncorrectKeyException')('The key ID in the request does not identify a CMK that can perform this operation.');
export const dryRunSucceeded = () =>
  error('DryRunOperationException')('The request would have succeeded, but the DryRun option is set.');

/** No words for what lies in the vault: only that it is not the caller's fault. */
export const kmsInternal = () =>
  new ServiceError(
    'KMSInternalException',
    'The request was rejected because an internal exception occurred. The request can be retried.',
    500,
  );

// Aliases
export const aliasPrefixMissing = () =>
  validationError(
    'Alias must start with the prefix "alias/". Please see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html',
  );
export const aliasReserved = () => error('NotAuthorizedException')();
export const aliasCharacters = (aliasName: string) =>
  validationError(`${aliasName} contains invalid characters for an alias`);
export const aliasNameEmpty = () => error('InvalidAliasNameException')();
export const aliasOfAlias = () => validationError('Aliases must refer to keys. Not aliases');
export const aliasExists = (aliasArn: string) =>
  error('AlreadyExistsException')(`An alias with the name ${aliasArn} already exists`);

// Tags
export const tagReserved = () => tagError('Tags beginning with aws: are reserved');
export const tagTwice = () => tagError('Duplicate tag keys');
export const tooManyTags = () => tagError('Too many tags');

// Policies
export const policyNotFound = () => notFound('No such policy exists');
export const malformedPolicy = (message: string) => error('MalformedPolicyDocumentException')(message);

/** AWS's code; its words for this quota are not known. */
/** The code is AWS's; no wording of it is on record. */
export const policyTooLong = (most: number) =>
  error('LimitExceededException')(`A key policy may have at most ${most} bytes.`);
export const quotaExceeded = (what: string) => error('LimitExceededException')(what);

/** Ours, not AWS's. A plain refusal: nothing that Keyroom cannot do may look as though it had been done. */
export const notInKeyroomYet = (what: string) =>
  error('UnsupportedOperationException')(`Keyroom does not have ${what} yet. AWS KMS does.`);
