// What one call did, for a drawing of envelope encryption: what went into the HSM, what came out, and under which key.
// All of it is read off the entry; what an entry does not say is not drawn.
import type { CallRecord, Entry, Redacted } from '../../../world/entry.ts';

/** The private key is that of a data key pair; the last is encrypted under the public key of an attested enclave. */
export type PartKind =
  | 'plaintext'
  | 'data key'
  | 'private key'
  | 'ciphertext'
  | 'encrypted data key'
  | 'encrypted private key'
  | 'ciphertext for the enclave';

/** A piece of bytes that went into the HSM or came out of it. */
export interface EnvelopePart {
  readonly kind: PartKind;
  readonly direction: 'into the HSM' | 'out of the HSM';
  readonly bytes: number;
  /** The same for the same bytes. Only what is not secret has one. */
  readonly mark: string | null;
}

export interface EnvelopeKey {
  /** Null where the call was refused before it was known. */
  readonly arn: string | null;
  /** The alias by which the call named it. */
  readonly alias: string | null;
  readonly encryptionContext: Readonly<Record<string, string>>;
}

export interface EnvelopeScene {
  /** The entry's number. */
  readonly entry: number;
  readonly atMs: number;
  readonly operation: string;
  readonly parts: readonly EnvelopePart[];
  /** Of a ReEncrypt: the one that it decrypts with. */
  readonly key: EnvelopeKey;
  /** Of a ReEncrypt: the one that it encrypts under. */
  readonly destination: EnvelopeKey | null;
  readonly error: { readonly code: string; readonly message: string } | null;
  /** The call that first encrypted what this one opens, where it is among the entries. */
  readonly origin: { readonly entry: number; readonly operation: string } | null;
}

type CallEntry = Entry & { readonly kind: 'call' };

/** Null for an entry that is about no envelope. `earlier` are entries among which to look for where a ciphertext is from. */
export function envelopeScene(entry: Entry, earlier: readonly Entry[] = []): EnvelopeScene | null {
  if (!isKmsCall(entry)) return null;
  const { call } = entry;
  const origin = call.operation === 'Decrypt' || call.operation === 'ReEncrypt' ? originOf(entry, earlier) : null;
  const parts = partsOf(call, contentOf(origin));
  if (!parts) return null;
  const [first = null, second = null] = call.resources;
  const isReEncrypt = call.operation === 'ReEncrypt';
  return {
    entry: entry.number,
    atMs: entry.atMs,
    operation: call.operation,
    parts,
    key: isReEncrypt
      ? keyNamed(call, first, 'SourceKeyId', 'SourceEncryptionContext')
      : keyNamed(call, first, 'KeyId', 'EncryptionContext'),
    // A key that is re-encrypted under itself is named once.
    destination: isReEncrypt
      ? keyNamed(call, second ?? textOf(call.output, 'KeyId'), 'DestinationKeyId', 'DestinationEncryptionContext')
      : null,
    error: call.error ?? null,
    origin: origin && { entry: origin.number, operation: origin.call.operation },
  };
}

const isKmsCall = (entry: Entry): entry is CallEntry => entry.kind === 'call' && entry.call.service === 'kms';

/** What a ciphertext and what is in it are called, by the call that made it. */
interface Content {
  readonly sealed: 'ciphertext' | 'encrypted data key' | 'encrypted private key';
  readonly open: 'plaintext' | 'data key' | 'private key';
}

function contentOf(origin: CallEntry | null): Content {
  const operation = origin?.call.operation ?? '';
  if (operation.startsWith('GenerateDataKeyPair')) return { sealed: 'encrypted private key', open: 'private key' };
  if (operation.startsWith('GenerateDataKey')) return { sealed: 'encrypted data key', open: 'data key' };
  return { sealed: 'ciphertext', open: 'plaintext' };
}

/** Undefined for operations that are about no envelope. */
function partsOf(call: CallRecord, { sealed, open }: Content): readonly EnvelopePart[] | undefined {
  const into = (member: string, kind: PartKind) => part(call.input, member, kind, 'into the HSM');
  const out = (member: string, kind: PartKind) => part(call.output, member, kind, 'out of the HSM');
  const forEnclave = out('CiphertextForRecipient', 'ciphertext for the enclave');
  switch (call.operation) {
    case 'Encrypt':
      return [...into('Plaintext', 'plaintext'), ...out('CiphertextBlob', 'ciphertext')];
    case 'Decrypt':
      return [...into('CiphertextBlob', sealed), ...out('Plaintext', open), ...forEnclave];
    case 'ReEncrypt':
      return [...into('CiphertextBlob', sealed), ...out('CiphertextBlob', sealed)];
    case 'GenerateDataKey':
    case 'GenerateDataKeyWithoutPlaintext':
      return [...out('Plaintext', 'data key'), ...forEnclave, ...out('CiphertextBlob', 'encrypted data key')];
    case 'GenerateDataKeyPair':
    case 'GenerateDataKeyPairWithoutPlaintext':
      return [
        ...out('PrivateKeyPlaintext', 'private key'),
        ...forEnclave,
        ...out('PrivateKeyCiphertextBlob', 'encrypted private key'),
      ];
    default:
      return undefined;
  }
}

function part(
  of: Redacted | undefined,
  member: string,
  kind: PartKind,
  direction: EnvelopePart['direction'],
): readonly EnvelopePart[] {
  const blob = memberOf(of, member);
  const bytes = memberOf(blob, 'bytes');
  return typeof bytes === 'number' ? [{ kind, direction, bytes, mark: textOf(blob, 'mark') }] : [];
}

function keyNamed(call: CallRecord, arn: string | null, keyMember: string, contextMember: string): EnvelopeKey {
  const identifier = textOf(call.input, keyMember) ?? '';
  const pairs = memberOf(call.input, contextMember);
  return {
    arn,
    alias: /(?:^|:)(alias\/.*)$/.exec(identifier)?.[1] ?? null,
    encryptionContext: Object.fromEntries(
      Object.entries(isObject(pairs) ? pairs : {}).filter(
        (pair): pair is [string, string] => typeof pair[1] === 'string',
      ),
    ),
  };
}

/** The call that first encrypted what this one opens: through any number of re-encryptions. */
function originOf(entry: CallEntry, earlier: readonly Entry[]): CallEntry | null {
  let mark = textOf(memberOf(entry.call.input, 'CiphertextBlob'), 'mark');
  for (let at = earlier.length - 1; at >= 0 && mark !== null; at -= 1) {
    const candidate = earlier[at];
    if (!candidate || candidate.number >= entry.number || !isKmsCall(candidate)) continue;
    const { operation, input, output } = candidate.call;
    const made = memberOf(output, 'CiphertextBlob') ?? memberOf(output, 'PrivateKeyCiphertextBlob');
    if (textOf(made, 'mark') !== mark) continue;
    if (operation !== 'ReEncrypt') return candidate;
    mark = textOf(memberOf(input, 'CiphertextBlob'), 'mark');
  }
  return null;
}

const isObject = (value: Redacted | undefined): value is Readonly<Record<string, Redacted>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const memberOf = (value: Redacted | undefined, member: string): Redacted | undefined =>
  isObject(value) ? value[member] : undefined;

function textOf(value: Redacted | undefined, member: string): string | null {
  const text = memberOf(value, member);
  return typeof text === 'string' ? text : null;
}
