import { pbkdf2Sync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../src/base/bytes.ts';
import { toHex } from '../../src/base/encodings.ts';
import { pbkdf2, type Pbkdf2Hash } from '../../src/crypto/pbkdf2.ts';
import { byteArrays } from './byte-arrays.ts';

describe('pbkdf2', () => {
  // RFC 6070 (SHA-1) and RFC 7914, 11 (SHA-256).
  it.each<[Pbkdf2Hash, string, string, number, string]>([
    ['SHA-1', 'password', 'salt', 1, '0c60c80f961f0e71f3a9b524af6012062fe037a6'],
    ['SHA-1', 'password', 'salt', 2, 'ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957'],
    ['SHA-1', 'password', 'salt', 4096, '4b007901b765489abead49d926f721d065a429c1'],
    [
      'SHA-1',
      'passwordPASSWORDpassword',
      'saltSALTsaltSALTsaltSALTsaltSALTsalt',
      4096,
      '3d2eec4fe41c849b80c8d83662c0e44a8b291a964cf2f07038',
    ],
    ['SHA-1', 'pass\0word', 'sa\0lt', 4096, '56fa6aa75548099dcc37d7f03425e0c3'],
    [
      'SHA-256',
      'passwd',
      'salt',
      1,
      '55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783',
    ],
    [
      'SHA-256',
      'Password',
      'NaCl',
      80000,
      '4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56a1d425a1225833549adb841b51c9b3176a272bdebba1d078478f62b397f33c8d',
    ],
  ])('%s, %j, %j, %i iterations: as the RFC says', async (hash, password, salt, iterations, expected) => {
    const derived = await pbkdf2(hash, utf8(password), utf8(salt), iterations, Math.ceil(expected.length / 2));
    expect(toHex(derived)).toBe(expected);
  });

  it('agrees with Node, an empty password, an empty salt and no bytes at all included', () =>
    fc.assert(
      fc.asyncProperty(
        fc.constantFrom<Pbkdf2Hash>('SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'),
        byteArrays(),
        byteArrays(),
        fc.integer({ min: 1, max: 20 }),
        fc.nat(100),
        async (hash, password, salt, iterations, length) => {
          const node = length === 0 ? '' : pbkdf2Sync(password, salt, iterations, length, hash.replace('-', ''));
          expect(toHex(await pbkdf2(hash, password, salt, iterations, length))).toBe(node.toString('hex'));
        },
      ),
      { examples: [['SHA-256', new Uint8Array(0), new Uint8Array(0), 1, 32]] },
    ));
});
