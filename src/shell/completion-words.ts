// Completion of words that are not those of `aws`: commands, files, and the subcommands of `openssl` and `lab`.
import { verbs } from './commands/lab/lab.ts';
import { asn1parseOptions } from './commands/openssl/asn1parse.ts';
import { cipherNames } from './commands/openssl/ciphers.ts';
import { cmsOptions } from './commands/openssl/cms.ts';
import { digestNames } from './commands/openssl/digests.ts';
import { generatorOptions } from './commands/openssl/generate.ts';
import { keyToolOptions } from './commands/openssl/key-tools.ts';
import { subcommands } from './commands/openssl/openssl.ts';
import { pkeyutlOptions } from './commands/openssl/pkeyutl.ts';
import { shakeNames } from './commands/openssl/shake.ts';
import type { CompletionSources } from './completion-sources.ts';
import { RANDOM_COMMAND } from './random-expansion.ts';
import type { Word } from './split-line.ts';

const builtins = `alias break cd continue declare echo eval exit export false getopts hash help let local mapfile popd
  printf pushd pwd read readonly return set shift shopt source test time true type unalias unset`.split(/\s+/);
const keywords = [
  'case',
  'do',
  'done',
  'elif',
  'else',
  'esac',
  'fi',
  'for',
  'function',
  'if',
  'then',
  'until',
  'while',
];

const openssl: Readonly<Record<string, readonly string[]>> = {
  enc: [
    ...['-e', '-d', '-K', '-iv', '-k', '-pass', '-pbkdf2', '-iter', '-md', '-salt', '-nosalt', '-S', '-a', '-base64'],
    ...['-A', '-in', '-out', '-nopad', '-p', '-P', ...cipherNames.map((name) => `-${name}`)],
  ],
  rand: ['-hex', '-base64', '-out'],
  dgst: [
    ...[
      '-hex',
      '-binary',
      '-r',
      '-out',
      '-hmac',
      '-mac',
      '-macopt',
      ...[...digestNames, ...shakeNames].map((name) => `-${name}`),
    ],
    ...['-xoflen', '-sign', '-verify', '-prverify', '-signature', '-sigopt', '-keyform'],
  ],
  base64: ['-d', '-e', '-A', '-in', '-out'],
  ...Object.fromEntries(
    Object.entries({
      ...keyToolOptions,
      ...generatorOptions,
      pkeyutl: pkeyutlOptions,
      cms: cmsOptions,
      asn1parse: asn1parseOptions,
    }).map(([program, names]) => [program, names.map((name) => `-${name}`)]),
  ),
};

function wordsOf(words: readonly Word[]): readonly string[] | undefined {
  const [command, first, ...more] = words.map(({ text }) => text);
  if (command === 'lab') {
    if (first === undefined) return verbs.map(({ name }) => name);
    const verb = verbs.find(({ name }) => name === first);
    const [second, ...others] = more;
    if (second !== undefined) return others.length > 0 ? [] : (verb?.furtherWords?.[second] ?? []);
    return first === 'help' ? verbs.map(({ name }) => name) : (verb?.words ?? []);
  }
  if (command === 'openssl' && first === undefined) return [...subcommands, ...digestNames, ...cipherNames];
  return undefined;
}

function optionsOf(words: readonly Word[]): readonly string[] {
  const [command, first = ''] = words.map(({ text }) => text);
  if (command !== 'openssl') return [];
  return (
    openssl[first] ??
    (cipherNames.includes(first) ? openssl['enc'] : digestNames.includes(first) ? openssl['dgst'] : []) ??
    []
  );
}

async function commands({ env, functions, files }: CompletionSources): Promise<readonly string[]> {
  const aliases = [...env.keys()].filter((name) => name.startsWith('BASH_ALIAS_')).map((name) => name.slice(11));
  const programs = await files.readdir('/usr/bin').catch(() => []);
  const all = [...builtins, ...keywords, ...aliases, ...functions.keys(), ...programs];
  return [...new Set(all)].filter((name) => name !== RANDOM_COMMAND).sort();
}

async function paths(typed: string, { files, cwd, env }: CompletionSources): Promise<readonly string[]> {
  const slash = typed.lastIndexOf('/');
  const shown = typed.slice(0, slash + 1);
  const begin = typed.slice(slash + 1);
  const home = env.get('HOME') ?? '/';
  const directory = files.resolvePath(cwd, shown === '' ? '.' : shown.replace(/^~(?=\/)/, home));
  const names = await files.readdir(directory).catch(() => []);
  const fitting = names.filter((name) => name.startsWith(begin) && (begin !== '' || !name.startsWith('.'))).sort();
  return Promise.all(
    fitting.map(async (name) => {
      const stat = await files.stat(files.resolvePath(directory, name)).catch(() => undefined);
      return `${shown}${name}${stat?.isDirectory === true ? '/' : ''}`;
    }),
  );
}

/** What may stand for the word, each whole and unquoted. */
export async function completeWord(
  word: Word,
  words: readonly Word[],
  sources: CompletionSources,
  onlyFiles: boolean,
): Promise<readonly string[]> {
  const fitting = (names: readonly string[]) => names.filter((name) => name.startsWith(word.text));
  if (onlyFiles) return paths(word.text, sources);
  if (words.length === 0 && !word.text.includes('/'))
    return word.text === '~' ? ['~/'] : fitting(await commands(sources));
  const known = wordsOf(words);
  if (known) return fitting(known);
  if (word.text.startsWith('-')) return fitting(optionsOf(words));
  if (word.text === '~') return ['~/'];
  const assigned = /^[A-Za-z_-]+=(.*)$/s.exec(word.text);
  if (assigned?.[1] !== undefined) {
    const before = word.text.slice(0, -assigned[1].length || undefined);
    return (await paths(assigned[1], sources)).map((path) => `${before}${path}`);
  }
  return paths(word.text, sources);
}
