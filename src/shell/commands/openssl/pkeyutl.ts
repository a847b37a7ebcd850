// `openssl pkeyutl`: encrypt, decrypt, sign, verify and derive with a key pair. openssl-pkeyutl(1).
import type { Bytes } from '../../../base/bytes.ts';
import { utf8 } from '../../../base/bytes.ts';
import { digest } from '../../../crypto/digest.ts';
import { openEcPrivateKey } from '../../../crypto/ecdsa.ts';
import { FileError } from '../command.ts';
import type { CommandIo, CommandResult } from '../command.ts';
import { notThere, OpensslError, queued, readArguments, refuseHelpful, unsupported } from './arguments.ts';
import type { Arguments } from './arguments.ts';
import { findDigest } from './digests.ts';
import type { DigestInfo } from './digests.ts';
import { output, readInput } from './files.ts';
import { keyForm, loadKey } from './key-files.ts';
import { keyOptions } from './key-options.ts';
import type { KeyOptions } from './key-options.ts';
import { curves, isEc } from './keys.ts';
import type { Key } from './keys.ts';
import { rsaDecrypt, rsaEncrypt } from './rsa-encryption.ts';
import { Queued } from './rsa-paddings.ts';
import { sign, signsMessages, verify } from './signatures.ts';

const OPERATIONS = ['encrypt', 'decrypt', 'sign', 'verify', 'derive'] as const;
type Operation = (typeof OPERATIONS)[number];

const table = {
  encrypt: 'flag',
  decrypt: 'flag',
  sign: 'flag',
  verify: 'flag',
  derive: 'flag',
  pubin: 'flag',
  rawin: 'flag',
  help: 'flag',
  in: 'value',
  out: 'value',
  inkey: 'value',
  keyform: 'value',
  peerkey: 'value',
  peerform: 'value',
  sigfile: 'value',
  pkeyopt: 'value',
  digest: 'value',
  verifyrecover: 'flag',
  certin: 'flag',
  asn1parse: 'flag',
  hexdump: 'flag',
  rev: 'flag',
  kdf: 'value',
  kdflen: 'value',
  passin: 'value',
  pkeyopt_passin: 'value',
  engine: 'value',
  engine_impl: 'flag',
  rand: 'value',
  writerand: 'value',
  provider: 'value',
  'provider-path': 'value',
  propquery: 'value',
} as const;
const NOT_HERE = [
  'verifyrecover',
  'certin',
  'asn1parse',
  'hexdump',
  'rev',
  'kdf',
  'kdflen',
  'passin',
  'pkeyopt_passin',
  'engine',
  'engine_impl',
  'rand',
  'writerand',
  'provider',
  'provider-path',
  'propquery',
];
export const pkeyutlOptions: readonly string[] = Object.keys(table).filter((name) => !NOT_HERE.includes(name));

const HELP = `Usage: openssl pkeyutl -encrypt|-decrypt|-sign|-verify|-derive -inkey file [-pubin] [-keyform DER|PEM]
  [-in file] [-out file] [-sigfile file] [-peerkey file] [-rawin [-digest name]] [-pkeyopt name:value]...
Key options here: rsa_padding_mode:pkcs1|oaep|pss, rsa_oaep_md, rsa_mgf1_md, rsa_pss_saltlen, digest.
`;

const notInitialized = 'pkeyutl: Error initializing context';

const notForThisKey = (where: string, source: string): string =>
  `${notInitialized}\n${queued('03000096', 'digital envelope routines', where, 'operation not supported for this keytype', `../crypto/evp/${source}`)}`;

/** What the longest digest has: longer input of a signature is none. */
const LONGEST_DIGEST = 64;

async function operationKey(operation: Operation, given: Arguments['given'], io: CommandIo): Promise<Key> {
  const path = given.get('inkey');
  if (path === undefined) throw new OpensslError(refuseHelpful('pkeyutl', 'no private key given (-inkey parameter).'));
  const form = keyForm('pkeyutl', 'keyform', given.get('keyform'));
  let key: Key;
  try {
    key = await loadKey(io, path, { kind: given.has('pubin') ? 'public' : 'private', form });
  } catch (error) {
    if (!(error instanceof OpensslError)) throw error;
    throw new OpensslError(`${error.message}\n${notInitialized}`);
  }
  const isPrivate = operation === 'decrypt' || operation === 'sign' || operation === 'derive';
  if (given.has('pubin') && isPrivate) {
    throw new OpensslError(`A private key is needed for this operation\n${notInitialized}`);
  }
  if ((operation === 'encrypt' || operation === 'decrypt') && key.algorithm !== 'rsa') {
    throw new OpensslError(notForThisKey('evp_pkey_asym_cipher_init', 'asymcipher.c:188:'));
  }
  if (operation === 'derive' && !isEc(key.algorithm)) {
    throw new OpensslError(notForThisKey('EVP_PKEY_derive_init_ex', 'exchange.c:359:'));
  }
  if (key.algorithm === 'ed25519' && !given.has('rawin')) {
    throw new OpensslError(notForThisKey('evp_pkey_signature_init', 'signature.c:525:'));
  }
  return key;
}

