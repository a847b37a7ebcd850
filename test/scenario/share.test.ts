import { describe, expect, it } from 'vitest';
import { assembleMemoryWorld } from '../../src/host/assemble.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import { runSetup } from '../../src/scenario/run.ts';
import { shareSandbox, shareSeeded } from '../../src/scenario/share.ts';
import type { ShellSession } from '../../src/shell/shell-api.ts';
import { learnerCredentials } from '../../src/world/default-world.ts';
import type { Region } from '../../src/base/brand.ts';
import type { World } from '../../src/world/world-api.ts';
import { lessonTexts } from '../lessons/bank.ts';
import { makeShell, makeWorld } from './stage.ts';

const typed = async (world: World, lines: readonly string[]): Promise<ShellSession> => {
  const shell = await makeShell(world);
  for (const line of lines) await shell.run(line);
  return shell;
};
const sandbox = () => assembleMemoryWorld({ kind: { kind: 'sandbox' } });
const share = (world: World) =>
  shareSandbox({ entries: world.entries, title: 'Mine', seed: 's', makeWorld, makeShell });
const shared = async (lines: readonly string[]) => {
  const world = await sandbox();
  await typed(world, lines);
  const { text, left } = await share(world);
  return { setup: parseScenario(text).setup, left };
};
/** What a shared world says to a command. */
const said = async (setup: readonly string[], command: string) => {
  const world = await makeWorld('s');
  const shell = await makeShell(world);
  expect(await runSetup(shell, { setup, resume: [] })).toMatchObject({ ok: true });
  return (await shell.run(command)).stdout.trim();
};

