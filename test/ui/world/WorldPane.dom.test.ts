// The world's panes as they are used: with a real world behind them.
import { cleanup, render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Region } from '../../../src/base/brand.ts';
import type { Mirror } from '../../../src/ui/mirror.svelte.ts';
import WorldPane from '../../../src/ui/world/WorldPane.svelte';
import { learnerCredentials } from '../../../src/world/default-world.ts';
import { AWorld, aDay, text } from './a-world.ts';

let world: AWorld;
let mirror: Mirror;

function open() {
  const host = world.host();
  mirror = world.mirror();
  render(WorldPane, { mirror, host });
}
const tell = () => {
  world.tell();
  flushSync();
};

beforeEach(async () => {
  world = await AWorld.begin();
});
afterEach(() => {
  cleanup();
  mirror.close();
});

describe('the tabs', () => {
  test('are walked through with the arrow keys, and name their panel', async () => {
    const user = userEvent.setup();
    open();
    expect(screen.getAllByRole('tab').map((tab) => tab.textContent)).toEqual(['Keys', 'Envelope', 'HSM', 'Journal']);
    screen.getByRole('tab', { name: 'Keys' }).focus();
    await user.keyboard('{ArrowRight}');
    expect(screen.getByRole('tab', { name: 'Envelope' }).getAttribute('aria-selected')).toBe('true');
    expect(screen.getByRole('tabpanel', { name: 'Envelope' })).toBeTruthy();
  });
});