async function derive(key: Key, given: Arguments['given'], io: CommandIo): Promise<Bytes> {
  const path = given.get('peerkey');
  if (path === undefined) {
    const line = queued(
      '1C800080',
      'Provider routines',
      'ecdh_plain_derive',
      'missing key',
      '../providers/implementations/exchange/ecdh_exch.c:429:',
    );
    throw new OpensslError(`Key derivation failed\n${line}`);
  }
  const failed = 'pkeyutl: Error setting up peer key';
  const form = keyForm('pkeyutl', 'peerform', given.get('peerform'));
  let peer: Key;
  try {
    const names = { called: 'peer key', calledAtOpening: 'public key of peer key' };
    peer = await loadKey(io, path, { kind: 'public', form, ...names });
  } catch (error) {
    if (!(error instanceof OpensslError)) throw error;
    throw new OpensslError(`${error.message}\nError reading peer key ${path}\n${failed}`);
  }
  const refuse = (...error: Parameters<typeof queued>): never => {
    throw new OpensslError(`${failed}\n${queued(...error)}`);
  };
  if (!isEc(peer.algorithm)) {
    const reason = 'operation not supported for this keytype';
    const where = 'EVP_PKEY_derive_set_peer_ex';
    refuse('03000096', 'digital envelope routines', where, reason, '../crypto/evp/exchange.c:445:');
  }
  const opened =
    isEc(key.algorithm) && key.privateKey ? openEcPrivateKey(curves[key.algorithm].curve, key.privateKey) : undefined;
  const source = '../providers/implementations/exchange/ecdh_exch.c:133:';
  return (
    opened?.sharedSecret(peer.publicKey) ??
    refuse('1C8000CB', 'Provider routines', 'ecdh_match_params', 'mismatching domain parameters', source)
  );
}

async function signatureFile(io: CommandIo, path: string): Promise<Bytes> {
  try {
    return await io.readFile(path);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new OpensslError(`Can't open signature file ${path}\n${notThere(path, error.message, 'rb')}`);
  }
}

/** The digest that -rawin takes of the input. */
function rawDigest(given: Arguments['given']): DigestInfo {
  const name = given.get('digest') ?? 'sha256';
  const found = findDigest(name);
  if (found) return found;
  const source = '../crypto/evp/m_sigver.c:251:';
  const line = queued('03000086', 'digital envelope routines', 'do_sigver_init', 'initialization error', source);
  throw new OpensslError(`${notInitialized}\n${unsupported(name)}\n${line}`);
}

/** What is signed: with -rawin the digest of the input, or the input itself for keys that hash it themselves. */
function toSign(
  key: Key,
  options: KeyOptions,
  input: Bytes,
  given: Arguments['given'],
): { readonly input: Bytes; readonly options: KeyOptions } {
  if (signsMessages(key)) return { input, options };
  if (given.has('rawin')) {
    const { digest: hash } = rawDigest(given);
    return { input: digest(hash, input), options: { ...options, digest: hash } };
  }
  if (input.length > LONGEST_DIGEST) throw new OpensslError('Error: The input data looks too long to be a hash');
  return { input, options };
}

function chosen({ given, others, operands }: Arguments): Operation {
  const strange = NOT_HERE.find((name) => given.has(name));
  if (strange !== undefined) throw new OpensslError(`This openssl does not have the option -${strange}.`);
  const [unknown] = others;
  if (unknown !== undefined) throw new OpensslError(refuseHelpful('pkeyutl', `Unknown option: -${unknown}`));
  if (operands.length > 0) throw new OpensslError(refuseHelpful('pkeyutl'));
  const named = [...given.keys()].filter((name) => OPERATIONS.some((each) => each === name)).at(-1);
  const operation = OPERATIONS.find((each) => each === named) ?? 'sign';
  if (given.has('rawin') && operation !== 'sign' && operation !== 'verify') {
    throw new OpensslError(refuseHelpful('pkeyutl', '-rawin can only be used with -sign or -verify'));
  }
  if (given.has('digest') && !given.has('rawin')) {
    throw new OpensslError(refuseHelpful('pkeyutl', '-digest can only be used with -rawin'));
  }
  return operation;
}

export async function pkeyutl(words: readonly string[], io: CommandIo): Promise<CommandResult> {
  const args = readArguments('pkeyutl', words, table);
  const { given, every } = args;
  if (given.has('help')) return { stdout: HELP };
  const operation = chosen(args);
  const key = await operationKey(operation, given, io);
  if (operation === 'derive') return output(io, given.get('out'), await derive(key, given, io));
  if (given.has('rawin') && !signsMessages(key)) rawDigest(given);
  const refused = (text: string) => `pkeyutl: Can't set parameter "${text}":`;
  const options = keyOptions(every('pkeyopt'), { algorithm: key.algorithm, takesDigest: !given.has('rawin') }, refused);
  const sigfile = given.get('sigfile');
  if (sigfile !== undefined && operation !== 'verify') {
    throw new OpensslError('pkeyutl: Signature file specified for non verify');
  }
  if (sigfile === undefined && operation === 'verify') {
    throw new OpensslError('pkeyutl: No signature file specified for verify');
  }
  const input = await readInput(io, given.get('in'));
  if (operation === 'verify') {
    const signature = await signatureFile(io, sigfile ?? '');
    const signed = toSign(key, options, input, given);
    const verdict = verify(key, signed.options, signed.input, signature);
    if (verdict.good) return output(io, given.get('out'), utf8('Signature Verified Successfully\n'));
    const result = await output(io, given.get('out'), utf8('Signature Verification Failure\n'));
    return { ...result, stderr: verdict.queue.map((line) => `${line}\n`).join(''), exitCode: 1 };
  }
  try {
    if (operation === 'encrypt')
      return await output(io, given.get('out'), rsaEncrypt(key, options, input, io.host.line().entropy()));
    if (operation === 'decrypt') return await output(io, given.get('out'), rsaDecrypt(key, options, input));
    const signed = toSign(key, options, input, given);
    const made = sign(key, signed.options, signed.input, io.host.line().entropy());
    return await output(io, given.get('out'), made);
  } catch (error) {
    if (!(error instanceof Queued)) throw error;
    throw new OpensslError(['Public Key operation error', ...error.lines].join('\n'));
  }
}
