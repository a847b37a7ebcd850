// Practice: one item after another, with every option explained as soon as one is answered (LEARNING.md, "Teaching that
// works"). Plain values and pure functions: what is kept and shown is for others to decide.
import { shuffled } from './shuffle.ts';
import type { Item, Option } from './types.ts';

/** How sure the learner said to be before the answer was shown. */
export type Confidence = 'guessing' | 'fairly sure' | 'sure';

export interface PracticeAnswer {
  /** The options' ids, as the item has them. */
  readonly chosen: readonly string[];
  readonly confidence: Confidence | null;
  readonly right: boolean;
}

export interface Practice {
  readonly questions: readonly {
    readonly item: Item;
    /** The item's options in the order in which they are shown. */
    readonly options: readonly Option[];
    /** Null until it is answered. */
    readonly answer: PracticeAnswer | null;
  }[];
  /** The index of the question that is shown; equal to their number at the end. */
  readonly at: number;
}

export interface Feedback {
  readonly right: boolean;
  readonly options: readonly (Pick<Option, 'id' | 'text' | 'right' | 'because'> & { readonly chosen: boolean })[];
}

export function startPractice(items: readonly Item[], seed: string): Practice {
  return {
    questions: shuffled(items, seed).map((item) => ({
      item,
      options: shuffled(item.options, `${seed}/${item.id}`),
      answer: null,
    })),
    at: 0,
  };
}

/** All of the right options and no other; a blank is wrong. */
export function isRight(item: Item, chosen: readonly string[]): boolean {
  const ids = new Set(chosen);
  return ids.size > 0 && item.options.every((option) => option.right === ids.has(option.id));
}

/** Answers the question that is shown. An answer stands: a second one changes nothing. */
export function answer(practice: Practice, chosen: readonly string[], confidence: Confidence | null = null): Practice {
  return {
    ...practice,
    questions: practice.questions.map((question, index) => {
      if (index !== practice.at || question.answer) return question;
      return { ...question, answer: { chosen, confidence, right: isRight(question.item, chosen) } };
    }),
  };
}

/** Goes on to the next question, once the one that is shown is answered. */
export const next = (practice: Practice): Practice =>
  practice.questions[practice.at]?.answer ? { ...practice, at: practice.at + 1 } : practice;

/** What an answered question says: why each option is right or wrong, in the order in which they are shown. */
export function feedbackOf(practice: Practice, index: number): Feedback | undefined {
  const question = practice.questions[index];
  if (!question?.answer) return undefined;
  const { chosen, right } = question.answer;
  return {
    right,
    options: question.options.map((option) => ({
      id: option.id,
      text: option.text,
      right: option.right,
      because: option.because,
      chosen: chosen.includes(option.id),
    })),
  };
}

export function score(practice: Practice): { readonly right: number; readonly answered: number; readonly of: number } {
  const answers = practice.questions.flatMap((question) => question.answer ?? []);
  return {
    right: answers.filter(({ right }) => right).length,
    answered: answers.length,
    of: practice.questions.length,
  };
}

const order: readonly (Confidence | null)[] = ['sure', 'fairly sure', null, 'guessing'];

/** What was wrong, as items to see again: what the learner was surest of first. */
export function toReview(practice: Practice): readonly Item[] {
  return order.flatMap((confidence) =>
    practice.questions
      .filter((question) => question.answer?.right === false && question.answer.confidence === confidence)
      .map((question) => question.item),
  );
}
