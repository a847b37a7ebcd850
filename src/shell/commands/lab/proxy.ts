// lab proxy: the simulated external key store proxies, the external keys behind them, and what can go wrong with them.
import type { Structure } from '../../../world/model.ts';
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
} from './several.ts';

const troubles: Readonly<Record<string, string>> = {
  timeout: 'TIMEOUT',
  unreachable: 'UNREACHABLE',
  unhealthy: 'UNHEALTHY',
  'access-denied': 'ACCESS_DENIED',
  'invalid-response': 'INVALID_RESPONSE',
  tls: 'WRONG_TLS',
  network: 'NETWORK',
  internal: 'INTERNAL',
  'vpc-service-missing': 'VPC_SERVICE_MISSING',
  'vpc-service-misconfigured': 'VPC_SERVICE_MISCONFIGURED',
};

const usages: Readonly<Record<string, string>> = { encrypt: 'ENCRYPT', decrypt: 'DECRYPT', both: 'ENCRYPT_DECRYPT' };
const specs: Readonly<Record<string, string>> = { AES_256: 'AES_256', AES_128: 'AES_128', RSA_2048: 'RSA_2048' };

const named = ({ options }: Given): Structure => given({ ProxyName: options['proxy'] });

function shown(proxy: Structure): string {
  const keys = structuresOf(proxy, 'ExternalKeys');
  const trouble = Object.entries(troubles).find(([, name]) => name === textOf(proxy, 'Trouble'))?.[0];
  const service = textOf(proxy, 'VpcEndpointServiceName');
  const rows = [
    textOf(proxy, 'ProxyName'),
    `  connectivity   ${textOf(proxy, 'Connectivity')}`,
    `  endpoint       ${textOf(proxy, 'UriEndpoint')}`,
    `  path           ${textOf(proxy, 'UriPath')}`,
    ...(service === '' ? [] : [`  VPC service    ${service}`]),
    `  access key ID  ${textOf(proxy, 'AccessKeyId')}`,
    ...keys.map(
      (key) =>
        `  key            ${textOf(key, 'XksKeyId')} (${[textOf(key, 'KeySpec'), textOf(key, 'Usage'), textOf(key, 'Status')].join(', ')})`,
    ),
    ...(trouble === undefined ? [] : [`  trouble: ${trouble}`]),
  ];
  return `${rows.join('\n')}\n`;
}

/** As --xks-proxy-authentication-credential takes it. */
const credential = (answer: Structure): string => {
  const made = structureOf(answer, 'Credential');
  return `AccessKeyId=${textOf(made, 'AccessKeyId')},RawSecretAccessKey=${textOf(made, 'RawSecretAccessKey')}`;
};

const ask = (operation: string, input: (asked: Given) => Structure): Part['run'] => {
  return async (asked, simulation) =>
    shown(structureOf(await simulation.ask(operation, { ...named(asked), ...input(asked) }), 'Proxy'));
};

const keyId = ({ operands }: Given): Structure => ({ XksKeyId: needed(operands[0], 'the external key’s ID') });

const parts: readonly Part[] = [
  {
    name: 'create',
    usage: '[--vpc] [--name NAME]',
    summary: 'a new proxy, on the internet or behind a VPC endpoint service; shows its credential',
    options: [{ long: 'vpc' }, value('name')],
    async run({ options }, simulation) {
      const connectivity = options['vpc'] === undefined ? 'PUBLIC_ENDPOINT' : 'VPC_ENDPOINT_SERVICE';
      const input = given({ ProxyName: options['name'], Connectivity: connectivity });
      const answer = await simulation.ask('CreateProxy', input);
      return `${shown(structureOf(answer, 'Proxy'))}  credential     ${credential(answer)}\n`;
    },
  },
  {
    name: 'show',
    usage: '',
    summary: 'every proxy of this Region, and its external keys',
    async run(_, simulation) {
      const proxies = structuresOf(await simulation.ask('DescribeProxies', {}), 'Proxies');
      return proxies.length === 0 ? 'There is no proxy in this Region.\n' : proxies.map(shown).join('');
    },
  },
  {
    name: 'add-key',
    usage: 'KEY [--spec AES_256|AES_128|RSA_2048]',
    summary: 'a new key in the external key manager',
    options: [value('spec')],
    operands: 1,
    run: ask('CreateExternalKey', (asked) => ({
      ...keyId(asked),
      KeySpec: oneOf(asked.options['spec'] ?? 'AES_256', 'the spec', specs),
    })),
  },
  {
    name: 'disable-key',
    usage: 'KEY',
    summary: 'the key cannot be used',
    operands: 1,
    run: ask('UpdateExternalKey', (asked) => ({ ...keyId(asked), Status: 'DISABLED' })),
  },
  {
    name: 'enable-key',
    usage: 'KEY',
    summary: 'it can be used again',
    operands: 1,
    run: ask('UpdateExternalKey', (asked) => ({ ...keyId(asked), Status: 'ENABLED' })),
  },
  {
    name: 'restrict-key',
    usage: 'KEY encrypt|decrypt|both',
    summary: 'what the key may be used for',
    operands: 2,
    run: ask('UpdateExternalKey', (asked) => ({
      ...keyId(asked),
      Usage: oneOf(asked.operands[1], 'the use', usages),
    })),
  },
  {
    name: 'delete-key',
    usage: 'KEY',
    summary: 'the key is gone, and what it encrypted with it',
    operands: 1,
    run: ask('DeleteExternalKey', keyId),
  },
  {
    name: 'fail',
    usage: 'TROUBLE',
    summary: `one of ${Object.keys(troubles).join(', ')}`,
    choices: Object.keys(troubles),
    operands: 1,
    run: ask('UpdateProxy', ({ operands }) => ({ Trouble: oneOf(operands[0], 'the trouble', troubles) })),
  },
  {
    name: 'recover',
    usage: '',
    summary: 'what “fail” did is over',
    run: ask('UpdateProxy', () => ({ Trouble: 'NONE' })),
  },
  {
    name: 'move',
    usage: 'PATH',
    summary: 'the proxy’s API lies under another path, such as /new/kms/xks/v1',
    operands: 1,
    run: ask('UpdateProxy', ({ operands }) => ({ UriPath: needed(operands[0], 'the path') })),
  },
  {
    name: 'rotate-credential',
    usage: '',
    summary: 'a new credential, shown alone: CREDENTIAL=$(lab proxy rotate-credential)',
    run: async (asked, simulation) => `${credential(await simulation.ask('UpdateProxyCredential', named(asked)))}\n`,
  },
  {
    name: 'delete',
    usage: '',
    summary: 'the proxy goes, with the keys behind it',
    run: async (asked, simulation) =>
      `${textOf(await simulation.ask('DeleteProxy', named(asked)), 'ProxyName')} is deleted.\n`,
  },
];

export const proxy = severalParts(
  'proxy',
  'a simulated external key store proxy and its keys, for an external key store; break it and mend it',
  parts,
  [value('proxy')],
  'Where there are several proxies, say which with --proxy NAME.',
);
