// Every operation against AWS's table of permissions: which identifiers it takes, what it asks of the authorizer and with
// which condition keys, whom it lets in from other accounts, and whether it takes grant tokens and dry runs.
// Source: facts/permissions.json, made from the AWS KMS Developer Guide, "AWS KMS permissions" and "Condition keys".
import { beforeAll, describe, expect, it } from 'vitest';
import type { AccountId } from '../../../src/base/brand.ts';
import { grantsTable } from '../../../src/services/kms/grant-records.ts';
import { createKmsService } from '../../../src/services/kms/index.ts';
import { keyArnOf } from '../../../src/services/kms/records.ts';
import type { Structure } from '../../../src/world/model.ts';
import type { AuthorizationRequest } from '../../../src/world/service.ts';
import facts from './facts/permissions.json' with { type: 'json' };
import { everyKind, samples, type Sample, type World } from './permission-samples.ts';
import { account, otherAccount, otherRegion, region, type KmsWorld } from './world.ts';

interface Permissions {
  readonly permissions: readonly { readonly action: string; readonly resource: string }[];
  readonly crossAccount: string;
  readonly conditionKeys?: readonly string[];
  readonly acceptsGrantTokens: boolean;
  readonly supportsDryRun: boolean;
  readonly keyIdForms?: readonly string[];
}
const table = Object.entries(facts.operations as Record<string, Permissions>);

const service = createKmsService(() => {
  throw new Error('a check needs no HSM');
});

interface Checked {
  readonly asked: readonly AuthorizationRequest[];
  /** `Code: message`. */
  readonly refusal: string | undefined;
}

function check(kms: KmsWorld, operation: string, input: Structure, as: AccountId = account): Checked {
  const asked: AuthorizationRequest[] = [];
  try {
    service.operations[operation]!.check(input, {
      view: kms.world.view,
      caller: { account: as, arn: `arn:aws:iam::${as}:user/asker`, accessKeyId: 'AKIAI44QH8DHBEXAMPLE' },
      region,
      partition: 'aws',
      nowMs: kms.world.nowMs(),
      authorize: (request) => void asked.push(request),
      touches: () => {},
      notes: () => {},
    });
  } catch (error) {
    const { code, message } = error as { code: string; message: string };
    return { asked, refusal: `${code}: ${message}` };
  }
  return { asked, refusal: undefined };
}

