// `openssl dgst` with -sign, -verify or -prverify: the signature of one file's digest. openssl-dgst(1).
import type { Bytes } from '../../../base/bytes.ts';
import { utf8 } from '../../../base/bytes.ts';
import { toHex } from '../../../base/encodings.ts';
import { digest } from '../../../crypto/digest.ts';
import { FileError } from '../command.ts';
import type { CommandIo, CommandResult } from '../command.ts';
import { notThere, OpensslError } from './arguments.ts';
import type { Arguments } from './arguments.ts';
import type { DigestInfo } from './digests.ts';
import { output } from './files.ts';
import { keyForm, loadKey } from './key-files.ts';
import { keyOptions } from './key-options.ts';
import { isMlDsa } from './keys.ts';
import type { Key } from './keys.ts';
import { Queued } from './rsa-paddings.ts';
import { sign, verify } from './signatures.ts';

export interface SignedDigest {
  readonly info: DigestInfo;
  readonly message: Bytes;
  /** The file's name; undefined for standard input. */
  readonly name: string | undefined;
}

export const isAboutSignature = (given: Arguments['given']): boolean =>
  given.has('sign') || given.has('verify') || given.has('prverify');

export function checkOneFile({ given, operands }: Arguments): void {
  if (given.has('hmac') || given.has('mac')) throw new OpensslError('MAC and signing key cannot both be specified');
  if (operands.length > 1) throw new OpensslError('dgst: Can only sign or verify one file.');
  if (!given.has('signature') && (given.has('verify') || given.has('prverify'))) {
    throw new OpensslError('No signature to verify: use the -signature option');
  }
}

async function signatureFile(io: CommandIo, path: string): Promise<Bytes> {
  try {
    return await io.readFile(path);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new OpensslError(`Error opening signature file ${path}\n${notThere(path, error.message, 'rb')}`);
  }
}

/** The key of -sign, -verify or -prverify: the last of them counts. */
export async function signatureKey({ given }: Arguments, io: CommandIo): Promise<Key> {
  const option = [...given.keys()].filter((name) => /^(sign|verify|prverify)$/.test(name)).at(-1) ?? 'sign';
  const kind = option === 'verify' ? 'public' : 'private';
  const form = keyForm('dgst', 'keyform', given.get('keyform'));
  const key = await loadKey(io, given.get(option), { kind, form });
  if (key.algorithm === 'ed25519') throw new OpensslError('Key type not supported for this operation');
  return key;
}

export async function signedDigest(
  args: Arguments,
  key: Key,
  what: SignedDigest,
  io: CommandIo,
): Promise<CommandResult> {
  const { given, every } = args;
  const { digest: hash } = what.info;
  const set = keyOptions(
    every('sigopt'),
    { algorithm: key.algorithm, takesDigest: false },
    (text) => `Signature parameter error "${text}"`,
  );
  const options = { ...set, digest: hash };
  const input = isMlDsa(key.algorithm) ? what.message : digest(hash, what.message);
  const signaturePath = given.get('signature');
  if (signaturePath !== undefined && (given.has('verify') || given.has('prverify'))) {
    const verdict = verify(key, options, input, await signatureFile(io, signaturePath));
    if (verdict.good) return output(io, given.get('out'), utf8('Verified OK\n'));
    if (verdict.malformed) return { stderr: 'Error verifying data\n', exitCode: 1 };
    const result = await output(io, given.get('out'), utf8('Verification failure\n'));
    return { ...result, stderr: verdict.queue.map((line) => `${line}\n`).join(''), exitCode: 1 };
  }
  let made: Bytes;
  try {
    made = sign(key, options, input, io.host.line().entropy());
  } catch (error) {
    if (error instanceof Queued) throw new OpensslError(['Signature buffer error', ...error.lines].join('\n'));
    throw error;
  }
  return output(io, given.get('out'), shown(made, key, what, given));
}

/** A signature is written as bytes unless -hex is given; -c and -r do not count here. */
function shown(made: Bytes, key: Key, { info, name }: SignedDigest, given: Arguments['given']): Bytes {
  if (!given.has('hex')) return made;
  const type = name === undefined ? '' : key.algorithm === 'rsa' ? 'RSA-' : 'EC-';
  return utf8(`${type}${info.title}(${name ?? 'stdin'})= ${toHex(made)}\n`);
}
