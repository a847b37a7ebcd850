// What a grant can be narrowed to: requests with a certain encryption context, or on behalf of a certain resource.
// Source: AWS KMS API Reference, GrantConstraints; AWS KMS Developer Guide, "Using grant constraints".
import type { EncryptionContext } from '../../hsm/types.ts';
import type { Structure } from '../../world/model.ts';
import { constraintTooLarge, contextConstraintUnfit, memberMissing, onlyOneOf } from './errors.ts';
import type { GrantConstraints, GrantPrincipal } from './grant-records.ts';
import { encryptionContext, isStructure, optionalText } from './input.ts';
import type { KeyRecord } from './records.ts';

const MOST_PAIRS = 8;
const MOST_CHARACTERS = 384;

/** Null where there are none. Throws ValidationException where they are not such as a grant can have. */
export function requestedConstraints(input: Structure, grantee: GrantPrincipal): GrantConstraints | null {
  const given = input['Constraints'];
  const constraints = isStructure(given) ? constraintsIn(given) : null;
  // A service principal is trusted only where it acts for a resource that was named.
  const hasSourceArn = (constraints?.sourceArn ?? null) !== null;
  if (grantee.kind === 'service' && !hasSourceArn) throw memberMissing('Constraints.SourceArn');
  return constraints;
}

function constraintsIn(given: Structure): GrantConstraints | null {
  const equals = pairsIn(given, 'EncryptionContextEquals');
  const subset = pairsIn(given, 'EncryptionContextSubset');
  if (equals && subset) throw onlyOneOf('EncryptionContextEquals', 'EncryptionContextSubset');
  const sourceArn = optionalText(given, 'SourceArn') ?? null;
  if (!equals && !subset && sourceArn === null) return null;
  return { encryptionContextEquals: equals, encryptionContextSubset: subset, sourceArn };
}

function pairsIn(given: Structure, member: string): EncryptionContext | null {
  if (given[member] === undefined) return null;
  const pairs = encryptionContext(given, member);
  const values = Object.values(pairs);
  if (values.length > MOST_PAIRS || values.some(({ length }) => length > MOST_CHARACTERS)) {
    throw constraintTooLarge(member, MOST_PAIRS, MOST_CHARACTERS);
  }
  return pairs;
}

/** The encryption context that a grant asks for, wholly or in part. */
export const contextOf = (constraints: GrantConstraints | null): EncryptionContext | null =>
  constraints && (constraints.encryptionContextEquals ?? constraints.encryptionContextSubset);

/** Throws ValidationException: only requests on symmetric encryption keys have an encryption context. */
export function assertConstraintsFit(constraints: GrantConstraints | null, key: KeyRecord): void {
  if (contextOf(constraints) && key.keySpec !== 'SYMMETRIC_DEFAULT') throw contextConstraintUnfit();
}

type Conditions = Readonly<Record<string, string | readonly string[]>>;

/** Condition keys of requests that make a grant with these constraints. */
export function constraintConditions(constraints: GrantConstraints | null): Conditions {
  const sourceArn = constraints?.sourceArn ?? null;
  return {
    ...contextConditions(constraints),
    ...(sourceArn !== null && { 'kms:GrantConstraintSourceArn': sourceArn }),
  };
}

/** Condition keys of requests that make or retire a grant with these constraints. */
export function contextConditions(constraints: GrantConstraints | null): Conditions {
  const pairs = contextOf(constraints);
  if (!constraints || !pairs) return {};
  return {
    'kms:GrantConstraintType': constraints.encryptionContextEquals
      ? 'EncryptionContextEquals'
      : 'EncryptionContextSubset',
    ...Object.fromEntries(Object.entries(pairs).map(([name, value]) => [`kms:EncryptionContext:${name}`, value])),
    'kms:EncryptionContextKeys': Object.keys(pairs),
  };
}

/** As ListGrants tells of them. */
export const constraintsShown = (constraints: GrantConstraints): Structure => ({
  ...(constraints.encryptionContextSubset && { EncryptionContextSubset: constraints.encryptionContextSubset }),
  ...(constraints.encryptionContextEquals && { EncryptionContextEquals: constraints.encryptionContextEquals }),
  ...(constraints.sourceArn !== null && { SourceArn: constraints.sourceArn }),
});
