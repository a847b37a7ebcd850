// `aws` as a command of the shell: its files, environment and standard input are just-bash's, its answers the world's.
import type { CustomCommand } from 'just-bash';
import { fromLatin1 } from '../../base/encodings.ts';
import type { ApiModel } from '../../world/model.ts';
import type { Answer, Credentials } from '../../world/world-api.ts';
import { UnreadableFile, type AwsRequest } from './io.ts';
import { runAws } from './run.ts';

export interface AwsBridge {
  readonly models: Readonly<Record<string, ApiModel>>;
  readonly containerCredentials?: Credentials;
  /** Called for each request of the line that runs. */
  send(request: AwsRequest): Promise<Answer>;
}

type Command = Extract<CustomCommand, { execute: unknown }>;
type Context = Parameters<Command['execute']>[1];

export const awsCommand = (bridge: AwsBridge): Command => ({
  name: 'aws',
  execute: async (args, context) => {
    const { stdout, stderr, exitCode } = await runAws(args, {
      env: context.exportedEnv ?? Object.fromEntries(context.env),
      models: bridge.models,
      ...(bridge.containerCredentials && { containerCredentials: bridge.containerCredentials }),
      readFile: (path) => readFile(context, path),
      send: (request) => bridge.send(request),
    });
    // Everything that the CLI prints is text; blobs in it are base64.
    return { stdout, stdoutKind: 'text', stderr, exitCode };
  },
});

const problems: readonly (readonly [pattern: RegExp, errno: number, words: string])[] = [
  [/EISDIR/, 21, 'Is a directory'],
  [/ENOTDIR/, 20, 'Not a directory'],
  [/EACCES|EPERM/, 13, 'Permission denied'],
  [/ELOOP/, 40, 'Too many levels of symbolic links'],
];

async function readFile({ fs, cwd, stdin }: Context, path: string): Promise<Uint8Array | undefined> {
  // A pipe into the command: aws kms encrypt --plaintext fileb:///dev/stdin.
  if (path === '/dev/stdin') return fromLatin1(stdin as unknown as string);
  try {
    return await fs.readFileBuffer(fs.resolvePath(cwd, path));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (message.includes('ENOENT')) return undefined;
    const problem = problems.find(([pattern]) => pattern.test(message));
    if (!problem) throw error;
    throw new UnreadableFile(problem[1], problem[2]);
  }
}
