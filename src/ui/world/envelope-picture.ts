// What happened in one call, as a picture with a fixed grammar: the HSM above; below, on the left what lies in the clear,
// on the right what is encrypted. What the call did not have or give is not drawn.
import { shortened } from './text-size.ts';
import { counted } from './words.ts';

export type ThingKind =
  | 'plaintext'
  | 'data key'
  | 'private key'
  | 'ciphertext'
  | 'encrypted data key'
  | 'encrypted private key'
  | 'ciphertext for the enclave';

/** Something that went into the HSM or came out of it. */
export interface Thing {
  readonly kind: ThingKind;
  readonly bytes: number | null;
  /** Equal for equal ciphertexts. Never of a plaintext. */
  readonly mark: string | null;
  readonly context: readonly (readonly [key: string, value: string])[];
}

/** The KMS key that worked, as the picture names it. */
export interface WorkingKey {
  readonly name: string;
  readonly keyMaterialId: string | null;
}

export interface Scene {
  readonly operation: string;
  readonly region: string;
  /** One; for ReEncrypt the source and the destination. */
  readonly keys: readonly WorkingKey[];
  readonly given: readonly Thing[];
  readonly received: readonly Thing[];
  /** The error code of a refused call. */
  readonly error: string | null;
  /** What a refused call would have given. */
  readonly withheld: readonly ThingKind[];
}

export interface Slot {
  readonly side: 'left' | 'right';
  readonly flow: 'in' | 'out';
  /** Null where a refused call gave nothing. */
  readonly thing: Thing | null;
  readonly title: string;
  readonly note: string;
  readonly pairs: readonly string[];
}

export interface EnvelopePicture {
  readonly slots: readonly Slot[];
  readonly height: number;
  readonly caption: string;
}

export const inTheClear = (kind: ThingKind): boolean =>
  kind === 'plaintext' || kind === 'data key' || kind === 'private key';
const mostPairs = 3;
const pairLetters = 23;
export const tagTop = 306;
export const tagLine = 15;

export function envelopePicture(scene: Scene): EnvelopePicture {
  const both = scene.given.some(({ kind }) => !inTheClear(kind)) && couldGive(scene).some((kind) => !inTheClear(kind));
  // A ciphertext that becomes another: before on the left, after on the right.
  const sideOf = (kind: ThingKind, flow: Slot['flow']): Slot['side'] =>
    both
      ? flow === 'in'
        ? 'left'
        : 'right'
      : // What only the enclave can open is given in the place of what would lie in the clear.
        inTheClear(kind) || kind === 'ciphertext for the enclave'
        ? 'left'
        : 'right';
  const slots: Slot[] = [
    ...scene.given.map((thing) => slotOf(thing, sideOf(thing.kind, 'in'), 'in')),
    ...scene.received.map((thing) => slotOf(thing, sideOf(thing.kind, 'out'), 'out')),
    ...scene.withheld.map((kind): Slot => ({
      side: sideOf(kind, 'out'),
      flow: 'out',
      thing: null,
      title: 'nothing came out',
      note: '',
      pairs: [],
    })),
  ];
  const rows = Math.max(0, ...slots.map(({ pairs }) => pairs.length));
  return { slots, height: rows === 0 ? 304 : tagTop + rows * tagLine + 14, caption: captionOf(scene) };
}

const couldGive = (scene: Scene): readonly ThingKind[] =>
  scene.error === null ? scene.received.map(({ kind }) => kind) : scene.withheld;

const titles: Readonly<Record<ThingKind, string>> = {
  plaintext: 'Plaintext',
  'data key': 'Data key',
  ciphertext: 'Ciphertext',
  'encrypted data key': 'Encrypted data key',
  'private key': 'Private key',
  'encrypted private key': 'Encrypted private key',
  'ciphertext for the enclave': 'For the enclave alone',
};

