// A service's API model as everything that is driven by it sees it: validation, the CLI, help, the wire.
// `parseApiModel` (in parse-model.ts) makes it from the model files.

export interface MemberModel {
  readonly shape: string;
  readonly required: boolean;
  readonly sensitive: boolean;
  readonly deprecated: boolean;
}

export type Shape =
  | { readonly type: 'structure'; readonly members: Readonly<Record<string, MemberModel>> }
  | { readonly type: 'list'; readonly member: string; readonly min?: number; readonly max?: number }
  | { readonly type: 'map'; readonly key: string; readonly value: string; readonly min?: number; readonly max?: number }
  | {
      readonly type: 'string';
      readonly min?: number;
      readonly max?: number;
      readonly pattern?: string;
      readonly enum?: readonly string[];
    }
  | { readonly type: 'blob'; readonly min?: number; readonly max?: number }
  | { readonly type: 'integer' | 'long' | 'float' | 'double'; readonly min?: number; readonly max?: number }
  | { readonly type: 'boolean' }
  | { readonly type: 'timestamp' };

export interface Pagination {
  readonly inputToken: string;
  readonly outputToken: string;
  readonly limitKey: string;
  readonly resultKey: string;
  readonly moreResults?: string;
}

export interface OperationModel {
  /** As AWS writes it: GenerateDataKey. */
  readonly name: string;
  /** Names of structures in `shapes`; null where there is none. */
  readonly input: string | null;
  readonly output: string | null;
  readonly errors: readonly string[];
  readonly pagination: Pagination | null;
  /**
   * Bounds of top-level members where the published text or the live service is stricter than the shape:
   * member name to [min, max].
   */
  readonly limits: Readonly<Record<string, readonly [min: number, max: number]>>;
}

export interface ApiModel {
  /** As the CLI and ARNs call it: kms. */
  readonly service: string;
  readonly title: string;
  readonly apiVersion: string;
  /** The prefix of X-Amz-Target, for JSON protocols. */
  readonly targetPrefix: string;
  readonly operations: Readonly<Record<string, OperationModel>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

/**
 * A value of a model's shape inside the engine: structures and maps are plain objects without absent members, blobs are
 * Uint8Array, timestamps are numbers of seconds since the Unix epoch (with a fraction), all else is as in JSON.
 */
export type Value =
  null | boolean | number | string | Uint8Array | readonly Value[] | { readonly [key: string]: Value };
export type Structure = Readonly<Record<string, Value>>;
