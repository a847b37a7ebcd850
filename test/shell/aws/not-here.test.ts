// What the AWS CLI has and Keyroom has not says so, and what to do instead.
import { describe, expect, it } from 'vitest';
import { aws, refused } from './support.ts';

const said = async (...argv: readonly string[]) => {
  const { stderr, exitCode, requests } = await aws(argv);
  expect(requests).toEqual([]);
  expect(exitCode).toBe(252);
  return stderr;
};

describe('what is not here', () => {
  it.each<[string, readonly string[], RegExp]>([
    ['who one is', ['sts', 'get-caller-identity'], /does not have “aws sts” yet; of AWS it has kms\. “lab whoami”/],
    ['another service', ['--region', 'eu-west-1', 's3', 'ls'], /does not have “aws s3” yet/],
    ['signing in', ['sso', 'login'], /Nobody has to sign in here/],
    ['a questionnaire', ['configure'], /asks nothing here: .*export AWS_REGION=eu-west-1/],
    ['settings', ['configure', 'list'], /~\/\.aws\/config/],
    ['a typing error, which is the CLI’s to explain', ['kmss'], /Found invalid choice 'kmss'.*\* kms/s],
    ['a subcommand that nobody has', ['configure', 'gets'], /Found invalid choice 'gets'.*\* get/s],
  ])('%s', async (_, argv, message) => {
    expect(await said(...argv)).toMatch(message);
  });

  it('an operation of the API that is not here yet', async () => {
    const line = ['kms', 'enable-key-rotation', '--key-id', 'k'];
    const { stderr } = await aws(line, { answer: () => refused('UnknownOperationException', '', 404) });
    expect(stderr).toContain('EnableKeyRotation operation: Keyroom does not have EnableKeyRotation yet. AWS does.');
  });
});
