// `$RANDOM` from the world's entropy. just-bash takes it from the machine, so that a seeded world would not repeat
// itself; in the parsed script each plain `$RANDOM` becomes the output of a command of ours.
import type { ScriptNode } from 'just-bash';

export const RANDOM_COMMAND = '__random';

const isNode = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const callCommand = {
  type: 'Script',
  statements: [
    {
      type: 'Statement',
      pipelines: [
        {
          type: 'Pipeline',
          commands: [
            {
              type: 'SimpleCommand',
              name: { type: 'Word', parts: [{ type: 'Literal', value: RANDOM_COMMAND }] },
              args: [],
              assignments: [],
              redirections: [],
            },
          ],
          negated: false,
        },
      ],
      operators: [],
      background: false,
    },
  ],
};

function replaced(node: Record<string, unknown>): unknown {
  if (node['type'] === 'ParameterExpansion' && node['parameter'] === 'RANDOM' && node['operation'] === null) {
    return { type: 'CommandSubstitution', body: callCommand, legacy: false };
  }
  if (node['type'] === 'ArithVariable' && node['name'] === 'RANDOM') {
    return { type: 'ArithCommandSubst', command: RANDOM_COMMAND };
  }
  return undefined;
}

function rewrite(node: Record<string, unknown>): void {
  for (const [name, child] of Object.entries(node)) {
    if (!isNode(child)) continue;
    const instead = replaced(child);
    if (instead === undefined) rewrite(child);
    else node[name] = instead;
  }
}

/** The same script, changed in place. */
export function ownRandom(script: ScriptNode): ScriptNode {
  rewrite(script as unknown as Record<string, unknown>);
  return script;
}
