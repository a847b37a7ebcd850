// DIR: everything that was answered is there again, however the process ended.
import { chmodSync, copyFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KMS } from '@aws-sdk/client-kms';
import { describe, expect, it, vi } from 'vitest';
import { runEndpoint, scratchDirectory, startEndpoint } from './start.ts';

const scratch = scratchDirectory();
let directories = 0;
const newDirectory = () => join(scratch, `data-${(directories += 1)}`);
const text = (value: string) => new TextEncoder().encode(value);

interface Answered {
  readonly keyId: string;
  readonly alias: string;
  readonly ciphertext: Uint8Array;
  readonly plaintext: string;
  disabled: boolean;
}

/** Calls and calls, noting what was answered, until it is not answered any more. */
async function busy(kms: KMS, answered: Answered[], name: string): Promise<void> {
  try {
    for (let at = 0; ; at += 1) {
      const keyId = (await kms.createKey({})).KeyMetadata!.KeyId!;
      const alias = `alias/${name}-${at}`;
      await kms.createAlias({ AliasName: alias, TargetKeyId: keyId });
      const plaintext = `${name} ${at}`;
      const { CiphertextBlob } = await kms.encrypt({ KeyId: alias, Plaintext: text(plaintext) });
      const note = { keyId, alias, plaintext, ciphertext: CiphertextBlob!, disabled: false };
      answered.push(note);
      if (at % 3 === 0) {
        await kms.disableKey({ KeyId: keyId });
        note.disabled = true;
      }
    }
  } catch (error) {
    // The line was cut. Anything that the endpoint answered with is a failure of this test.
    if ('$metadata' in (error as object) && (error as { $fault?: string }).$fault) throw error;
  }
}

async function expectAll(kms: KMS, answered: readonly Answered[]): Promise<void> {
  for (const { keyId, alias, ciphertext, plaintext, disabled } of answered) {
    const { KeyMetadata } = await kms.describeKey({ KeyId: alias });
    expect(KeyMetadata).toMatchObject({ KeyId: keyId });
    // What was under way when the process died may have happened, or not.
    if (disabled) expect(KeyMetadata!.Enabled).toBe(false);
    if (!KeyMetadata!.Enabled) await kms.enableKey({ KeyId: keyId });
    const { Plaintext } = await kms.decrypt({ CiphertextBlob: ciphertext });
    expect(new TextDecoder().decode(Plaintext)).toBe(plaintext);
    if (disabled) await kms.disableKey({ KeyId: keyId });
  }
}

describe('what was answered', () => {
  it('is there after each of several deaths', async () => {
    const data = newDirectory();
    const answered: Answered[] = [];
    for (let round = 0; round < 6; round += 1) {
      const endpoint = await startEndpoint(['--data', data]);
      const kms = endpoint.client();
      await expectAll(kms, answered.slice(-40));
      const before = answered.length;
      const workers = Array.from({ length: 6 }, (_, at) => busy(endpoint.client(), answered, `r${round}-w${at}`));
      await vi.waitUntil(() => answered.length > before, { timeout: 20_000, interval: 1 });
      setTimeout(() => endpoint.kill('SIGKILL'), Math.random() * 400);
      await Promise.all(workers);
      expect(await endpoint.ended).toBe('SIGKILL');
    }
    const endpoint = await startEndpoint(['--data', data]);
    await expectAll(endpoint.client(), answered);
  }, 180_000);

  it('is there after it was asked to end, and a great many calls', async () => {
    const data = newDirectory();
    const first = await startEndpoint(['--data', data]);
    const kms = first.client();
    const KeyId = (await kms.createKey({})).KeyMetadata!.KeyId!;
    const { CiphertextBlob } = await kms.encrypt({ KeyId, Plaintext: text('old') });
    // Beyond a snapshot, and beyond what a journal may grow before it is written anew.
    const description = 'x'.repeat(8000);
    for (let at = 0; at < 24; at += 1) {
      await Promise.all(
        Array.from({ length: 100 }, (_, number) =>
          kms.updateKeyDescription({ KeyId, Description: `${at} ${number} ${description}` }),
        ),
      );
    }
    const { size } = statSync(join(data, 'journal'));
    // Each call's entry has the description three times; most have lost two of them.
    expect(size).toBeLessThan(24 * 100 * 3 * 8000);
    first.kill('SIGTERM');
    expect(await first.ended).toBe(0);
    const second = (await startEndpoint(['--data', data])).client();
    const { KeyMetadata } = await second.describeKey({ KeyId });
    expect(KeyMetadata!.Description).toMatch(/^23 \d+ x/);
    expect(new TextDecoder().decode((await second.decrypt({ CiphertextBlob })).Plaintext)).toBe('old');
  }, 180_000);
});

