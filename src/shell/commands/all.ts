// The commands that are ours, besides `aws`.
import { base64 } from './base64.ts';
import { head, mktemp, random, shred } from './chance.ts';
import { date, sleep } from './clock.ts';
import { cmp } from './cmp.ts';
import type { ShellCommand } from './command.ts';
import { env, printenv } from './env.ts';
import { history } from './history.ts';
import { hostname, id, uname, whoami } from './identity.ts';
import { lab } from './lab/lab.ts';
import { openssl } from './openssl/openssl.ts';
import { printf } from './printf.ts';
import { xargs } from './xargs.ts';
import { xxd } from './xxd.ts';

export const ourCommands: readonly ShellCommand[] = [
  base64,
  cmp,
  date,
  env,
  head,
  history,
  hostname,
  id,
  lab,
  mktemp,
  openssl,
  printenv,
  printf,
  random,
  shred,
  sleep,
  uname,
  whoami,
  xargs,
  xxd,
];
