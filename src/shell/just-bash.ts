// The one file that knows just-bash from the inside. Its `exec` starts afresh each time; a shell does not. So this takes
// the state that an execution ended with and lets the next one begin with it: variables and their attributes, arrays,
// functions, aliases, options, open files, `$?`, `$_`. Pinned to the version in package.json; test/shell/just-bash.test.ts
// says what it relies on.
import type { Bash, CustomCommand, IFileSystem, ScriptNode, StatementNode } from 'just-bash';
import { assert } from '../base/assert.ts';
import { plainAssignments } from './compound-assignment.ts';
import { ownRandom } from './random-expansion.ts';

export interface BashArray {
  readonly kind: 'indexed' | 'associative';
  readonly elements: ReadonlyMap<string, string>;
}

/** What just-bash keeps of a shell, as far as we use it. */
export interface BashState {
  readonly env: Map<string, string>;
  readonly arrays?: ReadonlyMap<string, BashArray>;
  readonly functions: ReadonlyMap<string, object>;
  readonly fileDescriptors?: Map<number, string>;
  readonly cwd: string;
  readonly previousDir: string;
  readonly options: Record<string, boolean>;
  readonly shoptOptions: Record<string, boolean>;
  readonly readonlyVars?: ReadonlySet<string>;
  readonly exportedVars?: ReadonlySet<string>;
  readonly integerVars?: ReadonlySet<string>;
  readonly lowercaseVars?: ReadonlySet<string>;
  readonly uppercaseVars?: ReadonlySet<string>;
  readonly namerefs?: ReadonlySet<string>;
  readonly declaredVars?: ReadonlySet<string>;
}

/** What belongs to one execution and must not reach the next. */
const atRest = {
  localScopes: [],
  localArrayScopes: [],
  localExportedVars: [],
  localVarDepth: undefined,
  localVarStack: undefined,
  fullyUnsetLocals: undefined,
  tempExportedVars: undefined,
  tempEnvBindings: undefined,
  mutatedTempEnvVars: undefined,
  accessedTempEnvVars: undefined,
  fdAliases: undefined,
  closedStandardFds: undefined,
  callDepth: 0,
  sourceDepth: 0,
  loopDepth: 0,
  commandCount: 0,
  callLineStack: undefined,
  funcNameStack: undefined,
  sourceStack: undefined,
  currentSource: undefined,
  inCondition: false,
  errexitSafe: undefined,
  expansionExitCode: undefined,
  expansionStderr: undefined,
  groupStdin: undefined,
  groupStdinSourceFd: undefined,
  signal: undefined,
  extraArgs: undefined,
};

interface Output {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

interface Interpreter {
  readonly ctx: { readonly state: BashState; readonly fs: object };
}

type ExecuteScript = (this: Interpreter, script: ScriptNode) => Promise<Output>;

/** Hears of the next script that is executed over these files: the line itself, not what the line calls. */
const waiting = new WeakMap<object, (interpreter: Interpreter, result: Promise<Output>) => void>();

/**
 * just-bash does not export its interpreter, but each one binds its own methods while it is made. That is done within
 * the call of `exec`, so the moment in which `bind` is ours ends before anything else can run.
 */
function interpreterMadeBy(start: () => void): object | undefined {
  // eslint reads this as a use without its object; it is called through Reflect.apply only.
  const { bind } = Function.prototype as { bind: (...args: unknown[]) => unknown };
  let made: object | undefined;
  const watching = function (this: unknown, ...args: unknown[]): unknown {
    const [self] = args;
    if (typeof self === 'object' && self !== null && 'executeScript' in self) made ??= self;
    return Reflect.apply(bind, this, args);
  };
  Object.defineProperty(Function.prototype, 'bind', { value: watching, configurable: true, writable: true });
  try {
    start();
  } finally {
    Object.defineProperty(Function.prototype, 'bind', { value: bind, configurable: true, writable: true });
  }
  return made;
}

/** Scripts whose chance is the world's. */
const ours = new WeakSet<ScriptNode>();

async function load() {
  const library = await import('just-bash');
  const bash = new library.Bash({ fs: new library.InMemoryFs(), cwd: '/', commands: [], defenseInDepth: false });
  let running: Promise<unknown> | undefined;
  const interpreter = interpreterMadeBy(() => {
    running = bash.exec(':');
  });
  await running;
  assert(interpreter, 'just-bash makes an interpreter within exec');
  const prototype = Object.getPrototypeOf(interpreter) as { executeScript: ExecuteScript };
  const { executeScript } = prototype;
  prototype.executeScript = function (script) {
    // `eval`, `source` and `bash -c` parse what no plugin sees.
    if (!ours.has(script)) ours.add(ownRandom(script));
    // Taken before it runs: a command substitution in it is a script of its own, and nobody waits for that one.
    const heard = waiting.get(this.ctx.fs);
    waiting.delete(this.ctx.fs);
    const result = Reflect.apply(executeScript, this, [script]);
    heard?.(this, result);
    return result;
  };
  return library;
}

let loaded: ReturnType<typeof load> | undefined;
export const loadJustBash = () => (loaded ??= load());

export type Parsed =
  | { readonly ok: true; readonly statements: readonly StatementNode[] }
  | { readonly ok: false; readonly message: string; readonly exitCode: number };

export interface StatementResult extends Output {
  /** False where it ended the script: `exit`, `set -e`, an unset variable under `set -u`, a limit. */
  readonly wentOn: boolean;
}

export interface ShellSettings {
  readonly files: IFileSystem;
  readonly commands: readonly CustomCommand[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly limits: Readonly<Record<string, number>>;
}

const noStatements: ScriptNode = { type: 'Script', statements: [] };

/** One bash that goes on from statement to statement. */
export class ContinuedBash {
  readonly #bash: Bash;
  readonly #files: IFileSystem;
  /** What becomes of the script that is parsed next, if it is not to run as it is. */
  #instead: ((parsed: ScriptNode) => ScriptNode) | undefined;

