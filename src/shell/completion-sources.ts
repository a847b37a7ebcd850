// What completion looks at: the world, and the shell as it stands.
import type { IFileSystem } from 'just-bash';
import type { Credentials, World } from '../world/world-api.ts';

export interface CompletionSources {
  readonly world: World;
  readonly credentials: Credentials;
  readonly region: string;
  readonly env: ReadonlyMap<string, string>;
  readonly functions: ReadonlyMap<string, unknown>;
  readonly cwd: string;
  readonly files: IFileSystem;
}
