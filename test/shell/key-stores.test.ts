// Custom key stores as one types them: built, used, broken and mended, all in one terminal.
import { expect, test } from 'vitest';
import { lastOf, newShell } from './sessions.ts';

const CONNECT_CLUSTER = [
  'lab cluster create --password first-one',
  'lab cluster certificate > customerCA.crt',
  'STORE=$(aws kms create-custom-key-store --custom-key-store-name hsms --cloud-hsm-cluster-id "$(lab cluster id)" --key-store-password first-one --trust-anchor-certificate file://customerCA.crt --query CustomKeyStoreId --output text)',
  'aws kms connect-custom-key-store --custom-key-store-id $STORE',
];
const CONNECT_PROXY = [
  'lab proxy create --name keys',
  'lab proxy add-key ledger',
  'CREDENTIAL=$(lab proxy rotate-credential)',
  'STORE=$(aws kms create-custom-key-store --custom-key-store-name outside --custom-key-store-type EXTERNAL_KEY_STORE --xks-proxy-connectivity PUBLIC_ENDPOINT --xks-proxy-uri-endpoint https://keys.xks.example.com --xks-proxy-uri-path /kms/xks/v1 --xks-proxy-authentication-credential $CREDENTIAL --query CustomKeyStoreId --output text)',
  'aws kms connect-custom-key-store --custom-key-store-id $STORE',
];
const STATE = `aws kms describe-custom-key-stores --custom-key-store-id $STORE --query 'CustomKeyStores[0].[ConnectionState,ConnectionErrorCode]' --output text`;
const ENCRYPT =
  'aws kms encrypt --key-id $KEY --plaintext "$(printf secret | base64)" --query CiphertextBlob --output text | base64 -d > box';
const DECRYPT = 'aws kms decrypt --ciphertext-blob fileb://box --query Plaintext --output text | base64 -d';

test('a CloudHSM key store: cluster, store, connect, key, encrypt, break, error, mend, decrypt', async () => {
  const shell = await newShell();
  const says = async (...lines: readonly string[]) => {
    const { stdout, stderr } = await lastOf(shell, ...lines);
    return stdout + stderr;
  };
  expect(await says(...CONNECT_CLUSTER, STATE)).toBe('CONNECTING\tNone\n');
  expect(await says('lab clock advance 15m')).toMatch(/KeyStoreConnection: .*cks-[0-9a-f]{17}/);
  expect(await says(STATE)).toBe('CONNECTED\tNone\n');
  await says(
    'KEY=$(aws kms create-key --origin AWS_CLOUDHSM --custom-key-store-id $STORE --query KeyMetadata.KeyId --output text)',
  );
  expect(await says(ENCRYPT, DECRYPT)).toBe('secret');

  await says('lab cluster remove-hsm --az a', 'lab cluster remove-hsm --az b');
  expect(await says(DECRYPT)).toContain(
    'An error occurred (KMSInvalidStateException) when calling the Decrypt operation: KMS cannot communicate with your CloudHSM cluster',
  );
  await says('aws kms disconnect-custom-key-store --custom-key-store-id $STORE', 'lab clock advance 5m');
  expect(await says('aws kms describe-key --key-id $KEY --query KeyMetadata.KeyState')).toBe('"Unavailable"\n');
  expect(await says(DECRYPT)).toMatch(/KMSInvalidStateException.*is unavailable\./);
  await says('aws kms connect-custom-key-store --custom-key-store-id $STORE', 'lab clock advance 15m');
  expect(await says(STATE)).toBe('FAILED\tINSUFFICIENT_CLOUDHSM_HSMS\n');

  await says(
    'lab cluster add-hsm --az c',
    'aws kms disconnect-custom-key-store --custom-key-store-id $STORE',
    'lab clock advance 5m',
    'aws kms connect-custom-key-store --custom-key-store-id $STORE',
    'lab clock advance 15m',
  );
  expect(await says(STATE)).toBe('CONNECTED\tNone\n');
  expect(await says(DECRYPT)).toBe('secret');
});

