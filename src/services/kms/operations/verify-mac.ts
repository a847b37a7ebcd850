// VerifyMac: whether an HMAC is the key's own, of just this message. What is not is an error, never an answer.
import type { Region } from '../../../base/brand.ts';
import type { Hsm } from '../../../hsm/types.ts';
import { operation, type AnyOperation } from '../../../world/service.ts';
import { dryRunSucceeded, invalidMac } from '../errors.ts';
import { blob, flag } from '../input.ts';
import { checkMac, type MacPlan } from '../macs.ts';

interface Plan extends MacPlan {
  readonly mac: Uint8Array;
  readonly dryRun: boolean;
}

export const verifyMac = (hsm: (region: Region) => Hsm): AnyOperation =>
  operation<Plan, boolean>({
    name: 'VerifyMac',

    check: (input, context) => ({
      ...checkMac('VerifyMac', input, context),
      mac: blob(input, 'Mac'),
      dryRun: flag(input, 'DryRun'),
    }),

    prepare: ({ handle, algorithm, message, mac }, { region }) =>
      hsm(region).verifyMac(handle, algorithm, message, mac),

    decide({ keyArn, algorithm, dryRun }, valid) {
      if (!valid) throw invalidMac();
      if (dryRun) throw dryRunSucceeded();
      return { KeyId: keyArn, MacValid: true, MacAlgorithm: algorithm };
    },
  });