  static async start(settings: ShellSettings): Promise<ContinuedBash> {
    const { Bash } = await loadJustBash();
    return new ContinuedBash(Bash, settings);
  }

  private constructor(Maker: typeof Bash, { files, commands, env, cwd, limits }: ShellSettings) {
    this.#files = files;
    this.#bash = new Maker({
      fs: files,
      cwd,
      env: { ...env },
      customCommands: [...commands],
      executionLimits: { ...limits },
      processInfo: { pid: 4242, ppid: 1, uid: 1000, gid: 1000 },
      // It would take timers and more away from the whole page while a line runs.
      defenseInDepth: false,
    });
    this.#bash.registerTransformPlugin({
      name: 'keyroom',
      transform: ({ ast }) => {
        const instead = this.#instead;
        this.#instead = undefined;
        return { ast: instead ? instead(ast) : this.#prepared(ast) };
      },
    });
    this.state.shoptOptions['expand_aliases'] = true;
  }

  get #inside(): { state: BashState } {
    return this.#bash as unknown as { state: BashState };
  }

  get state(): BashState {
    return this.#inside.state;
  }

  async parse(text: string): Promise<Parsed> {
    let parsed: ScriptNode | undefined;
    this.#instead = (script) => {
      parsed = this.#prepared(script);
      return noStatements;
    };
    const { stderr, exitCode } = await this.#bash.exec(text, { rawScript: true });
    this.#instead = undefined;
    if (parsed) return { ok: true, statements: parsed.statements };
    // Nothing but blanks is not even parsed.
    if (stderr === '' && exitCode === 0) return { ok: true, statements: [] };
    return { ok: false, message: stderr.replace(/Parse error at (\d+):\d+: /, 'line $1: '), exitCode };
  }

  /** What just-bash would do differently from bash is put into other words. */
  #prepared(script: ScriptNode): ScriptNode {
    return ownRandom(plainAssignments(script, (text) => this.parseNow(text)));
  }

  /** Throws just-bash's own errors where the text is not bash. */
  parseNow(text: string): readonly StatementNode[] {
    let parsed: readonly StatementNode[] = [];
    this.#instead = (script) => {
      parsed = this.#prepared(script).statements;
      return noStatements;
    };
    this.#bash.transform(text);
    return parsed;
  }

  /** The text of these statements. */
  textOf(statements: readonly StatementNode[]): string {
    this.#instead = () => ({ type: 'Script', statements: [...statements] });
    return this.#bash.transform(':').script;
  }

  async run(statement: StatementNode, signal?: AbortSignal): Promise<StatementResult> {
    let wentOn = false as boolean;
    function* one() {
      yield statement;
      wentOn = true;
    }
    // It is only iterated over: whether the next statement was asked for tells whether the script would have gone on.
    const statements = { [Symbol.iterator]: one } as unknown as StatementNode[];
    this.#instead = () => ({ type: 'Script', statements });
    let interpreter: Interpreter | undefined;
    let whole: Promise<Output> | undefined;
    waiting.set(this.#files, (made, result) => {
      interpreter = made;
      // just-bash decodes what it returns a second time, so that text such as "Ã©" changes. This is before that.
      whole = result.catch(() => undefined as never);
    });
    const ended = await this.#bash
      .exec(':', signal ? { signal } : {})
      .catch((error: unknown) => this.#notOpened(error));
    assert(interpreter, 'just-bash executes a script in an interpreter');
    this.#goOnFrom(interpreter.ctx.state);
    const { stdout, stderr } = (await whole) ?? ended;
    return { stdout, stderr, exitCode: ended.exitCode, wentOn: wentOn || 'notOpened' in ended };
  }

  /** A redirection whose file cannot be opened: just-bash does not catch that, and so the statement ends there. */
  #notOpened(error: unknown) {
    const [, path] = /^ENOENT: .* open '(.*)'$/s.exec(error instanceof Error ? error.message : '') ?? [];
    if (path === undefined) throw error;
    const { cwd } = this.state;
    const shown = path.startsWith(`${cwd}/`) ? path.slice(cwd.length + 1) : path;
    return { stdout: '', stderr: `bash: ${shown}: No such file or directory\n`, exitCode: 1, notOpened: true };
  }

  #goOnFrom(state: BashState): void {
    // just-bash keeps `$?` among the variables too, where `declare -p` would show it.
    state.env.delete('?');
    // `exec > file` would leave a terminal that nobody can read: the standard descriptors are its own again.
    for (const standard of [0, 1, 2]) state.fileDescriptors?.delete(standard);
    this.#inside.state = { ...state, ...atRest };
  }

  /** As `cd` would, without a word; the directory is there. */
  changeDirectory(path: string): void {
    const { env } = this.state;
    env.set('PWD', path);
    const previousDir = env.get('OLDPWD') ?? path;
    this.#inside.state = { ...this.state, cwd: path, previousDir };
  }

  /** As if the last command had ended so: `$?`. */
  set exitCode(code: number) {
    this.#inside.state = { ...this.state, lastExitCode: code } as BashState;
  }
}
