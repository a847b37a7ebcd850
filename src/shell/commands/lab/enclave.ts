// lab enclave: a simulated Nitro enclave, as far as KMS can see one: its key pair, its attestation document, and what it
// does with an answer that only it can read. Real enclaves do this with the Nitro Enclaves SDK.
import { utf8, type Bytes } from '../../../base/bytes.ts';
import { fromBase64, toBase64, toHex, toLatin1 } from '../../../base/encodings.ts';
import { openEnvelopedData } from '../../../crypto/cms-opening.ts';
import { digest } from '../../../crypto/digest.ts';
import { generateRsaKey, openRsaPrivateKey, openRsaPublicKey, type RsaPrivateKey } from '../../../crypto/rsa.ts';
import type { CommandIo } from '../command.ts';
import { FileError } from '../command.ts';
import { UsageError } from '../options.ts';
import { needed, Refusal, severalParts, value, type Given, type Part } from './several.ts';

const MODULUS_BITS = 2048;
const MODULI = [2048, 3072, 4096];
/** What runs in an enclave for which no image was named. */
const SAMPLE_IMAGE = utf8('Keyroom sample enclave image');

async function read(io: CommandIo, path: string): Promise<Bytes> {
  try {
    return await io.readFile(path);
  } catch (error) {
    if (error instanceof FileError) throw new Refusal(`${path}: ${error.message}`);
    throw error;
  }
}

async function write(io: CommandIo, path: string, bytes: Uint8Array): Promise<void> {
  try {
    await io.writeFile(path, bytes);
  } catch (error) {
    if (error instanceof FileError) throw new Refusal(`${path}: ${error.message}`);
    throw error;
  }
}

const pem = (label: string, der: Bytes): Bytes =>
  utf8(
    [`-----BEGIN ${label}-----`, ...(toBase64(der).match(/.{1,64}/g) ?? []), `-----END ${label}-----`, ''].join('\n'),
  );

/** A PEM file's content (RFC 7468), or the file itself where it is none. */
function derIn(file: Bytes, label: string): Bytes {
  const match = new RegExp(`-----BEGIN ${label}-----([^-]*)-----END ${label}-----`).exec(toLatin1(file));
  return (match && fromBase64((match[1] ?? '').replace(/\s+/g, ''))) ?? file;
}

async function privateKeyIn(io: CommandIo, path: string): Promise<RsaPrivateKey> {
  const der = derIn(await read(io, path), 'PRIVATE KEY');
  for (const bits of MODULI) {
    const key = openRsaPrivateKey(der, bits);
    if (key) return key;
  }
  throw new Refusal(`${path} holds no RSA private key of 2048, 3072 or 4096 bits in PKCS #8`);
}

/** The enclave's public key: from its own file, or from that of the private key. */
async function publicKeyIn({ options }: Given, io: CommandIo): Promise<Bytes> {
  const [publicFile, privateFile] = [options['public-key'], options['private-key']];
  if ((publicFile === undefined) === (privateFile === undefined)) {
    throw new UsageError('exactly one of --public-key and --private-key says whose key it is');
  }
  if (privateFile !== undefined) return (await privateKeyIn(io, privateFile)).publicKey;
  const der = derIn(await read(io, needed(publicFile, 'the public key')), 'PUBLIC KEY');
  if (!openRsaPublicKey(der)) throw new Refusal(`${publicFile ?? ''} holds no RSA public key`);
  return der;
}

/** PCR0 is the digest of the enclave image. */
const imageDigest = async ({ options }: Given, io: CommandIo): Promise<Bytes> =>
  digest('SHA-384', options['image'] === undefined ? SAMPLE_IMAGE : await read(io, options['image']));

const parts: readonly Part[] = [
  {
    name: 'new-key',
    usage: '--out FILE',
    summary: 'an RSA key pair for the enclave; FILE is the private key',
    options: [value('out')],
    async run({ options }, { io }) {
      const path = needed(options['out'], '--out FILE');
      await write(io, path, pem('PRIVATE KEY', await generateRsaKey(MODULUS_BITS)));
      return '';
    },
  },
  {
    name: 'measure',
    usage: '[--image FILE]',
    summary: 'what a key policy can ask for: kms:RecipientAttestation:PCR0 or …:ImageSha384',
    options: [value('image')],
    run: async (asked, { io }) => `${toHex(await imageDigest(asked, io))}\n`,
  },
  {
    name: 'attest',
    usage: '(--private-key FILE | --public-key FILE) --out FILE [--image FILE | --debug-mode] [--nonce TEXT]',
    summary: 'a signed attestation document, for AttestationDocument=$(base64 -w0 FILE); good for three hours',
    options: [
      value('private-key'),
      value('public-key'),
      value('out'),
      value('image'),
      value('nonce'),
      { long: 'debug-mode' },
    ],
    async run(asked, simulation) {
      const { options } = asked;
      const { io } = simulation;
      const path = needed(options['out'], '--out FILE');
      const debug = options['debug-mode'] !== undefined;
      if (debug && options['image'] !== undefined)
        throw new UsageError('an enclave in debug mode does not tell its image');
      const answer = await simulation.ask('AttestEnclave', {
        PublicKey: await publicKeyIn(asked, io),
        ...(!debug && { ImageDigest: await imageDigest(asked, io) }),
        ...(options['nonce'] !== undefined && { Nonce: utf8(options['nonce']) }),
      });
      const document = answer['AttestationDocument'];
      if (!(document instanceof Uint8Array)) throw new Refusal('there is no document');
      await write(io, path, document);
      return '';
    },
  },
  {
    name: 'open',
    usage: '--private-key FILE [--in FILE]',
    summary: 'what is in CiphertextForRecipient, once it is decoded from base64',
    options: [value('private-key'), value('in')],
    async run({ options }, { io }) {
      const key = await privateKeyIn(io, needed(options['private-key'], '--private-key FILE'));
      const sealed = options['in'] === undefined ? io.stdin : await read(io, options['in']);
      const opened = await openEnvelopedData(sealed, key);
      if (!opened) throw new Refusal('that is not for this key, or not CMS EnvelopedData');
      return opened;
    },
  },
];

export const enclave = severalParts(
  'enclave',
  'a simulated Nitro enclave: attest to KMS, and open what it answers',
  parts,
  [],
  'Its attestation document is signed by simulated authorities. Keyroom’s KMS believes them; AWS’s does not.',
);
