// The openssl program: what a learner of KMS needs of it, byte for byte as OpenSSL 3.0 has it. It says so in one sentence
// where it is asked for anything else.
import type { CommandIo, CommandResult, ShellCommand } from '../command.ts';
import { OpensslError } from './arguments.ts';
import { asn1parse } from './asn1parse.ts';
import { cipherNames, findCipher } from './ciphers.ts';
import { cms } from './cms.ts';
import { dgst } from './dgst.ts';
import { digestNames, findDigest } from './digests.ts';
import { enc } from './enc.ts';
import { generate, generators, isGenerator } from './generate.ts';
import { isKeyTool, keyTool, keyTools } from './key-tools.ts';
import { pkeyutl } from './pkeyutl.ts';
import { rand } from './rand.ts';
import { findShake, shakeNames } from './shake.ts';
import { version } from './version.ts';

export const subcommands: readonly string[] = [
  ...[
    'asn1parse',
    'base64',
    'cms',
    'dgst',
    'enc',
    'help',
    'pkeyutl',
    'rand',
    'version',
    ...keyTools,
    ...generators,
  ].sort(),
];

const realOnes = new Set(
  `asn1parse ca ciphers cmp cms crl crl2pkcs7 dhparam dsa dsaparam ec ecparam engine errstr fipsinstall gendsa genpkey
  genrsa info kdf list mac nseq ocsp passwd pkcs12 pkcs7 pkcs8 pkey pkeyparam pkeyutl prime rehash req rsa rsautl s_client
  s_server s_time sess_id smime speed spkac srp storeutl ts verify x509`.split(/\s+/),
);

const HELP = `This openssl has:

  enc       encrypt and decrypt: ${cipherNames.join(', ')}
  rand      random bytes
  dgst      digests, HMAC, and signatures of digests: ${[...digestNames, ...shakeNames].join(', ')}
  base64    base64, and back
  pkeyutl   encrypt, decrypt, sign, verify and derive with a key pair
  pkey      keys in another form; so do ec, rsa and pkcs8
  genpkey   new key pairs: RSA, EC, ED25519; so do genrsa and ecparam
  asn1parse takes a value out of DER (-strparse with -noout)
  cms       opens the envelopes of CiphertextForRecipient (-decrypt)
  version
`;

async function dispatch(program: string, args: readonly string[], io: CommandIo): Promise<CommandResult> {
  if (program === 'help') return { stdout: HELP };
  if (program === 'version') return version(args);
  if (program === 'pkeyutl') return pkeyutl(args, io);
  if (program === 'cms') return cms(args, io);
  if (isKeyTool(program)) return keyTool(program, args, io);
  if (isGenerator(program)) return generate(program, args, io);
  if (program === 'rand') return rand(args, io);
  if (program === 'asn1parse') return asn1parse(args, io);
  if (program === 'dgst' || findDigest(program) || findShake(program)) return dgst(program, args, io);
  if (program === 'enc' || program === 'base64' || findCipher(program)) return enc(program, args, io);
  if (realOnes.has(program))
    throw new OpensslError(`This openssl does not have '${program}'; "openssl help" lists what it has.`);
  throw new OpensslError(`Invalid command '${program}'; type "help" for a list.`);
}

export const openssl: ShellCommand = {
  name: 'openssl',
  async run([program = 'help', ...args], io) {
    try {
      return await dispatch(program, args, io);
    } catch (error) {
      if (error instanceof OpensslError) return { stderr: `${error.message}\n`, exitCode: error.exitCode };
      throw error;
    }
  },
};
