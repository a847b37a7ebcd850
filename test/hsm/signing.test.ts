import { constants, createHash, createPublicKey, publicDecrypt } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { utf8, type Bytes } from '../../src/base/bytes.ts';
import { toHex } from '../../src/base/encodings.ts';
import { HsmError } from '../../src/hsm/error.ts';
import type { AsymmetricSpec, GeneratedMaterial, MessageToSign, MessageType } from '../../src/hsm/types.ts';
import { byteArrays } from '../crypto/byte-arrays.ts';
import { bench, random, seeded, stuck } from './harness.ts';
import { messageFor, outsideVerifies } from './outside.ts';
import { signingCases, type SigningCase } from './specs.ts';

const { hsm, make } = bench();
const materials = new Map<AsymmetricSpec, GeneratedMaterial>();
const others = new Map<AsymmetricSpec, GeneratedMaterial>();
const text = utf8('the text that is signed');

beforeAll(async () => {
  for (const { spec } of signingCases) {
    if (materials.has(spec)) continue;
    materials.set(spec, await make(spec));
    others.set(spec, await make(spec));
  }
});

const named = signingCases.map((one) => [one.spec, one.algorithm, one.messageType, one] as const);

function asked(signingCase: SigningCase, of: Uint8Array = text) {
  const { handle, publicKey } = materials.get(signingCase.spec)!;
  const message: MessageToSign = { ...signingCase, message: messageFor(signingCase, publicKey!, of) };
  return { handle, publicKey: publicKey!, message };
}

/** Lengths of FIPS 204, of a modulus, of Ed25519, and of ECDSA's longest DER. */
const longest: Readonly<Record<AsymmetricSpec, number>> = {
  RSA_2048: 256,
  RSA_3072: 384,
  RSA_4096: 512,
  ECC_NIST_P256: 72,
  ECC_NIST_P384: 104,
  ECC_NIST_P521: 139,
  ECC_SECG_P256K1: 72,
  ECC_NIST_EDWARDS25519: 64,
  ML_DSA_44: 2420,
  ML_DSA_65: 3309,
  ML_DSA_87: 4627,
};

describe('a signature', () => {
  it.each(named)('of %s with %s over %s verifies outside, and here', async (spec, _, __, signingCase) => {
    const { handle, publicKey, message } = asked(signingCase);
    for (const entropy of [random, stuck]) {
      const signature = await hsm.sign(handle, message, entropy);
      expect(outsideVerifies(signingCase, publicKey, text, signature)).toBe(true);
      expect(await hsm.verify(publicKey, message, signature)).toBe(true);
      expect(signature.length).toBeLessThanOrEqual(longest[spec]);
      if (!spec.startsWith('ECC_NIST_P') && spec !== 'ECC_SECG_P256K1') expect(signature).toHaveLength(longest[spec]);
    }
  });

  it.each(named)('of %s with %s over %s is refused with any byte damaged', async (spec, _, __, signingCase) => {
    const { handle, publicKey, message } = asked(signingCase);
    const signature = await hsm.sign(handle, message, random);
    // Verifying a whole signature of ML-DSA or of a long modulus once for each of its bytes takes too long.
    const step = signature.length > 600 ? 97 : signature.length > 200 ? 13 : 1;
    for (let at = 0; at < signature.length; at += step) {
      const damaged = Uint8Array.from(signature);
      damaged[at]! ^= 1 << (at % 8);
      expect(await hsm.verify(publicKey, message, damaged), `byte ${at}`).toBe(false);
    }
    for (const wrong of [
      signature.slice(1),
      signature.slice(0, -1),
      new Uint8Array(0),
      new Uint8Array([...signature, 0]),
    ]) {
      expect(await hsm.verify(publicKey, message, wrong)).toBe(false);
    }
    expect(await hsm.verify(others.get(spec)!.publicKey!, message, signature)).toBe(false);
    expect(await hsm.verify(publicKey, asked(signingCase, utf8('another text')).message, signature)).toBe(false);
  });

  it.each([
    ['RSA_2048', 'RSASSA_PSS_SHA_256', 'RAW'],
    ['RSA_2048', 'RSASSA_PKCS1_V1_5_SHA_256', 'RAW'],
    ['ECC_NIST_P256', 'ECDSA_SHA_256', 'RAW'],
    ['ECC_NIST_P384', 'ECDSA_SHA_384', 'RAW'],
    ['ECC_NIST_EDWARDS25519', 'ED25519_SHA_512', 'RAW'],
  ] as const)('of %s with %s over any %s verifies outside', async (spec, algorithm, messageType) => {
    await fc.assert(
      fc.asyncProperty(byteArrays({ minLength: 1, maxLength: 4096 }), async (any) => {
        const signingCase = { spec, algorithm, messageType };
        const { handle, publicKey, message } = asked(signingCase, any);
        expect(outsideVerifies(signingCase, publicKey, any, await hsm.sign(handle, message, random))).toBe(true);
      }),
      { numRuns: 20 },
    );
  });
});

