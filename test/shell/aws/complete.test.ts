import { describe, expect, it } from 'vitest';
import { kmsModel } from '../../../src/services/kms/model.ts';
import { completeAws, type ValueKind } from '../../../src/shell/aws/complete.ts';

const values = (kind: ValueKind) =>
  ({
    'key-id': ['1234abcd-12ab-34cd-56ef-1234567890ab'],
    'alias-name': ['alias/app', 'alias/log'],
    'custom-key-store-id': ['cks-1234567890abcdef0'],
    region: ['eu-west-1', 'us-east-1'],
    profile: ['dev'],
    'policy-name': ['default'],
  })[kind];

/** Completes the last of the words that stand behind `aws`. */
const complete = (line: string) => completeAws(line.split(' '), { kms: kmsModel }, values);

describe('what may stand next', () => {
  it.each<[string, readonly string[]]>([
    ['', ['configure', 'help', 'kms']],
    ['k', ['kms']],
    ['kms generate-data-key-w', ['generate-data-key-without-plaintext']],
    ['kms describe-key --k', ['--key-id']],
    ['kms describe-key --key-id alias/a', ['alias/app']],
    ['kms describe-key --key-id 1', ['1234abcd-12ab-34cd-56ef-1234567890ab']],
    ['kms delete-alias --alias-name ', ['alias/app', 'alias/log']],
    ['kms create-key --key-spec RSA', ['RSA_2048', 'RSA_3072', 'RSA_4096']],
    ['kms create-grant --operations DescribeK', ['DescribeKey']],
    ['kms create-grant --operations Decrypt De', ['DeriveSharedSecret', 'DescribeKey']],
    ['kms create-grant --operations Decrypt --key-id alias/a', ['alias/app']],
    ['kms connect-custom-key-store --custom-key-store-id ', ['cks-1234567890abcdef0']],
    ['kms replicate-key --replica-region eu', ['eu-west-1']],
    ['kms update-primary-region --primary-region us', ['us-east-1']],
    ['kms create-key --key-spec RSA_2048 R', []],
    ['kms create-key --multi-region R', []],
    ['kms list-keys --output t', ['table', 'text']],
    ['kms list-keys --region eu', ['eu-west-1']],
    ['--region eu', ['eu-west-1']],
    ['--region eu-west-1 k', ['kms']],
    ['kms encrypt --plaintext f', ['file://', 'fileb://']],
    ['kms create-key --mul', ['--multi-region']],
    ['kms create-key --multi-region --no-m', []],
    ['kms list-keys --limit', []],
    ['kms nothing --k', []],
    ['configure ', ['get', 'list-profiles']],
    ['constructor ', []],
  ])('aws %s', (line, expected) => {
    expect(complete(line)).toEqual(expected);
  });

  it('is no option that was used', () => {
    const before = complete('kms encrypt --');
    expect(before).toContain('--key-id');
    expect(before).toContain('--query');
    expect(complete('kms encrypt --key-id k --')).toEqual(before.filter((word) => word !== '--key-id'));
  });

  it('names every operation', () => {
    expect(complete('kms ')).toHaveLength(55);
  });
});
