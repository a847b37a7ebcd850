// What kind of key CreateKey is to make: spec, usage and origin, and which of them go together.
// Source: AWS KMS API Reference, CreateKey.
import { assert } from '../../base/assert.ts';
import type { Structure } from '../../world/model.ts';
import { keyUsageIncompatible, keyUsageMissing, notImportable, specNotInRegion, twoKeySpecs } from './errors.ts';
import { optionalText } from './input.ts';
import { hasUsage, isImportable, isKeySpec, SM2 } from './key-specs.ts';
import type { KeySpec, KeyUsage, Origin } from './records.ts';

export interface RequestedSpec {
  readonly keySpec: KeySpec | typeof SM2;
  readonly keyUsage: KeyUsage;
}

const SYMMETRIC = 'SYMMETRIC_DEFAULT';

/** Throws ValidationException where the two do not fit together. */
export function requestedSpec(input: Structure): RequestedSpec {
  const oldName = optionalText(input, 'CustomerMasterKeySpec');
  const newName = optionalText(input, 'KeySpec');
  if (oldName !== undefined && newName !== undefined) throw twoKeySpecs();
  const keySpec = newName ?? oldName ?? SYMMETRIC;
  assert(keySpec === SM2 || isKeySpec(keySpec), 'the model allows only key specs that there are');
  // Even where a spec has but one usage, only symmetric keys may leave it out.
  const keyUsage = optionalText(input, 'KeyUsage') ?? (keySpec === SYMMETRIC ? 'ENCRYPT_DECRYPT' : undefined);
  if (keyUsage === undefined) throw keyUsageMissing();
  if (!hasUsage(keySpec, keyUsage)) throw keyUsageIncompatible(keyUsage, keySpec);
  return { keySpec, keyUsage };
}

/** The spec of a key that can be made here, with this origin. Throws UnsupportedOperationException for others. */
export function offeredSpec({ keySpec }: RequestedSpec, origin: Origin): KeySpec {
  if (keySpec === SM2) throw specNotInRegion('KeySpec', SM2);
  if (origin === 'EXTERNAL' && !isImportable(keySpec)) throw notImportable(keySpec);
  return keySpec;
}
