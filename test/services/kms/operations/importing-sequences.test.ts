// Whatever is imported, deleted, rotated to or left to expire, in whatever order: the key is in the state that its
// materials give it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { importInput, forever, symmetricMaterial } from '../import-client.ts';
import { DAY_IN_MS, openKmsWorld, text, type KmsWorld, type TestKey } from '../world.ts';

const number = fc.nat({ max: 2 });
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ what: fc.constant('import' as const), number, isNew: fc.boolean(), days: fc.constantFrom(null, 3, 50) }) },
  { weight: 3, arbitrary: fc.record({ what: fc.constant('delete' as const), number: fc.option(number) }) },
  { weight: 3, arbitrary: fc.record({ what: fc.constant('rotate' as const) }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('wait' as const), days: fc.constantFrom(0.01, 2, 30) }) },
  { weight: 3, arbitrary: fc.record({ what: fc.constant('call' as const), operation: fc.constantFrom('DisableKey', 'EnableKey', 'ScheduleKeyDeletion', 'CancelKeyDeletion') }) },
); // prettier-ignore
type Step = typeof step extends fc.Arbitrary<infer It> ? It : never;

async function take(kms: KmsWorld, key: TestKey, ids: Map<number, string>, step: Step): Promise<void> {
  switch (step.what) {
    case 'import': {
      const wrapping = { WrappingAlgorithm: 'RSAES_OAEP_SHA_1', WrappingKeySpec: 'RSA_2048' };
      const possible = await kms.answer('GetParametersForImport', { KeyId: key.id, ...wrapping });
      if (!possible.ok) return;
      const validity =
        step.days === null ? forever : { ValidTo: Math.round(kms.world.nowMs() / 1000) + step.days * 86_400 };
      const input = { ...validity, ...(step.isNew && { ImportType: 'NEW_KEY_MATERIAL' }) };
      const made = await importInput(kms, key, symmetricMaterial(step.number), { input });
      const answer = await kms.answer('ImportKeyMaterial', made);
      if (answer.ok) ids.set(step.number, answer.output!['KeyMaterialId'] as string);
      return;
    }
    case 'delete': {
      const id = step.number === null ? undefined : ids.get(step.number);
      await kms.answer('DeleteImportedKeyMaterial', { KeyId: key.id, ...(id && { KeyMaterialId: id }) });
      return;
    }
    case 'rotate':
      await kms.answer('RotateKeyOnDemand', { KeyId: key.id });
      await kms.world.group().advance(150_000);
      return;
    case 'wait': {
      // Not so long that the key is deleted.
      const waiting = kms.key(key.id).lifecycle.state === 'PendingDeletion';
      await kms.world.group().advance((waiting ? 0.01 : step.days) * DAY_IN_MS);
      return;
    }
    case 'call':
      await kms.answer(step.operation, { KeyId: key.id });
  }
}

describe('any sequence', () => {
  it('leaves all present where the key is not pending import, and else something missing', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 16 }), async (steps) => {
        const kms = await openKmsWorld({ kind: 'sandbox' });
        const key = await kms.createKey({ Origin: 'EXTERNAL' });
        const ids = new Map<number, string>();
        const blobs: Uint8Array[] = [];
        for (const step of steps) {
          await take(kms, key, ids, step);
          await kms.world.settle();
          const { lifecycle, materials, currentKeyMaterialId, rotation } = kms.key(key.id);
          const associated = materials.filter(({ state }) => state === 'CURRENT' || state === 'NON_CURRENT');
          const complete = associated.length > 0 && associated.every(({ handle }) => handle !== null);
          const then = lifecycle.state === 'PendingDeletion' ? lifecycle.then : lifecycle.state;
          seen.add(`${lifecycle.state} ${then}`);
          expect(then === 'PendingImport').toBe(!complete);
          expect(associated.filter(({ state }) => state === 'CURRENT').map((it) => it.keyMaterialId)).toEqual(
            currentKeyMaterialId === null ? [] : [currentKeyMaterialId],
          );
          expect(materials.length - associated.length).toBeLessThanOrEqual(1);
          expect(new Set(materials.map((it) => it.keyMaterialId)).size).toBe(materials.length);
          expect(rotation.onDemandCount).toBe(materials.filter(({ rotated }) => rotated !== null).length);
          for (const { handle, imported } of materials) {
            if (handle !== null && imported!.validToMs !== null) {
              expect(imported!.validToMs).toBeGreaterThan(kms.world.nowMs());
            }
          }
          const { KeyMetadata } = await kms.call('DescribeKey', { KeyId: key.id });
          expect('ExpirationModel' in (KeyMetadata as object)).toBe(complete);
          if (lifecycle.state !== 'Enabled') continue;
          blobs.push(await kms.encrypt(key.id, 'text'));
          for (const CiphertextBlob of blobs) {
            expect(text((await kms.call('Decrypt', { CiphertextBlob }))['Plaintext'] as Uint8Array)).toBe('text');
          }
        }
        const dues = kms.key(key.id).materials.filter((it) => it.handle && it.imported!.validToMs !== null);
        if (dues.length === 0 && kms.key(key.id).lifecycle.state !== 'PendingDeletion') {
          expect(kms.world.nextDueMs).toBeNull();
        }
      }),
      { numRuns: 60 },
    );
    for (const state of ['Enabled Enabled', 'Disabled Disabled', 'PendingImport PendingImport']) {
      expect(seen).toContain(state);
    }
  });
});
