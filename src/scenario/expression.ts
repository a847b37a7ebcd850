// JMESPath, the language of `expect:` and of the AWS CLI's own --query. Source: jmespath.org, with the bare backtick
// literals that the AWS CLI accepts.
import { compile, TreeInterpreter } from '@jmespath-community/jmespath';
import { parseJson } from '../base/json.ts';
import { limits } from './limits.ts';

const options = { enable_legacy_literals: true };

/** What is wrong with an expression, or undefined. */
export function faultOf(expression: string): string | undefined {
  if (expression.length > limits.expression) return `it is longer than ${limits.expression} characters`;
  const longer = /\b(pad_left|pad_right|to_string|join|replace)\b/.exec(expression)?.[0];
  if (longer !== undefined) return `${longer} is not for checks`;
  // Each of these can multiply what it is given: a few are enough for any check, and a chain of them is a bomb.
  const multiplying = expression.match(/\[\s*\]|\b(map|items|zip)\b/g) ?? [];
  if (multiplying.length > 3) return 'it has more than three flattenings and maps';
  try {
    compile(expression, options);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Whether the expression is true of what a command printed. Text that is not JSON makes nothing true. */
export function holds(expression: string, stdout: string): boolean {
  const value = parseJson(stdout);
  if (value === undefined) return false;
  try {
    return TreeInterpreter.search(compile(expression, options), value as never) === true;
  } catch {
    // A function got a value of a wrong type, such as the length of null: not what was expected.
    return false;
  }
}
