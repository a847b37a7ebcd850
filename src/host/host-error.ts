// What the host refuses, as a sentence for the page.
import { ScenarioError } from '../scenario/types.ts';
import { UndoError } from '../world/world-api.ts';

export class HostError extends Error {
  override readonly name = 'HostError';
}

/** A refusal as an outcome. What is none is a bug of ours, and stays an exception. */
export function refusal(error: unknown): { readonly ok: false; readonly message: string } {
  if (error instanceof ScenarioError) return { ok: false, message: `${error.message} (Line ${error.line}.)` };
  if (error instanceof HostError || error instanceof UndoError) return { ok: false, message: error.message };
  throw error;
}