function slotOf(thing: Thing, side: Slot['side'], flow: Slot['flow']): Slot {
  const size = thing.bytes === null ? [] : [counted(thing.bytes, 'byte')];
  const about = thing.mark !== null ? [thing.mark] : inTheClear(thing.kind) ? ['in the clear'] : [];
  return { side, flow, thing, title: titles[thing.kind], note: [...size, ...about].join(' · '), pairs: pairsOf(thing) };
}

function pairsOf({ context }: Thing): readonly string[] {
  const lines = context.map(([key, value]) => shortened(`${key} = ${value}`, pairLetters));
  return lines.length <= mostPairs
    ? lines
    : [...lines.slice(0, mostPairs - 1), `and ${lines.length - mostPairs + 1} more`];
}

function captionOf(scene: Scene): string {
  if (scene.error !== null) return `${scene.operation} was refused with ${scene.error}: nothing left the HSM.`;
  const key = scene.keys.at(-1)?.name ?? 'the KMS key';
  const gives = (kind: ThingKind) => scene.received.some((thing) => thing.kind === kind);
  const takes = (kind: ThingKind) => scene.given.some((thing) => thing.kind === kind);
  const made = scene.received.filter(({ kind }) => !inTheClear(kind));
  const bound = (made.length > 0 ? made : scene.given).some(({ context }) => context.length > 0);
  const binding = bound ? ' Its encryption context is bound to it: other pairs do not open it.' : '';
  const enclave = 'encrypted under the public key of the attested enclave, which alone can open it';
  const said = (): string => {
    if (gives('ciphertext for the enclave'))
      return scene.given.length > 0
        ? `The HSM opened the ciphertext and gave what was in it ${enclave}.`
        : `The HSM made a key and gave it twice: ${enclave}, and encrypted under ${key}, to keep beside the data.`;
    if (gives('private key') && scene.given.length === 0)
      return `The HSM made a key pair. Its private key came twice: in the clear, to use and then discard, and encrypted under ${key}, to keep. The public key is no secret.`;
    if (gives('encrypted private key') && scene.given.length === 0)
      return `The HSM made a key pair and gave its private key only encrypted under ${key}: whoever needs it in the clear asks Decrypt. The public key is no secret.`;
    if (gives('private key')) return 'The encrypted private key went into the HSM and came back in the clear.';
    if (gives('encrypted private key'))
      return `Inside the HSM the private key was decrypted and encrypted again, under ${key}: in the clear it never left.`;
    if (scene.given.length === 0 && gives('data key'))
      return `The HSM made a data key and gave it twice: in the clear, to use and then discard, and encrypted under ${key}, to keep beside the data.`;
    if (scene.given.length === 0)
      return `The HSM made a data key and gave it only encrypted under ${key}: whoever needs it in the clear asks Decrypt.`;
    if (takes('plaintext'))
      return `The plaintext went into the HSM and came back as a ciphertext that only ${key} opens.`;
    if (gives('data key'))
      return 'The encrypted data key went into the HSM and came back as the data key, in the clear.';
    if (gives('plaintext')) return 'The ciphertext went into the HSM and came back as plaintext.';
    return gives('encrypted data key')
      ? `Inside the HSM the data key was decrypted and encrypted again, under ${key}: in the clear it never left.`
      : `Inside the HSM the ciphertext was decrypted and encrypted again, under ${key}: the plaintext never left.`;
  };
  return said() + binding;
}

/** A pattern of 5 × 5 cells, mirrored, that is the same for equal marks: ciphertexts are told apart at a glance. */
export function sealCells(mark: string): readonly { readonly x: number; readonly y: number }[] {
  const number = Number.parseInt(mark, 16) || 0;
  const bits = number ^ (number >>> 15);
  const cells: { x: number; y: number }[] = [];
  for (let y = 0; y < 5; y += 1)
    for (let x = 0; x < 3; x += 1) {
      if (((bits >> (y * 3 + x)) & 1) === 0) continue;
      cells.push({ x, y });
      if (x < 2) cells.push({ x: 4 - x, y });
    }
  return cells;
}
