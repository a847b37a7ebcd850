// The simulation as a service of the world: journaled, undone and played again like any other, but none of AWS's.
import { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { assembleMemoryWorld } from '../../../../src/host/assemble.ts';
import { learnerCredentials } from '../../../../src/world/default-world.ts';
import { region } from '../world.ts';

const seeded = { kind: 'seeded', seed: 'simulation' } as const;
const invoke = (world: Awaited<ReturnType<typeof assembleMemoryWorld>>, operation: string, input: unknown) =>
  world.group().invoke({ service: 'simulation', operation, input, region, credentials: learnerCredentials });

test('it is none of the services that the CLI, the page and shared links know', async () => {
  const world = await assembleMemoryWorld({ kind: seeded });
  expect(Object.keys(world.models)).not.toContain('simulation');
  expect(Object.keys(world.models)).toContain('kms');
});

test('what it does is an entry without its secrets, and can be undone', async () => {
  const world = await assembleMemoryWorld({ kind: seeded });
  const before = world.entries.length;
  const answer = await invoke(world, 'CreateCluster', { KmsuserPassword: 'not-to-be-seen' });
  expect(answer).toMatchObject({ ok: true, output: { Cluster: { Kmsuser: 'READY', Hsms: [{}, {}] } } });
  expect(world.entries).toHaveLength(before + 1);
  const entry = world.entries.at(-1);
  expect(entry).toMatchObject({ kind: 'call', call: { service: 'simulation', operation: 'CreateCluster' } });
  expect(JSON.stringify(entry?.kind === 'call' && entry.call)).not.toContain('not-to-be-seen');
  await world.group().undo();
  expect(await invoke(world, 'DescribeClusters', {})).toMatchObject({ ok: true, output: { Clusters: [] } });
});

test('a cluster’s trust anchor is a certificate that signs itself', async () => {
  const world = await assembleMemoryWorld({ kind: seeded });
  const answer = await invoke(world, 'CreateCluster', {});
  const { ClusterId, TrustAnchorCertificate } = (answer.ok && answer.output?.['Cluster']) as Record<string, string>;
  const certificate = new X509Certificate(TrustAnchorCertificate!);
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(certificate.checkIssued(certificate)).toBe(true);
  expect(certificate.subject).toContain(`CN=${ClusterId}`);
  expect(certificate.ca).toBe(true);
});

test('the same seed gives the same parts', async () => {
  const [one, other] = await Promise.all([
    assembleMemoryWorld({ kind: seeded }),
    assembleMemoryWorld({ kind: seeded }),
  ]);
  for (const world of [one, other]) {
    await invoke(world, 'CreateCluster', { KmsuserPassword: 'kmsPswd' });
    await invoke(world, 'CreateProxy', { Connectivity: 'VPC_ENDPOINT_SERVICE' });
    await invoke(world, 'CreateExternalKey', { XksKeyId: 'key-1' });
  }
  for (const operation of ['DescribeClusters', 'DescribeProxies']) {
    expect(await invoke(one, operation, {})).toEqual(await invoke(other, operation, {}));
  }
});