describe('a shared sandbox', () => {
  it('is made of the lines that made it, without those that only looked or failed', async () => {
    const lines = [
      'KEY=$(aws kms create-key --query KeyMetadata.KeyId --output text)',
      'aws kms list-keys',
      'aws kms describe-key --key-id nothing',
      'echo hello > file',
      'cat file | wc -c',
      'aws kms create-alias --alias-name alias/a --target-key-id "$KEY"',
    ];
    const { setup, left } = await shared(lines);
    expect(setup).toEqual([lines[0], lines[3], lines[5]]);
    expect(left).toEqual([]);
  });

  it('has what lab did to the parts around KMS, and the key stores on them', async () => {
    const world = await sandbox();
    const shell = await typed(world, ['lab cluster create --hsms 2', 'lab cluster certificate > customerCA.crt']);
    const made = await shell.run(
      'aws kms create-custom-key-store --custom-key-store-name hsms --cloud-hsm-cluster-id "$(lab cluster id)" --key-store-password kmsPswd --trust-anchor-certificate file://customerCA.crt',
    );
    const { CustomKeyStoreId } = JSON.parse(made.stdout) as Record<string, string>;
    await shell.run(`aws kms connect-custom-key-store --custom-key-store-id ${CustomKeyStoreId}`);
    await shell.run('lab cluster show');
    await shell.run('lab clock advance 1h');
    const { text, left } = await share(world);
    // That the connecting took time is said; of the lines none is missing.
    expect(left.filter((sentence) => sentence.includes('left out'))).toEqual([]);
    expect(text).not.toContain(CustomKeyStoreId);
    const state = `aws kms describe-custom-key-stores --query 'CustomKeyStores[0].ConnectionState' --output text`;
    expect(await said(parseScenario(text).setup, state)).toBe('CONNECTED');
  });

  it('names by variables what was named by identifiers', async () => {
    const world = await sandbox();
    const shell = await makeShell(world);
    const id = (JSON.parse((await shell.run('aws kms create-key')).stdout) as { KeyMetadata: { KeyId: string } })
      .KeyMetadata.KeyId;
    await shell.run(`aws kms disable-key --key-id ${id}`);
    await shell.run(
      `aws kms tag-resource --key-id arn:aws:kms:us-east-1:111122223333:key/${id} --tags '[{"TagKey":"id","TagValue":"${id}"}]'`,
    );
    await shell.run(`aws kms schedule-key-deletion --pending-window-in-days 7 --key-id "${id}"`);
    const { text, left } = await share(world);
    const { setup } = parseScenario(text);
    expect(left).toEqual([]);
    expect(setup).toEqual([
      'KEY_1=$(aws kms create-key --query KeyMetadata.KeyId --output text)',
      'aws kms disable-key --key-id ${KEY_1}',
      `aws kms tag-resource --key-id arn:aws:kms:us-east-1:111122223333:key/\${KEY_1} --tags '[{"TagKey":"id","TagValue":"'"\${KEY_1}"'"}]'`,
      'aws kms schedule-key-deletion --pending-window-in-days 7 --key-id "${KEY_1}"',
    ]);
    expect(await said(setup, 'aws kms describe-key --key-id $KEY_1 --query KeyMetadata.KeyState --output text')).toBe(
      'PendingDeletion',
    );
    expect(
      await said(
        setup,
        'test "$(aws kms list-resource-tags --key-id $KEY_1 --query "Tags[0].TagValue" --output text)" = $KEY_1; echo $?',
      ),
    ).toBe('0');
  });

  it('finds out what a line made that is left as it is', async () => {
    const world = await sandbox();
    const shell = await makeShell(world);
    await shell.run('aws kms create-key > other.json');
    const line = 'aws kms create-key --description second | tee key.json > /dev/null';
    await shell.run(line);
    const id = (await shell.run('jq -r .KeyMetadata.KeyId key.json')).stdout.trim();
    await shell.run(`aws kms disable-key --key-id ${id}`);
    const { text, left } = await share(world);
    expect(left).toEqual([]);
    const { setup } = parseScenario(text);
    expect(setup).toContain(line);
    expect(
      await said(
        setup,
        'aws kms describe-key --key-id $KEY_1 --query "KeyMetadata.[Description,KeyState]" --output text',
      ),
    ).toBe('second\tDisabled');
  });

  it('is without what was undone, and with what was done again', async () => {
    const { setup, left } = await shared([
      'aws kms create-key',
      'lab undo',
      'aws kms create-key --description a',
      'lab undo',
      'lab redo',
    ]);
    expect(setup).toEqual(['aws kms create-key --description a']);
    expect(left).toEqual([]);
  });

  it('says what it cannot do again', async () => {
    const world = await sandbox();
    const click = (operation: string, input: unknown) =>
      world
        .group()
        .invoke({ service: 'kms', operation, input, region: 'us-east-1' as Region, credentials: learnerCredentials });
    const answer = await click('CreateKey', {});
    const id = answer.ok ? (answer.output as { KeyMetadata: { KeyId: string } }).KeyMetadata.KeyId : '';
    await click('ListKeys', {});
    const shell = await makeShell(world);
    await shell.run(`aws kms disable-key --key-id ${id}`);
    const stop = new AbortController();
    const running = shell.run('echo a > a; sleep 100', { signal: stop.signal });
    stop.abort();
    await running;
    await shell.run(`echo ${'QUJD'.repeat(40)} | base64 -d > blob`);
    const { text, left } = await share(world);
    expect(parseScenario(text).setup).toEqual([]);
    expect(left).toEqual([
      expect.stringMatching(/^CreateKey did not come from a line/),
      expect.stringMatching(/^“echo a > a; sleep 100” was interrupted/),
      expect.stringMatching(/^“echo QUJD.*has a ciphertext written out/),
      expect.stringMatching(/^“aws kms disable-key .* names something that the shared lines do not make/),
    ]);
  });

  it('leaves out, and names, a line that fails in a new world', async () => {
    const { setup, left } = await shared([
      'aws kms create-key',
      'test "$(aws kms list-keys --query "length(Keys)")" = 1 > once',
      'lab clock advance 1d',
    ]);
    expect(setup).toEqual([
      'aws kms create-key',
      'test "$(aws kms list-keys --query "length(Keys)")" = 1 > once',
      'lab clock advance 1d',
    ]);
    expect(left).toEqual([]);
    const random = await shared([
      'aws kms generate-random --number-of-bytes 8 --query Plaintext --output text > a',
      `grep -q "$(cat a)" a > b`,
      'test -e c || ! test "$RANDOM$RANDOM$RANDOM" = x > c',
    ]);
    expect(random.left).toEqual([]);
  });

  it('keeps what a line did before it failed', async () => {
    const { setup } = await shared(['aws kms create-key > key.json; false', 'cat key.json']);
    expect(setup).toEqual(['{\naws kms create-key > key.json; false\n} || true']);
    expect(await said(setup, 'aws kms list-keys --query "length(Keys)"')).toBe('1');
  });

  it('is without a line that no scenario could hold', async () => {
    const { setup, left } = await shared([`echo ${'x '.repeat(4500)} > a`, 'aws kms create-key']);
    expect(setup).toEqual(['aws kms create-key']);
    expect(left).toEqual([expect.stringMatching(/^“echo x[ x]+…” is too long/)]);
  });

  it('moves the clock as a click moved it', async () => {
    const world = await sandbox();
    await world.group().advance(8 * 86_400_000);
    const { text } = await share(world);
    expect(parseScenario(text).setup).toEqual(['lab clock advance 8d']);
  });
});

describe('a shared lesson', () => {
  it('is the lesson with what was typed, and gives the same world', async () => {
    const lesson = parseScenario(lessonTexts[0]!.text);
    const lines = [...lesson.steps[0]!.solution, 'aws kms describe-key --key-id nothing', 'lab undo'];
    const one = await makeWorld(lesson.seed);
    const shell = await makeShell(one);
    await runSetup(shell, lesson);
    for (const line of lines) await shell.run(line);
    const { text, left } = shareSeeded(lesson, one.entries);
    expect(left).toEqual([]);
    const again = parseScenario(text);
    expect(again.resume).toEqual(lines);
    const two = await makeWorld(again.seed);
    await runSetup(await makeShell(two), again);
    const list = 'aws kms list-keys; aws kms list-aliases; sha256sum *';
    const [there, here] = [await makeShell(two.fork()), await makeShell(one.fork())];
    expect((await there.run(list)).stdout).toBe((await here.run(list)).stdout);
    expect(parseScenario(shareSeeded(again, two.entries).text).resume).toEqual(lines);
  });
});
