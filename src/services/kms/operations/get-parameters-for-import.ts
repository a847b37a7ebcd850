// GetParametersForImport: a wrapping public key and an import token, for 24 hours of the world's time.
import type { Bytes } from '../../../base/bytes.ts';
import type { Region } from '../../../base/brand.ts';
import type { Hsm } from '../../../hsm/types.ts';
import { operation, type AnyOperation } from '../../../world/service.ts';
import { authorizedKey } from '../authorize.ts';
import { wrappingUnfit } from '../errors.ts';
import { manage } from '../identifiers.ts';
import { IMPORT_TOKEN_LIFETIME_MS, wrappingFor, type Wrapping } from '../importing.ts';
import { text } from '../input.ts';
import { assertKeyState } from '../key-states.ts';
import { seconds } from '../metadata.ts';
import { keyArnOf } from '../records.ts';

interface Plan extends Wrapping {
  readonly keyArn: string;
}

interface Prepared {
  readonly publicKey: Bytes;
  readonly importToken: Bytes;
  readonly validToMs: number;
}

export const getParametersForImport = (hsm: (region: Region) => Hsm): AnyOperation =>
  operation<Plan, Prepared>({
    name: 'GetParametersForImport',

    check(input, context) {
      const algorithm = text(input, 'WrappingAlgorithm');
      const wrappingSpec = text(input, 'WrappingKeySpec');
      const key = authorizedKey(context, text(input, 'KeyId'), manage('kms:GetParametersForImport'), {
        'kms:WrappingAlgorithm': algorithm,
        'kms:WrappingKeySpec': wrappingSpec,
      });
      assertKeyState('GetParametersForImport', key, context.view);
      const wrapping = wrappingFor(key.keySpec, algorithm, wrappingSpec);
      if (!wrapping) throw wrappingUnfit(algorithm, wrappingSpec, key.keySpec);
      return { keyArn: keyArnOf(key), ...wrapping };
    },

    async prepare(plan, { region, nowMs, entropy }) {
      const validToMs = nowMs + IMPORT_TOKEN_LIFETIME_MS;
      return { ...(await hsm(region).importParameters({ ...plan, validToMs }, entropy)), validToMs };
    },

    decide: ({ keyArn }, { publicKey, importToken, validToMs }) => ({
      KeyId: keyArn,
      ImportToken: importToken,
      PublicKey: publicKey,
      ParametersValidTo: seconds(validToMs),
    }),
  });
