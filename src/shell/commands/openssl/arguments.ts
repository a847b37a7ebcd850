// Options as OpenSSL's programs read them: one dash or two, a value always apart, the first operand ends them.

export type OptionKind = 'flag' | 'value' | 'positive';

/** What the program says before it stops, a line each. */
export class OpensslError extends Error {
  override readonly name = 'OpensslError';
  readonly exitCode: number;
  constructor(message: string, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

export interface Arguments {
  /** The last value of each option that is named in the table; a flag's is ''. */
  readonly given: ReadonlyMap<string, string>;
  /** All values of an option that may stand several times, in order. */
  readonly every: (name: string) => readonly string[];
  /** Names that are not in the table, in order: ciphers and digests. */
  readonly others: readonly string[];
  readonly operands: readonly string[];
}

export function readArguments(
  program: string,
  args: readonly string[],
  table: Readonly<Record<string, OptionKind>>,
): Arguments {
  const given = new Map<string, string>();
  const values: (readonly [name: string, value: string])[] = [];
  const others: string[] = [];
  const rest = [...args];
  const refuse = (message: string): never => {
    throw new OpensslError(refuseHelpful(program, message));
  };
  for (let word = rest[0]; word?.startsWith('-') === true && word !== '-'; word = rest[0]) {
    rest.shift();
    if (word === '--') break;
    const name = word.replace(/^--?/, '');
    const kind = Object.hasOwn(table, name) ? table[name] : undefined;
    if (kind === undefined) {
      others.push(name);
      continue;
    }
    // What is said again moves to the end: of options that exclude each other the last one counts.
    given.delete(name);
    if (kind === 'flag') {
      given.set(name, '');
      continue;
    }
    const value = rest.shift() ?? refuse(`Option -${name} needs a value`);
    if (kind === 'positive') {
      if (!/^-?\d+$/.test(value)) refuse(`Can't parse "${value}" as a number`);
      if (Number(value) <= 0) refuse(`Non-positive number "${value}" for option -${name}`);
    }
    given.set(name, value);
    values.push([name, value]);
  }
  const every = (name: string) => values.flatMap(([each, value]) => (each === name ? [value] : []));
  return { given, every, others, operands: rest };
}

/** The words of a program that does not understand its command line. */
export const refuseHelpful = (program: string, message?: string): string =>
  `${message === undefined ? '' : `${program}: ${message}\n`}${program}: Use -help for summary.`;

/** A line of OpenSSL's error queue. Its first field is the thread there; here it is always the same. */
export const queued = (code: string, library: string, where: string, reason: string, source: string) =>
  `40F7F21AFE7E0000:error:${code}:${library}:${where}:${reason}:${source}`;

export const unsupported = (name: string) =>
  queued(
    '0308010C',
    'digital envelope routines',
    'inner_evp_generic_fetch',
    'unsupported',
    `../crypto/evp/evp_fetch.c:386:Global default library context, Algorithm (${name} : 0), Properties (<null>)`,
  );

export const notThere = (path: string, reason: string, mode: 'r' | 'rb' | 'wb') =>
  [
    queued(
      '80000002',
      'system library',
      'BIO_new_file',
      reason,
      `../crypto/bio/bss_file.c:67:calling fopen(${path}, ${mode})`,
    ),
    queued('10000080', 'BIO routines', 'BIO_new_file', 'no such file', '../crypto/bio/bss_file.c:75:'),
  ].join('\n');
