// The services that have an AWS managed key here, and the policies of those keys, as GetKeyPolicy gives them in accounts
// that have used them. Source: AWS KMS Developer Guide, "AWS managed keys"; policies of the keys themselves.
import type { AccountId, Region } from '../../base/brand.ts';
import { isJsonObject, type Json } from '../../base/json.ts';

export interface ManagedService {
  readonly aliasName: string;
  /** "Default key that protects my … when no other key is defined" */
  readonly protects: string;
  readonly policyId: string;
  /** How the policy's text puts it: "through EBS", "to EFS". */
  readonly access: string;
  readonly users: string;
  /** The service in kms:ViaService. */
  readonly via: string;
  readonly actions: readonly string[];
  /** Those of its actions that it may do from every Region. */
  readonly actionsFromEveryRegion: readonly string[];
  /** Whether the account may take grants back that the service made. */
  readonly accountRevokesGrants: boolean;
  /** A service principal that may look at the key by itself. */
  readonly reader?: string;
}

const USE = ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*'];
const DESCRIBE = 'kms:DescribeKey';
const GRANT = 'kms:CreateGrant';

interface Differences extends Partial<ManagedService> {
  readonly protects: string;
  readonly users: string;
  readonly policyId: string;
}

const service = (name: string, { users, ...differences }: Differences): ManagedService => ({
  aliasName: `alias/aws/${name}`,
  access: `through ${users}`,
  users,
  via: name,
  actions: [...USE, GRANT, DESCRIBE],
  actionsFromEveryRegion: [],
  accountRevokesGrants: true,
  ...differences,
});

/** In the order of their aliases. */
export const managedServices: readonly ManagedService[] = [
  service('backup', {
    protects: 'Backup data',
    users: 'Backup Storage',
    access: 'through Backup',
    policyId: 'auto-backup-1',
    actions: [GRANT, 'kms:Decrypt', 'kms:GenerateDataKey*'],
  }),
  service('dynamodb', {
    protects: 'DynamoDB data',
    users: 'Amazon DynamoDB',
    policyId: 'auto-dynamodb-3',
    actions: [],
    actionsFromEveryRegion: [...USE, GRANT, DESCRIBE],
    reader: 'dynamodb.amazonaws.com',
  }),
  service('ebs', { protects: 'EBS volumes', users: 'EBS', policyId: 'auto-ebs-2', via: 'ec2' }),
  service('elasticfilesystem', {
    protects: 'EFS filesystems',
    users: 'EFS',
    access: 'to EFS',
    policyId: 'auto-elasticfilesystem-1',
  }),
  service('kinesis', {
    protects: 'Kinesis data',
    users: 'Amazon Kinesis',
    policyId: 'auto-kinesis-1',
    actions: [...USE, DESCRIBE],
    accountRevokesGrants: false,
  }),
  service('lambda', { protects: 'Lambda functions', users: 'AWS Lambda', policyId: 'auto-awslambda' }),
  service('rds', {
    protects: 'RDS database volumes',
    users: 'RDS',
    policyId: 'auto-rds-2',
    actions: [...USE, GRANT, 'kms:ListGrants', DESCRIBE],
  }),
  service('s3', {
    protects: 'S3 objects',
    users: 'S3',
    policyId: 'auto-s3-2',
    actions: [...USE, DESCRIBE],
    accountRevokesGrants: false,
  }),
  service('secretsmanager', {
    protects: 'Secrets Manager data',
    users: 'AWS Secrets Manager',
    policyId: 'auto-secretsmanager-2',
    actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', GRANT, DESCRIBE],
    actionsFromEveryRegion: ['kms:GenerateDataKey*'],
  }),
  service('sns', {
    protects: 'SNS data',
    users: 'SNS',
    policyId: 'auto-sns-1',
    actions: ['kms:Decrypt', 'kms:GenerateDataKey*', GRANT, 'kms:ListGrants', DESCRIBE],
  }),
  service('sqs', {
    protects: 'SQS messages',
    users: 'SQS',
    access: 'through Simple Queue Service (SQS)',
    policyId: 'auto-sqs-1',
  }),
  service('ssm', {
    protects: 'SSM parameters',
    users: 'SSM',
    policyId: 'auto-ssm-1',
    actions: [...USE, DESCRIBE],
    accountRevokesGrants: false,
  }),
];

export function managedKeyPolicy(service: ManagedService, account: AccountId, region: Region): string {
  const { access, users, via, actions, actionsFromEveryRegion, accountRevokesGrants, reader } = service;
  const look = ['kms:Describe*', 'kms:Get*', 'kms:List*'];
  const use = (action: readonly string[], condition: Json): Json => ({
    Sid: `Allow access ${access} for all principals in the account that are authorized to use ${users}`,
    Effect: 'Allow',
    Principal: { AWS: '*' },
    Action: oneOrMore(action),
    Resource: '*',
    Condition: condition,
  });
  const inAccount = { 'kms:CallerAccount': account };
  const here = { StringEquals: { ...inAccount, 'kms:ViaService': `${via}.${region}.amazonaws.com` } };
  const anywhere = { StringEquals: inAccount, StringLike: { 'kms:ViaService': `${via}.*.amazonaws.com` } };
  return asAwsWritesIt({
    Version: '2012-10-17',
    Id: service.policyId,
    Statement: [
      ...(actions.length > 0 ? [use(actions, here)] : []),
      ...(actionsFromEveryRegion.length > 0 ? [use(actionsFromEveryRegion, anywhere)] : []),
      {
        Sid: 'Allow direct access to key metadata to the account',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: [...look, ...(accountRevokesGrants ? ['kms:RevokeGrant'] : [])],
        Resource: '*',
      },
      ...(reader === undefined
        ? []
        : [
            {
              Sid: 'Allow DynamoDB to directly describe the key',
              Effect: 'Allow',
              Principal: { Service: reader },
              Action: look,
              Resource: '*',
            },
          ]),
    ],
  });
}

const oneOrMore = (actions: readonly string[]): Json => (actions.length === 1 ? (actions[0] ?? []) : actions);

function asAwsWritesIt(value: Json, indent = ''): string {
  if (Array.isArray(value)) {
    return `[ ${(value as readonly Json[]).map((item) => asAwsWritesIt(item, indent)).join(', ')} ]`;
  }
  if (!isJsonObject(value)) return JSON.stringify(value);
  const inner = `${indent}  `;
  const members = Object.entries(value).map(
    ([name, member]) => `${inner}${JSON.stringify(name)} : ${asAwsWritesIt(member, inner)}`,
  );
  return `{\n${members.join(',\n')}\n${indent}}`;
}
