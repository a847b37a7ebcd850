import { describe, expect, it } from 'vitest';
import { utf8, type Bytes } from '../../src/base/bytes.ts';
import { toHex } from '../../src/base/encodings.ts';
import { hmac, type DigestName } from '../../src/crypto/digest.ts';

// RFC 4231, 4.2 and 4.3.
const examples: readonly {
  readonly test: string;
  key: Bytes;
  data: Bytes;
  macs: Partial<Record<DigestName, string>>;
}[] = [
  {
    test: 'test case 1',
    key: new Uint8Array(20).fill(0x0b),
    data: utf8('Hi There'),
    macs: {
      'SHA-224': '896fb1128abbdf196832107cd49df33f47b4b1169912ba4f53684b22',
      'SHA-256': 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
      'SHA-384': 'afd03944d84895626b0825f4ab46907f15f9dadbe4101ec682aa034c7cebc59cfaea9ea9076ede7f4af152e8b2fa9cb6',
      'SHA-512':
        '87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cdedaa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854',
    },
  },
  {
    test: 'test case 2, with a short key',
    key: utf8('Jefe'),
    data: utf8('what do ya want for nothing?'),
    macs: {
      'SHA-224': 'a30e01098bc6dbbf45690f3a7e9e6d0f8bbea2a39e6148008fd05e44',
      'SHA-256': '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
      'SHA-384': 'af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649',
      'SHA-512':
        '164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737',
    },
  },
];

describe.each(examples)('RFC 4231, $test', ({ key, data, macs }) => {
  it.each(Object.keys(macs) as DigestName[])('with %s', (name) => {
    expect(toHex(hmac(name, key, data))).toBe(macs[name]);
  });
});
