// Keys out of files: PEM or DER, found out as OpenSSL 3 does unless the form is given, and its words where there is none.
import type { Bytes } from '../../../base/bytes.ts';
import { FileError } from '../command.ts';
import type { CommandIo } from '../command.ts';
import { OpensslError, queued, refuseHelpful } from './arguments.ts';
import { readPrivateKey, readPublicKey } from './keys.ts';
import type { Key } from './keys.ts';
import { readPem } from './pem.ts';

export type KeyForm = 'DER' | 'PEM';

export interface KeyWanted {
  readonly kind: 'private' | 'public';
  readonly form?: KeyForm | undefined;
  /** What the program calls the key where it cannot read it. */
  readonly called?: string;
  /** And where it cannot open the file, if that is something else. */
  readonly calledAtOpening?: string;
}

/** The value of -keyform and its like, which may also be a single letter. */
export function keyForm(program: string, option: string, value: string | undefined): KeyForm | undefined {
  if (value === undefined) return undefined;
  const form = /^(d|der)$/i.test(value) ? 'DER' : /^(p|pem)$/i.test(value) ? 'PEM' : undefined;
  if (form) return form;
  if (/^(p12|pkcs12|engine|http|smime|e|msblob|pvk|text|n|ns|nss)$/i.test(value)) {
    throw new OpensslError(`This openssl does not have the format ${value}.`);
  }
  throw new OpensslError(
    `${program}: Bad format "${value}"\n${refuseHelpful(program, `Invalid format "${value}" for option -${option}`)}`,
  );
}

const PRIVATE_LABELS = ['PRIVATE KEY', 'RSA PRIVATE KEY', 'EC PRIVATE KEY'];
const PUBLIC_LABELS = ['PUBLIC KEY', 'RSA PUBLIC KEY'];

const notWanted = queued(
  '1608010C',
  'STORE routines',
  'ossl_store_handle_load_result',
  'unsupported',
  '../crypto/store/store_result.c:149:',
);
const notDer = queued(
  '1E08010C',
  'DECODER routines',
  'OSSL_DECODER_from_bio',
  'unsupported',
  '../crypto/encode_decode/decoder_lib.c:103:No supported data to decode. Input type: DER',
);

function unreadable(bytes: Bytes, { kind, form }: KeyWanted): readonly string[] {
  const labels = readPem(bytes).map(({ label }) => label);
  if (form === 'DER' && labels.length > 0) {
    return Array.from({ length: 3 }, () => [notWanted, notWanted, notDer]).flat();
  }
  if (form !== 'DER' && labels.some((label) => (kind === 'private' ? PUBLIC_LABELS : PRIVATE_LABELS).includes(label))) {
    // A public key where a private one was wanted is met twice, in two decoders.
    return kind === 'private' ? [notWanted, notWanted] : [notWanted];
  }
  const other = kind === 'private' ? readPublicKey : readPrivateKey;
  return form !== 'PEM' && other(bytes) !== undefined ? [notWanted] : [];
}

function keyIn(bytes: Bytes, { kind, form }: KeyWanted): Key | undefined {
  const [read, labels] = kind === 'private' ? [readPrivateKey, PRIVATE_LABELS] : [readPublicKey, PUBLIC_LABELS];
  const fromDer = form === 'PEM' ? undefined : read(bytes);
  if (fromDer !== undefined || form === 'DER') return fromDer;
  const blocks = readPem(bytes);
  if (blocks.some(({ label }) => label === 'ENCRYPTED PRIVATE KEY') && kind === 'private') {
    throw new OpensslError('This openssl does not open private keys that are encrypted under a passphrase.');
  }
  for (const { label, der } of blocks) {
    const key = labels.includes(label) ? read(der) : undefined;
    if (key) return key;
  }
  return undefined;
}

/** `path` undefined is standard input. */
export async function loadKey(io: CommandIo, path: string | undefined, wanted: KeyWanted): Promise<Key> {
  const { called = `${wanted.kind} key`, calledAtOpening = called } = wanted;
  let bytes = io.stdin;
  if (path !== undefined && path !== '-') {
    try {
      bytes = await io.readFile(path);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      throw new OpensslError(notOpened(path, calledAtOpening, error.message));
    }
  }
  const key = keyIn(bytes, wanted);
  if (key) return key;
  throw new OpensslError(
    [`Could not read ${called} from ${path ?? '<stdin>'}`, ...unreadable(bytes, wanted)].join('\n'),
  );
}

function notOpened(path: string, called: string, reason: string): string {
  const loader = queued(
    '16000069',
    'STORE routines',
    'ossl_store_get0_loader_int',
    'unregistered scheme',
    '../crypto/store/store_register.c:237:scheme=file',
  );
  const stat = queued(
    '80000002',
    'system library',
    'file_open',
    reason,
    `../providers/implementations/storemgmt/file_store.c:266:calling stat(${path})`,
  );
  return `Could not open file or uri for loading ${called} from ${path}\n${loader}\n${stat}`;
}
