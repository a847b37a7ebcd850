// `openssl genpkey`, `genrsa` and `ecparam`: new key pairs. Elliptic curves from the world's entropy; RSA from WebCrypto,
// which finds primes in a moment but takes no entropy of ours. openssl-genpkey(1), openssl-genrsa(1), openssl-ecparam(1).
import type { Bytes } from '../../../base/bytes.ts';
import { concatBytes } from '../../../base/bytes.ts';
import { newEcKey } from '../../../crypto/ecdsa.ts';
import { newEd25519Key } from '../../../crypto/ed25519.ts';
import { generateRsaKey } from '../../../crypto/rsa.ts';
import type { RsaModulusBits } from '../../../crypto/rsa.ts';
import type { CommandIo, CommandResult } from '../command.ts';
import { OpensslError, queued, readArguments, refuseHelpful, unsupported } from './arguments.ts';
import type { Arguments, OptionKind } from './arguments.ts';
import { output } from './files.ts';
import { keyForm } from './key-files.ts';
import { curveIdentifier, curves, readPrivateKey, traditional } from './keys.ts';
import type { EcAlgorithm } from './keys.ts';
import { writePem } from './pem.ts';

const tables = {
  genpkey: { help: 'flag', algorithm: 'value', pkeyopt: 'value', out: 'value', outform: 'value', quiet: 'flag' },
  genrsa: { help: 'flag', out: 'value', traditional: 'flag', F4: 'flag', f4: 'flag', verbose: 'flag', quiet: 'flag' },
  ecparam: { help: 'flag', name: 'value', genkey: 'flag', noout: 'flag', out: 'value', outform: 'value' },
} as const satisfies Record<string, Readonly<Record<string, OptionKind>>>;

export type Generator = keyof typeof tables;
export const generators = Object.keys(tables);
/** The options of each, for completion. */
export const generatorOptions: Readonly<Record<Generator, readonly string[]>> = {
  genpkey: Object.keys(tables.genpkey),
  genrsa: Object.keys(tables.genrsa),
  ecparam: Object.keys(tables.ecparam),
};
export const isGenerator = (program: string): program is Generator => Object.hasOwn(tables, program);

const NOT_HERE = new Set(
  `paramfile genparam text pass engine provider provider-path propquery config 3 passout rand writerand primes in inform
  check list_curves conv_form param_enc no_seed check_named`.split(/\s+/),
);

function readOptions(program: Generator, words: readonly string[]): Arguments {
  const args = readArguments(program, words, tables[program]);
  const [unknown] = args.others;
  if (unknown !== undefined) {
    if (NOT_HERE.has(unknown)) throw new OpensslError(`This openssl does not have the option -${unknown}.`);
    if (program !== 'ecparam' && /^(aes|des|camellia|aria|sm4)/i.test(unknown)) {
      throw new OpensslError('This openssl does not encrypt private keys under a passphrase.');
    }
    const what = program === 'ecparam' ? `Unknown option: -${unknown}` : `Unknown cipher: ${unknown}`;
    const usage = program === 'genrsa' ? `genrsa: ${what}` : refuseHelpful(program, what);
    throw new OpensslError(program === 'ecparam' ? usage : `${usage}\n${unsupported(unknown)}`);
  }
  if (args.operands.length > (program === 'genrsa' ? 1 : 0)) throw new OpensslError(refuseHelpful(program));
  return args;
}

const invalidCurve = queued(
  '0800008D',
  'elliptic curve routines',
  'group_new_from_name',
  'invalid curve',
  '../crypto/ec/ec_lib.c:1490:',
);

const curveNames: readonly EcAlgorithm[] = ['p256', 'p384', 'p521', 'secp256k1'];

function findCurve(name: string, trouble: string): EcAlgorithm {
  const found = curveNames.find((each) => curves[each].name === name || curves[each].others.includes(name));
  if (found) return found;
  if (/^(sec[pt]\d|prime\d|brainpool|c2|wap-|Oakley|SM2|[BKP]-\d)/i.test(name)) {
    const names = curveNames.map((each) => curves[each].name).join(', ');
    throw new OpensslError(`This openssl does not have the curve ${name}. It has ${names}.`);
  }
  throw new OpensslError(`${trouble}\n${invalidCurve}`);
}

const newEc = (algorithm: EcAlgorithm, io: CommandIo): Bytes =>
  newEcKey(curves[algorithm].curve, (length) => io.host.line().entropy().bytes(length));

const tooSmall = queued(
  '1C8000AB',
  'Provider routines',
  'rsa_gen_set_params',
  'key size too small',
  '../providers/implementations/keymgmt/rsa_kmgmt.c:509:',
);

function rsaBits(bits: number, trouble: string): RsaModulusBits {
  if (bits < 512) throw new OpensslError(`${trouble}\n${tooSmall}`);
  if (bits === 2048 || bits === 3072 || bits === 4096) return bits;
  throw new OpensslError('This openssl makes RSA keys of 2048, 3072 and 4096 bits.');
}