test('an external key store: proxy, store, connect, key, encrypt, break, error, undo, mend, decrypt', async () => {
  const shell = await newShell();
  const says = async (...lines: readonly string[]) => {
    const { stdout, stderr } = await lastOf(shell, ...lines);
    return stdout + stderr;
  };
  expect(await says(...CONNECT_PROXY, 'lab clock advance 10m', STATE)).toBe('CONNECTED\tNone\n');
  await says(
    'KEY=$(aws kms create-key --origin EXTERNAL_KEY_STORE --custom-key-store-id $STORE --xks-key-id ledger --query KeyMetadata.KeyId --output text)',
  );
  expect(await says(ENCRYPT, DECRYPT)).toBe('secret');
  const outOfTime = /KMSInvalidStateException.*did not respond in time/;
  expect(await says('lab proxy fail timeout', DECRYPT)).toMatch(outOfTime);
  expect(await says('lab undo', DECRYPT)).toBe('secret');
  expect(await says('lab redo', DECRYPT)).toMatch(outOfTime);
  expect(await says('lab proxy recover', 'lab proxy disable-key ledger', DECRYPT)).toMatch(
    /KMSInvalidStateException.*not enabled in the external key manager/,
  );
  expect(await says('lab proxy enable-key ledger', DECRYPT)).toBe('secret');
  expect(await says('lab proxy delete-key ledger', DECRYPT)).toMatch(/could not find the external key/);
  // A new external key of the same name is another key.
  expect(await says('lab proxy add-key ledger', DECRYPT)).toMatch(/corrupted, missing, or otherwise invalid/);
});

test.each([
  ['lab cluster', 0, /add-hsm/],
  ['lab help cluster', 0, /remove-hsm \[HSM \| --az b\]/],
  ['lab help proxy', 0, /rotate-credential/],
  ['lab cluster show', 0, /^There is no cluster in this Region\.\n$/],
  ['lab proxy show', 0, /^There is no proxy in this Region\.\n$/],
  ['lab cluster add-hsm', 1, /There is no CloudHSM cluster in this Region yet\. Make one with: lab cluster create/],
  ['lab proxy recover', 1, /Make one with: lab proxy create/],
  ['lab cluster mend', 2, /there is no “mend”/],
  ['lab cluster fail', 2, /the trouble is one of inactive, security-group/],
  ['lab proxy fail slowly', 2, /the trouble is one of timeout, unreachable/],
  ['lab proxy add-key', 2, /the external key’s ID is missing\nusage: lab proxy add-key/],
  ['lab cluster show me', 2, /“me” is more than it takes/],
  ['lab cluster create --hsms many', 2, /“many” is no number of HSMs/],
  ['lab cluster create --hsms 2; lab cluster add-hsm --az z', 1, /no subnet in z/],
  ['lab cluster create; lab cluster create; lab cluster recover', 1, /Which CloudHSM cluster\? There are cluster-/],
  ['lab proxy create; lab proxy create', 1, /There is a proxy proxy already\./],
  ['lab proxy create; lab proxy fail vpc-service-missing', 1, /on the internet/],
  ['lab proxy create; lab proxy move elsewhere', 1, /uriPath/],
])('%s', async (line, exitCode, words) => {
  const result = await (await newShell()).run(line);
  expect([result.exitCode, result.stdout + result.stderr]).toEqual([exitCode, expect.stringMatching(words)]);
});

test('what shows a cluster and a proxy has no secret in it', async () => {
  const shell = await newShell();
  const made = (await lastOf(shell, 'lab cluster create --password hush-hush', 'lab proxy create --vpc')).stdout;
  const secret = /RawSecretAccessKey=(\S+)/.exec(made)?.[1] ?? '';
  expect(secret).toHaveLength(64);
  const { stdout } = await shell.run(
    'lab cluster show; lab proxy show; lab cluster fail network; lab cluster lock-kmsuser',
  );
  expect(stdout).toMatch(/trouble: network\n/);
  expect(stdout).toMatch(/kmsuser is locked out/);
  expect(stdout).toMatch(/VPC service {4}com\.amazonaws\.vpce\.us-east-1\.vpce-svc-/);
  expect(stdout).not.toContain('hush-hush');
  expect(stdout).not.toContain(secret);
});
