// The attestation document: what an enclave's hypervisor says of it, in CBOR.
// Source: aws-nitro-enclaves-nsm-api, docs/attestation_process.md, 2.2 and 3.2.2.
import { encode } from 'cborg';
import type { Bytes } from '../../base/bytes.ts';
import { bytesIn, readCbor } from './cose.ts';

export interface AttestationDocument {
  readonly moduleId: string;
  readonly timestampMs: number;
  /** Platform configuration registers by number. */
  readonly pcrs: ReadonlyMap<number, Bytes>;
  /** The certificate that signs the document, as DER. */
  readonly certificate: Bytes;
  /** The root first, then each authority below the one before. */
  readonly authorities: readonly Bytes[];
  /** For who answers, to encrypt with. */
  readonly publicKey: Bytes | null;
  readonly userData: Bytes | null;
  readonly nonce: Bytes | null;
}

const FIELDS = [
  'module_id',
  'digest',
  'timestamp',
  'pcrs',
  'certificate',
  'cabundle',
  'public_key',
  'user_data',
  'nonce',
] as const;
const PCR_LENGTHS = [32, 48, 64];
const MOST_PCRS = 32;
const CERTIFICATE_BYTES = 1024;
const PUBLIC_KEY_BYTES = 1024;
/** Of user data, and of a nonce. */
const FREE_BYTES = 512;

/** Undefined where a field is missing, unknown, or not what the specification says. */
export function readDocument(payload: Bytes): AttestationDocument | undefined {
  const fields = readCbor(payload);
  if (!(fields instanceof Map)) return undefined;
  const known: readonly unknown[] = FIELDS;
  if (![...fields.keys()].every((name) => known.includes(name))) return undefined;
  const [moduleId, timestampMs] = [fields.get('module_id') as unknown, fields.get('timestamp') as unknown];
  if (typeof moduleId !== 'string' || moduleId === '' || fields.get('digest') !== 'SHA384') return undefined;
  if (typeof timestampMs !== 'number' || !Number.isSafeInteger(timestampMs) || timestampMs <= 0) return undefined;
  const pcrs = pcrsIn(fields.get('pcrs'));
  const certificate = certificateIn(fields.get('certificate'));
  const authorities = authoritiesIn(fields.get('cabundle'));
  const publicKey = optional(fields.get('public_key'), 1, PUBLIC_KEY_BYTES);
  const [userData, nonce] = [
    optional(fields.get('user_data'), 0, FREE_BYTES),
    optional(fields.get('nonce'), 0, FREE_BYTES),
  ];
  if (!pcrs || !certificate || !authorities) return undefined;
  if (publicKey === undefined || userData === undefined || nonce === undefined) return undefined;
  return { moduleId, timestampMs, pcrs, certificate, authorities, publicKey, userData, nonce };
}

function pcrsIn(value: unknown): ReadonlyMap<number, Bytes> | undefined {
  if (!(value instanceof Map) || value.size < 1 || value.size > MOST_PCRS) return undefined;
  const pcrs = new Map<number, Bytes>();
  for (const [index, content] of value as ReadonlyMap<unknown, unknown>) {
    const register = bytesIn(content);
    if (typeof index !== 'number' || !Number.isInteger(index) || index < 0 || index >= MOST_PCRS) return undefined;
    if (!register || !PCR_LENGTHS.includes(register.length)) return undefined;
    pcrs.set(index, register);
  }
  return pcrs;
}

function certificateIn(value: unknown): Bytes | undefined {
  const der = bytesIn(value);
  return der && der.length >= 1 && der.length <= CERTIFICATE_BYTES ? der : undefined;
}

function authoritiesIn(value: unknown): readonly Bytes[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const read = value.map(certificateIn);
  const authorities = read.filter((der) => der !== undefined);
  return authorities.length === read.length ? authorities : undefined;
}

/** Null where it is left out, which the Nitro Security Module writes as null. */
function optional(value: unknown, least: number, most: number): Bytes | null | undefined {
  if (value === undefined || value === null) return null;
  const bytes = bytesIn(value);
  return bytes && bytes.length >= least && bytes.length <= most ? bytes : undefined;
}

export const writeDocument = (document: AttestationDocument): Bytes =>
  new Uint8Array(
    encode(
      new Map<string, unknown>([
        ['module_id', document.moduleId],
        ['digest', 'SHA384'],
        ['timestamp', document.timestampMs],
        ['pcrs', document.pcrs],
        ['certificate', document.certificate],
        ['cabundle', document.authorities],
        ['public_key', document.publicKey],
        ['user_data', document.userData],
        ['nonce', document.nonce],
      ]),
    ),
  );
