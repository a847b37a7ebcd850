// Reads a scenario's text. The format is in DESIGN.md ("One format for everything that is run") and, block by block, in
// docs/scenario-format.md. The text may be a stranger's: whatever is wrong with it is a ScenarioError with a line.
import { splitCommands } from './commands.ts';
import { asMarkdown, readDocument } from './document.ts';
import type { Block, Section } from './document.ts';
import { Fields } from './fields.ts';
import { readPrediction } from './prediction.ts';
import { readProbe } from './probe-fields.ts';
import { ScenarioError } from './types.ts';
import type { Check, Mistake, Passage, Scenario, Step } from './types.ts';
import { readYamlMap } from './yaml.ts';

type Fence = Block & { readonly kind: 'fence' };

export function parseScenario(text: string): Scenario {
  const document = readDocument(text);
  const known = ['id', 'title', 'seed', 'summary', 'minutes', 'exam'];
  const fields = new Fields(document.frontMatter, 'A scenario’s front matter', known);
  const setup: string[] = [];
  const resume: string[] = [];
  for (const block of document.head) {
    if (block.kind === 'prose') throw new ScenarioError('Text belongs to a step: begin one with “## ”.', block.line);
    if (block.info !== 'sh setup' && block.info !== 'sh resume') {
      throw new ScenarioError('Before the first step there is only room for “sh setup” and “sh resume”.', block.line);
    }
    (block.info === 'sh setup' ? setup : resume).push(...commandsOf(block).map((command) => command.text));
  }
  return {
    id: readId(fields),
    title: fields.text('title'),
    seed: fields.text('seed'),
    summary: fields.optionalText('summary') ?? '',
    minutes: fields.wholeNumber('minutes'),
    exam: readExam(fields),
    setup,
    resume,
    steps: document.sections.map(readStep),
    text,
  };
}

export function readId(fields: Fields): string {
  const id = fields.text('id');
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id) || id.length > 60) {
    throw new ScenarioError('An id is made of lower-case letters, digits and single hyphens.', fields.lineOf('id'));
  }
  return id;
}

/** Exams and tasks, such as SCS-C03/5.2. Which exams there are is data of the course, not of the format. */
export function readExam(fields: Fields): readonly string[] {
  const exam = fields.texts('exam');
  const odd = exam.find((tag) => !/^[A-Z]{3}-C\d\d\/\d+(\.\d+)?$/.test(tag));
  if (odd !== undefined) {
    throw new ScenarioError(`An exam and its task look like SCS-C03/5.2, not ${odd}.`, fields.lineOf('exam'));
  }
  return exam;
}

export const commandsOf = (fence: Fence) => splitCommands(fence.body, fence.line + 1);

function readStep(section: Section): Step {
  if (section.title === '') throw new ScenarioError('A step needs a title behind its “## ”.', section.line);
  const step = {
    title: section.title,
    passages: [] as Passage[],
    solution: [] as string[],
    checks: [] as Check[],
    hints: [] as string[],
    mistakes: [] as Mistake[],
  };
  for (const block of section.blocks) {
    if (block.kind === 'prose') step.passages.push({ kind: 'prose', markdown: block.markdown });
    else readFence(block, step);
  }
  if (step.checks.length > 0 && step.solution.length === 0) {
    throw new ScenarioError('A step with a check needs a solution: “sh worked” or “sh solution”.', section.line);
  }
  if (step.checks.length === 0 && step.solution.length + step.mistakes.length > 0) {
    throw new ScenarioError('A step with a solution or a mistake needs a check that can tell.', section.line);
  }
  return step;
}

function readFence(
  fence: Fence,
  step: { passages: Passage[]; solution: string[]; checks: Check[]; hints: string[]; mistakes: Mistake[] },
): void {
  const text = fence.body.join('\n').trim();
  if (text === '') throw new ScenarioError('This block is empty.', fence.line);
  switch (fence.info) {
    case 'sh':
    case 'sh fails':
    case 'sh worked':
      step.passages.push({ kind: 'command', text, fails: fence.info === 'sh fails' });
      if (fence.info === 'sh worked') step.solution.push(...commandsOf(fence).map((command) => command.text));
      else commandsOf(fence);
      return;
    case 'sh solution':
      step.solution.push(...commandsOf(fence).map((command) => command.text));
      return;
    case 'check':
      step.checks.push(readCheck(fence, step.checks.length === 0 ? undefined : 'goal'));
      return;
    case 'hint':
      step.hints.push(text);
      return;
    case 'mistake':
      step.mistakes.push(readMistake(fence));
      return;
    case 'predict':
      step.passages.push({ kind: 'prediction', prediction: readPrediction(readYamlMap(fence.body, fence.line + 1)) });
      return;
    default:
      if (/^(sh|check|hint|mistake|predict)\b/.test(fence.info)) {
        throw new ScenarioError(`A block “${fence.info}” is not known inside a step.`, fence.line);
      }
      step.passages.push({ kind: 'prose', markdown: asMarkdown(fence) });
  }
}

/** From a step's second check on, each says in a few words what it is about. */
function readCheck(fence: Fence, needs: 'goal' | undefined): Check {
  const fields = new Fields(readYamlMap(fence.body, fence.line + 1), 'A check', [
    'goal',
    'run',
    'expect',
    'error',
    'as',
    'otherwise',
  ]);
  const goal = needs ? fields.text('goal') : fields.optionalText('goal');
  return { ...readProbe(fields), otherwise: fields.text('otherwise'), ...(goal === undefined ? {} : { goal }) };
}

function readMistake(fence: Fence): Mistake {
  const fields = new Fields(readYamlMap(fence.body, fence.line + 1), 'A mistake', ['run', 'seen', 'because']);
  const seen = new Fields(fields.node('seen'), '“seen”', ['run', 'expect', 'error', 'as']);
  return { run: fields.text('run'), seen: readProbe(seen), because: fields.text('because') };
}