describe('the chance in signatures', () => {
  const chancy = named.filter(([, algorithm]) => /PSS|ECDSA|ML_DSA/.test(algorithm));
  const sign = async (signingCase: SigningCase, entropy = random, of: Bytes = text) => {
    const { handle, message } = asked(signingCase, of);
    return toHex(await hsm.sign(handle, message, entropy));
  };

  it.each(chancy)('makes those of %s with %s over %s new each time in a sandbox', async (_, __, ___, signingCase) => {
    expect(await sign(signingCase)).not.toBe(await sign(signingCase));
  });

  it.each(named)('is the seed’s for %s with %s over %s in a seeded world', async (_, __, ___, signingCase) => {
    expect(await sign(signingCase, seeded('7'))).toBe(await sign(signingCase, seeded('7')));
  });

  it('is bound to the message too, where each draw is the same', async () => {
    // Of PSS one can see the salt from outside: with e = 65537 and the public key, that is what the encoding unmasks to.
    const salts = await Promise.all(
      ['one', 'other'].map(async (each) => {
        const signingCase = { spec: 'RSA_2048', algorithm: 'RSASSA_PSS_SHA_256', messageType: 'RAW' } as const;
        const { publicKey } = asked(signingCase);
        return pssSalt(publicKey, Buffer.from(await sign(signingCase, stuck, utf8(each)), 'hex'));
      }),
    );
    expect(salts[0]).toHaveLength(64);
    expect(salts[0]).not.toBe(salts[1]);
  });
});

describe('what does not go together', () => {
  const wrong: [AsymmetricSpec, MessageToSign['algorithm'], MessageType][] = [
    ['RSA_2048', 'ECDSA_SHA_256', 'RAW'],
    ['RSA_2048', 'RSASSA_PSS_SHA_256', 'EXTERNAL_MU'],
    ['ECC_NIST_P256', 'ECDSA_SHA_384', 'RAW'],
    ['ECC_NIST_P256', 'RSASSA_PSS_SHA_256', 'DIGEST'],
    ['ECC_NIST_P384', 'ECDSA_SHA_384', 'EXTERNAL_MU'],
    ['ECC_NIST_EDWARDS25519', 'ED25519_SHA_512', 'DIGEST'],
    ['ECC_NIST_EDWARDS25519', 'ED25519_PH_SHA_512', 'RAW'],
    ['ECC_NIST_EDWARDS25519', 'ECDSA_SHA_512', 'RAW'],
    ['ML_DSA_44', 'ML_DSA_SHAKE_256', 'DIGEST'],
    ['ML_DSA_44', 'ED25519_SHA_512', 'RAW'],
  ];

  it.each(wrong)('%s with %s over %s is an HsmError', async (spec, algorithm, messageType) => {
    const { handle, publicKey } = materials.get(spec)!;
    const message = { spec, algorithm, messageType, message: new Uint8Array(64) };
    await expect(hsm.sign(handle, message, random)).rejects.toThrow(HsmError);
    await expect(hsm.verify(publicKey!, message, new Uint8Array(64))).rejects.toThrow(HsmError);
  });

  it('material, or a public key, of another spec than the message says is one too', async () => {
    const message = { spec: 'ECC_NIST_P256', algorithm: 'ECDSA_SHA_256', messageType: 'RAW', message: text } as const;
    for (const spec of ['ECC_SECG_P256K1', 'RSA_2048', 'ML_DSA_44'] as const) {
      const { handle, publicKey } = materials.get(spec)!;
      await expect(hsm.sign(handle, message, random)).rejects.toThrow(HsmError);
      await expect(hsm.verify(publicKey!, message, new Uint8Array(64))).rejects.toThrow(HsmError);
    }
    for (const spec of ['SYMMETRIC_DEFAULT', 'HMAC_256'] as const) {
      await expect(hsm.sign((await make(spec)).handle, message, random)).rejects.toThrow(HsmError);
    }
  });

  it('the message is read before anything waits', async () => {
    const { handle, publicKey } = materials.get('ECC_NIST_P256')!;
    const bytes = utf8('as it was when the call was made');
    const message = { spec: 'ECC_NIST_P256', algorithm: 'ECDSA_SHA_256', messageType: 'RAW', message: bytes } as const;
    const before = { ...message, message: Uint8Array.from(bytes) };
    const signing = hsm.sign(handle, message, random);
    bytes.fill(0);
    expect(await hsm.verify(publicKey!, before, await signing)).toBe(true);
  });
});

/** The salt of an RSASSA-PSS signature with SHA-256 (RFC 8017, 9.1.2). */
function pssSalt(spki: Uint8Array, signature: Uint8Array): string {
  const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  const encoded = publicDecrypt({ key, padding: constants.RSA_NO_PADDING }, signature);
  const [masked, seed] = [encoded.subarray(0, -33), encoded.subarray(-33, -1)];
  const block = Buffer.alloc(masked.length);
  for (let counter = 0; counter * 32 < masked.length; counter += 1) {
    const number = Buffer.alloc(4);
    number.writeUInt32BE(counter);
    createHash('sha256')
      .update(seed)
      .update(number)
      .digest()
      .copy(block, counter * 32);
  }
  const unmasked = block.map((byte, at) => byte ^ masked[at]!);
  return Buffer.from(unmasked.subarray(-32)).toString('hex');
}
