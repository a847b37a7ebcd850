// What a service is to the world, and what the world is to a service. Every service is made on this plan.
import type { AccountId, Region } from '../base/brand.ts';
import type { EntropySource, SealedMaterial } from '../hsm/types.ts';
import type { Caller, Redacted } from './entry.ts';
import type { ServiceError } from './errors.ts';
import type { ApiModel, Structure } from './model.ts';
import type { RecordValue, Table, View } from './records.ts';

/** What an operation asks the authorizer: may the caller do this to that? */
export interface AuthorizationRequest {
  /** kms:Encrypt */
  readonly action: string;
  /** The ARN; '*' for operations without a resource. */
  readonly resource: string;
  /** The account that owns the resource. */
  readonly resourceAccount: AccountId;
  /** Condition keys that the request fills in, besides the global ones. */
  readonly conditions?: Readonly<Record<string, string | readonly string[]>>;
  /** Resource policies that apply, as text. */
  readonly resourcePolicies?: readonly string[];
}

/** What is known of a call while it is checked. Reads only; everything is as of `nowMs`. */
export interface CheckContext {
  readonly view: View;
  readonly caller: Caller;
  readonly region: Region;
  readonly partition: 'aws';
  /** `account/region`: the partition of tables that belong to an account's Region. */
  readonly nowMs: number;
  /** Throws AccessDeniedException. Every operation asks at least once in `check`; the front door sees to it. */
  authorize(request: AuthorizationRequest): void;
  /** Names a resource for the journal and the trail. */
  touches(arn: string): void;
  /** Remembers a fact for the journal and the trail. */
  notes(name: string, value: Redacted): void;
}

export interface PrepareContext {
  readonly region: Region;
  readonly caller: Caller;
  readonly nowMs: number;
  readonly entropy: EntropySource;
  readonly signal: AbortSignal;
}

/** Writes records. Everything that one `decide` writes is one entry. */
export interface Transaction {
  readonly view: View;
  readonly nowMs: number;
  put<Row extends RecordValue>(table: Table<Row>, partition: string, id: string, row: Row): void;
  remove<Row extends RecordValue>(table: Table<Row>, partition: string, id: string): void;
  /** Key material whose handle a record of this entry names. */
  store(material: SealedMaterial): void;
  /** At `atMs` the service's due handler `handler` is called with `subject`. One for each handler and subject: a later call moves it. */
  schedule(due: Due): void;
  unschedule(due: Omit<Due, 'atMs'>): void;
}

export interface Due {
  readonly service: string;
  readonly handler: string;
  readonly subject: string;
  readonly atMs: number;
}

/**
 * One API operation. `check` refuses or gives a plan: plain data that says what is to be done, equal if nothing changed
 * that matters. `prepare` does what takes time. `decide` writes, without awaiting, and only if the plan still holds.
 */
export interface Operation<Plan = never, Prepared = never> {
  readonly name: string;
  check(input: Structure, context: CheckContext): Plan;
  prepare?(plan: Plan, context: PrepareContext): Promise<Prepared>;
  decide(plan: Plan, prepared: Prepared, transaction: Transaction): Structure | null;
}

/** An operation whose plan is its own affair. Made by `operation()` in operation.ts. */
export interface AnyOperation {
  readonly name: string;
  check(input: Structure, context: CheckContext): unknown;
  prepare?(plan: unknown, context: PrepareContext): Promise<unknown>;
  decide(plan: unknown, prepared: unknown, transaction: Transaction): Structure | null;
}

/** What is known when something falls due, before it happens. */
export interface DueContext {
  readonly view: View;
  /** The moment that it fell due, not the one at which it is noticed. */
  readonly nowMs: number;
  readonly entropy: EntropySource;
}

/**
 * What happens when something falls due. `happen` writes like a `decide`, at its own moment. `prepare` is for the HSM's
 * work: the world waits for it and nothing comes in between, so it must be short.
 */
export interface DueHandler<Prepared = never> {
  prepare?(subject: string, context: DueContext): Promise<Prepared>;
  happen(subject: string, transaction: Transaction, prepared: Prepared): void;
}

/** A due handler whose preparation is its own affair. Made by `dueHandler()`. */
export interface AnyDueHandler {
  prepare?(subject: string, context: DueContext): Promise<unknown>;
  happen(subject: string, transaction: Transaction, prepared: unknown): void;
}

/** A call as its service's counters see it. */
export interface CallFacts {
  readonly operation: string;
  readonly region: Region;
  readonly caller: Caller;
  readonly requestId: string;
  readonly eventId: string;
  /** Undefined where it does not fit the model. */
  readonly input: Structure | undefined;
  /** ARNs that the check named, in its order. */
  readonly resources: readonly string[];
}

export interface Service {
  readonly name: string;
  /** Whether it is a service of AWS, or Keyroom's own doors into the simulation (what `lab` does). */
  readonly ofAws: boolean;
  readonly model: ApiModel;
  readonly operations: Readonly<Record<string, AnyOperation>>;
  readonly tables: readonly Table<never>[];
  readonly due: Readonly<Record<string, AnyDueHandler>>;
  /**
   * Comes before anything else that is decided of a call, refused or not, and throws the ServiceError of one that came too
   * soon. What it writes (to tables of `usage/`) stays even then.
   */
  admit?(call: CallFacts, transaction: Transaction): void;
  /** Counts a call that was answered (`error` null) or refused: to tables of `usage/` and `bill/` alone. */
  count?(call: CallFacts, error: ServiceError | null, transaction: Transaction): void;
}

/** Forgets the type of what a due handler prepares. */
export const dueHandler = <Prepared = undefined>(it: DueHandler<Prepared>): AnyDueHandler => it;

/** Forgets the types of an operation's plan, which only its own three functions share. */
export const operation = <Plan, Prepared = undefined>(it: Operation<Plan, Prepared>): AnyOperation => it;