describe('AWS’s table of permissions', () => {
  let world: World;
  let kms: KmsWorld;
  beforeAll(async () => {
    world = await everyKind();
    kms = world.kms;
  });

  const samplesOf = (operation: string): readonly Sample[] => samples(world)[operation] ?? [{}];

  type Form = 'keyId' | 'keyArn' | 'aliasName' | 'aliasArn';
  const forms: readonly Form[] = ['keyId', 'keyArn', 'aliasName', 'aliasArn'];
  const named = (kind: string, form: Form): string => {
    const { id, arn } = world.keys[kind]!;
    const aliasArn = `arn:aws:kms:${region}:${account}:alias/${kind}`;
    return { keyId: id, keyArn: arn, aliasName: `alias/${kind}`, aliasArn }[form];
  };

  /** A sample's input, with its key named in this form. */
  function inputOf(operation: string, { input = {} }: Sample, identifier: string): Structure {
    if (operation === 'ReEncrypt') return { ...input, SourceKeyId: identifier, DestinationKeyId: identifier };
    return { ...input, KeyId: identifier };
  }

  const bestForm = (forms: readonly string[]): Form => (forms.includes('aliasName') ? 'aliasName' : 'keyArn');

  /** What an operation asks for its samples. */
  const askedFor = (operation: string, { keyIdForms }: Permissions): readonly AuthorizationRequest[] =>
    samplesOf(operation).flatMap((sample) => {
      const input = keyIdForms
        ? inputOf(operation, sample, named(sample.kind ?? 'symmetric', bestForm(keyIdForms)))
        : (sample.input ?? {});
      return check(kms, operation, input).asked;
    });

  it('has every operation', () => {
    expect(table.map(([operation]) => operation).sort()).toEqual(Object.keys(service.operations).sort());
  });

  it.each(table)('%s asks for its actions, on what they are about', (operation, permissions) => {
    const kind = samplesOf(operation)[0]?.kind ?? 'symmetric';
    const resourceOf = (resource: string): string => {
      if (resource.startsWith('*')) return '*';
      if (resource === 'alias')
        return `arn:aws:kms:${region}:${account}:alias/${operation === 'CreateAlias' ? 'new' : kind}`;
      const key = kms.key(world.keys[kind]!.id);
      return resource === 'replica being promoted' ? keyArnOf({ ...key, region: otherRegion }) : keyArnOf(key);
    };
    const { permissions: expected } = permissions;
    const asked = new Set(askedFor(operation, permissions).map(({ action, resource }) => `${action} ${resource}`));
    expect([...asked].sort()).toEqual(
      [...new Set(expected.map(({ action, resource }) => `${action} ${resourceOf(resource)}`))].sort(),
    );
  });

  /** In a table, kms:EncryptionContext:purpose stands as kms:EncryptionContext:{key}. */
  const inTable = (key: string): string =>
    key.replace(/^(kms:EncryptionContext|aws:\w+Tag)[:/].*$/, (whole, head: string) => {
      return `${head}${whole.charAt(head.length)}{key}`;
    });
  /** Old names that hold wherever the new ones do; what the world fills in itself; what only recipients bring. */
  const aside = /^kms:CustomerMasterKey(?:Spec|Usage)$|^kms:ViaService$|^kms:RecipientAttestation/;

  /** Named in the table, but nothing has them: a new key has no tags yet, and an untagging names no values. */
  const unfilled: Record<string, readonly string[]> = {
    CreateKey: ['aws:ResourceTag/{key}'],
    UntagResource: ['aws:RequestTag/{key}'],
  };

  it.each(table)('%s fills in all its condition keys, and no others', (operation, permissions) => {
    const asked = askedFor(operation, permissions);
    const keys = asked.flatMap(({ conditions = {} }) => Object.keys(conditions).map(inTable));
    // The part of ReplicateKey that is a CreateKey has the condition keys of that one.
    const ofOthers =
      operation === 'ReplicateKey' ? [...facts.operations.CreateKey.conditionKeys, 'aws:RequestedRegion'] : [];
    const expected = new Set(permissions.conditionKeys ?? []);
    const missing = [...expected].filter((key) => !aside.test(key) && !keys.includes(key));
    expect(missing).toEqual(unfilled[operation] ?? []);
    expect(
      [...new Set(keys)].filter((key) => !aside.test(key) && !expected.has(key) && !ofOthers.includes(key)),
    ).toEqual([]);
  });

  it('the deprecated names of KeySpec and KeyUsage go with them', () => {
    for (const [operation, permissions] of table) {
      for (const { conditions = {} } of askedFor(operation, permissions)) {
        expect(conditions['kms:CustomerMasterKeySpec'], operation).toBe(conditions['kms:KeySpec']);
        expect(conditions['kms:CustomerMasterKeyUsage'], operation).toBe(conditions['kms:KeyUsage']);
      }
    }
  });

  const withKey = table.filter(([, { keyIdForms }]) => keyIdForms);

  it.each(withKey)('%s takes the forms of identifiers that it says', (operation, { keyIdForms = [] }) => {
    const [sample = {}] = samplesOf(operation);
    const kind = sample.kind ?? 'symmetric';
    for (const form of forms) {
      const identifier = named(kind, form);
      const { asked, refusal } = check(kms, operation, inputOf(operation, sample, identifier));
      if (keyIdForms.includes(form)) {
        expect(asked.length, form).toBeGreaterThan(0);
        continue;
      }
      expect(asked, form).toEqual([]);
      const noArn = operation === 'RetireGrant' && !identifier.startsWith('arn:');
      expect(refusal, form).toBe(
        noArn
          ? `NotFoundException: Invalid arn ${identifier}`
          : 'InvalidArnException: Key Aliases are not supported for this operation.',
      );
    }
  });

  it.each(withKey)(
    '%s lets another account ask, or not',
    (operation, { crossAccount, keyIdForms = [], permissions }) => {
      const [sample = {}] = samplesOf(operation);
      const kind = sample.kind ?? 'symmetric';
      for (const form of forms.filter((each) => keyIdForms.includes(each) && each.endsWith('Arn'))) {
        const { asked, refusal } = check(kms, operation, inputOf(operation, sample, named(kind, form)), otherAccount);
        if (crossAccount === 'yes') {
          expect(asked[0], form).toMatchObject({ resource: world.keys[kind]!.arn, resourceAccount: account });
          expect(asked[0]?.conditions?.['kms:CallerAccount']).toBe(otherAccount);
          continue;
        }
        expect(asked, form).toEqual([]);
        const action = operation === 'ListAliases' ? 'kms:ListAliases' : permissions[0]!.action;
        expect(refusal).toMatch(
          new RegExp(
            `^AccessDeniedException: User: arn:aws:iam::${otherAccount}:user/asker is not authorized to perform: ${action} on `,
          ),
        );
      }
    },
  );

  const modelled = (operation: string): readonly string[] => {
    const name = service.model.operations[operation]?.input;
    const shape = name ? service.model.shapes[name] : undefined;
    return shape?.type === 'structure' ? Object.keys(shape.members) : [];
  };

  it.each(table)('%s takes grant tokens, or does not', (operation, { acceptsGrantTokens, keyIdForms = [] }) => {
    expect(modelled(operation).includes('GrantTokens')).toBe(acceptsGrantTokens);
    if (!acceptsGrantTokens) return;
    const [sample = {}] = samplesOf(operation);
    const identifier = named(sample.kind ?? 'symmetric', bestForm(keyIdForms));
    const input = { ...inputOf(operation, sample, identifier), GrantTokens: ['AQpA'] };
    expect(check(kms, operation, input).refusal).toBe('InvalidGrantTokenException: ');
  });

  it.each(table)('%s takes a dry run, or does not', async (operation, { supportsDryRun, keyIdForms = [] }) => {
    expect(modelled(operation).includes('DryRun')).toBe(supportsDryRun);
    if (!supportsDryRun) return;
    const [sample = {}] = samplesOf(operation);
    const identifier = named(sample.kind ?? 'symmetric', keyIdForms.length > 0 ? bestForm(keyIdForms) : 'keyArn');
    const input = { ...inputOf(operation, sample, identifier), ...(await valid(operation)), DryRun: true };
    const before = kms.world.view.scan(grantsTable, world.keys['symmetric']!.arn);
    expect(await kms.refusal(operation, input)).toBe(
      'DryRunOperationException: The request would have succeeded, but the DryRun option is set.',
    );
    expect(kms.world.view.scan(grantsTable, world.keys['symmetric']!.arn)).toEqual(before);
  });

  /** What a sample has wrong where only the authorizer is to see it. */
  async function valid(operation: string): Promise<Structure> {
    const of = async (made: string, member: string) => {
      const [{ kind = '', input = {} } = {}] = samplesOf(made);
      return (await kms.call(made, { ...input, KeyId: world.keys[kind]!.id }))[member];
    };
    switch (operation) {
      case 'Verify':
        return { Signature: await of('Sign', 'Signature') } as Structure;
      case 'VerifyMac':
        return { Mac: await of('GenerateMac', 'Mac') } as Structure;
      case 'DeriveSharedSecret':
        return {
          PublicKey: (await kms.call('GetPublicKey', { KeyId: world.keys['agree']!.id }))['PublicKey'],
        } as Structure;
      default:
        return {};
    }
  }
});
