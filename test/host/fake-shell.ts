// A shell without a bash: enough lines to see what the host does around it. It ends its lines as the real one does.
import { HOME, type CreateShell, type ShellSession } from '../../src/shell/shell-api.ts';
import type { Region } from '../../src/base/brand.ts';
import type { FileChange } from '../../src/world/world-api.ts';
import { utf8 } from '../../src/base/bytes.ts';

/**
 * create-key · list-keys · NAME=value · echo $NAME · known NAME · cd DIR · region CODE · write PATH TEXT · wait (for Ctrl+C) ·
 * deaf (to Ctrl+C) · lab reset · fail
 */
export const createFakeShell: CreateShell = async (options) => {
  const { world, credentials, state } = options;
  let cwd = state?.cwd ?? HOME;
  const variables = new Map<string, string>(state?.script ? (JSON.parse(state.script) as [string, string][]) : []);
  if (!variables.has('AWS_REGION')) variables.set('AWS_REGION', options.region);

  const run: ShellSession['run'] = async (text, { signal, onOutput } = {}) => {
    const group = world.group();
    const files: FileChange[] = [];
    let stdout = '';
    let exitCode = 0;
    const say = (line: string): void => {
      stdout += `${line}\n`;
      onOutput?.({ stream: 'stdout', text: `${line}\n` });
    };
    const kms = async (operation: string, input: unknown) => {
      const region = variables.get('AWS_REGION') as Region;
      const answer = await group.invoke({ service: 'kms', operation, input, region, credentials });
      if (!answer.ok) throw new Error(answer.error.code);
      return answer.output as unknown as { KeyMetadata: { KeyId: string }; Keys: { KeyId: string }[] };
    };
    const words = text.split(' ');
    const [command = '', first = '', ...rest] = words;
    const assignment = /^(\w+)=(.*)$/.exec(text);
    if (assignment) variables.set(assignment[1] ?? '', assignment[2] ?? '');
    else if (command === 'create-key') say((await kms('CreateKey', {})).KeyMetadata.KeyId);
    else if (command === 'list-keys') for (const { KeyId } of (await kms('ListKeys', {})).Keys) say(KeyId);
    else if (command === 'echo') say(variables.get(first.slice(1)) ?? '');
    else if (command === 'known') exitCode = variables.has(first) ? 0 : 1;
    else if (command === 'cd') cwd = first;
    else if (command === 'region') variables.set('AWS_REGION', first);
    else if (command === 'write') files.push({ path: first, content: { bytes: utf8(rest.join(' ')), mode: 0o644 } });
    else if (command === 'wait' || command === 'deaf') {
      await kms('CreateKey', {});
      await new Promise<void>((resolve) => {
        if (command !== 'wait') return;
        if (signal?.aborted) resolve();
        signal?.addEventListener('abort', () => resolve());
      });
      exitCode = 130;
    } else if (text === 'lab reset') await options.reset?.();
    else exitCode = 1;
    const interrupted = exitCode === 130;
    await group.endLine({ text, exitCode: interrupted ? null : exitCode, files });
    return { exitCode, interrupted, stdout, stderr: exitCode === 1 ? `${command}: command not found` : '' };
  };

  return {
    run,
    needsMore: (text) => text.endsWith('\\'),
    complete: async (text, cursor) => ({ from: cursor, options: [`${text}…`] }),
    prompt: () => `${cwd} $ `,
    env: () => Object.fromEntries(variables),
    state: () => ({ cwd, script: JSON.stringify([...variables]) }),
  };
};
