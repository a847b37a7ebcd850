// A proxy's credential in requests and answers. It is answered once, when it is made, and never read again.
import type { Structure } from '../../../world/model.ts';
import { isStructure, text } from '../input.ts';
import type { ProxyCredential } from './records.ts';

/** Null where the request leaves it to the proxy. */
export function credentialIn(input: Structure, member = 'Credential'): ProxyCredential | null {
  const given = input[member];
  if (!isStructure(given)) return null;
  return { accessKeyId: text(given, 'AccessKeyId'), rawSecretAccessKey: text(given, 'RawSecretAccessKey') };
}

export const credentialShown = ({ accessKeyId, rawSecretAccessKey }: ProxyCredential): Structure => ({
  AccessKeyId: accessKeyId,
  RawSecretAccessKey: rawSecretAccessKey,
});
