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

const specs: Readonly<Record<string, string>> = {
  SYMMETRIC_DEFAULT: 'symmetric',
  ECC_NIST_EDWARDS25519: 'Ed25519',
  ECC_SECG_P256K1: 'secp256k1',
};

/** ECC_NIST_P256 → ECC P-256, ML_DSA_65 → ML-DSA 65, RSA_2048 → RSA 2048 */
export const specName = (spec: string): string =>
  specs[spec] ??
  spec
    .replace(/^ECC_NIST_P/, 'ECC P-')
    .replace(/^ML_DSA/, 'ML-DSA')
    .replaceAll('_', ' ');

const usages: Readonly<Record<string, string>> = {
  ENCRYPT_DECRYPT: 'encrypt',
  SIGN_VERIFY: 'sign',
  KEY_AGREEMENT: 'key agreement',
  GENERATE_VERIFY_MAC: 'MAC',
};

/** What the key is for. Empty where its spec says it already: no symmetric key signs, no HMAC key encrypts. */
const usageName = ({ spec, usage }: Pick<KeyView, 'spec' | 'usage'>): string =>
  spec === 'SYMMETRIC_DEFAULT' || spec.startsWith('HMAC') ? '' : (usages[usage] ?? usage);

/** What kind of key it is, in a few words, the telling ones first. */
export function keyKind(
  key: Pick<KeyView, 'spec' | 'usage' | 'multiRegion' | 'origin' | 'customKeyStore' | 'keyManager'>,
): string {
  const { multiRegion, customKeyStore } = key;
  return [
    specName(key.spec),
    usageName(key),
    multiRegion ? (multiRegion.keys > 1 ? `${multiRegion.role} of ${multiRegion.keys}` : 'multi-Region') : '',
    key.origin === 'EXTERNAL' ? 'imported' : '',
    customKeyStore ? `in ${customKeyStore.name}` : '',
    key.keyManager === 'AWS' ? 'AWS managed' : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

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
