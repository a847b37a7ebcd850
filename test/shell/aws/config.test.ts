import { describe, expect, it } from 'vitest';
import { aws, type Setting } from './support.ts';

const config = '[default]\nregion = eu-west-1\noutput = text\n\n[profile two]\nregion=eu-west-2\ns3 =\n  max = 1\n';
const credentials =
  '[default]\naws_access_key_id = AKID1\naws_secret_access_key = s1\n[two]\naws_access_key_id = AKID2\n' +
  'aws_secret_access_key = s2\naws_session_token = t2\n[half]\naws_access_key_id = AKID3\n';
const files = { '/home/user/.aws/config': config, '/home/user/.aws/credentials': credentials };
const HOME = '/home/user';
const keys = { AWS_ACCESS_KEY_ID: 'AKIDE', AWS_SECRET_ACCESS_KEY: 'se' };

const answer = { Keys: [{ KeyId: 'a', KeyArn: 'b' }] };

async function used(env: Record<string, string>, ...words: string[]) {
  const setting: Setting = { env: { HOME, ...env }, files, answer };
  const { requests, stdout, stderr } = await aws(['kms', 'list-keys', ...words], setting);
  const [request] = requests;
  return { region: request?.region, key: request?.credentials.accessKeyId, text: stdout.startsWith('KEYS'), stderr };
}

describe('settings', () => {
  it.each<[string, Record<string, string>, string[], { region?: string; key?: string; text?: boolean }]>([
    ['come from the files', {}, [], { region: 'eu-west-1', key: 'AKID1', text: true }],
    [
      'come from the environment before the files',
      { ...keys, AWS_DEFAULT_REGION: 'us-east-2', AWS_DEFAULT_OUTPUT: 'json' },
      [],
      { region: 'us-east-2', key: 'AKIDE', text: false },
    ],
    [
      'AWS_REGION before AWS_DEFAULT_REGION',
      { AWS_REGION: 'us-west-1', AWS_DEFAULT_REGION: 'us-east-2' },
      [],
      { region: 'us-west-1' },
    ],
    [
      'come from options before all',
      { AWS_REGION: 'us-west-1', AWS_DEFAULT_OUTPUT: 'text' },
      ['--region', 'us-west-2', '--output', 'json'],
      { region: 'us-west-2', text: false },
    ],
    [
      'are a profile’s under AWS_PROFILE, but not its keys before those of the environment',
      { ...keys, AWS_PROFILE: 'two' },
      [],
      { region: 'eu-west-2', key: 'AKIDE' },
    ],
    [
      'are a profile’s under --profile, keys and all',
      { ...keys, AWS_PROFILE: 'default' },
      ['--profile', 'two'],
      { region: 'eu-west-2', key: 'AKID2' },
    ],
    [
      'of the environment’s Region win over a profile’s',
      { AWS_REGION: 'us-west-1' },
      ['--profile', 'two'],
      { region: 'us-west-1' },
    ],
    [
      'that are empty in the environment are not set',
      { AWS_REGION: '', AWS_PROFILE: '', AWS_ACCESS_KEY_ID: '' },
      [],
      { region: 'eu-west-1', key: 'AKID1' },
    ],
  ])('%s', async (_, env, words, expected) => {
    expect(await used(env, ...words)).toMatchObject({ ...expected, stderr: '' });
  });

  it('pass a session token on', async () => {
    const { requests } = await aws(['kms', 'list-keys', '--profile', 'two'], { env: { HOME }, files });
    expect(requests[0]?.credentials).toEqual({ accessKeyId: 'AKID2', secretAccessKey: 's2', sessionToken: 't2' });
  });

  it.each<[string, Setting, string[], number, string]>([
    [
      'no credentials',
      { env: { AWS_REGION: 'us-east-1' } },
      [],
      253,
      'An error occurred (NoCredentials): Unable to locate credentials.',
    ],
    [
      'half a pair of keys',
      { env: { HOME, AWS_REGION: 'us-east-1' }, files },
      ['--profile', 'half'],
      255,
      'Partial credentials found in shared-credentials-file, missing: aws_secret_access_key',
    ],
    [
      'a profile that is not there',
      { env: { HOME }, files },
      ['--profile', 'ghost'],
      255,
      'The config profile (ghost) could not be found',
    ],
    [
      'a file that is no configuration',
      { env: { HOME }, files: { '/home/user/.aws/config': '{"a":1}' } },
      [],
      255,
      'Unable to parse config file: /home/user/.aws/config',
    ],
    [
      'an output that there is not',
      { env: { HOME, AWS_DEFAULT_OUTPUT: 'xml' }, files },
      [],
      255,
      'Unknown output type: xml',
    ],
  ])('are refused: %s', async (_, setting, words, exitCode, message) => {
    const result = await aws(['kms', 'list-keys', ...words], setting);
    expect(result).toMatchObject({ exitCode, requests: [] });
    expect(result.stderr).toContain(message);
  });

  it('need no keys for an unsigned request', async () => {
    const { requests } = await aws(['kms', 'list-keys', '--no-sign-request'], { env: { AWS_REGION: 'us-east-1' } });
    expect(requests[0]?.credentials).toEqual({ accessKeyId: '' });
  });

  it('are told by configure', async () => {
    expect((await aws(['configure', 'get', 'region', '--profile', 'two'], { env: { HOME }, files })).stdout).toBe(
      'eu-west-2\n',
    );
    expect(await aws(['configure', 'get', 'nothing'], { env: { HOME }, files })).toMatchObject({
      stdout: '',
      stderr: '',
      exitCode: 255,
    });
    expect((await aws(['configure', 'list-profiles'], { env: { HOME }, files })).stdout).toBe('default\ntwo\nhalf\n');
  });
});
