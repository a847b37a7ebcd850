// The HSM's picture and the journal's lines, from a real world.
import { beforeAll, describe, expect, test } from 'vitest';
import type { Region } from '../../../src/base/brand.ts';
import { keyViews } from '../../../src/services/kms/view.ts';
import { hsmPicture } from '../../../src/ui/world/hsm-picture.ts';
import { journalLine, nameOfGroup, nameOfResource } from '../../../src/ui/world/journal-lines.ts';
import { defaultAccount } from '../../../src/world/default-world.ts';
import { AWorld, aDay, text } from './a-world.ts';

let world: AWorld;
const region = 'us-east-1' as Region;
const picture = () => hsmPicture(region, keyViews(world.world.view, defaultAccount, region), world.world.entries);

beforeAll(async () => {
  world = await AWorld.begin();
  await world.createKey('ledger');
  for (let count = 0; count < 20; count += 1) await world.createKey();
  await world.createKey('elsewhere', 'eu-central-1');
  await world.call('Encrypt', { KeyId: 'alias/ledger', Plaintext: text('a secret that nobody reads') });
});

describe('the HSM', () => {
  test('counts the key materials of its Region alone', () => expect(picture().sealed).toBe(21));

  test('lights the token that was used last, however many there are', () => {
    const { tokens, records, more, last } = picture();
    expect(tokens.length + more).toBe(21);
    expect(tokens.filter(({ lit }) => lit)).toHaveLength(1);
    const [record] = records.filter(({ lit }) => lit);
    expect(record).toMatchObject({ name: 'alias/ledger', handle: tokens.find(({ lit }) => lit)?.handle });
    expect(last).toMatchObject({ name: 'alias/ledger', operation: 'Encrypt' });
  });

  test('does not hold what lies in a CloudHSM cluster', () => {
    const keys = keyViews(world.world.view, defaultAccount, region);
    const [first, ...rest] = keys;
    const moved = [{ ...first!, origin: 'AWS_CLOUDHSM' }, ...rest];
    const { sealed, inClusters, records } = hsmPicture(region, moved, world.world.entries);
    expect([sealed, inClusters]).toEqual([20, 1]);
    expect(records.map(({ name }) => name)).not.toContain('alias/ledger');
  });

  test('draws inside its frame, each token in a place of its own', () => {
    const xs = picture().tokens.map(({ x }) => x);
    expect(Math.min(...xs)).toBeGreaterThan(10);
    expect(Math.max(...xs)).toBeLessThan(390);
    expect(new Set(xs).size).toBe(xs.length);
  });
});

describe('a line of the journal', () => {
  const lines = () =>
    world.world.entries.map((entry) =>
      journalLine(entry, {
        ofResource: (arn) => nameOfResource(arn, () => 'alias/ledger'),
        ofGroup: (group) => nameOfGroup(group, world.world.entries),
      }),
    );

  test('says operation, key and result; and keeps the request as it was recorded', () => {
    const line = lines().at(-1)!;
    expect(line).toMatchObject({ what: 'encrypt', about: 'alias/ledger', result: 'done', tone: 'ok' });
    expect(line.request).toContain('"bytes": 26');
    expect(JSON.stringify(line)).not.toContain('secret');
  });

  test('names a key that was just made', () => {
    expect(lines().find(({ what }) => what === 'create-key')?.about).toBe('alias/ledger');
  });

  test('shows a refusal with its code, and what the clock did', async () => {
    await world.answer('DescribeKey', { KeyId: 'alias/nobody' });
    expect(lines().at(-1)).toMatchObject({ result: 'NotFoundException', tone: 'bad' });
    expect(lines().at(-1)?.response).toMatch(/^NotFoundException: /);
    await world.world.group().advance(8 * aDay);
    expect(lines().at(-1)).toMatchObject({ what: 'the clock moved', about: '8 d' });
  });

  test('says what an undo took back: the line as typed, or the call', async () => {
    await world.answer('CreateKey', {});
    await world.world.group().undo();
    expect(lines().at(-1)).toMatchObject({ what: 'undo', about: 'create-key' });
    const file = { path: '/home/cloudshell-user/a', content: { bytes: new Uint8Array(1), mode: 0o644 } };
    await world.world.group().endLine({ text: 'echo > a', exitCode: 0, files: [file] });
    await world.world.group().undo();
    expect(lines().at(-1)).toMatchObject({ what: 'undo', about: 'echo > a' });
    await world.world.group().redo();
    expect(lines().at(-1)).toMatchObject({ what: 'redo', about: 'echo > a' });
  });
});
