import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../src/base/bytes.ts';
import { HsmError } from '../../src/hsm/error.ts';
import type { MacAlgorithm } from '../../src/hsm/types.ts';
import { byteArrays } from '../crypto/byte-arrays.ts';
import { bench, random, someKeyId, startingWith } from './harness.ts';
import { hmacSpecs } from './specs.ts';

describe.each(hmacSpecs)('%s material', (spec, algorithm, hash, length) => {
  it('makes the MACs that Node makes with the same bytes, and verifies them', async () => {
    const { hsm, make } = bench();
    const key = random.bytes(length);
    const { handle, publicKey } = await make(spec, startingWith(key));
    expect(publicKey).toBeNull();
    await fc.assert(
      fc.asyncProperty(byteArrays({ maxLength: 4096 }), async (message) => {
        const mac = await hsm.mac(handle, algorithm, message);
        expect(mac).toHaveLength(length);
        expect(Buffer.from(mac)).toEqual(createHmac(hash, key).update(message).digest());
        expect(await hsm.verifyMac(handle, algorithm, message, mac)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  it('refuses a MAC with any bit flipped, of another length, of another message or key', async () => {
    const { hsm, make } = bench();
    const [{ handle }, other] = [await make(spec), await make(spec)];
    const message = utf8('message');
    const mac = await hsm.mac(handle, algorithm, message);
    for (let bit = 0; bit < 8 * mac.length; bit += 1) {
      const flipped = Uint8Array.from(mac);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      expect(await hsm.verifyMac(handle, algorithm, message, flipped)).toBe(false);
    }
    for (const wrong of [mac.slice(0, -1), mac.slice(0, 16), new Uint8Array(0), new Uint8Array([...mac, 0])]) {
      expect(await hsm.verifyMac(handle, algorithm, message, wrong)).toBe(false);
    }
    expect(await hsm.verifyMac(handle, algorithm, utf8('massage'), mac)).toBe(false);
    expect(await hsm.verifyMac(other.handle, algorithm, message, mac)).toBe(false);
  });

  it('does no other algorithm, and nothing but MACs', async () => {
    const { hsm, make } = bench();
    const material = await make(spec);
    const message = utf8('message');
    for (const [, other] of hmacSpecs) {
      if (other === algorithm) continue;
      await expect(hsm.mac(material.handle, other, message)).rejects.toThrow(HsmError);
      await expect(hsm.verifyMac(material.handle, other, message, message)).rejects.toThrow(HsmError);
    }
    const encrypting = { material, plaintext: message, context: {}, maker: 'Encrypt', entropy: random } as const;
    await expect(hsm.encrypt(encrypting)).rejects.toThrow(HsmError);
    await expect(hsm.decryptRsa(material.handle, 'RSAES_OAEP_SHA_1', message)).rejects.toThrow(HsmError);
    await expect(hsm.deriveSharedSecret(material.handle, 'ECC_NIST_P256', message)).rejects.toThrow(HsmError);
  });
});

it('other material makes no MACs', async () => {
  const { hsm, make } = bench();
  for (const spec of ['SYMMETRIC_DEFAULT', 'RSA_2048', 'ECC_NIST_P256', 'ML_DSA_44'] as const) {
    const { handle } = await make(spec);
    const algorithm: MacAlgorithm = 'HMAC_SHA_256';
    await expect(hsm.mac(handle, algorithm, utf8('message'))).rejects.toThrow(HsmError);
  }
});

it('a MAC tells nothing of what the house derives from the same material', async () => {
  // GenerateMac signs any message, so nothing that matters may be an HMAC under the material itself.
  const { hsm, make } = bench();
  const { handle, token } = await make('HMAC_256', startingWith(new Uint8Array(32).fill(9)));
  const draw = new Uint8Array(32);
  const fixed = await make('HMAC_256', { deterministic: true, bytes: (length) => draw.slice(0, length).fill(5) });
  const frame = (bytes: Uint8Array) => Buffer.concat([Buffer.from([0, 0, 0, bytes.length]), bytes]);
  const framed = [new Uint8Array(32).fill(5), utf8('us-east-1'), utf8(someKeyId)].map(frame);
  const guess = await hsm.mac(
    fixed.handle,
    'HMAC_SHA_256',
    Buffer.concat([utf8('keyroom token names 1\0'), ...framed]),
  );
  expect(fixed.handle).not.toContain(Buffer.from(guess.subarray(0, 16)).toString('hex'));
  expect(handle).not.toBe(fixed.handle);
  expect(token).not.toEqual(fixed.token);
});