describe('Keys', () => {
  test('says how to begin, and makes a key where one asks for it', async () => {
    const user = userEvent.setup();
    open();
    expect(screen.getByText('No KMS keys yet.')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Create a key in us-east-1' }));
    expect(await screen.findByText('1 key')).toBeTruthy();
    expect(screen.getByRole('region', { name: 'KMS keys in us-east-1' })).toBeTruthy();
    expect(screen.queryByText('No KMS keys yet.')).toBeNull();
  });

  test('shows each Region’s keys, and of the chosen one its life and what is known of it', async () => {
    const user = userEvent.setup();
    await world.createKey('ledger');
    const archive = await world.createKey('archive', 'eu-central-1');
    open();
    await user.click(screen.getByRole('button', { name: /alias\/archive/ }));
    expect(screen.getByRole('button', { name: /alias\/archive/ }).getAttribute('aria-pressed')).toBe('true');
    expect(screen.getByText(`arn:aws:kms:eu-central-1:111122223333:key/${archive}`)).toBeTruthy();
    expect(screen.getByText('for archive')).toBeTruthy();
    expect(
      screen.getByRole('img', {
        name: /^alias\/archive is Enabled\. Possible from here: .*disable-key leads to Disabled/,
      }),
    ).toBeTruthy();
  });

  test('follows a key into its waiting period', async () => {
    const keyId = await world.createKey('ledger');
    open();
    await world.call('ScheduleKeyDeletion', { KeyId: keyId, PendingWindowInDays: 7 });
    tell();
    expect(screen.getByText(/^deleted in (7 d|6 d 23 h)$/)).toBeTruthy();
    expect(
      screen.getByRole('img', {
        name: /is Pending deletion.*cancel-key-deletion leads to Disabled; in .* no key any more/,
      }),
    ).toBeTruthy();
  });

  test('shows the keys of the moment that is looked at', async () => {
    await world.createKey('ledger');
    open();
    mirror.lookAt(1);
    flushSync();
    expect(screen.getByText('No KMS keys at this moment.')).toBeTruthy();
  });

  test('tells keys without an alias apart by what they are described as', async () => {
    await world.call('CreateKey', { Description: 'the ledger of the north' });
    open();
    const region = screen.getByRole('region', { name: 'KMS keys in us-east-1' });
    expect(within(region).getByText('symmetric · the ledger of the north')).toBeTruthy();
  });

  test('chooses one of related keys, which share their key ID, and tells of the other', async () => {
    const user = userEvent.setup();
    const { KeyMetadata } = await world.call('CreateKey', { MultiRegion: true });
    const { KeyId } = KeyMetadata as { KeyId: string };
    await world.call('ReplicateKey', { KeyId, ReplicaRegion: 'eu-central-1' });
    open();
    const primary = screen.getByRole('button', { name: /primary of 2/ });
    const replica = screen.getByRole('button', { name: /replica of 2/ });
    const pressed = () => [primary, replica].map((button) => button.getAttribute('aria-pressed'));
    await user.click(replica);
    expect(pressed()).toEqual(['false', 'true']);
    expect(screen.getByText(`arn:aws:kms:eu-central-1:111122223333:key/${KeyId}`)).toBeTruthy();
    expect(screen.getByText('primary, enabled', { exact: false })).toBeTruthy();
    await user.click(primary);
    expect(pressed()).toEqual(['true', 'false']);
    expect(screen.getByText('replica, creating', { exact: false })).toBeTruthy();
    expect(screen.getByRole('img', { name: /schedule-key-deletion leads to Pending replica deletion/ })).toBeTruthy();
  });

  test('lists custom key stores, with keys or without; why a connection failed in words', async () => {
    await world.createKey();
    open();
    expect(screen.queryByRole('region', { name: 'Custom key stores' })).toBeNull();
    const lab = async (operation: string, input: unknown) => {
      const call = { service: 'simulation', operation, input, region: 'us-east-1' as Region };
      const answer = await world.world.group().invoke({ ...call, credentials: learnerCredentials });
      return (answer.ok && answer.output) || {};
    };
    const { Cluster } = await lab('CreateCluster', {});
    const { ClusterId, TrustAnchorCertificate } = Cluster as Record<string, string>;
    const { CustomKeyStoreId } = await world.call('CreateCustomKeyStore', {
      CustomKeyStoreName: 'hsms',
      CloudHsmClusterId: ClusterId,
      TrustAnchorCertificate,
      KeyStorePassword: 'kmsPswd',
    });
    const row = () => {
      tell();
      return within(screen.getByRole('region', { name: 'Custom key stores' })).getByRole('listitem').textContent;
    };
    expect(row()).toMatch(/hsms\s*Disconnected\s*CloudHSM key store · 0 keys · us-east-1/);
    await world.call('ConnectCustomKeyStore', { CustomKeyStoreId });
    expect(row()).toContain('Connecting');
    await lab('UpdateCluster', { ClusterId, Trouble: 'NETWORK' });
    await world.world.group().advance(aDay);
    expect(row()).toMatch(/Failed.*NETWORK_ERRORS\s*the network did not carry the request/s);
  });

  test('draws a page of them, that with the selected key, however many there are', async () => {
    const user = userEvent.setup();
    for (let count = 0; count < 60; count += 1) await world.call('CreateKey');
    open();
    const region = screen.getByRole('region', { name: 'KMS keys in us-east-1' });
    expect(within(region).getAllByRole('listitem')).toHaveLength(10);
    expect(within(region).getByText('51 to 60 of 60')).toBeTruthy();
    await user.click(within(region).getByRole('button', { name: 'Earlier' }));
    await user.click(within(region).getByRole('button', { name: 'Earlier' }));
    expect(within(region).getAllByRole('listitem')).toHaveLength(25);
    expect(within(region).getByText('1 to 25 of 60')).toBeTruthy();
  });
});

describe('Envelope', () => {
  const drawnThings = () => [...document.querySelectorAll('[data-thing]')].map((it) => it.getAttribute('data-thing'));

  test('says how to begin, then draws each call as it happens, and the earlier one when one looks back', async () => {
    const user = userEvent.setup();
    await world.createKey('ledger');
    open();
    await user.click(screen.getByRole('tab', { name: 'Envelope' }));
    expect(screen.getByText(/Nothing has gone through the HSM yet/)).toBeTruthy();

    const context = { purpose: 'payroll' };
    const made = await world.call('GenerateDataKey', {
      KeyId: 'alias/ledger',
      KeySpec: 'AES_256',
      EncryptionContext: context,
    });
    tell();
    expect(drawnThings()).toEqual(['data key', 'encrypted data key']);
    expect(screen.getByText('purpose = payroll')).toBeTruthy();
    const moment = world.world.entries.at(-1)!.number;

    await world.call('Encrypt', { KeyId: 'alias/ledger', Plaintext: text('hello') });
    tell();
    expect(drawnThings()).toEqual(['plaintext', 'ciphertext']);

    await world.answer('Decrypt', { CiphertextBlob: made['CiphertextBlob'] });
    tell();
    expect(document.querySelector('[data-door="closed"]')).toBeTruthy();
    expect(
      screen.getByRole('img', { name: 'Decrypt was refused with InvalidCiphertextException: nothing left the HSM.' }),
    ).toBeTruthy();

    mirror.lookAt(moment);
    flushSync();
    expect(drawnThings()).toEqual(['data key', 'encrypted data key']);
  });
});

test('Envelope and HSM show what RSA keys do, between them and symmetric ones', async () => {
  const user = userEvent.setup();
  const keyId = await world.createKey('ledger');
  const { KeyMetadata } = await world.call('CreateKey', { KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' });
  const { KeyId: rsaId } = KeyMetadata as { KeyId: string };
  await world.call('CreateAlias', { AliasName: 'alias/rsa', TargetKeyId: rsaId });
  const { CiphertextBlob } = await world.call('Encrypt', { KeyId: keyId, Plaintext: text('hello') });
  await world.call('ReEncrypt', {
    CiphertextBlob,
    DestinationKeyId: 'alias/rsa',
    DestinationEncryptionAlgorithm: 'RSAES_OAEP_SHA_256',
  });
  open();
  await user.click(screen.getByRole('tab', { name: 'Envelope' }));
  expect(screen.getByRole('img', { name: /decrypted and encrypted again, under alias\/rsa/ })).toBeTruthy();
  expect(screen.getByText('256 bytes', { exact: false })).toBeTruthy();
  await user.click(screen.getByRole('tab', { name: 'HSM' }));
  expect(screen.getByRole('img').getAttribute('aria-label')).toBe(
    '2 key materials sealed under the domain key of us-east-1. Last opened: that of alias/rsa, for re-encrypt.',
  );
});

test('HSM says how much is sealed, and what was opened last', async () => {
  const user = userEvent.setup();
  await world.createKey('ledger');
  await world.call('Encrypt', { KeyId: 'alias/ledger', Plaintext: text('hello') });
  open();
  await user.click(screen.getByRole('tab', { name: 'HSM' }));
  expect(screen.getByRole('img').getAttribute('aria-label')).toBe(
    '1 key material sealed under the domain key of us-east-1. Last opened: that of alias/ledger, for encrypt.',
  );
});

test('Journal lists what happened, and a click looks at that moment and opens the record', async () => {
  const user = userEvent.setup();
  await world.createKey('ledger');
  await world.answer('DescribeKey', { KeyId: 'alias/nobody' });
  open();
  await user.click(screen.getByRole('tab', { name: 'Journal' }));
  const items = screen.getAllByRole('listitem');
  expect(items.map((item) => item.querySelector('b')?.textContent)).toEqual([
    'the world began',
    'create-key',
    'create-alias',
    'describe-key',
  ]);
  expect(items.at(-1)?.textContent).toContain('NotFoundException');
  const button = within(items[1]!).getByRole('button');
  await user.click(button);
  expect(mirror.lookingAt).toBe(world.world.entries[1]!.number);
  expect(button.getAttribute('aria-expanded')).toBe('true');
  expect(items[1]!.textContent).toContain('"Description": "for ledger"');
  await user.click(button);
  expect(mirror.lookingAt).toBeNull();
});
