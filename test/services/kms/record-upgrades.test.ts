// A world that a learner left before keys had rotation, public keys and key stores opens, and goes on.
import { expect, it } from 'vitest';
import { assembleWorld } from '../../../src/host/assemble.ts';
import { machine } from '../../../src/host/machine.ts';
import { MemoryDomainKeys } from '../../../src/hsm/memory-vault.ts';
import { keysTable, type KeyRecord } from '../../../src/services/kms/records.ts';
import type { Entry } from '../../../src/world/entry.ts';
import { createMemoryJournal } from '../../../src/world/memory-journal.ts';
import { account, KmsWorld, region } from './world.ts';

/** The record as it was written then. */
function ofThen(record: object | undefined): object | undefined {
  if (record === undefined) return undefined;
  const { publicKey: _p, rotation: _r, customKeyStoreId: _c, xksKeyId: _x, ...key } = record as KeyRecord;
  return { ...key, materials: key.materials.map(({ keyMaterialId, handle }) => ({ keyMaterialId, handle })) };
}

const entryOfThen = (entry: Entry): Entry => ({
  ...entry,
  changes: entry.changes.map((change) => {
    if (change.table !== keysTable.name) return change;
    const [before, after] = [ofThen(change.before), ofThen(change.after)];
    return { ...change, ...(before && { before }), ...(after && { after }) };
  }),
});

it('opens with keys of today, opens what they encrypted, and can undo what was done then', async () => {
  const kind = { kind: 'sandbox' } as const;
  const domainKeys = new MemoryDomainKeys();
  const first = createMemoryJournal();
  const before = new KmsWorld(await assembleWorld({ kind, journal: first, vault: first.vault, domainKeys, machine }));
  const { id } = await before.createKey({ Description: 'first' });
  await before.call('UpdateKeyDescription', { KeyId: id, Description: 'second' });
  const blob = await before.encrypt(id, 'text');
  const wanted = before.key(id);

  const entries = (await first.open()).entries.map(entryOfThen);
  expect(JSON.stringify(entries)).not.toContain('"rotation"');
  const journal = createMemoryJournal({ entries, behind: { vault: first.vault, readBlob: async () => undefined } });
  const kms = new KmsWorld(await assembleWorld({ kind, journal, vault: journal.vault, domainKeys, machine }));
  expect(kms.key(id)).toEqual(wanted);
  expect(await kms.decrypt(blob)).toBe('text');
  await kms.world.group().undo();
  expect(kms.key(id)).toEqual({ ...wanted, description: 'first' });
  await kms.world.group().undo();
  expect(kms.world.view.get(keysTable, `${account}/${region}`, id)).toBeUndefined();
});
