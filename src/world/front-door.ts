// The front door: the one way in which anything is asked of a service.
//   authenticate → validate → check (resolve, authorize, usage, state) → prepare → decide → journal → answer
import { assert } from '../base/assert.ts';
import { deepEqual } from '../base/equal.ts';
import { findRegion } from '../base/regions.ts';
import type { Authorize } from './authorizer.ts';
import { callerOf } from './default-world.ts';
import { entropyOf, uuid } from './entropy.ts';
import type { CallRecord, Caller, Redacted } from './entry.ts';
import { ServiceError } from './errors.ts';
import type { OperationModel, Structure } from './model.ts';
import { plainInput } from './plain-input.ts';
import { redact, shortened } from './redact.ts';
import type { AnyOperation, AuthorizationRequest, CallFacts, CheckContext, Service } from './service.ts';
import type { WorldTransaction } from './transaction.ts';
import { validate } from './validate.ts';
import type { Answer, Call, HostMachine, InvokeOptions, WorldKind } from './world-api.ts';
import type { BatchWriter, GroupRef, Writer } from './writer.ts';

export interface FrontDoorOptions {
  readonly kind: WorldKind;
  readonly machine: HostMachine;
  readonly writer: Writer;
  readonly services: ReadonlyMap<string, Service>;
  readonly authorize: Authorize;
}

/** For calls that nobody can abort. */
const never = new AbortController().signal;

/** How often a plan that no longer holds goes back to be prepared again. */
const MOST_TRIES = 3;

/** How many numbers another tab would have to draw meanwhile to reach that of a call that tries again. */
const FAR = 1000;

const unknownToken = () =>
  new ServiceError('UnrecognizedClientException', 'The security token included in the request is invalid.', 403);
/** What AWS says of a signature whose Region is none. */
const unknownRegion = () =>
  new ServiceError('InvalidSignatureException', 'Credential should be scoped to a valid region.', 403);
const unknownOperation = () => new ServiceError('UnknownOperationException', '', 404);
const internalFailure = () =>
  new ServiceError(
    'InternalFailure',
    'The request processing has failed because of an unknown error, exception or failure.',
    500,
  );

interface CallIds {
  readonly requestId: string;
  readonly eventId: string;
}

function idsOf(kind: WorldKind, machine: HostMachine, number: number, label = 'ids'): CallIds {
  const entropy = entropyOf(kind, machine, number, label);
  return { requestId: uuid(entropy), eventId: uuid(entropy) };
}

/** Names come from outside, and every object has a `constructor`. */
const ownOf = <Value>(named: Readonly<Record<string, Value>> | undefined, name: string): Value | undefined =>
  named && Object.hasOwn(named, name) ? named[name] : undefined;

/** What a check came to: a plan, or a refusal, and what it wants remembered. */
interface Checked {
  readonly plan: unknown;
  readonly refusal: ServiceError | null;
  readonly resources: readonly string[];
  readonly details: Readonly<Record<string, Redacted>>;
}

export class FrontDoor {
  constructor(readonly options: FrontDoorOptions) {}

  async invoke(group: GroupRef, call: Call, { signal }: InvokeOptions = {}): Promise<Answer> {
    const { kind, machine, writer, services } = this.options;
    signal?.throwIfAborted();
    // Who is turned away here leaves no entry, and so takes no number: a world that is opened again goes on with the same.
    const turnedAway = (error: ServiceError): Answer =>
      refused(error, idsOf(kind, machine, writer.state.nextCall, 'turned away').requestId);
    const service = services.get(call.service);
    const model = ownOf(service?.model.operations, call.operation);
    const operation = ownOf(service?.operations, call.operation);
    if (!service || !model || !operation) return turnedAway(unknownOperation());
    if (!findRegion(call.region)) return turnedAway(unknownRegion());
    const caller = callerOf(writer.state.tables, call.credentials);
    if (!caller) return turnedAway(unknownToken());

    const number = writer.state.takeCallNumber();
    const run = new CallRun(this.options, { call, service, model, operation, caller, number, group });
    return run.run(signal ?? never);
  }
}

const refused = ({ code, message, httpStatus }: ServiceError, requestId: string): Answer => ({
  ok: false,
  error: { code, message, httpStatus },
  requestId,
});

interface Asked {
  readonly call: Call;
  readonly service: Service;
  readonly model: OperationModel;
  readonly operation: AnyOperation;
  readonly caller: Caller;
  readonly number: number;
  readonly group: GroupRef;
}

/** One call on its way through the door. */
class CallRun {
  #number: number;
  #ids: CallIds;
  /** What the journal remembers of the input. */
  #input: Redacted = null;

  constructor(
    readonly options: FrontDoorOptions,
    readonly facts: Asked,
  ) {
    this.#number = facts.number;
    this.#ids = idsOf(options.kind, options.machine, facts.number);
  }

