// What just-bash and its files say when something fails, in the words of bash and strerror(3).

const reasons: readonly (readonly [code: string, reason: string])[] = [
  ['ENOENT', 'No such file or directory'],
  ['EISDIR', 'Is a directory'],
  ['ENOTDIR', 'Not a directory'],
  ['ENOTEMPTY', 'Directory not empty'],
  ['EEXIST', 'File exists'],
  ['EACCES', 'Permission denied'],
  ['EPERM', 'Operation not permitted'],
  ['ELOOP', 'Too many levels of symbolic links'],
  ['ENOSPC', 'No space left on device'],
];

/** Why a file could not be had. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return reasons.find(([code]) => text.includes(code))?.[1] ?? 'Input/output error';
}

const systemError = /(E[A-Z]+): [^\n']*, \w+ '[^'\n]*'(?: -> '[^'\n]*')?/g;

/** Standard error of a statement, as it may be shown. */
export const readable = (stderr: string): string =>
  stderr
    .replaceAll(/, increase executionLimits\.\w+/g, '')
    .replaceAll(/: command not available in browser environments\..*/g, ': command not found')
    .replaceAll(/^bash: execution aborted\n/gm, '')
    .replaceAll(systemError, (whole, code: string) => reasons.find(([each]) => each === code)?.[1] ?? whole);
