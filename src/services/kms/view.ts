// All that the page may know of KMS: pure views of records and entries.
export { currentState, keyViews, regionsWithKeys, type KeyView } from './view/keys.ts';
export {
  lifecycleGraph,
  type LifecycleGraph,
  type LifecycleGraphState,
  type LifecycleTransition,
} from './view/lifecycle-graph.ts';
export { envelopeScene, type EnvelopePart, type EnvelopeKey, type EnvelopeScene } from './view/envelope.ts';
export type { KeyKind, KeyState } from './lifecycle/snapshot.ts';
