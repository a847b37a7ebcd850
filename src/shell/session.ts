// A shell session: one tab's bash on one world. Each line is one group of it.
import { assert } from '../base/assert.ts';
import type { Region } from '../base/brand.ts';
import { awsCommand } from './aws/command.ts';
import type { AwsBridge } from './aws/command.ts';
import { asCustomCommand } from './commands/adapter.ts';
import { ourCommands } from './commands/all.ts';
import { complete } from './completion.ts';
import { deviceNames, devices } from './devices.ts';
import { readable } from './error-words.ts';
import { freshEnvironment } from './environment.ts';
import { userFiles } from './file-system.ts';
import type { UserFiles } from './file-system.ts';
import { ContinuedBash, loadJustBash } from './just-bash.ts';
import type { StatementResult } from './just-bash.ts';
import { limits } from './limits.ts';
import { newLine } from './line.ts';
import type { Line, ShellHost } from './line.ts';
import { needsMore } from './needs-more.ts';
import { HOME } from './shell-api.ts';
import type { Completion, CreateShell, LineResult, Output, RunOptions, ShellOptions } from './shell-api.ts';
import type { ShellSession, ShellState } from './shell-api.ts';
import { StateScript, baselineOf, shownDirectory } from './shell-state.ts';

const INTERRUPTED = 130;
const isAborted = ({ signal }: Line) => signal.aborted;

export const createShell: CreateShell = async (options) => Session.open(options);

class Session implements ShellSession {
  readonly #options: ShellOptions;
  readonly #bash: ContinuedBash;
  readonly #files: UserFiles;
  readonly #script: StateScript;
  readonly #running: { line: Line | undefined };
  #last: Promise<unknown> = Promise.resolve();
  /** Whether the world's files may differ from what this session shows. */
  #filesChanged = false;

  static async open(options: ShellOptions): Promise<Session> {
    const { world, credentials, userName, region, reset } = options;
    const running: { line: Line | undefined } = { line: undefined };
    const line = () => {
      assert(running.line, 'commands run within a line');
      return running.line;
    };
    const host: ShellHost = { world, credentials, userName, line, ...(reset && { reset }) };
    const limit = limits[options.limits ?? 'learner'];
    const { InMemoryFs } = await loadJustBash();
    const memory = new InMemoryFs({}, { maxTotalBytes: limit.maxFileSystemBytes });
    const files = userFiles(memory, world, {
      nowMs: () => world.nowMs(),
      devices: devices(() => line().entropy()),
    });
    for (const path of [HOME, '/tmp']) memory.mkdirSync(path, { recursive: true });
    for (const path of deviceNames) memory.writeFileSync(path, '');
    await files.takeIn();
    const bridge: AwsBridge = {
      models: world.models,
      containerCredentials: credentials,
      send: ({ region: where, ...request }) =>
        line().group.invoke({ ...request, region: where as Region }, { signal: line().signal }),
    };
    const bash = await ContinuedBash.start({
      files,
      commands: [awsCommand(bridge), ...ourCommands.map((command) => asCustomCommand(command, host))],
      env: freshEnvironment({ userName, region }),
      cwd: HOME,
      limits: limit,
    });
    const session = new Session(options, bash, files, running);
    if (options.state) await session.#restore(options.state);
    return session;
  }

