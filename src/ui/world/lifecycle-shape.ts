// The lifecycle graph, as KMS reads it off its machine, made ready to be drawn. Knows no state and no event by name.
import { lifecycleGraph } from '../../services/kms/view.ts';
import type { KeyKind } from '../../services/kms/view.ts';
import type { LifecycleShape } from './lifecycle-links.ts';

/** What is needed of src/services/kms/view.ts's LifecycleGraph. */
export interface Graph {
  readonly states: readonly { readonly name: string; readonly initial: boolean }[];
  readonly transitions: readonly {
    readonly from: string;
    /** Null: the key is gone. */
    readonly to: string | null;
    readonly label: string;
    readonly waits: boolean;
  }[];
}

export const gone = 'no key any more';

export function shapeOf({ states, transitions }: Graph): LifecycleShape {
  const ends = transitions.some(({ to }) => to === null);
  const leads = (name: string) => transitions.filter(({ from }) => from === name).length;
  // Where keys can begin in several states, with the one that leads to most.
  const [first] = states.filter(({ initial }) => initial).sort((a, b) => leads(b.name) - leads(a.name));
  return {
    first: first?.name ?? states[0]?.name ?? gone,
    states: [...states.map(({ name }) => ({ name })), ...(ends ? [{ name: gone, end: true }] : [])],
    ways: transitions.map(({ from, to, label, waits }) => ({
      from,
      to: to ?? gone,
      by: to === null ? 'the waiting period ends' : waits ? inWords(label) : label,
      waits,
      ends: to === null,
    })),
  };
}

const shapes = new Map<string, LifecycleShape>();

/** The life of keys of these kinds. One and the same object each time: its layout is searched once. */
export function shapeFor(kinds: readonly KeyKind[]): LifecycleShape {
  const name = kinds.join();
  const shape = shapes.get(name) ?? shapeOf(lifecycleGraph(kinds));
  shapes.set(name, shape);
  return shape;
}

/** LastReplicaDeleted → last replica deleted: no operation, so not written like one. */
const inWords = (event: string): string => event.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
