// CiphertextForRecipient: an answer that only the enclave can open which attested its public key.
// Source: AWS KMS API Reference, RecipientInfo; AWS Nitro Enclaves User Guide, "How Nitro Enclaves uses AWS KMS".
import type { Bytes } from '../base/bytes.ts';
import { envelopedData } from '../crypto/cms.ts';
import { freshFor } from './derive.ts';
import { HsmError } from './error.ts';
import type { EntropySource } from './types.ts';

const CONTENT_KEY_BYTES = 32;
const IV_BYTES = 16;

export async function sealTo(spki: Bytes, plaintext: Bytes, entropy: EntropySource): Promise<Bytes> {
  const fresh = freshFor(entropy, CONTENT_KEY_BYTES + IV_BYTES, 'keyroom recipient 1', spki, plaintext);
  const names = { contentKey: fresh.slice(0, CONTENT_KEY_BYTES), iv: fresh.slice(CONTENT_KEY_BYTES) };
  const sealed = await envelopedData(spki, plaintext, names);
  names.contentKey.fill(0);
  if (sealed === undefined) throw new HsmError('The recipient’s public key is no RSA public key.');
  return sealed;
}
