// All that the page may know of KMS: pure views of records and entries.
export { currentState, keyViews, nextStates, regionsWithKeys, type KeyView, type MaterialView } from './view/keys.ts';
export { keyStoreViews, type KeyStoreView, type RegionOfKeyStores } from './view/key-stores.ts';
export { grantViews, relatedKeyViews, type GrantView, type RelatedKeyView } from './view/related.ts';
export {
  lifecycleGraph,
  type LifecycleGraph,
  type LifecycleGraphState,
  type LifecycleTransition,
} from './view/lifecycle-graph.ts';
export { envelopeScene, type EnvelopePart, type EnvelopeKey, type EnvelopeScene } from './view/envelope.ts';
export { hsmUse, type HsmUse } from './view/hsm-use.ts';
export type { ConnectionErrorCode, ConnectionState } from './key-stores/connection-snapshot.ts';
export type { KeyStoreType } from './key-stores/records.ts';
export type { KeyKind, KeyState } from './lifecycle/snapshot.ts';
