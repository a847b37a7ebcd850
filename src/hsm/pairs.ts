// GenerateDataKeyPair: a key pair for the caller. Nothing of it stays in the HSM.
import type { Bytes } from '../base/bytes.ts';
import { newPrivateKey, openPrivateKey, type GenerateRsa } from './asymmetric.ts';
import { HsmError } from './error.ts';
import type { AsymmetricSpec, DataKeyPair, DataKeyPairSpec, EntropySource } from './types.ts';

export async function newPair(
  spec: DataKeyPairSpec,
  entropy: EntropySource,
  generateRsa: GenerateRsa,
): Promise<DataKeyPair> {
  const privateKey = await newPrivateKey(spec, entropy, generateRsa);
  return { privateKey, publicKey: publicHalf(spec, privateKey) };
}

export function publicHalf(spec: AsymmetricSpec, pkcs8: Bytes): Bytes {
  const opened = openPrivateKey(spec, pkcs8);
  if (opened === undefined) throw new HsmError(`What was made as a ${spec} key pair is none.`);
  return opened.key.publicKey;
}
