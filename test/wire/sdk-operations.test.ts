// AWS's own client against the world, for every operation of the model: what it is given back, and what it throws.
import { describe, expect, it } from 'vitest';
import { assembleMemoryWorld } from '../../src/host/assemble.ts';
import { kmsModel } from '../../src/services/kms/model.ts';
import { fixtureRsa } from '../hsm/rsa-fixtures.ts';
import { sdkCases } from './sdk-cases.ts';
import { SdkStage } from './sdk-stage.ts';

const opened = assembleMemoryWorld({ kind: { kind: 'sandbox' }, generateRsa: fixtureRsa() }).then(
  (world) => new SdkStage(world),
);

it('has a case for every operation', () => {
  expect(Object.keys(sdkCases).sort()).toEqual(Object.keys(kmsModel.operations).sort());
});

describe.each(Object.entries(sdkCases))('%s through the SDK', (_operation, { succeeds, refused: [name, call] }) => {
  it('succeeds', async () => {
    expect(await succeeds(await opened)).toBe(true);
  });

  it(`is refused with ${name}`, async () => {
    const error = await call(await opened).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      name,
      $fault: 'client',
      $metadata: { httpStatusCode: 400, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string },
    });
  });
});
