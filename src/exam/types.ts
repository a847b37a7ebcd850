// An exam item, parsed: a question, its options with an explanation each, and a proof that the engine plays.
import type { Probe } from '../scenario/types.ts';

export interface Option {
  readonly id: string;
  readonly text: string;
  readonly right: boolean;
  /** Why it is right, or wrong. */
  readonly because: string;
  /** A wrong option's misconception, by its name in the list of misconceptions. */
  readonly misconception: string | null;
  /** Commands that try the option, on a fork of the world after the item's set-up … */
  readonly proof: readonly string[];
  /** … and what shows that it is right, or that it is wrong by the very fact that `because` names. */
  readonly shows: readonly Probe[];
}

export interface Item {
  readonly id: string;
  readonly title: string;
  readonly kind: 'one' | 'several';
  /** How many options are right; stated in the stem where there are several. */
  readonly keyCount: number;
  readonly seed: string;
  readonly exam: readonly string[];
  readonly stem: string;
  readonly options: readonly Option[];
  readonly setup: readonly string[];
  readonly sources: readonly { readonly page: string; readonly verified: string }[];
  readonly text: string;
}
