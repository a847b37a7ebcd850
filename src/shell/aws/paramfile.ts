// Parameters from files: file:// is text, fileb:// is bytes.
// Source: AWS CLI User Guide, "Loading a parameter from a file".
import { fromUtf8 } from '../../base/bytes.ts';
import { paramError, type CliError } from './errors.ts';
import { UnreadableFile, type AwsIo } from './io.ts';
import { pythonRepr } from './python-text.ts';

/** What the word stands for: the file's content, or undefined where it names no file. */
export async function loadParamfile(io: AwsIo, word: string, name: string): Promise<string | Uint8Array | undefined> {
  const asText = word.startsWith('file://');
  if (!asText && !word.startsWith('fileb://')) return undefined;
  const path = expandPath(io.env, word.slice(asText ? 7 : 8));
  const bytes = await readFile(io, path, (problem) => paramError(name, `Unable to load paramfile ${word}: ${problem}`));
  if (!asText) return bytes;
  try {
    // Python reads text with every line end as \n.
    return fromUtf8(bytes).replace(/\r\n?/g, '\n');
  } catch {
    throw paramError(
      name,
      `Unable to load paramfile (${path}), text contents could not be decoded.  If this is a binary file, please ` +
        'use the fileb:// prefix instead of the file:// prefix.',
    );
  }
}

async function readFile(io: AwsIo, path: string, refusal: (problem: string) => CliError): Promise<Uint8Array> {
  const problem = (errno: number, words: string) => refusal(`[Errno ${errno}] ${words}: ${pythonRepr(path)}`);
  let bytes: Uint8Array | undefined;
  try {
    bytes = await io.readFile(path);
  } catch (error) {
    throw error instanceof UnreadableFile ? problem(error.errno, error.message) : error;
  }
  if (bytes === undefined) throw problem(2, 'No such file or directory');
  return bytes;
}

/** ~ and $NAME, as the shell would have expanded them. */
export function expandPath(env: Readonly<Record<string, string>>, path: string): string {
  const home = env['HOME'];
  const absolute = home !== undefined && /^~(?=\/|$)/.test(path) ? home + path.slice(1) : path;
  return absolute.replace(/\$(?:(\w+)|\{([^}]*)\})/g, (whole, bare?: string, braced?: string) => {
    return env[bare ?? braced ?? ''] ?? whole;
  });
}
