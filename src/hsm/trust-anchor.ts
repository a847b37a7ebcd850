// The certificate with which the owner of a simulated CloudHSM cluster stands for it (customerCA.crt): self-signed. Nothing
// is ever signed under it here, so its key is not kept.
// Source: AWS CloudHSM User Guide, "Initialize the cluster" (a self-signed certificate of 3,652 days).
import { assert } from '../base/assert.ts';
import type { Bytes } from '../base/bytes.ts';
import { newEcKey, openEcPrivateKey } from '../crypto/ecdsa.ts';
import { certificateName, issueCertificate } from '../crypto/x509-writer.ts';
import type { EntropySource } from './types.ts';

const VALIDITY_MS = 3652 * 86_400_000;

/** X.509, as DER. */
export function makeTrustAnchor(commonName: string, nowMs: number, entropy: EntropySource): Bytes {
  const random = (length: number) => entropy.bytes(length);
  const key = openEcPrivateKey('P-384', newEcKey('P-384', random));
  assert(key, 'a key that was just made opens');
  const name = certificateName('Keyroom simulation', commonName);
  const content = {
    serial: random(8).reduce((value, byte) => (value << 8n) | BigInt(byte), 1n),
    issuer: name,
    subject: name,
    notBeforeMs: nowMs,
    notAfterMs: nowMs + VALIDITY_MS,
    publicKey: key.publicKey,
    use: { authoritiesBelow: 0 },
  };
  return issueCertificate(content, key);
}
