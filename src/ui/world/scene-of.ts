// From what KMS says of a call (envelopeScene) to what the envelope's drawing needs: names for the keys, and what a refused
// call would have given.
import type { EnvelopeScene } from '../../services/kms/view.ts';
import type { CallRecord, Entry } from '../../world/entry.ts';
import { inTheClear } from './envelope-picture.ts';
import type { Scene, Thing, ThingKind } from './envelope-picture.ts';

type CallEntry = Extract<Entry, { kind: 'call' }>;

/** `nameOf` is what a key is called, by its ARN. */
export function sceneOf(entry: CallEntry, scene: EnvelopeScene, nameOf: (arn: string) => string): Scene {
  const { call } = entry;
  const contexts = { in: scene.key.encryptionContext, out: (scene.destination ?? scene.key).encryptionContext };
  const things = (direction: 'into the HSM' | 'out of the HSM'): readonly Thing[] =>
    scene.parts
      .filter((part) => part.direction === direction)
      .map(({ kind, bytes, mark }) => {
        const bound = !inTheClear(kind) && kind !== 'ciphertext for the enclave';
        const context = direction === 'into the HSM' ? contexts.in : contexts.out;
        return { kind, bytes, mark, context: bound ? Object.entries(context) : [] };
      });
  const given = things('into the HSM');
  return {
    operation: scene.operation,
    region: call.region,
    keys: [scene.key, ...(scene.destination ? [scene.destination] : [])].map((key, index) => ({
      name: key.alias ?? (key.arn === null ? 'no KMS key' : nameOf(key.arn)),
      keyMaterialId: materialOf(call, scene.destination ? (index === 0 ? 'source' : 'destination') : 'only'),
    })),
    given,
    received: things('out of the HSM'),
    error: scene.error?.code ?? null,
    withheld: scene.error === null ? [] : withheld(scene.operation, given),
  };
}

function materialOf({ details }: CallRecord, which: 'only' | 'source' | 'destination'): string | null {
  const id = details?.[which === 'only' ? 'keyMaterialId' : `${which}KeyMaterialId`];
  return typeof id === 'string' ? id : null;
}

const contents: Partial<Readonly<Record<ThingKind, ThingKind>>> = {
  'encrypted data key': 'data key',
  'encrypted private key': 'private key',
};

function withheld(operation: string, given: readonly Thing[]): readonly ThingKind[] {
  const sealed = given[0]?.kind ?? 'ciphertext';
  switch (operation) {
    case 'GenerateDataKey':
      return ['data key', 'encrypted data key'];
    case 'GenerateDataKeyWithoutPlaintext':
      return ['encrypted data key'];
    case 'GenerateDataKeyPair':
      return ['private key', 'encrypted private key'];
    case 'GenerateDataKeyPairWithoutPlaintext':
      return ['encrypted private key'];
    case 'Decrypt':
      return [contents[sealed] ?? 'plaintext'];
    case 'ReEncrypt':
      return [sealed];
    default:
      return ['ciphertext'];
  }
}

/** The last call that is about an envelope. */
export function lastEnvelope(
  entries: readonly Entry[],
  read: (entry: Entry, earlier: readonly Entry[]) => EnvelopeScene | null,
): { readonly entry: CallEntry; readonly scene: EnvelopeScene } | undefined {
  for (let index = entries.length - 1; index >= 0; index -= 1) {
    const entry = entries[index];
    // Read alone first: where it is from is only looked for once.
    if (entry?.kind !== 'call' || read(entry, []) === null) continue;
    const scene = read(entry, entries.slice(0, index));
    if (scene) return { entry, scene };
  }
  return undefined;
}
