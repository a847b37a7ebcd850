// The ways of AWS's documentation that leave KMS for OpenSSL and come back: importing key material (Developer Guide,
// "Encrypt the key material"), verifying a signature and deriving a shared secret offline ("Example offline operations"),
// opening what an enclave is answered.
import { expect, test } from 'vitest';
import { assembleMemoryWorld } from '../../src/host/assemble.ts';
import type { ShellSession } from '../../src/shell/shell-api.ts';
import { fixtureRsa } from '../hsm/rsa-fixtures.ts';
import { newShell } from './sessions.ts';

async function guideShell(): Promise<ShellSession> {
  const kind = { kind: 'seeded', seed: 'openssl' } as const;
  return newShell({ world: await assembleMemoryWorld({ kind, generateRsa: fixtureRsa() }) });
}

/** Runs lines that must all succeed; the last one's standard output. */
async function follow(shell: ShellSession, ...lines: readonly string[]): Promise<string> {
  let last = '';
  for (const line of lines) {
    const { stdout, stderr, exitCode } = await shell.run(line);
    expect([line, exitCode, stderr]).toEqual([
      line,
      0,
      expect.stringMatching(/^((read|writing) EC key\n|using curve.*\n)*$/),
    ]);
    last = stdout;
  }
  return last;
}

const createExternal = (spec: string, usage: string) =>
  `KEY=$(aws kms create-key --origin EXTERNAL --key-spec ${spec} --key-usage ${usage} --query KeyMetadata.KeyId --output text)`;
const getParameters = (algorithm: string) => [
  `aws kms get-parameters-for-import --key-id $KEY --wrapping-algorithm ${algorithm} --wrapping-key-spec RSA_4096 > parameters.json`,
  'jq -r .PublicKey parameters.json > PublicKey.b64; jq -r .ImportToken parameters.json > importtoken.b64',
  'openssl enc -d -base64 -A -in PublicKey.b64 -out WrappingPublicKey.bin',
  'openssl enc -d -base64 -A -in importtoken.b64 -out ImportToken.bin',
];
const oaep = (from: string, to: string, hash: string) =>
  `openssl pkeyutl -encrypt -in ${from} -out ${to} -inkey WrappingPublicKey.bin -keyform DER -pubin -pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:${hash} -pkeyopt rsa_mgf1_md:${hash}`;
const importMaterial =
  'aws kms import-key-material --key-id $KEY --encrypted-key-material fileb://EncryptedKeyMaterial.bin --import-token fileb://ImportToken.bin --expiration-model KEY_MATERIAL_DOES_NOT_EXPIRE';

test.each([
  ['RSAES_OAEP_SHA_256', 'sha256'],
  ['RSAES_OAEP_SHA_1', 'sha1'],
])('symmetric key material is wrapped under %s, imported, and encrypts', async (algorithm, hash) => {
  const shell = await guideShell();
  await follow(
    shell,
    createExternal('SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT'),
    ...getParameters(algorithm),
    'openssl rand -out PlaintextKeyMaterial.bin 32',
    oaep('PlaintextKeyMaterial.bin', 'EncryptedKeyMaterial.bin', hash),
    importMaterial,
    'aws kms encrypt --key-id $KEY --plaintext "$(printf secret | base64)" --query CiphertextBlob --output text | base64 -d > box',
  );
  expect(
    await follow(shell, 'aws kms decrypt --ciphertext-blob fileb://box --query Plaintext --output text | base64 -d'),
  ).toBe('secret');
});

test('the same lines make the same key and signature in the same world, and others in another', async () => {
  const made = async (seed: string) => {
    const kind = { kind: 'seeded', seed } as const;
    const shell = await newShell({ world: await assembleMemoryWorld({ kind }) });
    return follow(
      shell,
      'openssl ecparam -name prime256v1 -genkey -noout -out k.pem',
      'openssl dgst -sha256 -sign k.pem k.pem | base64 -w0 | tee sig',
    );
  };
  expect(await made('a')).toBe(await made('a'));
  expect(await made('a')).not.toBe(await made('b'));
});

const wrapPrivateKey = [
  'openssl rand -out aes-key.bin 32',
  `openssl enc -id-aes256-wrap-pad -K "$(xxd -p < aes-key.bin | tr -d '\\n')" -iv A65959A6 -in PrivateKey.der -out key-material-wrapped.bin`,
  oaep('aes-key.bin', 'aes-key-wrapped.bin', 'sha256'),
  'cat aes-key-wrapped.bin key-material-wrapped.bin > EncryptedKeyMaterial.bin',
];