/** The values of -pkeyopt, the last of each name; `known` are the names that the algorithm takes. */
function settings(texts: readonly string[], known: readonly string[]): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const text of texts) {
    const [, name = '', value] = /^([^:]*):(.*)$/s.exec(text) ?? [];
    if (value === undefined) throw new OpensslError(`genpkey: Error setting ${text} parameter:`);
    if (!known.includes(name)) {
      const source = `../crypto/evp/ctrl_params_translate.c:582:[action:2, state:4] name=${name}, value=${value}`;
      const where = 'default_fixup_args';
      const line = queued('03000093', 'digital envelope routines', where, 'command not supported', source);
      throw new OpensslError(`genpkey: Error setting ${text} parameter:\n${line}`);
    }
    values.set(name, value);
  }
  return values;
}

async function newKey(algorithm: string, texts: readonly string[], io: CommandIo): Promise<Bytes> {
  const name = algorithm.toUpperCase();
  if (name === 'RSA') {
    const values = settings(texts, ['rsa_keygen_bits', 'rsa_keygen_pubexp']);
    const bits = values.get('rsa_keygen_bits') ?? '2048';
    if ((values.get('rsa_keygen_pubexp') ?? '65537') !== '65537') {
      throw new OpensslError('This openssl makes RSA keys with the public exponent 65537.');
    }
    return generateRsaKey(rsaBits(Number(bits), `genpkey: Error setting rsa_keygen_bits:${bits} parameter:`));
  }
  if (name === 'EC') {
    const values = settings(texts, ['ec_paramgen_curve', 'ec_param_enc']);
    if ((values.get('ec_param_enc') ?? 'named_curve') !== 'named_curve') {
      throw new OpensslError('This openssl writes curves by their names.');
    }
    const curve = values.get('ec_paramgen_curve');
    if (curve === undefined) throw new OpensslError('genpkey: Error generating EC key');
    return newEc(findCurve(curve, 'genpkey: Error generating EC key'), io);
  }
  if (name === 'ED25519') {
    settings(texts, []);
    return newEd25519Key((length) => io.host.line().entropy().bytes(length));
  }
  if (/^(RSA-PSS|X25519|X448|ED448|DSA|DH|DHX|SM2|HMAC|ML-.*|SLH-.*)$/.test(name)) {
    throw new OpensslError(`This openssl does not have keys for ${algorithm}. It makes them for RSA, EC, ED25519.`);
  }
  throw new OpensslError(`Error initializing ${algorithm} context\n${unsupported(algorithm)}`);
}

async function genpkey({ given, every }: Arguments, io: CommandIo): Promise<CommandResult> {
  const form = keyForm('genpkey', 'outform', given.get('outform')) ?? 'PEM';
  const algorithm = given.get('algorithm');
  if (algorithm === undefined) throw new OpensslError(refuseHelpful('genpkey'));
  const der = await newKey(algorithm, every('pkeyopt'), io);
  if (form === 'PEM') return output(io, given.get('out'), writePem('PRIVATE KEY', der));
  // In DER the program writes PKCS #1 and SEC 1: for PKCS #8 there is `openssl pkcs8 -topk8`.
  const key = readPrivateKey(der);
  return output(io, given.get('out'), (key && traditional(key))?.der ?? der);
}

async function genrsa({ given, operands }: Arguments, io: CommandIo): Promise<CommandResult> {
  const [text = '2048'] = operands;
  if (!/^[+-]?\d+$/.test(text)) throw new OpensslError(`genrsa: Can't parse "${text}" as a number`);
  const der = await generateRsaKey(rsaBits(Number(text), 'Error setting RSA length'));
  const key = readPrivateKey(der);
  const old = given.has('traditional') && key ? traditional(key) : undefined;
  return output(io, given.get('out'), writePem(old?.label ?? 'PRIVATE KEY', old?.der ?? der));
}

async function ecparam({ given }: Arguments, io: CommandIo): Promise<CommandResult> {
  const form = keyForm('ecparam', 'outform', given.get('outform')) ?? 'PEM';
  const name = given.get('name');
  if (name === undefined) throw new OpensslError('This openssl makes parameters by -name alone.');
  const algorithm = findCurve(name, 'unable to generate key');
  const encoded = (label: string, der: Bytes) => (form === 'DER' ? der : writePem(label, der));
  const parts: Bytes[] = [];
  if (!given.has('noout')) parts.push(encoded('EC PARAMETERS', curveIdentifier(algorithm)));
  if (given.has('genkey')) {
    const key = readPrivateKey(newEc(algorithm, io));
    const old = key && traditional(key);
    if (old) parts.push(encoded(old.label, old.der));
  }
  const result = await output(io, given.get('out'), concatBytes(...parts));
  return name === 'secp256r1' ? { ...result, stderr: 'using curve name prime256v1 instead of secp256r1\n' } : result;
}

const helpOf = (program: Generator): string =>
  `Usage: openssl ${program} [options]\nOptions here: ${Object.keys(tables[program])
    .map((name) => `-${name}`)
    .join(', ')}.\n`;

export async function generate(program: Generator, words: readonly string[], io: CommandIo): Promise<CommandResult> {
  const args = readOptions(program, words);
  if (args.given.has('help')) return { stdout: helpOf(program) };
  if (program === 'genpkey') return genpkey(args, io);
  return program === 'genrsa' ? genrsa(args, io) : ecparam(args, io);
}
