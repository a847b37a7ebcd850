// Opens CMS EnvelopedData as KMS writes it (see cms.ts): RFC 5652, section 6, for one recipient, RSAES-OAEP with SHA-256
// and AES-256-CBC. It is BER with indefinite lengths, which the reader of DER rightly refuses; this one knows the shape.
import type { Bytes } from '../base/bytes.ts';
import { concatBytes } from '../base/bytes.ts';
import { aesCbcDecrypt } from './aes.ts';
import type { RsaPrivateKey } from './rsa.ts';

interface Node {
  readonly tag: number;
  /** Of a primitive element. */
  readonly content: Bytes;
  /** Of a constructed one. */
  readonly children: readonly Node[];
}

const CONSTRUCTED = 0x20;
const INDEFINITE = 0x80;
/** The envelope's nine levels, and some more. */
const DEEPEST = 16;
const OCTET_STRING = 0x04;
const IV_BYTES = 16;
const CONTENT_KEY_BYTES = 32;

class Malformed extends Error {}

/** One BER element from `at` on, and where the next begins. Throws Malformed. */
function readBer(bytes: Bytes, at: number, depth: number): { node: Node; next: number } {
  const [tag, first] = [bytes[at], bytes[at + 1]];
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f || depth > DEEPEST) throw new Malformed();
  const constructed = (tag & CONSTRUCTED) !== 0;
  if (first === INDEFINITE) {
    if (!constructed) throw new Malformed();
    return readUntilEnd(bytes, tag, at + 2, depth);
  }
  const octets = first < 0x80 ? 0 : first & 0x7f;
  const start = at + 2 + octets;
  if (octets > 3 || start > bytes.length) throw new Malformed();
  const length = octets === 0 ? first : bytes.subarray(at + 2, start).reduce((sum, octet) => sum * 256 + octet, 0);
  const next = start + length;
  if (next > bytes.length) throw new Malformed();
  const content = bytes.slice(start, next);
  return { node: { tag, content, children: constructed ? readAll(content, depth + 1) : [] }, next };
}

function readUntilEnd(bytes: Bytes, tag: number, start: number, depth: number): { node: Node; next: number } {
  const children: Node[] = [];
  let at = start;
  while (bytes[at] !== 0 || bytes[at + 1] !== 0) {
    const { node, next } = readBer(bytes, at, depth + 1);
    children.push(node);
    at = next;
  }
  return { node: { tag, content: bytes.slice(start, at), children }, next: at + 2 };
}

function readAll(bytes: Bytes, depth: number): readonly Node[] {
  const nodes: Node[] = [];
  for (let at = 0; at < bytes.length;) {
    const { node, next } = readBer(bytes, at, depth);
    nodes.push(node);
    at = next;
  }
  return nodes;
}

const child = (node: Node | undefined, ...path: readonly number[]): Node | undefined =>
  path.reduce<Node | undefined>((parent, index) => parent?.children[index], node);

/** The octets of a string in one piece or in several. */
const octetsOf = (node: Node): Bytes =>
  node.children.length === 0 ? node.content : concatBytes(...node.children.map(octetsOf));

interface Envelope {
  readonly encryptedKey: Bytes;
  readonly iv: Bytes;
  readonly encryptedContent: Bytes;
}

function readEnvelope(bytes: Bytes): Envelope | undefined {
  try {
    const { node, next } = readBer(bytes, 0, 0);
    // ContentInfo { type, [0] EnvelopedData { version, recipients, content { type, algorithm, [0] octets } } }
    const envelope = child(node, 1, 0);
    const [encryptedKey, iv] = [child(envelope, 1, 0, 3), child(envelope, 2, 1, 1)];
    const encryptedContent = child(envelope, 2, 2);
    if (next !== bytes.length || encryptedKey?.tag !== OCTET_STRING || !iv || !encryptedContent) return undefined;
    return { encryptedKey: encryptedKey.content, iv: iv.content, encryptedContent: octetsOf(encryptedContent) };
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}

/** The content, or undefined where these bytes are no such envelope, or not for this key. */
export async function openEnvelopedData(bytes: Bytes, key: RsaPrivateKey): Promise<Bytes | undefined> {
  const envelope = readEnvelope(bytes);
  if (envelope?.iv.length !== IV_BYTES) return undefined;
  const contentKey = await key.decryptOaep('SHA-256', envelope.encryptedKey);
  if (contentKey?.length !== CONTENT_KEY_BYTES) return undefined;
  return aesCbcDecrypt(contentKey, envelope.iv, envelope.encryptedContent);
}