describe('a directory', () => {
  it('is its owner’s alone', async () => {
    const data = newDirectory();
    const kms = (await startEndpoint(['--data', data])).client();
    await kms.createKey({});
    const mode = (name: string) => (statSync(join(data, name)).mode & 0o777).toString(8);
    expect(['.', 'journal', 'domain-keys.json', 'lock'].map(mode)).toEqual(['700', '600', '600', '600']);
  });

  it('is one process’s alone, and is free when that one is gone', async () => {
    const data = newDirectory();
    const first = await startEndpoint(['--data', data]);
    const refused = await runEndpoint(['--port', '0', '--data', data]);
    expect([refused.code, refused.stdout]).toEqual([1, '']);
    expect(refused.stderr).toBe(`keyroom endpoint: ${data} is in use by another endpoint (process ${first.pid})\n`);
    expect((await first.client().listKeys({})).Keys).toEqual([]);
    first.kill('SIGKILL');
    await first.ended;
    const seconds = await Promise.allSettled([startEndpoint(['--data', data]), startEndpoint(['--data', data])]);
    expect(seconds.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it.each([
    ['half a frame', (file: Buffer) => Buffer.concat([file, file.subarray(0, 40)])],
    ['bytes that were never written', (file: Buffer) => Buffer.concat([file, Buffer.alloc(300)])],
    [
      'half its last frame missing',
      (file: Buffer) => Buffer.concat([file, file.subarray(file.lastIndexOf(10, -2) + 1, -20)]),
    ],
  ])('whose journal has %s at its end goes on without it', async (_what, tear) => {
    const data = newDirectory();
    const first = await startEndpoint(['--data', data]);
    const { KeyMetadata } = await first.client().createKey({});
    first.kill('SIGKILL');
    await first.ended;
    const journal = join(data, 'journal');
    writeFileSync(journal, tear(readFileSync(journal)));
    const second = await startEndpoint(['--data', data]);
    expect((await second.client().listKeys({})).Keys?.map(({ KeyId }) => KeyId)).toEqual([KeyMetadata!.KeyId]);
    await second.client().createKey({});
    second.kill('SIGKILL');
    await second.ended;
    expect((await (await startEndpoint(['--data', data])).client().listKeys({})).Keys).toHaveLength(2);
  });

  it('whose journal is damaged in its middle is refused, and left as it is', async () => {
    const data = newDirectory();
    const first = await startEndpoint(['--data', data]);
    for (let at = 0; at < 3; at += 1) await first.client().createKey({});
    first.kill('SIGTERM');
    await first.ended;
    const journal = join(data, 'journal');
    const whole = readFileSync(journal);
    for (const at of [5, Math.floor(whole.length / 2), whole.length - 30]) {
      const damaged = Buffer.from(whole);
      damaged[at] = damaged[at]! ^ 1;
      writeFileSync(journal, damaged);
      const { code, stderr } = await runEndpoint(['--port', '0', '--data', data]);
      expect(code).toBe(1);
      expect(stderr).toMatch(
        new RegExp(`^keyroom endpoint: ${journal} is damaged at byte \\d+\\. It is left as it is`),
      );
      expect(readFileSync(journal)).toEqual(damaged);
    }
    writeFileSync(journal, whole);
    expect((await (await startEndpoint(['--data', data])).client().listKeys({})).Keys).toHaveLength(3);
  });

  it('without its domain keys, or with keys that others may read, is refused', async () => {
    const data = newDirectory();
    const first = await startEndpoint(['--data', data]);
    await first.client().createKey({});
    first.kill('SIGKILL');
    await first.ended;
    const keys = join(data, 'domain-keys.json');
    chmodSync(keys, 0o644);
    expect((await runEndpoint(['--port', '0', '--data', data])).stderr).toContain('(mode 0644)');
    const others = newDirectory();
    mkdirSync(others);
    copyFileSync(join(data, 'journal'), join(others, 'journal'));
    expect(await runEndpoint(['--port', '0', '--data', others])).toMatchObject({
      code: 1,
      stderr: `keyroom endpoint: ${join(others, 'domain-keys.json')} is missing: the key material of this directory cannot be opened without it\n`,
    });
  });

  it('that cannot be one is refused', async () => {
    const file = join(scratch, 'a-file');
    writeFileSync(file, '');
    const { code, stderr } = await runEndpoint(['--port', '0', '--data', file]);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^keyroom endpoint: .*a-file: E/)]);
  });
});

