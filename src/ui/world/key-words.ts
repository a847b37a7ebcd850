// How the panes speak of a KMS key: its name, its state as a colour and in words, how long it still waits.
import type { KeyView } from '../../services/kms/view.ts';
import { span, stateName } from './words.ts';

type StateTone = 'ok' | 'bad' | 'off';

/** What the key can do, as a colour: all, nothing for now, or soon nothing for ever. */
export const toneOfState = (state: string): StateTone =>
  state.includes('Deletion') ? 'bad' : state === 'Enabled' || state === 'Updating' ? 'ok' : 'off';

/** mrk-5b0c12…: enough to know it again. */
export const shortId = (keyId: string): string => `${keyId.slice(0, keyId.startsWith('mrk-') ? 10 : 8)}…`;

export const keyName = ({ aliases, id }: Pick<KeyView, 'aliases' | 'id'>): string => aliases[0] ?? shortId(id);

const specs: Readonly<Record<string, string>> = { SYMMETRIC_DEFAULT: 'symmetric' };
export const specName = (spec: string): string => specs[spec] ?? spec;

/** How long the waiting period still lasts. Undefined where there is none. */
export const waitLeft = ({ deletionDateMs }: Pick<KeyView, 'deletionDateMs'>, nowMs: number): string | undefined =>
  deletionDateMs === null ? undefined : span(deletionDateMs - nowMs);

export function tagText(key: Pick<KeyView, 'state' | 'deletionDateMs'>, nowMs: number): string {
  const left = waitLeft(key, nowMs);
  return left === undefined ? stateName(key.state) : `deleted in ${left}`;
}

/** What a key is called that a call named by its ARN: an alias, else the beginning of its ID. */
export function nameOfArn(arn: string, keys: readonly Pick<KeyView, 'arn' | 'aliases' | 'id'>[]): string {
  const key = keys.find((one) => one.arn === arn);
  return key ? keyName(key) : shortId(arn.slice(arn.lastIndexOf('/') + 1));
}