test.each([
  [
    'ECC_NIST_P256',
    'ECDSA_SHA_256',
    'openssl ecparam -name prime256v1 -genkey | openssl pkcs8 -topk8 -outform der -nocrypt > PrivateKey.der',
  ],
  [
    'ECC_NIST_P521',
    'ECDSA_SHA_512',
    'openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-521 | openssl pkcs8 -topk8 -outform der -nocrypt > PrivateKey.der',
  ],
  [
    'RSA_2048',
    'RSASSA_PSS_SHA_256',
    'openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 | openssl pkcs8 -topk8 -outform der -nocrypt > PrivateKey.der',
  ],
])(
  'a private key for %s comes from OpenSSL, and its public key verifies what KMS signs',
  async (spec, algorithm, line) => {
    const shell = await guideShell();
    const signature = algorithm.startsWith('RSA')
      ? '-sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:-1 -signature sign.bin'
      : '-signature sign.bin';
    const hash = `-sha${algorithm.slice(-3)}`;
    await follow(
      shell,
      createExternal(spec, 'SIGN_VERIFY'),
      ...getParameters('RSA_AES_KEY_WRAP_SHA_256'),
      line,
      ...wrapPrivateKey,
      importMaterial,
      'printf "hello world" > message.txt',
      `aws kms sign --key-id $KEY --message fileb://message.txt --signing-algorithm ${algorithm} --query Signature --output text | base64 -d > sign.bin`,
      'openssl pkey -in PrivateKey.der -pubout -out public.pem',
    );
    expect(await follow(shell, `openssl dgst ${hash} -verify public.pem ${signature} message.txt`)).toBe(
      'Verified OK\n',
    );
  },
);

test.each([
  ['ECC_NIST_P256', 'ECDSA_SHA_256', 'openssl dgst -sha256 -verify KMSPublic.key -signature sign.bin message.txt'],
  ['ECC_SECG_P256K1', 'ECDSA_SHA_256', 'openssl dgst -sha256 -verify KMSPublic.key -signature sign.bin message.txt'],
  [
    'RSA_2048',
    'RSASSA_PKCS1_V1_5_SHA_256',
    'openssl dgst -sha256 -verify KMSPublic.key -keyform DER -signature sign.bin message.txt',
  ],
  [
    'RSA_3072',
    'RSASSA_PSS_SHA_512',
    'openssl dgst -sha512 -verify KMSPublic.key -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:-1 -signature sign.bin message.txt',
  ],
  [
    'ECC_NIST_EDWARDS25519',
    'ED25519_SHA_512',
    'openssl pkeyutl -verify -rawin -pubin -inkey KMSPublic.key -sigfile sign.bin -in message.txt',
  ],
  ['ML_DSA_44', 'ML_DSA_SHAKE_256', 'openssl dgst -verify KMSPublic.key -signature sign.bin message.txt'],
])('a signature of %s with %s is verified without KMS', async (spec, algorithm, line) => {
  const shell = await guideShell();
  await follow(
    shell,
    `KEY=$(aws kms create-key --key-spec ${spec} --key-usage SIGN_VERIFY --query KeyMetadata.KeyId --output text)`,
    'printf "hello world" > message.txt',
    `aws kms sign --key-id $KEY --message fileb://message.txt --signing-algorithm ${algorithm} --query 'Signature' --output text > sign.b64`,
    'base64 -d sign.b64 > sign.bin',
    `aws kms get-public-key --key-id $KEY --output text --query 'PublicKey' > KMSPublic.b64`,
    'base64 -d KMSPublic.b64 > KMSPublic.key',
  );
  expect(await follow(shell, line)).toMatch(/^(Verified OK|Signature Verified Successfully)\n$/);
  await follow(shell, 'printf "hello there" > message.txt');
  const refused = await shell.run(line);
  expect(refused.exitCode).toBe(1);
  expect(refused.stdout).toMatch(/^(Signature )?[Vv]erification [Ff]ailure\n$/);
});

test('a text is encrypted without KMS under its public key, and KMS decrypts it', async () => {
  const shell = await guideShell();
  const plaintext = await follow(
    shell,
    'KEY=$(aws kms create-key --key-spec RSA_2048 --key-usage ENCRYPT_DECRYPT --query KeyMetadata.KeyId --output text)',
    'aws kms get-public-key --key-id $KEY --output text --query PublicKey | base64 -d > WrappingPublicKey.bin',
    'printf secret > text',
    oaep('text', 'sealed', 'sha256'),
    'aws kms decrypt --key-id $KEY --encryption-algorithm RSAES_OAEP_SHA_256 --ciphertext-blob fileb://sealed --query Plaintext --output text | base64 -d',
  );
  expect(plaintext).toBe('secret');
});

