// Reads an exam item's text: docs/item-format.md. Its outer form is that of a scenario, and so are its errors.
import { readDocument } from '../scenario/document.ts';
import type { Block, Section } from '../scenario/document.ts';
import { Fields } from '../scenario/fields.ts';
import { commandsOf, readExam, readId } from '../scenario/parse.ts';
import { readProbe } from '../scenario/probe-fields.ts';
import { ScenarioError } from '../scenario/types.ts';
import type { Probe } from '../scenario/types.ts';
import { readYamlMap } from '../scenario/yaml.ts';
import type { Item, Option } from './types.ts';

const letters = 'ABCDEFG';

export function parseItem(text: string): Item {
  const { frontMatter, head, sections } = readDocument(text);
  const known = ['id', 'title', 'kind', 'keys', 'seed', 'exam', 'sources'];
  const fields = new Fields(frontMatter, 'An item’s front matter', known);
  const kind = fields.text('kind');
  if (kind !== 'one' && kind !== 'several') {
    throw new ScenarioError('“kind” is one or several.', fields.lineOf('kind'));
  }
  if (sections.length < 2 || sections.length > letters.length) {
    throw new ScenarioError(`An item has two to ${letters.length} options.`, sections.at(-1)?.line ?? 1);
  }
  const { stem, setup } = readHead(head);
  return {
    id: readId(fields),
    title: fields.text('title'),
    kind,
    keyCount: kind === 'one' ? 1 : (fields.wholeNumber('keys') ?? 0),
    seed: fields.text('seed'),
    exam: readExam(fields),
    stem,
    options: sections.map(readOption),
    setup,
    sources: readSources(fields),
    text,
  };
}

function readHead(blocks: readonly Block[]): { readonly stem: string; readonly setup: readonly string[] } {
  const prose: string[] = [];
  const setup: string[] = [];
  for (const block of blocks) {
    if (block.kind === 'prose') prose.push(block.markdown);
    else if (block.info === 'sh setup') setup.push(...commandsOf(block).map((command) => command.text));
    else throw new ScenarioError('Before the options there is only room for the stem and “sh setup”.', block.line);
  }
  if (prose.length === 0) throw new ScenarioError('The item asks nothing: its stem is missing.', 1);
  return { stem: prose.join('\n\n'), setup };
}

function readSources(fields: Fields): Item['sources'] {
  return fields.items('sources').map((node) => {
    const source = new Fields(node, 'A source', ['page', 'verified']);
    return { page: source.text('page'), verified: source.text('verified') };
  });
}

function readOption(section: Section, index: number): Option {
  if (section.title !== letters[index]) {
    throw new ScenarioError(`Options are headed “## A”, “## B” and so on, in order.`, section.line);
  }
  const prose: string[] = [];
  const proof: string[] = [];
  const shows: Probe[] = [];
  let verdict: Pick<Option, 'right' | 'because' | 'misconception'> | undefined;
  for (const block of section.blocks) {
    if (block.kind === 'prose') prose.push(block.markdown);
    else if (block.info === 'sh proof') proof.push(...commandsOf(block).map((command) => command.text));
    else if (block.info === 'shows') shows.push(readShows(block));
    else if (block.info === 'verdict' && !verdict) verdict = readVerdict(block);
    else throw new ScenarioError('An option has its text, one “verdict”, “sh proof” and “shows”.', block.line);
  }
  if (!verdict) throw new ScenarioError('An option needs a “verdict” block.', section.line);
  if (prose.length !== 1) throw new ScenarioError('An option has one piece of text, above its blocks.', section.line);
  if (shows.length === 0) throw new ScenarioError('An option needs a “shows” block: its proof.', section.line);
  return { id: section.title, text: prose.join(''), ...verdict, proof, shows };
}

type Fence = Block & { readonly kind: 'fence' };

const readShows = (block: Fence): Probe =>
  readProbe(new Fields(readYamlMap(block.body, block.line + 1), '“shows”', ['run', 'expect', 'error', 'as']));

function readVerdict(block: Fence): Pick<Option, 'right' | 'because' | 'misconception'> {
  const fields = new Fields(readYamlMap(block.body, block.line + 1), 'A verdict', [
    'right',
    'because',
    'misconception',
  ]);
  fields.node('right');
  return {
    right: fields.yes('right'),
    because: fields.text('because'),
    misconception: fields.optionalText('misconception') ?? null,
  };
}
