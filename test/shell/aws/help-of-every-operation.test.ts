// `aws kms help` and `aws kms OPERATION help` describe all 54 operations from the model.
import { beforeAll, describe, expect, it } from 'vitest';
import { kmsModel } from '../../../src/services/kms/model.ts';
import { newShell } from '../sessions.ts';
import type { ShellSession } from '../../../src/shell/shell-api.ts';

const kebab = (name: string) => name.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();
const operations = Object.values(kmsModel.operations);

describe('help', () => {
  let shell: ShellSession;
  beforeAll(async () => {
    shell = await newShell();
  });

  it('of kms lists every operation', async () => {
    const { stdout, exitCode } = await shell.run('aws kms help');
    expect(exitCode).toBe(0);
    expect(operations).toHaveLength(54);
    for (const { name } of operations) expect(stdout).toMatch(new RegExp(`\\b${kebab(name)}\\b`));
  });

  it.each(operations)('of $name names each of its options', async ({ name, input, pagination }) => {
    const { stdout, exitCode } = await shell.run(`aws kms ${kebab(name)} help`);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(kebab(name));
    const shape = input === null ? undefined : kmsModel.shapes[input];
    const members = shape?.type === 'structure' ? Object.entries(shape.members) : [];
    // The CLI pages by itself: in place of a marker and a limit it has options of its own.
    const paging = pagination ? [pagination.inputToken, pagination.limitKey] : [];
    const options = members
      .map(([member]) => `--${kebab(member)}`)
      .filter((_, at) => !paging.includes(members[at]![0]));
    if (pagination) options.push('--starting-token', '--page-size', '--max-items');
    for (const option of options) expect(stdout, option).toContain(option);
  });
});
