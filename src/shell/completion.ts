// What may stand at the cursor: commands, files, variables, and the words of `aws`, `openssl` and `lab`.
import { completeAws } from './aws/complete.ts';
import { namesInWorld } from './completion-values.ts';
import type { CompletionSources } from './completion-sources.ts';
import { completeWord } from './completion-words.ts';
import type { Completion } from './shell-api.ts';
import { splitLine } from './split-line.ts';
import type { Word } from './split-line.ts';

const none = (from: number): Completion => ({ from, options: [] });

/** `$KE` and `${KE`, within double quotes too. */
function variables(word: Word, { env }: CompletionSources): Completion | undefined {
  if (word.quote === "'") return undefined;
  const [, begin = '', brace = '', typed = ''] = /^(.*)\$(\{?)([A-Za-z_][A-Za-z0-9_]*|)$/s.exec(word.source) ?? [];
  if (!/\$\{?\w*$/.test(word.source)) return undefined;
  const names = [...env.keys()].filter((name) => /^[A-Za-z_]\w*$/.test(name) && name.startsWith(typed));
  const shown = names.filter((name) => !name.startsWith('BASH_ALIAS_')).sort();
  return { from: word.from + begin.length, options: shown.map((name) => `$${brace}${name}${brace === '' ? '' : '}'}`) };
}

/** A value that a shell would take apart is quoted, in the kind of quotes that is open. */
const insert = (text: string, quote: Word['quote']): string => {
  if (quote !== '') return `${quote}${text}`;
  return text.replaceAll(/[\s"'\\$`&|;<>()*?[\]{}!#]/g, (each) => `\\${each}`);
};

async function awsWords(words: readonly Word[], word: Word, sources: CompletionSources): Promise<readonly string[]> {
  const texts = [...words.map(({ text }) => text), word.text].slice(1);
  const option = texts.findLast((text, at) => text.startsWith('--') && at < texts.length - 1);
  const values = await namesInWorld(texts, option, sources);
  return completeAws(texts, sources.world.models, values);
}

export async function complete(text: string, cursor: number, sources: CompletionSources): Promise<Completion> {
  const { words, word } = splitLine(text.slice(0, cursor));
  const variable = variables(word, sources);
  if (variable) return variable;
  const [command] = words;
  const wanted = (options: readonly string[]): Completion => ({
    from: word.from,
    options: options.map((option) => insert(option, word.quote)),
  });
  if (command?.text === 'aws' && !word.redirects) {
    const options = await awsWords(words, word, sources);
    const path = /^(.*?fileb?:\/\/)(.*)$/s.exec(word.text);
    if (path?.[2] === undefined || path[2] === '') {
      if (options.length > 0) return wanted(options);
      if (path === null) return none(word.from);
    }
    const [, scheme = '', rest = ''] = path;
    const found = await completeWord({ ...word, text: rest }, words, sources, true);
    return wanted(found.map((each) => `${scheme}${each}`));
  }
  return wanted(await completeWord(word, words, sources, word.redirects));
}
