// lab cluster: the simulated CloudHSM clusters that CloudHSM key stores stand on, and what can go wrong with them.
import type { Structure } from '../../../world/model.ts';
import { UsageError } from '../options.ts';
import {
  given,
  needed,
  oneOf,
  severalParts,
  structureOf,
  structuresOf,
  textOf,
  value,
  type Given,
  type Part,
  type Simulation,
} from './several.ts';

const troubles: Readonly<Record<string, string>> = {
  inactive: 'NOT_ACTIVE',
  'security-group': 'SECURITY_GROUP',
  subnet: 'SUBNET',
  addresses: 'ADDRESSES',
  network: 'NETWORK',
  internal: 'INTERNAL',
};

const users: Readonly<Record<string, string>> = {
  READY: 'ready',
  LOCKED_OUT: 'locked out after too many wrong passwords',
  LOGGED_IN: 'logged in, by somebody who is not KMS',
  MISSING: 'not there',
};

const named = ({ options }: Given): Structure => given({ ClusterId: options['cluster'] });

function shown(cluster: Structure): string {
  const hsms = structuresOf(cluster, 'Hsms');
  const trouble = Object.entries(troubles).find(([, name]) => name === textOf(cluster, 'Trouble'))?.[0];
  const rows = [
    textOf(cluster, 'ClusterId'),
    ...hsms.map((hsm) => `  ${textOf(hsm, 'HsmId')}  ${textOf(hsm, 'AvailabilityZone')}`),
    ...(hsms.length === 0 ? ['  no HSM'] : []),
    `  kmsuser is ${users[textOf(cluster, 'Kmsuser')] ?? ''}`,
    ...(trouble === undefined ? [] : [`  trouble: ${trouble}`]),
  ];
  return `${rows.join('\n')}\n`;
}

const one = async (asked: Given, simulation: Simulation): Promise<Structure> =>
  structureOf(await simulation.ask('DescribeCluster', named(asked)), 'Cluster');

const update = (change: Structure): Part['run'] => {
  return async (asked, simulation) =>
    shown(structureOf(await simulation.ask('UpdateCluster', { ...named(asked), ...change }), 'Cluster'));
};

const hsmCount = (text: string | undefined): Structure => {
  if (text === undefined) return {};
  if (!/^\d{1,2}$/.test(text)) throw new UsageError(`“${text}” is no number of HSMs`);
  return { HsmCount: Number(text) };
};

const parts: readonly Part[] = [
  {
    name: 'create',
    usage: '[--hsms 2] [--password kmsPswd] [--backup-of CLUSTER]',
    summary: 'a new cluster, or one from the backup of another',
    options: [value('hsms'), value('password'), value('backup-of')],
    async run({ options }, simulation) {
      const input = given({ KmsuserPassword: options['password'], BackupOf: options['backup-of'] });
      const answer = await simulation.ask('CreateCluster', { ...input, ...hsmCount(options['hsms']) });
      return shown(structureOf(answer, 'Cluster'));
    },
  },
  {
    name: 'show',
    usage: '',
    summary: 'every cluster of this Region',
    async run(_, simulation) {
      const clusters = structuresOf(await simulation.ask('DescribeClusters', {}), 'Clusters');
      return clusters.length === 0 ? 'There is no cluster in this Region.\n' : clusters.map(shown).join('');
    },
  },
  {
    name: 'id',
    usage: '',
    summary: 'the cluster ID alone: --cloud-hsm-cluster-id "$(lab cluster id)"',
    run: async (asked, simulation) => `${textOf(await one(asked, simulation), 'ClusterId')}\n`,
  },
  {
    name: 'certificate',
    usage: '',
    summary: 'the trust anchor certificate: lab cluster certificate > customerCA.crt',
    run: async (asked, simulation) => textOf(await one(asked, simulation), 'TrustAnchorCertificate'),
  },
  {
    name: 'add-hsm',
    usage: '[--az b]',
    summary: 'one more HSM, where there are fewest or in this Availability Zone',
    options: [value('az')],
    async run(asked, simulation) {
      const input = { ...named(asked), ...given({ AvailabilityZone: asked.options['az'] }) };
      return shown(structureOf(await simulation.ask('CreateHsm', input), 'Cluster'));
    },
  },
  {
    name: 'remove-hsm',
    usage: '[HSM | --az b]',
    summary: 'one HSM less; the last one can go, too',
    options: [value('az')],
    operands: 1,
    async run(asked, simulation) {
      const input = { HsmId: asked.operands[0], AvailabilityZone: asked.options['az'] };
      return shown(structureOf(await simulation.ask('DeleteHsm', { ...named(asked), ...given(input) }), 'Cluster'));
    },
  },
  { name: 'lock-kmsuser', usage: '', summary: 'too many wrong passwords', run: update({ Kmsuser: 'LOCKED_OUT' }) },
  { name: 'login-kmsuser', usage: '', summary: 'log in as kmsuser yourself', run: update({ Kmsuser: 'LOGGED_IN' }) },
  { name: 'logout-kmsuser', usage: '', summary: 'log out again', run: update({ Kmsuser: 'READY' }) },
  {
    name: 'delete-kmsuser',
    usage: '',
    summary: 'delete the user that KMS logs in as',
    run: update({ Kmsuser: 'MISSING' }),
  },
  {
    name: 'set-password',
    usage: 'PASSWORD',
    summary: 'a new password for kmsuser: makes, unlocks and logs out the user',
    operands: 1,
    run: (asked, simulation) =>
      update({ KmsuserPassword: needed(asked.operands[0], 'the password') })(asked, simulation),
  },
  {
    name: 'fail',
    usage: Object.keys(troubles).join('|'),
    summary: 'something is wrong with the cluster or the way to it',
    choices: Object.keys(troubles),
    operands: 1,
    run: (asked, simulation) =>
      update({ Trouble: oneOf(asked.operands[0], 'the trouble', troubles) })(asked, simulation),
  },
  { name: 'recover', usage: '', summary: 'what “fail” did is over', run: update({ Trouble: 'NONE' }) },
  {
    name: 'delete',
    usage: '',
    summary: 'the cluster goes, with its HSMs',
    run: async (asked, simulation) =>
      `${textOf(await simulation.ask('DeleteCluster', named(asked)), 'ClusterId')} is deleted.\n`,
  },
];

export const cluster = severalParts(
  'cluster',
  'a simulated CloudHSM cluster, for a CloudHSM key store; break it and mend it',
  parts,
  [value('cluster')],
  'Where there are several clusters, say which with --cluster ID.',
);
