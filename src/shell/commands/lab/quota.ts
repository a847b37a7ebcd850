// lab quota: whether KMS's request quotas are counted, and what is left of them in this second.
import { severalParts, structuresOf, textOf, type Part, type Simulation } from './several.ts';

async function show(simulation: Simulation): Promise<string> {
  const answer = await simulation.ask('DescribeRequestQuotas', {});
  if (answer['Enabled'] !== true) return 'Request quotas are off: nothing is throttled.\n';
  const buckets = structuresOf(answer, 'Buckets');
  if (buckets.length === 0) return `Request quotas are on. Nothing was asked for in ${simulation.region} yet.\n`;
  const width = Math.max(...buckets.map((bucket) => textOf(bucket, 'Name').length));
  const rows = buckets.map((bucket) => {
    const [left, perSecond] = [bucket['Left'], bucket['PerSecond']].map((value) => String(Number(value)).padStart(6));
    return `  ${textOf(bucket, 'Name').padEnd(width)} ${left} of ${perSecond} left\n`;
  });
  return `Request quotas are on. In ${simulation.region}, in this second:\n${rows.join('')}`;
}

const turn = (enabled: boolean): Part['run'] => {
  return async (_, simulation) => {
    await simulation.ask('UpdateRequestQuotas', { Enabled: enabled });
    return show(simulation);
  };
};

export const quota = severalParts(
  'quota',
  'KMS’s request quotas: off here until you turn them on',
  [
    { name: 'show', usage: '', summary: 'whether they are on, and what is left of them', run: (_, it) => show(it) },
    { name: 'on', usage: '', summary: 'throttle what comes faster than AWS allows an account', run: turn(true) },
    { name: 'off', usage: '', summary: 'let everything pass', run: turn(false) },
  ],
  [],
  'Each group of operations has as many requests a second as AWS gives an account by default, and a bucket that\nholds one second’s worth. In a lesson’s world one line takes one second.',
  'show',
);
