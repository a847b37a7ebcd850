// `openssl cms -decrypt`: opens the envelope that KMS answers an enclave with (CiphertextForRecipient). openssl-cms(1).
import { openEnvelopedData } from '../../../crypto/cms-opening.ts';
import { bitLength } from '../../../crypto/big-integers.ts';
import { openRsaPrivateKey } from '../../../crypto/rsa.ts';
import type { CommandIo, CommandResult } from '../command.ts';
import { OpensslError, queued, readArguments, refuseHelpful } from './arguments.ts';
import { output, readInput } from './files.ts';
import { keyForm, loadKey } from './key-files.ts';
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

const HELP = 'Usage: openssl cms -decrypt -inform DER|PEM -inkey file [-keyform DER|PEM] [-in file] [-out file]\n';

export async function cms(words: readonly string[], io: CommandIo): Promise<CommandResult> {
  const { given, others, operands } = readArguments('cms', words, table);
  if (given.has('help')) return { stdout: HELP };
  const [strange] = others;
  if (strange !== undefined) throw new OpensslError(`This openssl does not have the option -${strange} of cms.`);
  if (!given.has('decrypt'))
    throw new OpensslError(
      refuseHelpful('cms', 'No operation option (-encrypt|-decrypt|-sign|-verify|...) specified.'),
    );
  if (operands.length > 0) throw new OpensslError('This openssl opens envelopes by -inkey alone.');
  const path = given.get('inkey');
  if (path === undefined) throw new OpensslError(refuseHelpful('cms', 'No recipient certificate or key specified'));
  const form = keyForm('cms', 'inform', given.get('inform'));
  if (form === undefined) throw new OpensslError('This openssl reads envelopes with -inform DER or PEM.');
  const keyIn = keyForm('cms', 'keyform', given.get('keyform'));
  const key = await loadKey(io, path, { kind: 'private', form: keyIn, called: 'signing key' });
  const input = await readInput(io, given.get('in'));
  const envelope = form === 'PEM' ? readPem(input).find(({ label }) => label === 'CMS')?.der : input;
  const bits = bitLength(rsaPublicNumbers(key)?.modulus ?? 0n);
  const opened = key.privateKey && openRsaPrivateKey(key.privateKey, bits);
  const content = envelope && opened && (await openEnvelopedData(envelope, opened));
  if (content) return output(io, given.get('out'), content);
  const line = queued(
    '17000095',
    'CMS routines',
    'CMS_decrypt_set1_pkey_and_peer',
    'no matching recipient',
    '../crypto/cms/cms_smime.c:778:',
  );
  throw new OpensslError(`Error decrypting CMS using private key\n${line}`);
}
