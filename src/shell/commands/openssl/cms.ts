// `openssl cms -decrypt`: opens the envelope that KMS answers an enclave with (CiphertextForRecipient). openssl-cms(1).
import { openEnvelopedData } from '../../../crypto/cms-opening.ts';
import { bitLength } from '../../../crypto/big-integers.ts';
import { openRsaPrivateKey } from '../../../crypto/rsa.ts';
import type { CommandIo, CommandResult } from '../command.ts';
import { OpensslError, queued, readArguments, refuseHelpful } from './arguments.ts';
import { output, readInput } from './files.ts';
import { keyForm, loadKey } from './key-files.ts';
import type { KeyForm } from './key-files.ts';
import type { Key } from './keys.ts';
import { readPem } from './pem.ts';
import { rsaPublicNumbers } from './signatures.ts';

const table = {
  help: 'flag',
  decrypt: 'flag',
  binary: 'flag',
  in: 'value',
  out: 'value',
  inform: 'value',
  inkey: 'value',
  keyform: 'value',
} as const;

export const cmsOptions = Object.keys(table);

/** Exit codes of its own. */
const UNREADABLE = 2;
const NOT_DECRYPTED = 4;

const SEQUENCE = 0x30;

const HELP = 'Usage: openssl cms -decrypt -inform DER|PEM -inkey file [-keyform DER|PEM] [-in file] [-out file]\n';

export async function cms(words: readonly string[], io: CommandIo): Promise<CommandResult> {
  const { given, others, operands } = readArguments('cms', words, table);
  if (given.has('help')) return { stdout: HELP };
  const [strange] = others;
  if (strange !== undefined) throw new OpensslError(`This openssl does not have the option -${strange} of cms.`);
  const usage = (message: string): never => {
    throw new OpensslError(`${message}\n${refuseHelpful('cms')}`);
  };
  if (!given.has('decrypt')) usage('No operation option (-encrypt|-decrypt|-sign|-verify|...) specified.');
  if (operands.length > 0) throw new OpensslError('This openssl does not have certificates: it opens by -inkey alone.');
  const path = given.get('inkey') ?? usage('No recipient certificate or key specified');
  const form = keyForm('cms', 'inform', given.get('inform'));
  if (form === undefined) {
    throw new OpensslError('This openssl does not have the form SMIME: say -inform DER, or PEM.');
  }
  const key = await keyOf(io, path, keyForm('cms', 'keyform', given.get('keyform')));
  const input = await readInput(io, given.get('in'));
  const envelope = form === 'PEM' ? readPem(input).find(({ label }) => label === 'CMS')?.der : input;
  if (envelope?.[0] !== SEQUENCE) {
    const source = '../crypto/asn1/a_d2i_fp.c:218:';
    const line = queued('0680008E', 'asn1 encoding routines', 'asn1_d2i_read_bio', 'not enough data', source);
    throw new OpensslError(`Error reading SMIME Content Info\n${line}`, UNREADABLE);
  }
  if (key.algorithm !== 'rsa') {
    const source = '../crypto/cms/cms_smime.c:777:';
    const where = 'CMS_decrypt_set1_pkey_and_peer';
    const line = queued('17000084', 'CMS routines', where, 'no matching recipient', source);
    throw new OpensslError(`Error decrypting CMS using private key\n${line}`, NOT_DECRYPTED);
  }
  const bits = bitLength(rsaPublicNumbers(key)?.modulus ?? 0n);
  const opener = key.privateKey && openRsaPrivateKey(key.privateKey, bits);
  const content = opener && (await openEnvelopedData(envelope, opener));
  if (content) return output(io, given.get('out'), content);
  // With the wrong key the program goes on with a content key of chance (against Bleichenbacher), and fails at the end.
  const source = '../providers/implementations/ciphers/ciphercommon_block.c:124:';
  const line = queued('1C800064', 'Provider routines', 'ossl_cipher_unpadblock', 'bad decrypt', source);
  throw new OpensslError(`Error decrypting CMS structure\n${line}`, NOT_DECRYPTED);
}

async function keyOf(io: CommandIo, path: string, form: KeyForm | undefined): Promise<Key> {
  try {
    return await loadKey(io, path, { kind: 'private', form, called: 'signing key' });
  } catch (error) {
    if (error instanceof OpensslError) throw new OpensslError(error.message, UNREADABLE);
    throw error;
  }
}
