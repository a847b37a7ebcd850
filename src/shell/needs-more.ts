// Whether bash would ask for another line: an open quote, an unfinished command, a here-document, a backslash at the end.
import type { StatementNode } from 'just-bash';

type Parse = (text: string) => readonly StatementNode[];

/** A backslash that hides the end of the line, or the beginning of what must follow. */
function endsOpen(text: string): boolean {
  const [backslashes = ''] = /\\*$/.exec(text) ?? [];
  return backslashes.length % 2 === 1;
}

const holds = (value: unknown, wanted: (node: Record<string, unknown>) => boolean): boolean => {
  if (typeof value !== 'object' || value === null) return false;
  const node = value as Record<string, unknown>;
  return wanted(node) || Object.values(node).some((child) => holds(child, wanted));
};

const openHereDocument = (node: Record<string, unknown>) => node['type'] === 'HereDoc' && node['terminated'] === false;

/** just-bash takes what is missing behind | or && for a command without a word. */
const emptyCommand = (node: Record<string, unknown>) =>
  node['type'] === 'SimpleCommand' &&
  node['name'] === null &&
  (node['assignments'] as unknown[]).length === 0 &&
  (node['redirections'] as unknown[]).length === 0;

function waitsForCommand(statements: readonly StatementNode[], text: string): boolean {
  const last = statements.at(-1);
  if (!last || !/(\||&&)\s*(#.*)?$/.test(text) || last.deferredError) return false;
  const { pipelines } = last;
  return holds(pipelines.at(-1), emptyCommand);
}

/** An error at the very end of the text: more could still make it right. */
function failedAtEnd(message: string, text: string): boolean {
  if (/unexpected EOF|got EOF/.test(message)) return true;
  // Bash asks for a file's name on the same line.
  if (/redirection target/.test(message)) return false;
  const [, line, column] = /at (\d+):(\d+):/.exec(message) ?? [];
  const lines = text.split('\n');
  return Number(line) >= lines.length && Number(column) > (lines.at(-1) ?? '').trimEnd().length;
}

export function needsMore(text: string, parse: Parse): boolean {
  if (text.trim() === '') return false;
  try {
    const statements = parse(text);
    return holds(statements, openHereDocument) || endsOpen(text) || waitsForCommand(statements, text);
  } catch (error) {
    return failedAtEnd(error instanceof Error ? error.message : '', text.trimEnd());
  }
}
