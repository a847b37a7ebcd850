// The trust anchor of a simulated cluster (customerCA.crt): a self-signed X.509 certificate as a PEM file.
// Source: RFC 5280, section 4.1; RFC 7468, section 5.
import { toBase64 } from '../../../base/encodings.ts';
import type { EntropySource, Hsm } from '../../../hsm/types.ts';

const CERTIFICATE_BYTES = 320;

export const newCertificate = (hsm: Hsm, entropy: EntropySource): string => pem(hsm.random(CERTIFICATE_BYTES, entropy));

const pem = (der: Uint8Array): string =>
  ['-----BEGIN CERTIFICATE-----', ...(toBase64(der).match(/.{1,64}/g) ?? []), '-----END CERTIFICATE-----', ''].join(
    '\n',
  );