describe('FILE', () => {
  const fileOf = (name: string, content: unknown) => {
    const path = join(scratch, name);
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  };
  const alice = {
    arn: 'arn:aws:iam::444455556666:user/alice',
    accessKeyId: 'AKIAI44QH8DHBEXAMPLE',
    secretAccessKey: 'je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY',
    policies: [],
  };
  const world = (...principals: object[]) => ({ accounts: [{ id: '444455556666', principals }] });
  const session = {
    arn: 'arn:aws:sts::444455556666:assumed-role/Reader/bob',
    accessKeyId: 'ASIAI44QH8DHBEXAMPLE',
    secretAccessKey: 'another/secret',
    sessionToken: 'IQoJb3JpZ2luX2VjEXAMPLETOKEN',
  };

  it('says who there is', async () => {
    const endpoint = await startEndpoint(['--world', fileOf('world.json', world(alice, session))]);
    const { accessKeyId, secretAccessKey } = alice;
    const { KeyMetadata } = await endpoint.client({ credentials: { accessKeyId, secretAccessKey } }).createKey({});
    expect(KeyMetadata!.AWSAccountId).toBe('444455556666');
    const asSession = endpoint.client({ credentials: { ...session } });
    expect((await asSession.describeKey({ KeyId: KeyMetadata!.Arn })).KeyMetadata!.KeyId).toBe(KeyMetadata!.KeyId);
    await expect(endpoint.client().listKeys({})).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
    const tokenless = endpoint.client({ credentials: { ...session, sessionToken: undefined } as never });
    await expect(tokenless.listKeys({})).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
  });

  it('seeds an empty directory, and must say the same of a filled one', async () => {
    const data = newDirectory();
    const file = fileOf('seed.json', world(alice));
    const { accessKeyId, secretAccessKey } = alice;
    const asAlice = { credentials: { accessKeyId, secretAccessKey } };
    const startAnd = async (args: readonly string[]) => {
      const endpoint = await startEndpoint(['--data', data, ...args]);
      await endpoint.client(asAlice).createKey({});
      const { Keys } = await endpoint.client(asAlice).listKeys({});
      endpoint.kill('SIGTERM');
      await endpoint.ended;
      return Keys?.length;
    };
    expect(await startAnd(['--world', file])).toBe(1);
    // The same in another form is the same; without FILE it goes on.
    const same = {
      accounts: [{ principals: [Object.fromEntries(Object.entries(alice).reverse())], id: '444455556666' }],
    };
    expect(await startAnd(['--world', fileOf('same.json', JSON.stringify(same, null, 4))])).toBe(2);
    expect(await startAnd([])).toBe(3);
    const other = fileOf('other.json', world(alice, session));
    const refused = await runEndpoint(['--port', '0', '--data', data, '--world', other]);
    expect([refused.code, refused.stdout]).toEqual([1, '']);
    expect(refused.stderr).toContain(`${data} already holds a world that was made of another FILE.`);
    expect(await startAnd(['--world', file])).toBe(4);
  });

  it('that is not one says where', async () => {
    const bad = fileOf('bad.json', world({ ...alice, accessKeyId: 'a b' }));
    expect(await runEndpoint(['--port', '0', '--world', bad])).toEqual({
      code: 1,
      stdout: '',
      stderr: `keyroom endpoint: ${bad}: accounts[0].principals[0].accessKeyId: an access key ID is 4 to 128 letters, digits and underscores\n`,
    });
    const none = join(scratch, 'none.json');
    const { code, stderr } = await runEndpoint(['--port', '0', '--world', none]);
    expect([code, stderr]).toEqual([1, expect.stringContaining('none.json: ENOENT')]);
  });
});
