// PEM, the text form of keys (RFC 7468): base64 in lines of 64 between a BEGIN and an END.
import type { Bytes } from '../../../base/bytes.ts';
import { utf8 } from '../../../base/bytes.ts';
import { fromBase64, toBase64, toLatin1 } from '../../../base/encodings.ts';
import { wrapped } from '../base64.ts';

export interface PemBlock {
  readonly label: string;
  readonly der: Bytes;
}

/** The blocks of a text, whatever stands between them. One whose base64 is broken is left out, as OpenSSL goes past it. */
export function readPem(bytes: Bytes): readonly PemBlock[] {
  const blocks: PemBlock[] = [];
  for (const [, label = '', body = ''] of toLatin1(bytes).matchAll(
    /-----BEGIN ([A-Z0-9 ]+)-----\s([^-]*)-----END \1-----/g,
  )) {
    const der = fromBase64(body.replaceAll(/\s/g, ''));
    if (der) blocks.push({ label, der });
  }
  return blocks;
}

export const writePem = (label: string, der: Bytes): Bytes =>
  utf8(`-----BEGIN ${label}-----\n${wrapped(toBase64(der), 64)}-----END ${label}-----\n`);
