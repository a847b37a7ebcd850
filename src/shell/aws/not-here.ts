// What people type that the AWS CLI has and Keyroom has not: an answer in our own words, with what to do instead.
import { CliError } from './errors.ts';

/** Those that a lesson or an example about KMS may send one to. */
const otherServices = [
  'accessanalyzer',
  'autoscaling',
  'cloudhsmv2',
  'cloudtrail',
  'cloudwatch',
  'config',
  'dynamodb',
  'ec2',
  'events',
  'iam',
  'lambda',
  'logs',
  'organizations',
  'rds',
  's3',
  's3api',
  'secretsmanager',
  'service-quotas',
  'sns',
  'sqs',
  'ssm',
  'sts',
];
const signingIn = ['login', 'logout', 'sso'];

/** The words of a line that are commands elsewhere. */
export const commandsElsewhere = (words: readonly string[], here: readonly string[]): readonly string[] =>
  words.filter((word) => !here.includes(word) && (otherServices.includes(word) || signingIn.includes(word)));

/** `here` are the services that there are. */
export function notHere(command: string, here: readonly string[]): CliError {
  if (signingIn.includes(command)) {
    return ours(`Nobody has to sign in here: this terminal has its credentials. “lab whoami” says whose they are.`);
  }
  const instead = command === 'sts' ? ' “lab whoami” says who you are.' : '';
  return ours(`Keyroom does not have “aws ${command}” yet; of AWS it has ${here.join(', ')}.${instead}`);
}

export const configureAsksNothing = (): CliError =>
  ours(
    '“aws configure” asks nothing here: this terminal has its credentials. Another Region: --region, or export AWS_REGION=eu-west-1. Settings and profiles: ~/.aws/config, which “aws configure get” reads.',
  );

/** What `configure` does elsewhere and not here. */
export const configureElsewhere = ['add-model', 'export-credentials', 'import', 'list', 'set', 'sso', 'sso-session'];

export const noSuchOperationYet = (operation: string): string => `Keyroom does not have ${operation} yet. AWS does.`;

const ours = (message: string) => new CliError(252, message);
