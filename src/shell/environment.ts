// What a fresh session's environment holds: AWS CloudShell's. Its credentials are not in it: there as here they come from
// the container, which the CLI asks last, so that a profile that names only a Region still has them.
// Source: AWS CLI User Guide, "Configuration settings and precedence".
import type { Credentials } from '../world/world-api.ts';
import { HOST_NAME } from './commands/identity.ts';
import { HOME } from './shell-api.ts';
import type { ShellOptions } from './shell-api.ts';

export const freshEnvironment = ({
  region,
  userName,
}: Pick<ShellOptions, 'region' | 'userName'>): Readonly<Record<string, string>> => ({
  HOME,
  USER: userName,
  LOGNAME: userName,
  SHELL: '/bin/bash',
  PATH: '/usr/local/bin:/usr/bin:/bin',
  LANG: 'en_US.UTF-8',
  TERM: 'xterm-256color',
  TZ: 'UTC',
  HOSTNAME: HOST_NAME,
  AWS_EXECUTION_ENV: 'CloudShell',
  AWS_REGION: region,
  AWS_DEFAULT_REGION: region,
});

/** Whose commands run without a profile: the environment's, else the container's. */
export function credentialsIn(valueOf: (name: string) => string | undefined, container: Credentials): Credentials {
  const accessKeyId = valueOf('AWS_ACCESS_KEY_ID');
  if (accessKeyId === undefined || accessKeyId === '') return container;
  const sessionToken = valueOf('AWS_SESSION_TOKEN');
  return { accessKeyId, ...(sessionToken !== undefined && { sessionToken }) };
}
