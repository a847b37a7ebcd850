// A key in the external key manager behind a proxy. Its material is the key manager's: KMS can only ask the proxy to use it.
import type { Region } from '../../../../base/brand.ts';
import type { GeneratedMaterial, Hsm } from '../../../../hsm/types.ts';
import { operation, type AnyOperation } from '../../../../world/service.ts';
import { optionalText, text } from '../../input.ts';
import { alreadyThere } from '../errors.ts';
import { permitted, proxyNamed, proxyShown } from '../parts.ts';
import {
  externalKeyId,
  externalKeysTable,
  type ExternalKeyRecord,
  type ExternalKeySpec,
  type ProxyRecord,
} from '../records.ts';

interface Plan {
  readonly partition: string;
  readonly region: Region;
  readonly proxy: ProxyRecord;
  readonly xksKeyId: string;
  readonly keySpec: ExternalKeySpec;
}

export const createExternalKey = (hsm: (region: Region) => Hsm): AnyOperation =>
  operation<Plan, GeneratedMaterial | null>({
    name: 'CreateExternalKey',

    check(input, context) {
      const partition = permitted(context, 'CreateExternalKey');
      const proxy = proxyNamed(context.view, partition, optionalText(input, 'ProxyName'));
      const xksKeyId = text(input, 'XksKeyId');
      if (context.view.get(externalKeysTable, partition, externalKeyId(proxy.proxyName, xksKeyId))) {
        throw alreadyThere('external key', xksKeyId);
      }
      // Of the model's enumeration, which is this type's.
      const keySpec = (optionalText(input, 'KeySpec') ?? 'AES_256') as ExternalKeySpec;
      return { partition, region: context.region, proxy, xksKeyId, keySpec };
    },

    // Only a key of this spec can ever be used by KMS; the others are there to be refused.
    prepare: ({ region, xksKeyId, keySpec }, { entropy }) =>
      keySpec === 'AES_256' ? hsm(region).generate('SYMMETRIC_DEFAULT', xksKeyId, entropy) : Promise.resolve(null),

    decide({ partition, proxy, xksKeyId, keySpec }, material, transaction) {
      const { proxyName } = proxy;
      const key: ExternalKeyRecord = {
        proxyName,
        xksKeyId,
        keySpec,
        status: 'ENABLED',
        usage: keySpec === 'RSA_2048' ? 'SIGN_VERIFY' : 'ENCRYPT_DECRYPT',
        material: material && { handle: material.handle, keyMaterialId: material.keyMaterialId },
      };
      transaction.put(externalKeysTable, partition, externalKeyId(proxyName, xksKeyId), key);
      if (material) transaction.store({ handle: material.handle, token: material.token });
      return { Proxy: proxyShown(transaction.view, partition, proxy) };
    },
  });
