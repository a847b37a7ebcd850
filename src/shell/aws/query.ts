// --query: a JMESPath expression over the answer. What is wrong with it is said in the CLI's words where they are known.
// Source: AWS CLI User Guide, "Filtering command output"; jmespath.org/specification.html.
import { compile, TreeInterpreter } from '@jmespath-community/jmespath';
import type { Json } from '../../base/json.ts';
import { failure, paramValidation } from './errors.ts';

export type Query = (value: Json) => Json;

type Expression = ReturnType<typeof compile>;
type Searched = Parameters<typeof TreeInterpreter.search>[1];

export function compileQuery(text: string): Query {
  let expression: Expression;
  try {
    expression = compile(text, { enable_legacy_literals: true });
  } catch (error) {
    throw paramValidation(`Bad value for --query ${text}: ${syntaxProblem(text, messageOf(error))}`);
  }
  return (value) => {
    try {
      return TreeInterpreter.search(expression, value as Searched) ?? null;
    } catch (error) {
      throw failure(runtimeProblem(messageOf(error)));
    }
  };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function syntaxProblem(text: string, message: string): string {
  if (text.trim() === '') return 'Invalid JMESPath expression: cannot be empty.';
  if (/EOF|unexpected end/.test(message)) {
    return `Invalid jmespath expression: Incomplete expression:\n"${text}"\n${' '.repeat(text.length + 1)}^`;
  }
  return `Bad jmespath expression: ${message}:\n${text}`;
}

function runtimeProblem(message: string): string {
  const arity = /^Invalid arity: (\w+)\(\) takes (at least )?(\d+) arguments? but received (\d+)/.exec(message);
  if (arity) {
    const [, name = '', atLeast = '', expected = '', received = ''] = arity;
    return `Expected ${atLeast}${expected} argument${expected === '1' ? '' : 's'} for function ${name}(), received ${received}`;
  }
  return message;
}
