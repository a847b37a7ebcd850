// What the `aws` command needs of the world around it, and what it gives back. It touches nothing else.
import type { Answer, Credentials } from '../../world/world-api.ts';
import type { ApiModel, Structure } from '../../world/model.ts';

/** Why a file cannot be read: the number and words of errno(3). */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
  readonly errno: number;
  constructor(errno: number, words: string) {
    super(words);
    this.errno = errno;
  }
}

export interface AwsRequest {
  readonly service: string;
  /** As AWS writes it: GenerateDataKey. */
  readonly operation: string;
  readonly input: Structure;
  readonly region: string;
  readonly credentials: Credentials;
}

export interface AwsIo {
  readonly env: Readonly<Record<string, string>>;
  /** By the name that the command line uses: kms. */
  readonly models: Readonly<Record<string, ApiModel>>;
  /**
   * The bytes of a file, named absolutely or relative to the working directory. Undefined where there is none; throws an
   * UnreadableFile where it cannot be read.
   */
  readFile(path: string): Promise<Uint8Array | undefined>;
  send(request: AwsRequest): Promise<Answer>;
  /** What the machine that the command runs on has been given, as AWS CloudShell has: asked for last. */
  readonly containerCredentials?: Credentials;
  /** What `aws --version` says behind the version: interpreter, system, and how it was installed. */
  readonly platform?: string;
}

export interface AwsResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}
