// A `predict` block: something to decide before the surprise.
import { Fields } from './fields.ts';
import { ScenarioError } from './types.ts';
import type { Prediction } from './types.ts';
import type { YamlNode } from './yaml-flow.ts';

export function readPrediction(node: YamlNode): Prediction {
  const fields = new Fields(node, 'A prediction', ['question', 'options']);
  const options = fields.items('options').map((item) => {
    const option = new Fields(item, 'An option', ['text', 'right', 'because']);
    return { text: option.text('text'), right: option.yes('right'), because: option.text('because') };
  });
  if (options.length < 2 || options.length > 6) {
    throw new ScenarioError('A prediction has two to six options.', fields.lineOf('options'));
  }
  if (options.filter((option) => option.right).length !== 1) {
    throw new ScenarioError('Exactly one option of a prediction turns out right.', fields.lineOf('options'));
  }
  return { question: fields.text('question'), options };
}