test('KMS and OpenSSL derive the same secret, each with the other’s public key', async () => {
  const shell = await guideShell();
  await follow(
    shell,
    'export OPENSSL_CURVE_NAME="P-256"; export KMS_CURVE_NAME="ECC_NIST_P256"',
    'export OPENSSL_KEY1_PRIV_PEM="openssl_ecc_key1_priv.pem"',
    'openssl ecparam -name ${OPENSSL_CURVE_NAME} -genkey -out ${OPENSSL_KEY1_PRIV_PEM}',
    'export OPENSSL_KEY1_PUB_PEM="openssl_ecc_key1_pub.pem"',
    'openssl ec -in ${OPENSSL_KEY1_PRIV_PEM} -pubout -outform pem -out ${OPENSSL_KEY1_PUB_PEM}',
    'export OPENSSL_KEY1_PUB_BASE64=`cat ${OPENSSL_KEY1_PUB_PEM} | grep -v "PUBLIC KEY" | tr -d "\\n"`',
    'export KMS_KEY1_ARN=`aws kms create-key --key-spec ${KMS_CURVE_NAME} --key-usage KEY_AGREEMENT | jq -r .KeyMetadata.Arn`',
    'export KMS_KEY1_PUB_BASE64=`aws kms get-public-key --key-id ${KMS_KEY1_ARN} | jq -r .PublicKey`',
    'export KMS_KEY1_PUB_PEM="kms_ecdh_key1_pub.pem"',
    'echo "-----BEGIN PUBLIC KEY-----" > ${KMS_KEY1_PUB_PEM}; echo ${KMS_KEY1_PUB_BASE64} | fold -w 64 >> ${KMS_KEY1_PUB_PEM}; echo "-----END PUBLIC KEY-----" >> ${KMS_KEY1_PUB_PEM}',
  );
  const derived = await follow(
    shell,
    'openssl pkeyutl -derive -inkey ${OPENSSL_KEY1_PRIV_PEM} -peerkey ${KMS_KEY1_PUB_PEM} -out secret.bin',
    'base64 -w0 secret.bin; echo',
  );
  const ofKms = await follow(
    shell,
    'aws kms derive-shared-secret --key-id ${KMS_KEY1_ARN} --public-key ${OPENSSL_KEY1_PUB_BASE64} --key-agreement-algorithm ECDH --query SharedSecret --output text',
  );
  expect(derived).toBe(ofKms);
  expect(derived).toHaveLength(45);
});

test('what KMS answers an enclave, openssl cms opens', async () => {
  const shell = await guideShell();
  const opened = await follow(
    shell,
    'KEY=$(aws kms create-key --query KeyMetadata.KeyId --output text)',
    'aws kms encrypt --key-id $KEY --plaintext "$(printf secret | base64)" --query CiphertextBlob --output text | base64 -d > box',
    'openssl genrsa -out enclave.pem 2048',
    'lab enclave attest --private-key enclave.pem --out attestation.bin',
    'aws kms decrypt --ciphertext-blob fileb://box --recipient KeyEncryptionAlgorithm=RSAES_OAEP_SHA_256,AttestationDocument=$(base64 -w0 attestation.bin) --query CiphertextForRecipient --output text | base64 -d > sealed',
    'openssl cms -decrypt -inform DER -inkey enclave.pem -in sealed -out opened',
    'cat opened',
  );
  expect(opened).toBe('secret');
  await follow(shell, 'openssl genrsa -out other.pem 2048');
  const refused = await shell.run('openssl cms -decrypt -inform DER -inkey other.pem -in sealed');
  expect(refused.exitCode).toBe(4);
  expect(refused.stderr).toContain('Error decrypting CMS structure');
});

test('the μ of a message of any length is made outside, and what KMS signs of it verifies', async () => {
  const shell = await guideShell();
  await follow(
    shell,
    'KEY=$(aws kms create-key --key-spec ML_DSA_65 --key-usage SIGN_VERIFY --query KeyMetadata.KeyId --output text)',
    'aws kms get-public-key --key-id $KEY --query PublicKey --output text | base64 -d > public_key.der',
    'printf "a message" > message.bin',
    'openssl asn1parse -inform DER -in public_key.der -strparse 17 -noout -out - 2>/dev/null | openssl dgst -provider default -shake256 -xoflen 64 -binary > tr.bin',
    "printf '\\x00\\x00' > separator.bin",
    'cat tr.bin separator.bin message.bin | openssl dgst -provider default -shake256 -xoflen 64 -binary > mu.bin',
    'aws kms sign --key-id $KEY --message fileb://mu.bin --message-type EXTERNAL_MU --signing-algorithm ML_DSA_SHAKE_256 --query Signature --output text | base64 -d > signature.bin',
  );
  const verified = await follow(
    shell,
    'aws kms verify --key-id $KEY --message fileb://message.bin --message-type RAW --signing-algorithm ML_DSA_SHAKE_256 --signature fileb://signature.bin --query SignatureValid',
  );
  expect(verified).toBe('true\n');
});
