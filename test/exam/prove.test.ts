import { describe, expect, it } from 'vitest';
import { parseItem } from '../../src/exam/parse.ts';
import { proveOption } from '../../src/exam/prove.ts';
import { itemTexts } from '../lessons/bank.ts';
import { stage } from '../scenario/stage.ts';

const text = itemTexts.find(({ name }) => name === 'which-kms-key-was-it.md')!.text;
const prove = (from: string, to: string, option: string) => {
  expect(text).toContain(from);
  return proveOption(parseItem(text.replace(from, to)), option, stage);
};

describe('a proof', () => {
  it('plays the set-up, the option and what shows it, and says what each printed', async () => {
    const heard: string[] = [];
    const item = parseItem(text);
    const proof = await proveOption(item, 'B', { ...stage, onStep: (step) => void heard.push(step.text) });
    expect(proof).toMatchObject({ proved: true, problems: [] });
    expect(heard).toEqual([
      ...item.setup,
      ...item.options[1]!.proof,
      ...item.options[1]!.shows.map((probe) => probe.run),
    ]);
    expect(proof.steps.map((step) => step.text)).toEqual(heard);
    const refused = await proveOption(item, 'C', stage);
    expect(
      refused.steps
        .at(-2)!
        .output.map((piece) => piece.text)
        .join(''),
    ).toContain('(IncorrectKeyException)');
  });

  it.each<[string, string, string, string]>([
    ['an option whose fact is another', 'error: IncorrectKeyException', 'error: NotFoundException', 'C'],
    [
      'an option that is refused where it should answer',
      '--key-id "$OTHER" --ciphertext-blob fileb://key.enc\nerror: IncorrectKeyException',
      '--key-id "$OTHER" --ciphertext-blob fileb://key.enc',
      'C',
    ],
    [
      'a proof that does not run',
      'aws kms generate-data-key --key-id "$KEY" --key-spec AES_256 --query Plaintext > new-key',
      'false',
      'D',
    ],
    ['a set-up that does not run', 'rm answer\n', 'rm nothing\n', 'B'],
  ])('does not prove %s', async (_, from, to, option) => {
    const proof = await prove(from, to, option);
    expect(proof.proved).toBe(false);
    expect(proof.problems).toHaveLength(1);
  });

  it('of an option that is not there proves nothing', async () => {
    expect((await proveOption(parseItem(text), 'Z', stage)).proved).toBe(false);
  });
});
