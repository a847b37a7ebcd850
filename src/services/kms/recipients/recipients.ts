// Recipients: attested enclaves, to which an answer's secret goes encrypted under the public key of their document.
// Source: AWS KMS Developer Guide, "Cryptographic attestation support in AWS KMS", "Condition keys for attestation" and
// "Monitoring requests for Nitro enclaves"; AWS KMS API Reference, RecipientInfo.
import type { Bytes } from '../../../base/bytes.ts';
import { readAttestation, type Attestation, type AttestationRefusal } from '../../../hsm/attestation/attestation.ts';
import type { EntropySource, Hsm } from '../../../hsm/types.ts';
import type { Structure } from '../../../world/model.ts';
import type { CheckContext } from '../../../world/service.ts';
import { attestationRefused, memberMissing } from '../errors.ts';
import { isStructure } from '../input.ts';

export interface Recipient {
  /** RSA SubjectPublicKeyInfo. */
  readonly publicKey: Bytes;
  /** Condition keys of the request. */
  readonly conditions: Readonly<Record<string, string>>;
}

const whyRefused: Readonly<Record<AttestationRefusal['refused'], string>> = {
  malformed: 'is malformed',
  untrusted: 'is not signed by the Nitro Attestation PKI',
  expired: 'has expired or is not valid yet',
  signature: 'has a signature that does not verify',
  'public key': 'has no RSA public key of 2048 bits or more',
};

/** Registers that the trail tells of besides PCR0, which is the image's digest. */
const TOLD_PCRS = [1, 2, 3, 4, 8];

/** The recipient of a request that names one. Throws ValidationException where its document proves nothing. */
export function recipientOf(input: Structure, context: CheckContext): Recipient | null {
  const given = input['Recipient'];
  if (!isStructure(given)) return null;
  // The model requires neither and allows one algorithm.
  if (given['KeyEncryptionAlgorithm'] === undefined) throw memberMissing('Recipient.KeyEncryptionAlgorithm');
  const document = given['AttestationDocument'];
  if (!(document instanceof Uint8Array)) throw memberMissing('Recipient.AttestationDocument');
  const attestation = readAttestation(document, context.nowMs);
  if ('refused' in attestation) throw attestationRefused(whyRefused[attestation.refused]);
  context.notes('recipient', toldOf(attestation));
  return { publicKey: attestation.publicKey, conditions: conditionsOf(attestation) };
}

const conditionsOf = ({ pcrs }: Attestation): Recipient['conditions'] => ({
  ...(pcrs[0] !== undefined && { 'kms:RecipientAttestation:ImageSha384': pcrs[0] }),
  ...Object.fromEntries(Object.entries(pcrs).map(([index, pcr]) => [`kms:RecipientAttestation:PCR${index}`, pcr])),
});

const toldOf = ({ moduleId, pcrs }: Attestation): Readonly<Record<string, string>> => ({
  attestationDocumentModuleId: moduleId,
  ...(pcrs[0] !== undefined && { attestationDocumentEnclaveImageDigest: pcrs[0] }),
  ...Object.fromEntries(TOLD_PCRS.map((index) => [`attestationDocumentEnclavePCR${index}`, pcrs[index] ?? ''])),
});

/** The condition keys that a request's recipient fills in; none without one. */
export const recipientConditions = (recipient: Recipient | null): Recipient['conditions'] =>
  recipient?.conditions ?? {};

/** The secret as the answer has it: as it is or, for a recipient, as CMS EnvelopedData. */
export const handedOut = async (
  hsm: Hsm,
  recipient: Recipient | null,
  secret: Bytes,
  entropy: EntropySource,
): Promise<Bytes> => (recipient ? hsm.sealForRecipient(recipient.publicKey, secret, entropy) : secret);

/** Where an answer has the secret. */
export const secretMember = (recipient: Recipient | null, member: string, secret: Bytes): Structure =>
  recipient ? { CiphertextForRecipient: secret } : { [member]: secret };

/** An answer for a recipient does not tell it, nor does one of an asymmetric key. */
export const materialIdMember = (recipient: Recipient | null, keyMaterialId: string | undefined): Structure =>
  recipient || keyMaterialId === undefined ? {} : { KeyMaterialId: keyMaterialId };
