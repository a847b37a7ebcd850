// What is told of the chosen key besides what every key has: its rotation, its pieces of key material, its related keys,
// its key store and its grants, each in a line. What a key does not have is not told.
import type { GrantView, KeyView, MaterialView, RelatedKeyView } from '../../services/kms/view.ts';
import { connectionName, failureOf, typeName } from './key-store-words.ts';
import { commandName, counted, dateTime, span, stateName } from './words.ts';

export interface Fact {
  readonly name: string;
  readonly lines: readonly FactLine[];
}

export interface FactLine {
  /** What it is about, as AWS names it: an ID, a Region. */
  readonly of?: string;
  /** The whole of it, where `of` is its beginning. */
  readonly full?: string;
  readonly text: string;
}

/** More grants than these are counted. */
const mostGrants = 4;
const mostOperations = 4;

export function keyFacts(
  key: KeyView,
  related: readonly RelatedKeyView[],
  grants: readonly GrantView[],
  nowMs: number,
): readonly Fact[] {
  return [
    { name: 'Key store', lines: keyStoreLines(key) },
    { name: 'Key material', lines: materialLines(key, nowMs) },
    { name: 'Rotation', lines: rotationLines(key, nowMs) },
    { name: 'Related keys', lines: related.map(relatedLine) },
    { name: 'Grants', lines: grantLines(grants, nowMs) },
  ].filter(({ lines }) => lines.length > 0);
}

function keyStoreLines({ customKeyStore, externalKeyId }: KeyView): readonly FactLine[] {
  if (!customKeyStore) return [];
  const why = failureOf(customKeyStore);
  const connection = connectionName[customKeyStore.connection].toLowerCase();
  return [
    {
      of: customKeyStore.name,
      text: `${typeName[customKeyStore.type]}, ${connection}${why === '' ? '' : `: ${why}`}`,
    },
    ...(externalKeyId === null ? [] : [{ of: externalKeyId, text: 'is the external key that it goes with' }]),
  ];
}

const materialStates: Readonly<Record<MaterialView['state'], string>> = {
  CURRENT: 'current',
  NON_CURRENT: 'earlier, opens what it encrypted',
  PENDING_ROTATION: 'waits for its rotation',
  PENDING_MULTI_REGION_IMPORT_AND_ROTATION: 'waits until every Region has it, then for its rotation',
};

function materialLines({ materials, spec, origin }: KeyView, nowMs: number): readonly FactLine[] {
  if (materials.length === 0) return origin === 'EXTERNAL' ? [{ text: 'none imported yet' }] : [];
  // Only of keys that can be rotated AWS tells material IDs.
  const told = spec === 'SYMMETRIC_DEFAULT';
  return materials.toReversed().flatMap((material): readonly FactLine[] => {
    const { keyMaterialId, state, handle, expiresAtMs, imported } = material;
    const parts = [
      materials.length > 1 ? materialStates[state] : '',
      imported && materials.length === 1 ? (handle === null ? '' : 'imported') : '',
      handle === null ? 'missing until it is imported here' : '',
      expiresAtMs !== null ? `expires in ${span(expiresAtMs - nowMs)}, ${dateTime(expiresAtMs)} UTC` : '',
    ];
    const text = parts.filter((part) => part !== '').join('; ');
    if (told) return [{ of: `${keyMaterialId.slice(0, 12)}…`, full: keyMaterialId, text }];
    return text === '' ? [] : [{ text }];
  });
}

function rotationLines({ rotation, rotates, keyManager }: KeyView, nowMs: number): readonly FactLine[] {
  const { automatic, onDemandStartedAtMs, onDemandCount } = rotation;
  const lines: FactLine[] = [];
  if (automatic)
    lines.push({
      text: `every ${counted(automatic.periodInDays, 'day')}, ${next(automatic.nextAtMs, nowMs)}`,
    });
  else if (rotates.automatically && keyManager === 'CUSTOMER') lines.push({ text: 'not automatic' });
  if (onDemandStartedAtMs !== null)
    lines.push({ text: `on demand, under way since ${dateTime(onDemandStartedAtMs)} UTC` });
  if (onDemandCount > 0) lines.push({ text: `${counted(onDemandCount, 'rotation')} on demand so far` });
  return lines;
}

const next = (atMs: number, nowMs: number): string =>
  atMs > nowMs ? `next ${dateTime(atMs)} UTC` : `overdue since ${dateTime(atMs)} UTC`;

const relatedLine = ({ region, role, state }: RelatedKeyView): FactLine => ({
  of: region,
  text: `${role}, ${stateName(state).toLowerCase()}`,
});

function grantLines(grants: readonly GrantView[], nowMs: number): readonly FactLine[] {
  const rest = grants.length - mostGrants;
  return [
    ...grants.slice(0, mostGrants).map((grant) => grantLine(grant, nowMs)),
    ...(rest > 0 ? [{ text: `and ${rest.toLocaleString('en')} more` }] : []),
  ];
}

function grantLine({ grantee, operations, constrained, effectiveAtMs }: GrantView, nowMs: number): FactLine {
  const first = operations.slice(0, mostOperations).map(commandName);
  const rest = operations.length - first.length;
  const parts = [
    `may ${first.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`,
    constrained ? 'under constraints' : '',
    effectiveAtMs > nowMs ? `known everywhere in ${span(effectiveAtMs - nowMs)}; until then with its token` : '',
  ];
  return { of: granteeName(grantee), full: grantee, text: parts.filter((part) => part !== '').join('; ') };
}

/** arn:aws:iam::111122223333:role/service/reader → reader; the root of an account keeps its number. */
export function granteeName(grantee: string): string {
  if (!grantee.startsWith('arn:')) return grantee;
  const [account = '', resource = ''] = grantee.split(':').slice(4);
  return resource === 'root' ? `root of ${account}` : resource.slice(resource.lastIndexOf('/') + 1);
}
