// `declare -A m=([k]="a b")`: just-bash parses what stands in the parentheses as one word, and loses its quotes and `$(…)`.
// A plain assignment it does right, so such a statement is parsed again in the form `{ declare -A m; m=([k]="a b"); }`.
import type { ScriptNode, StatementNode } from 'just-bash';

const STATEMENT = /^\s*(declare|typeset|local|readonly|export)\s[^]*\w\+?=\(/;
const COMPOUND = /^([A-Za-z_][A-Za-z0-9_]*)(\+?)=(\([^]*\))$/;

/** Where the piece that begins at `at` ends: a quoted text, or what stands in brackets. */
function pieceEnd(text: string, at: number): number {
  const letter = text.charAt(at);
  if (letter === '\\') return at + 2;
  if (letter === "'") {
    if (text.charAt(at - 1) !== '$') return text.indexOf("'", at + 1) + 1;
    let end = at + 1;
    while (end < text.length && text.charAt(end) !== "'") end += text.charAt(end) === '\\' ? 2 : 1;
    return end + 1;
  }
  const closing = ({ '"': '"', '(': ')', '{': '}', '`': '`' } as Readonly<Record<string, string>>)[letter];
  if (closing === undefined) return at + 1;
  let end = at + 1;
  while (end < text.length && text.charAt(end) !== closing) {
    const inner = text.charAt(end);
    const isPlain = letter === '"' && (inner === "'" || inner === '(' || inner === '{') && text.charAt(end - 1) !== '$';
    end = isPlain || (letter === '"' && inner === "'") ? end + 1 : pieceEnd(text, end);
  }
  return end + 1;
}

/** The words of one simple command; undefined where it is not only that. */
function wordsOf(text: string): readonly string[] | undefined {
  const words: string[] = [];
  let word = '';
  let at = 0;
  while (at < text.length) {
    const letter = text.charAt(at);
    if (/[;&|<>\n]/.test(letter)) return undefined;
    if (/\s/.test(letter)) {
      if (word !== '') words.push(word);
      word = '';
      at += 1;
      continue;
    }
    const end = pieceEnd(text, at);
    if (end <= at) return undefined;
    word += text.slice(at, end);
    at = end;
  }
  return word === '' ? words : [...words, word];
}

/** The same command in the form that just-bash understands; undefined where that is not needed, or not possible. */
export function withoutCompoundWords(text: string): string | undefined {
  if (!STATEMENT.test(text)) return undefined;
  const [keyword = '', ...words] = wordsOf(text.trim()) ?? [];
  if (!words.some((word) => COMPOUND.test(word))) return undefined;
  const flags = words.filter((word) => /^[-+]\w+$/.test(word)).join(' ');
  const isReadonly = keyword === 'readonly' || /-\w*r/.test(flags);
  const plain = flags.replaceAll(/(?<=-\w*)r/g, '').replaceAll(/(^|\s)-(?=\s|$)/g, '');
  const declares = keyword === 'readonly' || keyword === 'export' ? 'declare' : keyword;
  const steps = words.flatMap((word) => {
    if (/^[-+]\w+$/.test(word)) return [];
    const [, name, append = '', value] = COMPOUND.exec(word) ?? [];
    if (name === undefined || value === undefined) return [`${keyword} ${flags} ${word}`];
    const kind = /-\w*[aA]/.test(plain) ? plain : `${plain} -a`;
    return [
      `${declares} ${kind} ${name}`,
      `${name}${append}=${value}`,
      ...(isReadonly ? [`readonly ${name}`] : []),
      ...(keyword === 'export' ? [`export ${name}`] : []),
    ];
  });
  return `{ ${steps.join('; ')}; }`;
}

type Parse = (text: string) => readonly StatementNode[];
const isNode = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function rewrite(node: Record<string, unknown>, parse: Parse): void {
  if (node['type'] === 'Statement' && typeof node['sourceText'] === 'string') {
    const text = withoutCompoundWords(node['sourceText']);
    const [parsed] = text === undefined ? [] : parse(text);
    if (parsed) {
      node['pipelines'] = parsed.pipelines;
      return;
    }
  }
  for (const child of Object.values(node)) if (isNode(child)) rewrite(child, parse);
}

/** The same script, changed in place. */
export function plainAssignments(script: ScriptNode, parse: Parse): ScriptNode {
  rewrite(script as unknown as Record<string, unknown>, parse);
  return script;
}
