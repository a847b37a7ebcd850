import { describe, expect, it } from 'vitest';
import { toHex } from '../../src/base/encodings.ts';
import { HsmError } from '../../src/hsm/error.ts';
import { bench, ireland, random, someKeyId, stuck } from './harness.ts';
import { algorithms, contentFor, importBench, keyArn } from './import-bench.ts';
import { wrap } from './import-client.ts';
import { rsaFixture } from './rsa-fixtures.ts';
import { rsaSpecs } from './specs.ts';

const { hsm, vault, domainKeys, make, importing, parametersOf } = await importBench();

describe('an import token', () => {
  it('says what it was made for, to an HSM of the same Region and domain', async () => {
    for (const algorithm of algorithms) {
      for (const spec of rsaSpecs) {
        const { importToken, publicKey } = parametersOf(algorithm, spec);
        expect(await bench({ domainKeys }).hsm.readImportToken(importToken)).toEqual(contentFor(algorithm, spec));
        expect(publicKey).toHaveLength({ RSA_2048: 294, RSA_3072: 422, RSA_4096: 550 }[spec]);
        // ImportKeyMaterial takes no longer ones.
        expect(importToken.length).toBeLessThanOrEqual(6144);
      }
    }
  });

  it('tells nobody else anything', async () => {
    const { importToken } = parametersOf('RSAES_OAEP_SHA_256', 'RSA_2048');
    const wrapped = new Uint8Array(256);
    for (const other of [bench(), bench({ domainKeys, region: ireland })]) {
      expect(await other.hsm.readImportToken(importToken)).toBeUndefined();
      const request = { importToken, wrapped, spec: 'HMAC_256', keyId: someKeyId, entropy: random } as const;
      expect(await other.hsm.importMaterial(request)).toBeUndefined();
    }
    expect(Buffer.from(importToken).includes(Buffer.from(keyArn))).toBe(false);
    const oneKeyForAll = { domainKey: () => domainKeys.domainKey(hsm.region) };
    expect(await bench({ domainKeys: oneKeyForAll, region: ireland }).hsm.readImportToken(importToken)).toBeUndefined();
  });

  it('is none with any bit flipped, cut short, or where it is something else', async () => {
    const { importToken, publicKey } = parametersOf('RSAES_OAEP_SHA_256', 'RSA_2048');
    const wrapped = wrap(publicKey, 'RSAES_OAEP_SHA_256', random.bytes(32));
    for (let bit = 0; bit < 8 * importToken.length; bit += bit < 128 ? 1 : 11) {
      const damaged = Uint8Array.from(importToken);
      damaged[bit >> 3]! ^= 1 << (bit & 7);
      expect(await hsm.readImportToken(damaged), `bit ${bit}`).toBeUndefined();
    }
    const { token } = await make('RSA_2048');
    for (const wrong of [new Uint8Array(0), importToken.slice(0, 20), importToken.slice(0, -1), token, wrapped]) {
      expect(await hsm.readImportToken(wrong)).toBeUndefined();
      expect(await importing('SYMMETRIC_DEFAULT', wrapped, { importToken: wrong, wrapped })).toBeUndefined();
    }
  });

  it('of another import does not unwrap', async () => {
    const [algorithm, wrappingSpec] = ['RSAES_OAEP_SHA_256', 'RSA_2048'] as const;
    const { importToken } = await hsm.importParameters(contentFor(algorithm, wrappingSpec), random);
    expect(await importing('HMAC_256', random.bytes(32), { algorithm, wrappingSpec, importToken })).toBeUndefined();
  });

  it('is no material token: the vault’s reader refuses it', async () => {
    const { importToken } = parametersOf('RSAES_OAEP_SHA_256', 'RSA_2048');
    const { handle } = await make('RSA_2048');
    vault.store({ handle, token: importToken as never });
    await expect(hsm.decryptRsa(handle, 'RSAES_OAEP_SHA_1', new Uint8Array(256))).rejects.toThrow(HsmError);
  });

  it('has another IV for another content, where each draw is the same', async () => {
    // One wrapping key for all: nothing but the rest of the content differs.
    const one = bench({ domainKeys, generateRsa: async () => rsaFixture(2048) }).hsm;
    const content = contentFor('RSAES_OAEP_SHA_256', 'RSA_2048');
    const contents = [content, { ...content, validToMs: 1 }, { ...content, keyArn: 'another' }];
    const tokens = await Promise.all(contents.map((each) => one.importParameters(each, stuck)));
    const other = bench({ domainKeys, generateRsa: async () => rsaFixture(2048, 1) }).hsm;
    tokens.push(await other.importParameters(content, stuck));
    tokens.push(await one.importParameters(content, random));
    expect(new Set(tokens.map(({ importToken }) => toHex(importToken.subarray(1, 13)))).size).toBe(tokens.length);
    const again = await one.importParameters(content, stuck);
    expect(again.importToken).toEqual(tokens[0]!.importToken);
  });
});
