// Writes a scenario's text, for scenarios that were put together by the page rather than by an author.
import { readDocument } from './document.ts';
import type { Scenario } from './types.ts';

export interface ScenarioParts {
  readonly id: string;
  readonly title: string;
  readonly seed: string;
  readonly summary: string;
  readonly setup: readonly string[];
}

export function formatScenario(parts: ScenarioParts): string {
  const heading = (['id', 'title', 'seed', 'summary'] as const).map((key) => `${key}: ${quoted(parts[key])}`);
  return ['---', ...heading, '---', ...block('sh setup', parts.setup)].join('\n') + '\n';
}

/** The same scenario with what its learner has typed behind the set-up, in place of what stood there before. */
export function withResume(scenario: Scenario, typed: readonly string[]): string {
  const { head, sections } = readDocument(scenario.text);
  const lines = scenario.text.split(/\r\n|\n/);
  const firstStep = (sections[0]?.line ?? lines.length + 1) - 1;
  const before = lines.slice(0, firstStep);
  for (const old of head.toReversed()) {
    if (old.kind === 'fence' && old.info === 'sh resume') before.splice(old.line - 1, old.body.length + 2);
  }
  return [...before, ...block('sh resume', typed), '', ...lines.slice(firstStep)].join('\n');
}

function block(info: string, commands: readonly string[]): string[] {
  if (commands.length === 0) return [];
  const body = commands.join('\n');
  const ticks = '`'.repeat(Math.max(3, ...[...body.matchAll(/^`+/gm)].map((match) => match[0].length + 1)));
  return [`${ticks}${info}`, body, ticks];
}

const quoted = (text: string): string =>
  `"${text.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n').replace(/\t/g, '\\t').replace(/\r/g, '')}"`;
