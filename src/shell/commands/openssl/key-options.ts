// What -pkeyopt and -sigopt set, "name:value" each: EVP_PKEY_CTX_ctrl_str(3), openssl-pkeyutl(1).
import type { KeyAlgorithm } from '../../../crypto/algorithm-identifiers.ts';
import type { DigestName } from '../../../crypto/digest.ts';
import { OpensslError, queued } from './arguments.ts';
import { findDigest } from './digests.ts';
import { Queued } from './rsa-paddings.ts';

export interface KeyOptions {
  readonly padding: 'pkcs1' | 'oaep' | 'pss';
  /** Of what is signed; none means that it is no digest. */
  readonly digest?: DigestName;
  readonly oaepDigest?: DigestName;
  readonly maskDigest?: DigestName;
  /** Of PSS: so many bytes, as many as the digest has, or as many as fit when signing and any when verifying. */
  readonly saltLength: number | 'digest' | 'auto' | 'max';
}

export const NO_OPTIONS: KeyOptions = { padding: 'pkcs1', saltLength: 'auto' };

const fetchFailed = (name: string): string =>
  queued(
    '0308010C',
    'digital envelope routines',
    'inner_evp_generic_fetch',
    'unsupported',
    `../crypto/evp/evp_fetch.c:386:Global default library context, Algorithm (${name} : 0), Properties ()`,
  );

const notACommand = (name: string, value: string): string =>
  queued(
    '03000093',
    'digital envelope routines',
    'default_fixup_args',
    'command not supported',
    `../crypto/evp/ctrl_params_translate.c:582:[action:2, state:4] name=${name}, value=${value}`,
  );

function digestOf(name: string): DigestName {
  const found = findDigest(name);
  if (!found) throw new Queued(fetchFailed(name));
  return found.digest;
}

const saltLengths: Readonly<Record<string, KeyOptions['saltLength']>> = {
  digest: 'digest',
  auto: 'auto',
  max: 'max',
  '-1': 'digest',
  '-2': 'auto',
  '-3': 'max',
};

function saltLength(options: KeyOptions, value: string): KeyOptions['saltLength'] {
  if (options.padding !== 'pss') {
    throw new Queued(
      queued(
        '1C800088',
        'Provider routines',
        'rsa_set_ctx_params',
        'not supported',
        '../providers/implementations/signature/rsa_sig.c:1249:PSS saltlen can only be specified if PSS padding has been specified first',
      ),
    );
  }
  const named = Object.hasOwn(saltLengths, value) ? saltLengths[value] : undefined;
  if (named !== undefined) return named;
  if (!/^\d{1,6}$/.test(value)) throw new OpensslError(`This openssl takes no salt length ${value}.`);
  return Number(value);
}

function padding(value: string): KeyOptions['padding'] {
  if (value === 'oeap') return 'oaep';
  if (value === 'pkcs1' || value === 'oaep' || value === 'pss') return value;
  throw new OpensslError(`This openssl does not have the padding mode ${value}. It has pkcs1, oaep, pss.`);
}

interface OptionTaker {
  readonly algorithm: KeyAlgorithm;
  /** Not where the program takes the digest itself. */
  readonly takesDigest: boolean;
}

/** The options with one more set. Throws Queued where OpenSSL's library would not take it. */
function withOption(options: KeyOptions, text: string, taker: OptionTaker): KeyOptions {
  const { algorithm, takesDigest } = taker;
  const [, name, value = ''] = /^([^:]*):(.*)$/s.exec(text) ?? [];
  if (name === undefined) throw new Queued();
  if (name === 'digest' && takesDigest) return { ...options, digest: digestOf(value) };
  if (algorithm === 'rsa') {
    if (name === 'rsa_padding_mode') return { ...options, padding: padding(value) };
    if (name === 'rsa_pss_saltlen') return { ...options, saltLength: saltLength(options, value) };
    if (name === 'rsa_oaep_md') return { ...options, oaepDigest: digestOf(value) };
    if (name === 'rsa_mgf1_md') return { ...options, maskDigest: digestOf(value) };
    if (/^(rsa_oaep_label|rsa_pkcs1_implicit_rejection)$/.test(name)) {
      throw new OpensslError(`This openssl does not have the key option ${name}.`);
    }
  }
  throw new Queued(notACommand(name, value));
}

/** `refused` is what the program says of the option that the library does not take. */
export function keyOptions(
  texts: readonly string[],
  taker: OptionTaker,
  refused: (text: string) => string,
): KeyOptions {
  let options = NO_OPTIONS;
  for (const text of texts) {
    try {
      options = withOption(options, text, taker);
    } catch (error) {
      if (error instanceof Queued) throw new OpensslError([refused(text), ...error.lines].join('\n'));
      throw error;
    }
  }
  return options;
}
