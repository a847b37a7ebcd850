// What Tab offers.
import { beforeAll, describe, expect, test } from 'vitest';
import { splitLine } from '../../src/shell/split-line.ts';
import type { ShellSession } from '../../src/shell/shell-api.ts';
import type { World } from '../../src/world/world-api.ts';
import { lastOf, newShell, newWorld } from './sessions.ts';

let world: World;
let shell: ShellSession;
let keyId: string;

beforeAll(async () => {
  world = await newWorld();
  shell = await newShell({ world });
  const { stdout } = await lastOf(
    shell,
    'KEY_ID=$(aws kms create-key --query KeyMetadata.KeyId --output text); KEY_ARN=x; greet() { :; }; alias ll="ls -l"',
    'aws kms create-alias --alias-name alias/app --target-key-id $KEY_ID',
    'mkdir dir; echo > file.txt; echo > dir/inner; echo > "a b"; echo > .hidden',
    'echo $KEY_ID',
  );
  keyId = stdout.trim();
});

const offered = async (text: string) => {
  const { from, options } = await shell.complete(text, text.length);
  return { begins: text.slice(from), options };
};

describe('offers', () => {
  test.each<readonly [text: string, begins: string, options: readonly string[]]>([
    ['ope', 'ope', ['openssl']],
    ['gre', 'gre', ['greet', 'grep']],
    ['ll', 'll', ['ll']],
    ['cat fi', 'fi', ['file.txt']],
    ['cat dir/', 'dir/', ['dir/inner']],
    ['cat ~/fi', '~/fi', ['~/file.txt']],
    ['cat .h', '.h', ['.hidden']],
    ['cat a', 'a', ['a\\ b']],
    ['cat "a', '"a', ['"a b']],
    ['cat a\\ ', 'a\\ ', ['a\\ b']],
    ['cd d', 'd', ['dir/']],
    ['cat < fi', 'fi', ['file.txt']],
    ['echo x > di', 'di', ['dir/']],
    ['echo $KEY', '$KEY', ['$KEY_ARN', '$KEY_ID']],
    ['echo "${KEY_I', '${KEY_I', ['${KEY_ID}']],
    ['echo hi; ope', 'ope', ['openssl']],
    ['echo hi | ope', 'ope', ['openssl']],
    ['X=$(ope', 'ope', ['openssl']],
    ['A=1 ope', 'ope', ['openssl']],
    ['if ope', 'ope', ['openssl']],
    ['lab c', 'c', ['clock', 'cluster']],
    ['lab clock ', '', ['advance', 'show']],
    ['openssl e', 'e', ['ec', 'ecparam', 'enc']],
    ['openssl pke', 'pke', ['pkey', 'pkeyutl']],
    ['openssl pkeyutl -peer', '-peer', ['-peerkey', '-peerform']],
    ['openssl pkcs8 -t', '-t', ['-topk8', '-traditional']],
    ['openssl genpkey -a', '-a', ['-algorithm']],
    ['openssl dgst -sig', '-sig', ['-sign', '-signature', '-sigopt']],
    ['openssl enc -aes-256', '-aes-256', ['-aes-256-cbc', '-aes-256-ctr']],
    ['openssl enc -in fi', 'fi', ['file.txt']],
    ['openssl dgst -sha5', '-sha5', ['-sha512']],
    ['aws kms create-a', 'create-a', ['create-alias']],
    ['BLOB=$(aws kms create-a', 'create-a', ['create-alias']],
    ['aws kms encrypt --pl', '--pl', ['--plaintext']],
    ['aws kms describe-key --key-id al', 'al', ['alias/app']],
    ['aws kms delete-alias --alias-name ', '', ['alias/app']],
    ['aws --region eu-north', 'eu-north', ['eu-north-1']],
    ['aws kms encrypt --plaintext fileb://fi', 'fileb://fi', ['fileb://file.txt']],
    ['aws kms list-keys > fi', 'fi', ['file.txt']],
    ["echo '$KEY", "'$KEY", []],
    ['nosuchthing', 'nosuchthing', []],
    ['lab cluster fail in', 'in', ['inactive', 'internal']],
    ['lab proxy fail time', 'time', ['timeout']],
    ['lab proxy show ti', 'ti', []],
    ['lab cluster fail internal in', 'in', []],
  ])('for %s', async (text, begins, options) => {
    expect(await offered(text)).toEqual({ begins, options });
  });

  test('key IDs of the Region that the line names', async () => {
    expect((await offered('aws kms describe-key --key-id ')).options).toEqual([keyId, 'alias/app'].sort());
    expect((await offered('aws --region eu-west-1 kms describe-key --key-id ')).options).toEqual([]);
  });

  test('custom key stores', async () => {
    const { stdout } = await lastOf(
      shell,
      'lab cluster create > /dev/null; lab cluster certificate > ca.crt',
      'aws kms create-custom-key-store --custom-key-store-name Mine --cloud-hsm-cluster-id $(lab cluster id) --key-store-password kmsPswd --trust-anchor-certificate file://ca.crt --query CustomKeyStoreId --output text',
    );
    const { options } = await offered('aws kms connect-custom-key-store --custom-key-store-id ');
    expect(options).toEqual([stdout.trim()]);
  });

  test('nothing that it had to leave a trace for', async () => {
    const before = world.entries.length;
    await offered('aws kms describe-key --key-id ');
    expect(world.entries.length).toBe(before);
  });

  test('every command of the shell, but none of its inner ones', async () => {
    const { options } = await offered('');
    expect(options).toEqual(expect.arrayContaining(['aws', 'base64', 'jq', 'lab', 'openssl', 'xxd', 'cd']));
    expect(options.filter((name) => name.startsWith('__'))).toEqual([]);
  });
});

test.each<readonly [text: string, words: readonly string[], word: string]>([
  ['a b c', ['a', 'b'], 'c'],
  ['a b ', ['a', 'b'], ''],
  ['a "b c" d', ['a', 'b c'], 'd'],
  [`a 'b "c' d`, ['a', 'b "c'], 'd'],
  ['a b\\ c', ['a'], 'b c'],
  ['x; a b', ['a'], 'b'],
  ['x && a b', ['a'], 'b'],
  ['x | a b', ['a'], 'b'],
  ['x "$(a b', ['a'], 'b'],
  ['x $(a b) c', ['x', ''], 'c'],
  ['a > f b', ['a'], 'b'],
  ['a 2>&1 b', ['a', '2'], 'b'],
  ['a # b', ['a'], ''],
  ['x\na b', ['a'], 'b'],
  ['while a b', ['a'], 'b'],
])('the words of %j', (text, words, word) => {
  const split = splitLine(text);
  expect([split.words.map((each) => each.text), split.word.text]).toEqual([words, word]);
});
