// A probe's entries: one command, and what must be true of it.
import { faultOf } from './expression.ts';
import type { Fields } from './fields.ts';
import { ScenarioError } from './types.ts';
import type { Probe } from './types.ts';

export function readProbe(fields: Fields): Probe {
  const run = fields.text('run');
  const expect = fields.optionalText('expect');
  const error = fields.optionalText('error');
  const as = fields.optionalText('as');
  if (expect !== undefined && error !== undefined) {
    throw new ScenarioError('A command is expected to answer or to be refused, not both.', fields.lineOf('error'));
  }
  const fault = expect === undefined ? undefined : faultOf(expect);
  if (fault !== undefined) {
    throw new ScenarioError(`“expect” is no JMESPath expression that can be used: ${fault}.`, fields.lineOf('expect'));
  }
  if (error !== undefined && !/^[A-Za-z][A-Za-z.]{2,80}$/.test(error)) {
    throw new ScenarioError('“error” is an error code, such as NotFoundException.', fields.lineOf('error'));
  }
  if (as !== undefined && as !== 'administrator') {
    throw new ScenarioError('Checks run as the administrator: “as” can be nothing else yet.', fields.lineOf('as'));
  }
  return {
    run,
    ...(expect === undefined ? {} : { expect }),
    ...(error === undefined ? {} : { error }),
    ...(as === undefined ? {} : { as }),
  };
}
