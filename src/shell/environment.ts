// What a fresh session's environment holds: AWS CloudShell's, with the learner's credentials in it.
import { HOST_NAME } from './commands/identity.ts';
import { HOME } from './shell-api.ts';
import type { ShellOptions } from './shell-api.ts';

export const freshEnvironment = ({
  credentials,
  region,
  userName,
}: Pick<ShellOptions, 'credentials' | 'region' | 'userName'>): Readonly<Record<string, string>> => ({
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
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  ...(credentials.secretAccessKey !== undefined && { AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey }),
  ...(credentials.sessionToken !== undefined && { AWS_SESSION_TOKEN: credentials.sessionToken }),
});
