// `openssl version`: the release whose behaviour this is.
import type { CommandResult } from '../command.ts';
import { OpensslError } from './arguments.ts';

const VERSION = 'OpenSSL 3.0.19 27 Jan 2026 (Library: OpenSSL 3.0.19 27 Jan 2026)\n';

export function version(args: readonly string[]): CommandResult {
  const strange = args.find((word) => !/^-{1,2}[av]$/.test(word));
  if (strange !== undefined) {
    throw new OpensslError(`version: Unknown option: ${strange}\nversion: Use -help for summary.`);
  }
  return { stdout: VERSION };
}
