// Sign and Verify: every key spec, algorithm and message type; what they give verifies outside, and what was made outside
// verifies here.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { messageFor, outsideVerifies } from '../../../hsm/outside.ts';
import { signingCases, type SigningCase } from '../../../hsm/specs.ts';
import { algorithmsWith, kinds } from '../kinds.ts';
import { bytes, openKmsWorld, type KmsWorld, type TestKey } from '../world.ts';

const dryRun = 'DryRunOperationException: The request would have succeeded, but the DryRun option is set.';
const invalid = 'KMSInvalidSignatureException: ';
const signingKinds = kinds.filter(({ KeyUsage }) => KeyUsage === 'SIGN_VERIFY');
const lengths: Readonly<Record<string, number>> = {
  RSA_2048: 256,
  RSA_3072: 384,
  RSA_4096: 512,
  ECC_NIST_EDWARDS25519: 64,
  ML_DSA_44: 2420,
  ML_DSA_65: 3309,
  ML_DSA_87: 4627,
};
const mostBytes: Readonly<Record<string, number>> = {
  ECC_NIST_P256: 72,
  ECC_NIST_P384: 104,
  ECC_NIST_P521: 139,
  ECC_SECG_P256K1: 72,
};

let kms: KmsWorld;
const keys = new Map<string, TestKey & { readonly publicKey: Uint8Array }>();
beforeAll(async () => {
  kms = await openKmsWorld();
  for (const { KeySpec, KeyUsage } of signingKinds) {
    const key = await kms.createKey({ KeySpec, KeyUsage });
    const { PublicKey } = await kms.call('GetPublicKey', { KeyId: key.id });
    keys.set(KeySpec, { ...key, publicKey: PublicKey as Uint8Array });
  }
});

const requestFor = (signing: SigningCase, text: Uint8Array) => {
  const key = keys.get(signing.spec)!;
  const request = {
    KeyId: key.id,
    SigningAlgorithm: signing.algorithm,
    MessageType: signing.messageType,
    Message: messageFor(signing, key.publicKey, text),
  };
  return { key, request };
};

