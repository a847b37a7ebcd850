// The trust anchor of a simulated cluster (customerCA.crt), as a PEM file (RFC 7468, section 5).
import { toBase64 } from '../../../base/encodings.ts';
import { makeTrustAnchor } from '../../../hsm/trust-anchor.ts';
import type { EntropySource } from '../../../hsm/types.ts';

export const newCertificate = (clusterId: string, nowMs: number, entropy: EntropySource): string =>
  pem(makeTrustAnchor(clusterId, nowMs, entropy));

const pem = (der: Uint8Array): string =>
  ['-----BEGIN CERTIFICATE-----', ...(toBase64(der).match(/.{1,64}/g) ?? []), '-----END CERTIFICATE-----', ''].join(
    '\n',
  );
