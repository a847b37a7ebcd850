// The lifecycle machine as a graph to draw. Nothing of it is written here: it is read off the machine.
import { beginnings, keyStateOf, lifecycleMachine, REMOVE_KEY, send } from '../lifecycle/machine.ts';
import {
  eventsOfTime,
  kindOfEvent,
  kindOfState,
  type KeyKind,
  type KeyState,
  type LifecycleEvent,
  type LifecycleEventType,
  type LifecycleSnapshot,
} from '../lifecycle/snapshot.ts';

export interface LifecycleGraphState {
  readonly name: KeyState;
  /** A new key can begin here. */
  readonly initial: boolean;
  /** The key can cease to be from here. */
  readonly final: boolean;
  /** Only keys of this kind come here. */
  readonly kind: KeyKind;
}

export interface LifecycleTransition {
  readonly from: KeyState;
  /** Null: the key is gone. There is no state for that. */
  readonly to: KeyState | null;
  readonly event: LifecycleEventType;
  /** The operation as the command line names it; or the event's own name, where no operation sends it. */
  readonly label: string;
  /** It happens when it is time, not when somebody asks for it. */
  readonly waits: boolean;
  readonly kinds: readonly KeyKind[];
}

export interface LifecycleGraph {
  readonly states: readonly LifecycleGraphState[];
  readonly transitions: readonly LifecycleTransition[];
}

/** Every state, and the transitions between them; only those of keys of these kinds, where kinds are given. */
export function lifecycleGraph(kinds?: readonly KeyKind[]): LifecycleGraph {
  const initial = new Set(Object.values(beginnings).map(keyStateOf));
  const nodes = Object.values(lifecycleMachine.states);
  const all = nodes.flatMap(transitionsFrom);
  const states = nodes.map(({ key }) => {
    const name = key as KeyState;
    const final = all.some(({ from, to }) => from === name && to === null);
    return { name, initial: initial.has(name), final, kind: kindOfState[name] };
  });
  const allowed = new Set<KeyKind>(['every key', ...(kinds ?? [])]);
  const transitions = kinds ? all.filter((transition) => transition.kinds.every((kind) => allowed.has(kind))) : all;
  return { states, transitions };
}

/** What a key's related keys have to do with where its life leads. */
export interface Relatives {
  /** It is a primary key that has to wait for its replicas. */
  readonly hasReplicas: boolean;
  /** There is no other Region that could have the primary key. */
  readonly alone: boolean;
}

/** Where this very key's life can lead from here: of all that leads from its state, what its memory allows. */
export function leadsTo(snapshot: LifecycleSnapshot, kinds: readonly KeyKind[], relatives: Relatives): LeadsTo {
  const found = lifecycleGraph(kinds).transitions.filter(({ from, to, event: type }) => {
    if (from !== keyStateOf(snapshot) || (type === 'UpdatePrimaryRegion' && relatives.alone)) return false;
    return to === null || keyStateOf(send(snapshot, anEvent(type, relatives))) === to;
  });
  return [...new Set(found.map(({ to }) => to))];
}

/** States, each once; null: the key is gone. */
export type LeadsTo = readonly (KeyState | null)[];

/** Which state follows depends on no moment. */
function anEvent(type: LifecycleEventType, { hasReplicas }: Relatives): LifecycleEvent {
  const deletionAtMs = 0;
  if (type === 'ScheduleKeyDeletion') return { type, pendingWindowInDays: 7, deletionAtMs, hasReplicas };
  return type === 'LastReplicaDeleted' ? { type, deletionAtMs } : { type };
}

type StateNode = Pick<(typeof lifecycleMachine.states)[KeyState], 'key' | 'transitions'>;

/** Once for each event and the state that it leads to. What only changes a state's memory is no transition here. */
function transitionsFrom({ key, transitions }: StateNode): readonly LifecycleTransition[] {
  const from = key as KeyState;
  const found = new Map<string, LifecycleTransition>();
  for (const [type, definitions] of transitions) {
    const event = type as LifecycleEventType;
    for (const { target, actions } of definitions) {
      const to = target?.[0]?.key as KeyState | undefined;
      const removes = (actions as readonly unknown[]).includes(REMOVE_KEY);
      if (to === undefined && !removes) continue;
      found.set(`${event} ${String(to)}`, {
        from,
        to: to ?? null,
        event,
        label: eventsOfTime.has(event) ? event : commandName(event),
        waits: eventsOfTime.has(event),
        kinds: [...new Set([kindOfEvent[event], kindOfState[from], ...(to === undefined ? [] : [kindOfState[to]])])],
      });
    }
  }
  return [...found.values()];
}

const commandName = (operation: string): string => operation.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase();
