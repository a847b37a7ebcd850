// GenerateMac: a message's HMAC under an HMAC KMS key.
import type { Bytes } from '../../../base/bytes.ts';
import type { Region } from '../../../base/brand.ts';
import type { Hsm } from '../../../hsm/types.ts';
import { operation, type AnyOperation } from '../../../world/service.ts';
import { dryRunSucceeded } from '../errors.ts';
import { flag } from '../input.ts';
import { checkMac, type MacPlan } from '../macs.ts';

export const generateMac = (hsm: (region: Region) => Hsm): AnyOperation =>
  operation<MacPlan, Bytes>({
    name: 'GenerateMac',

    check(input, context) {
      const plan = checkMac('GenerateMac', input, context);
      if (flag(input, 'DryRun')) throw dryRunSucceeded();
      return plan;
    },

    prepare: ({ handle, algorithm, message }, { region }) => hsm(region).mac(handle, algorithm, message),

    decide: ({ keyArn, algorithm }, mac) => ({ Mac: mac, MacAlgorithm: algorithm, KeyId: keyArn }),
  });
