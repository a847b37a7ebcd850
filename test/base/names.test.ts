// ARNs, account IDs and Regions: what is taken for one.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatArn, parseArn } from '../../src/base/arn.ts';
import { accountId } from '../../src/base/brand.ts';
import { commercialRegions, findRegion } from '../../src/base/regions.ts';

describe('ARNs', () => {
  const filled = fc.string({ minLength: 1 }).filter((text) => !text.includes(':'));
  const maybeEmpty = fc.string().filter((text) => !text.includes(':'));
  const parts = fc.record({
    partition: filled,
    service: filled,
    region: maybeEmpty,
    account: maybeEmpty,
    resource: fc.string({ minLength: 1 }),
  });

  it('are read as they were written, whatever is in the resource', () => {
    fc.assert(
      fc.property(parts, (arn) => {
        expect(parseArn(formatArn(arn))).toEqual(arn);
      }),
      { examples: [[{ partition: 'aws', service: 'sns', region: '', account: '', resource: 'a:b/c\nd:' }]] },
    );
  });

  it('are written as they were read', () => {
    const near = fc.string({ unit: fc.constantFrom('arn', 'aws', ':', 'a', '\n'), maxLength: 12 });
    fc.assert(
      fc.property(near, (text) => {
        const arn = parseArn(text);
        if (arn) expect(formatArn(arn)).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    '',
    'arn',
    'arn:aws:kms:us-east-1:111122223333',
    'arn:aws:kms:us-east-1:111122223333:',
    'arn::kms:us-east-1:111122223333:key/1',
    'arn:aws::us-east-1:111122223333:key/1',
    'ARN:aws:kms:us-east-1:111122223333:key/1',
    ' arn:aws:kms:us-east-1:111122223333:key/1',
    'alias/arn:aws:kms:us-east-1:111122223333:key/1',
    '1234abcd-12ab-34cd-56ef-1234567890ab',
  ])('%j is none', (text) => {
    expect(parseArn(text)).toBeUndefined();
  });
});

describe('account IDs', () => {
  it('are twelve digits', () => {
    expect(accountId('111122223333')).toBe('111122223333');
    expect(accountId('000000000000')).toBe('000000000000');
  });

  it.each(['', '11112222333', '1111222233334', '1111-2222-3333', '11112222333a', '111122223333\n', '١١١١٢٢٢٢٣٣٣٣'])(
    '%j is none',
    (text) => {
      expect(accountId(text)).toBeUndefined();
    },
  );
});

describe('Regions', () => {
  it('have a code and a name each, no two the same', () => {
    for (const field of ['code', 'name'] as const) {
      expect(new Set(commercialRegions.map((region) => region[field])).size).toBe(commercialRegions.length);
    }
    for (const { code, name } of commercialRegions) {
      expect(code).toMatch(/^[a-z]{2}-(north|south|east|west|central|northeast|southeast)-\d$/);
      expect(name).toMatch(/^[A-Z].* \(.+\)$/);
      expect(findRegion(code)?.name).toBe(name);
    }
  });

  it('need no opting in where they are older than March 2019', () => {
    const older = [
      ...['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'sa-east-1'],
      ...['eu-central-1', 'eu-west-1', 'eu-west-2', 'eu-west-3', 'eu-north-1'],
      ...['ap-south-1', 'ap-southeast-1', 'ap-southeast-2', 'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3'],
    ];
    const without = commercialRegions.filter(({ optIn }) => !optIn).map(({ code }) => code);
    expect(new Set<string>(without)).toEqual(new Set(older));
  });

  it.each(['', 'us-east-9', 'US-EAST-1', 'us-east-1 ', 'us-gov-west-1', 'cn-north-1', '__proto__', 'toString'])(
    '%j is none of them',
    (code) => {
      expect(findRegion(code)).toBeUndefined();
    },
  );
});
