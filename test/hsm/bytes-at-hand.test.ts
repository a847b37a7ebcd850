// What the HSM does with bytes that are not its own, and with its own once it has no more use for them.
import { expect, it } from 'vitest';
import { utf8, type Bytes } from '../../src/base/bytes.ts';
import { bench, random, someKeyId } from './harness.ts';
import { importBench, outsideMaterial } from './import-bench.ts';
import { wrap } from './import-client.ts';
import { fixtureRsa } from './rsa-fixtures.ts';

/** Calls with a copy of these bytes, and spoils the copy at once. */
async function spoiling<Result>(call: (...bytes: Bytes[]) => Promise<Result>, ...bytes: Uint8Array[]): Promise<Result> {
  const copies = bytes.map((each) => Uint8Array.from(each));
  const answer = call(...copies);
  for (const copy of copies) copy.fill(0);
  return answer;
}

it('a call reads what it is given before it waits', async () => {
  const { hsm, vault, make, parametersOf } = await importBench();
  const text = utf8('as it was when the call was made');

  const hmac = await make('HMAC_256');
  const mac = await hsm.mac(hmac.handle, 'HMAC_SHA_256', text);
  expect(await spoiling((message) => hsm.mac(hmac.handle, 'HMAC_SHA_256', message), text)).toEqual(mac);
  const verifying = (message?: Bytes, given?: Bytes) => hsm.verifyMac(hmac.handle, 'HMAC_SHA_256', message!, given!);
  expect(await spoiling(verifying, text, mac)).toBe(true);

  const rsa = await make('RSA_2048');
  const encrypting = (key?: Bytes, plaintext?: Bytes) => hsm.encryptRsa(key!, 'RSAES_OAEP_SHA_256', plaintext!);
  const ciphertext = await spoiling(encrypting, rsa.publicKey!, text);
  const decrypting = (given?: Bytes) => hsm.decryptRsa(rsa.handle, 'RSAES_OAEP_SHA_256', given!);
  expect(await spoiling(decrypting, ciphertext)).toEqual(text);

  const signed = { spec: 'RSA_2048', algorithm: 'RSASSA_PSS_SHA_256', messageType: 'RAW' } as const;
  const signature = await spoiling((message) => hsm.sign(rsa.handle, { ...signed, message: message }, random), text);
  const checking = (key?: Bytes, message?: Bytes, given?: Bytes) =>
    hsm.verify(key!, { ...signed, message: message! }, given!);
  expect(await spoiling(checking, rsa.publicKey!, text, signature)).toBe(true);

  const [one, other] = [await make('ECC_NIST_P256'), await make('ECC_NIST_P256')];
  const deriving = (peer?: Bytes) => hsm.deriveSharedSecret(one.handle, 'ECC_NIST_P256', peer!);
  const back = await hsm.deriveSharedSecret(other.handle, 'ECC_NIST_P256', one.publicKey!);
  expect(await spoiling(deriving, other.publicKey!)).toEqual(back);

  const { publicKey, importToken } = parametersOf('RSAES_OAEP_SHA_256', 'RSA_2048');
  const wrapped = wrap(publicKey, 'RSAES_OAEP_SHA_256', outsideMaterial.HMAC_256!);
  expect(await spoiling((token) => hsm.readImportToken(token), importToken)).toBeDefined();
  const request = { spec: 'HMAC_256', keyId: someKeyId, entropy: random } as const;
  const importing = (token?: Bytes, given?: Bytes) =>
    hsm.importMaterial({ ...request, importToken: token!, wrapped: given! });
  const imported = await spoiling(importing, importToken, wrapped);
  vault.store(imported!);
  expect(await hsm.importMaterial({ ...request, importToken, wrapped })).toMatchObject({
    keyMaterialId: imported!.keyMaterialId,
  });
});

it('what RSA’s generator made is wiped once it is sealed', async () => {
  const made: Bytes[] = [];
  const pool = fixtureRsa();
  const { hsm } = bench({
    generateRsa: async (bits) => {
      const key = await pool(bits);
      made.push(key);
      return key;
    },
  });
  await hsm.generate('RSA_2048', someKeyId, random);
  const content = { keyArn: 'arn', algorithm: 'RSAES_OAEP_SHA_256', wrappingSpec: 'RSA_2048', validToMs: 0 } as const;
  await hsm.importParameters(content, random);
  expect(made).toHaveLength(2);
  for (const key of made) expect(key.every((byte) => byte === 0)).toBe(true);
  // A data key pair is the caller's.
  const pair = await hsm.dataKeyPair('RSA_2048', random);
  expect(pair.privateKey.some((byte) => byte !== 0)).toBe(true);
});

it('what was drawn for symmetric and HMAC material is wiped once it is sealed', async () => {
  for (const spec of ['SYMMETRIC_DEFAULT', 'HMAC_224', 'HMAC_512'] as const) {
    const drawn: Bytes[] = [];
    const entropy = {
      deterministic: false,
      bytes: (length: number) => {
        const draw = random.bytes(length);
        drawn.push(draw);
        return draw;
      },
    };
    await bench().hsm.generate(spec, someKeyId, entropy);
    expect(drawn[0]!.every((byte) => byte === 0)).toBe(true);
  }
});