describe('Sign and Verify', () => {
  it('all algorithms of all signing keys are tried', () => {
    const tried = new Set(signingCases.map(({ spec, algorithm }) => `${spec} ${algorithm}`));
    const there = signingKinds.flatMap(({ KeySpec, algorithms }) => algorithms.map((each) => `${KeySpec} ${each}`));
    expect([...tried].sort()).toEqual(there.sort());
  });

  it.each(signingCases)('$spec with $algorithm over $messageType, inside and outside', async (signing) => {
    const text = bytes('a message of no importance');
    const { key, request } = requestFor(signing, text);
    const { Signature, ...rest } = await kms.call('Sign', request);
    expect(rest).toEqual({ KeyId: key.arn, SigningAlgorithm: signing.algorithm });
    const signature = Signature as Uint8Array;
    if (lengths[signing.spec] !== undefined) expect(signature.length).toBe(lengths[signing.spec]);
    else expect(signature.length).toBeLessThanOrEqual(mostBytes[signing.spec]!);
    expect(outsideVerifies(signing, key.publicKey, text, signature)).toBe(true);
    expect(await kms.call('Verify', { ...request, Signature })).toEqual({
      KeyId: key.arn,
      SignatureValid: true,
      SigningAlgorithm: signing.algorithm,
    });
  });

  it('a message and its digest have the same signatures, where the algorithm takes both', async () => {
    const text = bytes('one and the same');
    for (const signing of signingCases.filter(({ messageType }) => messageType === 'DIGEST')) {
      if (signing.algorithm === 'ED25519_PH_SHA_512') continue;
      const ofDigest = requestFor(signing, text).request;
      const ofText = requestFor({ ...signing, messageType: 'RAW' }, text).request;
      const { Signature } = await kms.call('Sign', ofDigest);
      await kms.call('Verify', { ...ofText, Signature });
      // A digest that is sent as though it were the message is another message.
      expect(await kms.refusal('Verify', { ...ofDigest, MessageType: 'RAW', Signature })).toBe(invalid);
    }
  });

  it('without a message type the message is signed itself', async () => {
    const { key, request } = requestFor(
      { spec: 'ECC_NIST_P256', algorithm: 'ECDSA_SHA_256', messageType: 'RAW' },
      bytes('text'),
    );
    const { MessageType: _, ...rest } = request;
    const { Signature } = await kms.call('Sign', rest);
    const signing = { spec: 'ECC_NIST_P256', algorithm: 'ECDSA_SHA_256', messageType: 'RAW' } as const;
    expect(outsideVerifies(signing, key.publicKey, bytes('text'), Signature as Uint8Array)).toBe(true);
  });

  it('hold for any message, and for no other message or signature', async () => {
    const cases = fc.constantFrom(...signingCases);
    const messages = fc.uint8Array({ minLength: 1, maxLength: 4096 });
    await fc.assert(
      fc.asyncProperty(cases, messages, fc.nat(), async (signing, text, at) => {
        const { key, request } = requestFor(signing, text);
        const signature = (await kms.call('Sign', request))['Signature'] as Uint8Array;
        expect(outsideVerifies(signing, key.publicKey, text, signature)).toBe(true);
        await kms.call('Verify', { ...request, Signature: signature });
        const flipped = (from: Uint8Array) =>
          from.map((byte, index) => (index === at % from.length ? byte ^ (1 << (at % 8)) : byte));
        expect(await kms.refusal('Verify', { ...request, Signature: flipped(signature) })).toBe(invalid);
        expect(
          await kms.refusal('Verify', { ...request, Message: flipped(request.Message), Signature: signature }),
        ).toBe(invalid);
      }),
      { numRuns: 120 },
    );
  });

  it.each(signingKinds)('$KeySpec refuses whatever is no signature', async ({ KeySpec, algorithms }) => {
    const signing = signingCases.find(({ spec, algorithm }) => spec === KeySpec && algorithm === algorithms[0])!;
    const { request } = requestFor(signing, bytes('text'));
    const signature = (await kms.call('Sign', request))['Signature'] as Uint8Array;
    const hostile = [
      signature.slice(1),
      signature.slice(0, -1),
      new Uint8Array([...signature, 0]),
      new Uint8Array(signature.length),
      new Uint8Array(1),
      new Uint8Array(6144),
    ];
    for (const Signature of hostile) expect(await kms.refusal('Verify', { ...request, Signature })).toBe(invalid);
  });

  it('refuse the signature of another key, and of another algorithm of the same key', async () => {
    const signing = { spec: 'RSA_2048', algorithm: 'RSASSA_PSS_SHA_256', messageType: 'RAW' } as const;
    const { request } = requestFor(signing, bytes('text'));
    const { Signature } = await kms.call('Sign', request);
    const other = await kms.createKey({ KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' });
    expect(await kms.refusal('Verify', { ...request, Signature, KeyId: other.id })).toBe(invalid);
    for (const SigningAlgorithm of ['RSASSA_PSS_SHA_512', 'RSASSA_PKCS1_V1_5_SHA_256']) {
      expect(await kms.refusal('Verify', { ...request, Signature, SigningAlgorithm })).toBe(invalid);
    }
  });
});

describe('what Sign and Verify refuse', () => {
  const both = async (request: object): Promise<string> => {
    const refusal = await kms.refusal('Sign', request);
    expect(await kms.refusal('Verify', { ...request, Signature: bytes('signature') })).toBe(refusal);
    return refusal;
  };
  const foreign = signingKinds.flatMap(({ KeySpec, algorithms }) =>
    [...algorithmsWith('SIGN_VERIFY'), 'SM2DSA']
      .filter((algorithm) => !algorithms.includes(algorithm))
      .map((algorithm) => ({ KeySpec, algorithm })),
  );

  it.each(foreign)('$algorithm of $KeySpec', async ({ KeySpec, algorithm }) => {
    const request = { KeyId: keys.get(KeySpec)!.id, Message: bytes('text'), SigningAlgorithm: algorithm };
    expect(await both(request)).toBe(
      `InvalidKeyUsageException: Algorithm ${algorithm} is incompatible with key spec ${KeySpec}.`,
    );
  });

  it.each([
    ['ECC_NIST_EDWARDS25519', 'ED25519_SHA_512', 'DIGEST', 'algorithm ED25519_SHA_512'],
    ['ECC_NIST_EDWARDS25519', 'ED25519_PH_SHA_512', 'RAW', 'algorithm ED25519_PH_SHA_512'],
    ['ECC_NIST_EDWARDS25519', 'ED25519_SHA_512', 'EXTERNAL_MU', 'key spec ECC_NIST_EDWARDS25519'],
    ['ML_DSA_44', 'ML_DSA_SHAKE_256', 'DIGEST', 'key spec ML_DSA_44'],
    ['ML_DSA_65', 'ML_DSA_SHAKE_256', 'DIGEST', 'key spec ML_DSA_65'],
    ['ML_DSA_87', 'ML_DSA_SHAKE_256', 'DIGEST', 'key spec ML_DSA_87'],
    ['RSA_2048', 'RSASSA_PSS_SHA_256', 'EXTERNAL_MU', 'key spec RSA_2048'],
    ['ECC_NIST_P521', 'ECDSA_SHA_512', 'EXTERNAL_MU', 'key spec ECC_NIST_P521'],
  ])('%s with %s: message type %s', async (KeySpec, SigningAlgorithm, MessageType, what) => {
    const request = { KeyId: keys.get(KeySpec)!.id, Message: new Uint8Array(64), SigningAlgorithm, MessageType };
    expect(await both(request)).toBe(`ValidationException: Message type ${MessageType} is incompatible with ${what}.`);
  });

  it.each(signingCases.filter(({ messageType }) => messageType !== 'RAW'))(
    'a $messageType of a wrong length for $algorithm of $spec',
    async (signing) => {
      const { request } = requestFor(signing, bytes('text'));
      const { length } = request.Message;
      for (const wrong of [1, length - 1, length + 1, 4096]) {
        expect(await both({ ...request, Message: new Uint8Array(wrong) })).toBe(
          `ValidationException: Digest is invalid length for algorithm ${signing.algorithm}.`,
        );
      }
    },
  );

  it('messages of no bytes, and of more than 4,096', async () => {
    const signing = { spec: 'ECC_NIST_P256', algorithm: 'ECDSA_SHA_256', messageType: 'RAW' } as const;
    const { request } = requestFor(signing, bytes('text'));
    const constraint =
      "ValidationException: 1 validation error detected: Value at 'message' failed to satisfy constraint";
    expect(await both({ ...request, Message: new Uint8Array(0) })).toBe(
      `${constraint}: Member must have length greater than or equal to 1`,
    );
    expect(await both({ ...request, Message: new Uint8Array(4097) })).toBe(
      `${constraint}: Member must have length less than or equal to 4096`,
    );
    await kms.call('Sign', { ...request, Message: new Uint8Array(4096) });
  });

  it('the algorithm after the key state, and the message after the algorithm', async () => {
    const key = await kms.createKey({ KeySpec: 'ECC_NIST_P384', KeyUsage: 'SIGN_VERIFY' });
    const request = {
      KeyId: key.id,
      Message: new Uint8Array(1),
      MessageType: 'DIGEST',
      SigningAlgorithm: 'ECDSA_SHA_256',
    };
    expect(await both(request)).toContain('InvalidKeyUsageException: Algorithm ECDSA_SHA_256');
    await kms.call('DisableKey', { KeyId: key.id });
    expect(await both(request)).toBe(`DisabledException: ${key.arn} is disabled.`);
  });
});

describe('dry runs', () => {
  it.each(signingCases)('of $spec with $algorithm over $messageType judge all of it', async (signing) => {
    const { request } = requestFor(signing, bytes('text'));
    expect(await kms.refusal('Sign', { ...request, DryRun: true })).toBe(dryRun);
    const { Signature } = await kms.call('Sign', request);
    expect(await kms.refusal('Verify', { ...request, Signature, DryRun: true })).toBe(dryRun);
    const wrong = { ...request, Signature: bytes('signature'), DryRun: true };
    expect(await kms.refusal('Verify', wrong)).toBe(invalid);
  });
});

describe('the journal', () => {
  it('remembers no message that was signed', async () => {
    const signing = { spec: 'ECC_NIST_P256', algorithm: 'ECDSA_SHA_256', messageType: 'RAW' } as const;
    const secret = 'a message that nobody may read again';
    const { key, request } = requestFor(signing, bytes(secret));
    await kms.call('Sign', request);
    const entry = kms.world.entries.at(-1)!;
    expect(entry.kind === 'call' && entry.call.resources).toEqual([key.arn]);
    expect(JSON.stringify(entry)).not.toContain(createHash('sha256').update(secret).digest('base64'));
    expect(JSON.stringify(entry)).not.toContain('nobody may read');
  });
});
