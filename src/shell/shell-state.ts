// What a shell carries over, as a script that another bash can run: only what differs from a fresh session's.
import type { StatementNode } from 'just-bash';
import { quoted } from './quoting.ts';
import { HOME } from './shell-api.ts';
import type { BashArray, BashState, ContinuedBash } from './just-bash.ts';

const ALIAS = 'BASH_ALIAS_';
const NOT_CARRIED = new Set([
  '_',
  '?',
  'PWD',
  'SHELLOPTS',
  'BASHOPTS',
  'PIPESTATUS',
  'FUNCNAME',
  'BASH_SOURCE',
  'BASH_LINENO',
]);
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** What a shell begins with, to compare with later. */
export interface Baseline {
  readonly declarations: ReadonlyMap<string, string>;
  readonly shopt: Readonly<Record<string, boolean>>;
}

function flagsOf(state: BashState, name: string): string {
  const sets = [
    ['x', state.exportedVars],
    ['i', state.integerVars],
    ['l', state.lowercaseVars],
    ['u', state.uppercaseVars],
    ['n', state.namerefs],
    ['r', state.readonlyVars],
  ] as const;
  return sets.map(([flag, names]) => (names?.has(name) === true ? flag : '')).join('');
}

function arrayDeclaration(name: string, array: BashArray, flags: string): string {
  const items = [...array.elements].map(
    ([key, value]) => `[${array.kind === 'associative' ? quoted(key) : key}]=${quoted(value)}`,
  );
  const lines = [`declare -${array.kind === 'associative' ? 'A' : 'a'} ${name}`, `${name}=(${items.join(' ')})`];
  if (flags !== '') lines.push(`declare -${flags} ${name}`);
  return lines.join('\n');
}

/** Every variable by name, as the lines that make it again. */
function declarationsOf(state: BashState): Map<string, string> {
  const found = new Map<string, string>();
  const carried = (name: string) => NAME.test(name) && !NOT_CARRIED.has(name) && !name.startsWith(ALIAS);
  for (const name of state.declaredVars ?? [])
    if (carried(name)) found.set(name, `declare -${flagsOf(state, name) || '-'} ${name}`);
  for (const [name, value] of state.env) {
    if (carried(name)) found.set(name, `declare -${flagsOf(state, name) || '-'} ${name}=${quoted(value)}`);
  }
  for (const [name, array] of state.arrays ?? []) {
    if (carried(name)) found.set(name, arrayDeclaration(name, array, flagsOf(state, name)));
  }
  return found;
}

export const baselineOf = (state: BashState): Baseline => ({
  declarations: declarationsOf(state),
  shopt: { ...state.shoptOptions },
});

const definition = (node: object): StatementNode =>
  ({
    type: 'Statement',
    pipelines: [{ type: 'Pipeline', commands: [node], negated: false }],
    operators: [],
    background: false,
  }) as unknown as StatementNode;

/** Two parsed texts that do the same: where they stood, and how they were written, apart. */
const meaning = (statements: readonly StatementNode[]): string =>
  JSON.stringify(statements, (name, value: unknown) =>
    ['line', 'sourceText', 'sourceFile'].includes(name) ? undefined : value,
  );

/** A parsed function's body: just-bash keeps it, in a node of its own. */
const bodyOf = (node: object): object => ('body' in node && typeof node.body === 'object' && node.body) || node;

export class StateScript {
  readonly #bash: ContinuedBash;
  readonly #baseline: Baseline;
  /** Functions as they were typed, by their bodies. */
  readonly #typed = new WeakMap<object, string>();
  readonly #texts = new WeakMap<object, string>();

  constructor(bash: ContinuedBash, baseline: Baseline) {
    this.#bash = bash;
    this.#baseline = baseline;
  }

  /** Remembers how functions were typed: what just-bash writes for a parsed one is not always the same function. */
  hear(statements: readonly StatementNode[]): void {
    for (const { sourceText, pipelines } of statements) {
      const node = pipelines[0]?.commands[0];
      if (node?.type === 'FunctionDef' && sourceText !== undefined) this.#typed.set(bodyOf(node), sourceText);
    }
  }

  #textOf(node: object): string {
    const known = this.#texts.get(node);
    if (known !== undefined) return known;
    const statement = definition(node);
    const written = this.#bash.textOf([statement]);
    // It writes `EOF; }` where the end of a here-document must stand alone.
    const candidates = [this.#typed.get(bodyOf(node)) ?? written, written, written.replaceAll(/^(\w+); /gm, '$1\n')];
    // Better without this function than without all that stands in the same script.
    const text = candidates.find((each) => this.#means(each, statement)) ?? '';
    this.#texts.set(node, text);
    return text;
  }

  #means(text: string, statement: StatementNode): boolean {
    try {
      const [parsed, ...others] = this.#bash.parseNow(text);
      const command = parsed?.pipelines[0]?.commands[0];
      return others.length === 0 && command !== undefined && meaning([definition(command)]) === meaning([statement]);
    } catch {
      return false;
    }
  }

  script(): string {
    const { state } = this.#bash;
    const now = declarationsOf(state);
    const lines: string[] = [];
    for (const name of this.#baseline.declarations.keys()) if (!now.has(name)) lines.push(`unset ${name}`);
    for (const [name, text] of now) if (this.#baseline.declarations.get(name) !== text) lines.push(text);
    for (const [name, value] of state.env) {
      if (name.startsWith(ALIAS)) lines.push(`alias ${name.slice(ALIAS.length)}=${quoted(value)}`);
    }
    for (const node of state.functions.values()) lines.push(this.#textOf(node));
    for (const [name, on] of Object.entries(state.shoptOptions)) {
      if (on !== this.#baseline.shopt[name]) lines.push(`shopt -${on ? 's' : 'u'} ${name}`);
    }
    // Last, so that none of them has a say in what stands before.
    for (const [name, on] of Object.entries(state.options)) if (on) lines.push(`set -o ${name}`);
    return lines.map((line) => `${line}\n`).join('');
  }
}

/** The directory as a prompt shows it. */
export const shownDirectory = (cwd: string): string =>
  cwd === HOME ? '~' : cwd.startsWith(`${HOME}/`) ? `~${cwd.slice(HOME.length)}` : cwd;