  private constructor(
    options: ShellOptions,
    bash: ContinuedBash,
    files: UserFiles,
    running: { line: Line | undefined },
  ) {
    this.#options = options;
    this.#bash = bash;
    this.#files = files;
    this.#running = running;
    this.#script = new StateScript(bash, baselineOf(bash.state));
    options.world.subscribe(() => (this.#filesChanged = true));
  }

  run(text: string, options: RunOptions = {}): Promise<LineResult> {
    const result = this.#last.then(() => this.#runNow(text, options));
    this.#last = result.catch(() => undefined);
    return result;
  }

  async #runNow(text: string, { signal, onOutput }: RunOptions): Promise<LineResult> {
    const gathered = { stdout: '', stderr: '' };
    const say = (stream: Output['stream'], words: string) => {
      if (words === '') return;
      gathered[stream] += words;
      onOutput?.({ stream, text: words });
    };
    if (text.trim() === '') return { exitCode: 0, interrupted: false, ...gathered };
    const { world } = this.#options;
    await this.#takeInFiles();
    await this.#leaveLostDirectory(say);
    const line = newLine(world.group(), signal ?? new AbortController().signal, () => this.#files.takeIn());
    this.#running.line = line;
    try {
      const exitCode = await this.#statements(text, line, say);
      const interrupted = line.signal.aborted;
      await this.#leaveLostDirectory(say);
      this.#bash.exitCode = interrupted ? INTERRUPTED : exitCode;
      const files = await this.#files.changes();
      await line.group.endLine({ text, exitCode: interrupted ? null : exitCode, files });
      return { exitCode: interrupted ? INTERRUPTED : exitCode, interrupted, ...gathered };
    } finally {
      this.#running.line = undefined;
    }
  }

  async #takeInFiles(): Promise<void> {
    await this.#options.world.settle();
    if (!this.#filesChanged) return;
    this.#filesChanged = false;
    await this.#files.takeIn();
  }

  /** An undo, or another tab, may have taken the working directory away: in it nothing would work any more. */
  async #leaveLostDirectory(say: (stream: Output['stream'], words: string) => void): Promise<void> {
    const { cwd } = this.#bash.state;
    if (await this.#files.exists(cwd)) return;
    this.#bash.changeDirectory(HOME);
    say('stderr', `${shownDirectory(cwd)} is gone; you are in ${shownDirectory(HOME)}.\n`);
  }

  /** Runs them one after another and shows what each has to say as soon as it has ended. */
  async #statements(text: string, line: Line, say: (stream: Output['stream'], words: string) => void): Promise<number> {
    const parsed = await this.#bash.parse(text);
    if (!parsed.ok) {
      say('stderr', parsed.message);
      return parsed.exitCode;
    }
    this.#script.hear(parsed.statements);
    let exitCode = 0;
    for (const statement of parsed.statements) {
      if (line.signal.aborted) break;
      const result = await this.#bash.run(statement, line.signal);
      ({ exitCode } = result);
      say('stdout', result.stdout);
      say('stderr', readable(result.stderr));
      if (!result.wentOn) {
        if (!isAborted(line)) say('stderr', this.#farewell(result));
        break;
      }
    }
    return exitCode;
  }

  /** Where a bash in a terminal would be gone. Errors have already said why they ended the line. */
  #farewell({ stderr, exitCode }: StatementResult): string {
    if (this.#bash.state.options['errexit'] === true && exitCode !== 0) {
      return `set -e ended the line here (exit code ${exitCode}); this shell stays open.\n`;
    }
    return stderr === '' ? `exit: this shell stays open; the line ends here (exit code ${exitCode}).\n` : '';
  }

  async #restore({ cwd, script }: ShellState): Promise<void> {
    const parsed = await this.#bash.parse(script);
    if (parsed.ok) {
      this.#script.hear(parsed.statements);
      for (const statement of parsed.statements) await this.#bash.run(statement);
    }
    if (await this.#files.exists(cwd)) this.#bash.changeDirectory(cwd);
    this.#bash.exitCode = 0;
  }

  needsMore(text: string): boolean {
    return needsMore(text, (script) => this.#bash.parseNow(script));
  }

  async complete(text: string, cursor: number): Promise<Completion> {
    await this.#last;
    const { world, credentials, region } = this.#options;
    const { env, functions, cwd } = this.#bash.state;
    return complete(text, cursor, { world, credentials, region, env, functions, cwd, files: this.#files });
  }

  prompt(): string {
    return `${this.#options.userName} ${shownDirectory(this.#bash.state.cwd)} $ `;
  }

  env(): Readonly<Record<string, string>> {
    const { env, exportedVars } = this.#bash.state;
    return Object.fromEntries([...env].filter(([name]) => exportedVars?.has(name) === true));
  }

  state(): ShellState {
    return { cwd: this.#bash.state.cwd, script: this.#script.script() };
  }
}
