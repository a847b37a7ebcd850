// A KMS key's state as its record keeps it: one of AWS's eight key states, and what that state must remember.
// Source: AWS KMS Developer Guide, "Key states of AWS KMS keys".

/**
 * Only a key that waits for its deletion has a deletion date, and only a state that leads back says where to (`then`).
 * What a key does after its waiting period was cancelled, or when its key store comes back, is decided here alone.
 */
export type LifecycleSnapshot =
  | { readonly state: 'Enabled' | 'Disabled' | 'PendingImport' }
  /** A new replica of a multi-Region key that is not ready yet. */
  | { readonly state: 'Creating'; readonly then: 'Enabled' | 'PendingImport' }
  /** A multi-Region key whose primary Region is being changed. */
  | { readonly state: 'Updating'; readonly then: 'Enabled' | 'PendingImport' }
  /** Its custom key store is disconnected. */
  | { readonly state: 'Unavailable'; readonly then: 'Enabled' | 'Disabled' }
  | {
      readonly state: 'PendingDeletion';
      readonly then: 'Disabled' | 'PendingImport' | 'Unavailable';
      readonly deletionAtMs: number;
    }
  /** A multi-Region primary key that has to wait for its replicas; its waiting period has not begun. */
  | {
      readonly state: 'PendingReplicaDeletion';
      readonly then: 'Disabled' | 'PendingImport';
      readonly pendingWindowInDays: number;
    };

export type KeyState = LifecycleSnapshot['state'];

/** What befalls a key. Named as the AWS operation, or the service event of CloudTrail, that does it. */
export type LifecycleEvent =
  | { readonly type: 'EnableKey' | 'DisableKey' | 'CancelKeyDeletion' }
  | {
      readonly type: 'ScheduleKeyDeletion';
      readonly pendingWindowInDays: number;
      readonly deletionAtMs: number;
      /** A multi-Region primary key with replicas waits for them first. */
      readonly hasReplicas: boolean;
    }
  /** The last replica is gone, and the primary key's own waiting period begins. */
  | { readonly type: 'LastReplicaDeleted'; readonly deletionAtMs: number }
  /** The waiting period is over. */
  | { readonly type: 'DeleteKey' }
  /** All material that belongs to the key is present (again). */
  | { readonly type: 'ImportKeyMaterial' }
  /** Some material that belongs to the key is gone. */
  | { readonly type: 'DeleteImportedKeyMaterial' | 'DeleteExpiredKeyMaterial' }
  | { readonly type: 'ConnectCustomKeyStore' | 'DisconnectCustomKeyStore' }
  | { readonly type: 'ReplicaCreated' }
  | { readonly type: 'UpdatePrimaryRegion' | 'PrimaryRegionUpdated' };

export type LifecycleEventType = LifecycleEvent['type'];

/** Those that no call sends: the world does, when it is time. */
export const eventsOfTime: ReadonlySet<LifecycleEventType> = new Set([
  'LastReplicaDeleted',
  'DeleteKey',
  'DeleteExpiredKeyMaterial',
  'ReplicaCreated',
  'PrimaryRegionUpdated',
]);

/** Which keys a state or an event is about. */
export type KeyKind = 'every key' | 'imported material' | 'custom key store' | 'multi-Region';

export const kindOfState: Readonly<Record<KeyState, KeyKind>> = {
  Creating: 'multi-Region',
  Enabled: 'every key',
  Disabled: 'every key',
  PendingDeletion: 'every key',
  PendingReplicaDeletion: 'multi-Region',
  PendingImport: 'imported material',
  Unavailable: 'custom key store',
  Updating: 'multi-Region',
};

export const kindOfEvent: Readonly<Record<LifecycleEventType, KeyKind>> = {
  EnableKey: 'every key',
  DisableKey: 'every key',
  ScheduleKeyDeletion: 'every key',
  CancelKeyDeletion: 'every key',
  DeleteKey: 'every key',
  ImportKeyMaterial: 'imported material',
  DeleteImportedKeyMaterial: 'imported material',
  DeleteExpiredKeyMaterial: 'imported material',
  ConnectCustomKeyStore: 'custom key store',
  DisconnectCustomKeyStore: 'custom key store',
  ReplicaCreated: 'multi-Region',
  UpdatePrimaryRegion: 'multi-Region',
  PrimaryRegionUpdated: 'multi-Region',
  LastReplicaDeleted: 'multi-Region',
};
