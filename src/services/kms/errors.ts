// What KMS says when it refuses: in AWS's words, byte for byte, as live calls give them. Where those are not on record, a
// comment says so; the code is then one that the AWS KMS API Reference has for the operation or for all of them.
import { ServiceError, validationError } from '../../world/errors.ts';
import { messageName } from '../../world/validate.ts';

const error = (code: string) => (message?: string) => new ServiceError(code, message);

const notFound = error('NotFoundException');
const tagError = error('TagException');
const accessDenied = error('AccessDeniedException');
const invalidKeyUsage = error('InvalidKeyUsageException');
/** AWS gives many of these no message. */
export const unsupported = error('UnsupportedOperationException');

// Identifiers
export const invalidKeyId = (text: string) => notFound(`Invalid keyId '${text}'`);
/** Of the key ID in a key ARN. */
export const invalidKeyIdInArn = (text: string) => notFound(`Invalid keyId ${text}`);
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
/** For a member (`Constraints.SourceArn`) that only some requests need; the others are the model's affair. */
export const memberMissing = (path: string) =>
  validationError(
    `1 validation error detected: Value null at '${path.split('.').map(messageName).join('.')}' failed to satisfy constraint: Member must not be null`,
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
/** For what exists, but not outside the China Regions. On record of KeySpec; of KeyPairSpec by analogy. */
export const specNotInRegion = (member: string, spec: string) =>
  unsupported(`${member} ${spec} is not supported in this Region`);
/** A guess: CreateKey has the code for parameters that are not supported. */
export const notImportable = (spec: string) => unsupported(`Origin EXTERNAL is not compatible with KeySpec ${spec}`);
export const invalidMarker = () => error('InvalidMarkerException')();

// Cryptography
export const algorithmIncompatible = (algorithm: string, spec: string) =>
  invalidKeyUsage(`Algorithm ${algorithm} is incompatible with key spec ${spec}.`);
export const keyUsageWrong = (keyArn: string, usage: string, operation: string) =>
  invalidKeyUsage(`${keyArn} key usage is ${usage} which is not valid for ${operation}.`);
export const asymmetricDataKey = () => invalidKeyUsage('You cannot generate a data key with an asymmetric CMK');
export const contextOfAsymmetricKey = (doing: 'encrypting' | 'decrypting') =>
  validationError(`EncryptionContext is not supported when ${doing} with asymmetric CMKs.`);
export const plaintextTooLong = (algorithm: string, spec: string, most: number) =>
  validationError(`Algorithm ${algorithm} and key spec ${spec} cannot encrypt data larger than ${most} bytes.`);
export const messageTypeIncompatible = (messageType: string, withWhat: string) =>
  validationError(`Message type ${messageType} is incompatible with ${withWhat}.`);
export const digestLengthWrong = (algorithm: string) =>
  validationError(`Digest is invalid length for algorithm ${algorithm}.`);
export const pendingImport = (keyArn: string) => error('KMSInvalidStateException')(`${keyArn} is pending import.`);
export const invalidSignature = () => error('KMSInvalidSignatureException')();
export const invalidMac = () => error('KMSInvalidMacException')();
export const invalidPeerKey = () => validationError('');
/** Of a recipient. Code and words are a guess. */
export const attestationRefused = (why: string) => validationError(`The attestation document ${why}.`);
export const invalidCiphertext = () => error('InvalidCiphertextException')();
export const incorrectKey = () =>
  error('IncorrectKeyException')('The key ID in the request does not identify a CMK that can perform this operation.');
/** The rule is the API Reference's; code and words are a guess. */
export const modifiersWithoutDryRun = () => validationError('DryRunModifiers can be given only together with DryRun.');
export const dryRunSucceeded = () =>
  error('DryRunOperationException')('The request would have succeeded, but the DryRun option is set.');

/** No words for what lies in the vault: only that it is not the caller's fault. */
export const kmsInternal = () =>
  new ServiceError(
    'KMSInternalException',
    'The request was rejected because an internal exception occurred. The request can be retried.',
    500,
  );

// Imported key material
export const wrappingUnfit = (algorithm: string, wrappingSpec: string, keySpec: string) =>
  validationError(
    `Wrapping algorithm ${algorithm} and wrapping key spec ${wrappingSpec} cannot be used to import a ${keySpec} key.`,
  );
export const validToMissing = () =>
  validationError('A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES');
export const validToNotAllowed = () =>
  validationError('A validTo date cannot be set if the ExpirationModel is KEY_MATERIAL_DOES_NOT_EXPIRE');
export const validToPast = () => validationError('ValidTo must be in the future');
export const validToTooFar = () => validationError('ValidTo must be less than 365 days in the future');
export const symmetricImportsOnly = (parameter: string, keySpec: string) =>
  validationError(`Input parameter ${parameter} cannot be used with ${keySpec} imported keys.`);
export const keyMaterialIdOfNew = () =>
  validationError('Input parameter keyMaterialId cannot be used with NEW_KEY_MATERIAL importType.');
export const invalidImportToken = () => error('InvalidImportTokenException')();
export const expiredImportToken = () => error('ExpiredImportTokenException')();
/** Without a word where the key never had any: AWS's are not on record. */
export const incorrectKeyMaterial = (expected: string | null) =>
  error('IncorrectKeyMaterialException')(
    expected === null ? undefined : `Imported key material does not have the expected identifier (${expected}).`,
  );
export const keyMaterialNotNew = (keyMaterialId: string, keyArn: string) =>
  error('IncorrectKeyMaterialException')(
    `Key material (id: ${keyMaterialId}) being imported as NEW_KEY_MATERIAL is already associated with KMS key ${keyArn}.`,
  );
export const anotherIsPending = (keyMaterialId: string, keyArn: string, pendingId: string) =>
  error('KMSInvalidStateException')(
    `New key material (id: ${keyMaterialId}) cannot be imported into KMS key ${keyArn}, because another key material (id: ${pendingId}) is pending rotation.`,
  );
export const keyMaterialNeverImported = (keyMaterialId: string, keyArn: string) =>
  validationError(`Key material (id: ${keyMaterialId}) has never been imported into KMS key ${keyArn}.`);
/** What AWS says of operations that are a primary key's alone; that it says so of these imports is not on record. */
export const notOfReplicas = (keyArn: string, operation: string) =>
  error('UnsupportedOperationException')(
    `${keyArn} is a multi-region replica key which is not valid for ${operation}.`,
  );

// Rotation
export const nothingPendingRotation = (keyArn: string) =>
  error('KMSInvalidStateException')(`No available key material pending rotation for the key: ${keyArn}.`);
export const onDemandRotationsExhausted = (keyArn: string) =>
  error('LimitExceededException')(
    `The on-demand rotations limit has been reached for the given keyId. No more on-demand rotations can be performed for this key: ${keyArn}`,
  );
/** The words of the API Reference: no live ones are on record. */
export const automaticRotationIsNear = () =>
  error('ConflictException')(
    'The request was rejected because an automatic rotation of this key is currently in progress or scheduled to begin within the next 20 minutes.',
  );
export const keyMaterialNotListed = () =>
  validationError('Input parameter includeKeyMaterial can only be used with symmetric keys.');

// AWS managed keys
export const noResourcePolicyAllows = (principalArn: string, action: string, keyArn: string) =>
  accessDenied(
    `User: ${principalArn} is not authorized to perform: ${action} on resource: ${keyArn} because no resource-based policy allows the ${action} action`,
  );

// Multi-Region keys
export const regionNotOffered = (region: string) =>
  validationError(`Region ${region} is not a valid Region or multi-Region keys are not supported in Region ${region}.`);
export const regionInOtherPartition = () =>
  validationError('The replica key Region must be in the same AWS partition as the primary key Region.');
export const regionOfPrimary = (region: string) =>
  validationError(`${region} cannot have a replica because it contains the primary.`);
export const replicaExists = () =>
  error('AlreadyExistsException')('You can create only one replica of each primary key in each AWS Region.');
/** What live calls say of replicas; of single-Region keys, nothing is on record. */
export const notReplicable = (keyArn: string) =>
  error('UnsupportedOperationException')(`${keyArn} is not a multi-region primary key.`);
export const notPrimary = (keyArn: string) =>
  error('KMSInvalidStateException')(`${keyArn} is not a multi-Region primary key.`);
export const noReplicaInRegion = (keyId: string) =>
  validationError(`${keyId} does not have a replica key in the specified Region.`);

// Grants
const invalidArnException = error('InvalidArnException');
export const principalArnInvalid = (arn: string) => invalidArnException(`ARN is not valid: ${arn}`);
export const principalUnknown = (arn: string) => invalidArnException(`ARN does not refer to a valid principal: ${arn}`);
export const grantOperationsUnfit = (
  operations: readonly string[],
  keyType: string,
  usage: string,
  valid: readonly string[],
) =>
  validationError(
    `Operations [${operations.join(', ')}] are not supported when creating a grant for ${keyType} KMS key with key usage ${usage}. Valid operations are [${valid.join(', ')}]`,
  );
export const contextConstraintUnfit = () =>
  validationError('EncryptionContext is supported only when creating a grant for a symmetric encryption KMS key.');
// Code and words of the next four are a guess, the first after how KMS writes of other lists.
export const grantOperationsMissing = () =>
  validationError(
    "1 validation error detected: Value '[]' at 'operations' failed to satisfy constraint: Member must have length greater than or equal to 1",
  );
export const onlyOneOf = (one: string, other: string) =>
  validationError(`You cannot specify ${one} and ${other} in the same request.`);
export const constraintTooLarge = (constraint: string, pairs: number, characters: number) =>
  validationError(`${constraint} can have at most ${pairs} pairs, and values of at most ${characters} characters.`);
export const retiredGrantMissing = () =>
  validationError('You must specify either a GrantToken, or both a KeyId and a GrantId.');
export const grantNotFound = (grantId: string) => notFound(`Grant ID ${grantId} not found`);
export const invalidGrantId = () => error('InvalidGrantIdException')();
export const invalidGrantToken = () => error('InvalidGrantTokenException')();

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
/** The rule is the guide's; code and words are a guess. */
export const aliasTargetOfOtherKind = () =>
  validationError(
    'The new target key of an alias must be of the same type (symmetric, asymmetric or HMAC) as the current one, and have the same key usage.',
  );
export const aliasExists = (aliasArn: string) =>
  error('AlreadyExistsException')(`An alias with the name ${aliasArn} already exists`);

// Tags
export const tagReserved = () => tagError('Tags beginning with aws: are reserved');
export const tagTwice = () => tagError('Duplicate tag keys');
export const tooManyTags = () => tagError('Too many tags');

// Policies
export const policyNotFound = () => notFound('No such policy exists');
export const malformedPolicy = (message: string) => error('MalformedPolicyDocumentException')(message);

// Quotas. The code is the API Reference's; the words are ours.
export const policyTooLong = (most: number) =>
  error('LimitExceededException')(`A key policy may have at most ${most} bytes.`);
export const quotaExceeded = (what: string) => error('LimitExceededException')(what);