  async run(signal: AbortSignal): Promise<Answer> {
    const { writer, kind, machine } = this.options;
    const { call, service, model, operation, caller } = this.facts;
    let input: Structure;
    try {
      const given = plainInput(call.input);
      this.#input = redact(service.model, model.input, given);
      input = validate(service.model, model, given);
    } catch (error) {
      const refusal = asRefusal(error);
      const checked = { plan: undefined, refusal, resources: [], details: {} };
      return this.#submit(signal, (batch, nowMs) => {
        this.#hasOwnNumber(batch, 0);
        return this.#conclude(batch, nowMs, checked, refusal, undefined, undefined);
      });
    }

    for (let tries = 1; ; tries += 1) {
      const seen = writer.state.version;
      const checked = this.#check(input, writer.nowMs());
      let { refusal } = checked;
      let prepared: unknown;
      if (!refusal && operation.prepare) {
        try {
          prepared = await operation.prepare(checked.plan, {
            region: call.region,
            caller,
            nowMs: writer.nowMs(),
            entropy: entropyOf(kind, machine, this.#number, `${call.service}.${call.operation}`),
            signal,
          });
        } catch (error) {
          refusal = asRefusal(error);
        }
      }
      const answer = await this.#submit(signal, (batch, nowMs) => {
        if (!this.#hasOwnNumber(batch, tries)) {
          if (tries <= MOST_TRIES) return 'again';
          return this.#conclude(batch, nowMs, checked, internalFailure(), input, undefined);
        }
        let current = checked;
        if (batch.state.version !== seen) {
          current = this.#check(input, nowMs);
          if (!sameOutcome(current, checked)) {
            if (tries <= MOST_TRIES) return 'again';
            return this.#conclude(batch, nowMs, current, internalFailure(), input, undefined);
          }
        }
        return this.#conclude(batch, nowMs, current, refusal, input, prepared);
      });
      if (answer !== 'again') return answer;
    }
  }

  /** False where another tab of a seeded world may have drawn for a call of this number: the call then has another. */
  #hasOwnNumber({ state }: BatchWriter, tries: number): boolean {
    const { kind, machine } = this.options;
    if (kind.kind !== 'seeded' || this.#number >= state.othersNextCall) return true;
    this.#number = state.takeCallNumber(tries * FAR);
    this.#ids = idsOf(kind, machine, this.#number);
    return false;
  }

  #submit<Result>(signal: AbortSignal, decide: (batch: BatchWriter, nowMs: number) => Result): Promise<Result> {
    return this.options.writer.submit(async (batch) => {
      signal.throwIfAborted();
      return decide(batch, await batch.begin(this.facts.group));
    });
  }

  #check(input: Structure, nowMs: number): Checked {
    const { call, operation, caller } = this.facts;
    const resources: string[] = [];
    const details: Record<string, Redacted> = {};
    let asked = false;
    const context: CheckContext = {
      view: this.options.writer.state.tables,
      caller,
      region: call.region,
      partition: 'aws',
      nowMs,
      authorize: (request: AuthorizationRequest) => {
        asked = true;
        this.options.authorize(caller, request);
      },
      touches: (arn) => {
        if (!resources.includes(arn)) resources.push(arn);
      },
      notes: (name, value) => {
        details[name] = value;
      },
    };
    try {
      const plan = operation.check(input, context);
      assert(asked, `${call.operation} asks the authorizer`);
      return { plan, refusal: null, resources, details };
    } catch (error) {
      return { plan: undefined, refusal: asRefusal(error), resources, details };
    }
  }

  /** Admits, decides, counts and writes: one entry, whatever came of the call. */
  #conclude(
    batch: BatchWriter,
    nowMs: number,
    checked: Checked,
    refusal: ServiceError | null,
    input: Structure | undefined,
    prepared: unknown,
  ): Answer {
    const { operation, service, model, group } = this.facts;
    const facts = this.#callFacts(checked, input);
    const transaction = batch.transaction(nowMs);
    let error: ServiceError | null = null;
    let output: Structure | null = null;
    let result: Redacted = null;
    try {
      service.admit?.(facts, transaction);
      if (refusal) throw refusal;
      const decision = batch.transaction(nowMs);
      try {
        output = operation.decide(checked.plan, prepared, decision);
        result = redact(service.model, model.output, output);
      } catch (thrown) {
        decision.takeBack();
        throw thrown;
      }
      transaction.takeIn(decision);
    } catch (thrown) {
      error = takingBackUnlessRefusal(transaction, thrown);
    }
    service.count?.(facts, error, transaction);
    const outcome = error ? { error: { code: error.code, message: shortened(error.message) } } : { output: result };
    const call: CallRecord = { ...this.#record(checked), ...outcome };
    batch.write({ kind: 'call', call }, batch.numbered(group), transaction);
    const { requestId } = this.#ids;
    return error ? refused(error, requestId) : { ok: true, output, requestId };
  }

  #callFacts({ resources }: Checked, input: Structure | undefined): CallFacts {
    const { call, caller } = this.facts;
    return { operation: call.operation, region: call.region, caller, ...this.#ids, input, resources };
  }

  #record(checked: Checked): CallRecord {
    const { call, caller } = this.facts;
    return {
      number: this.#number,
      service: call.service,
      operation: call.operation,
      region: call.region,
      caller,
      ...this.#ids,
      input: this.#input,
      resources: checked.resources,
      ...(Object.keys(checked.details).length > 0 ? { details: checked.details } : {}),
    };
  }
}

/** Nothing may stand in the tables that stands in no entry. */
function takingBackUnlessRefusal(transaction: WorldTransaction, error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  transaction.takeBack();
  throw error;
}

/** Anything but a refusal is a bug of ours, and goes up as it is. */
function asRefusal(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  throw error;
}

function sameOutcome(a: Checked, b: Checked): boolean {
  if (a.refusal || b.refusal) return a.refusal?.code === b.refusal?.code && a.refusal?.message === b.refusal?.message;
  return deepEqual(a.plan, b.plan);
}
