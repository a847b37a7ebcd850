// An attested call as one types it: key pair, document, decrypt for the enclave alone, and the enclave reads it.
import { expect, test } from 'vitest';
import { lastOf, newShell } from './sessions.ts';

const SEAL = [
  'KEY=$(aws kms create-key --query KeyMetadata.KeyId --output text)',
  'aws kms encrypt --key-id $KEY --plaintext "$(printf secret | base64)" --query CiphertextBlob --output text | base64 -d > box',
];
const ATTEST = 'lab enclave attest --private-key enclave.pem --out attestation.bin';
const DECRYPT =
  'aws kms decrypt --ciphertext-blob fileb://box --recipient KeyEncryptionAlgorithm=RSAES_OAEP_SHA_256,AttestationDocument=$(base64 -w0 attestation.bin)';

test('an enclave attests, KMS answers it alone, it opens the answer', async () => {
  const shell = await newShell();
  const says = async (...lines: readonly string[]) => {
    const { stdout, stderr } = await lastOf(shell, ...lines);
    return stdout + stderr;
  };
  expect(await says(...SEAL, 'lab enclave new-key --out enclave.pem', 'head -1 enclave.pem')).toBe(
    '-----BEGIN PRIVATE KEY-----\n',
  );
  expect(await says(ATTEST)).toBe('');
  expect(await says(`${DECRYPT} | jq -c 'keys'`)).toBe('["CiphertextForRecipient","EncryptionAlgorithm","KeyId"]\n');
  await says(`${DECRYPT} --query CiphertextForRecipient --output text | base64 -d > sealed`);
  expect(await says('lab enclave open --private-key enclave.pem --in sealed')).toBe('secret');
  expect(await says('lab enclave open --private-key enclave.pem < sealed')).toBe('secret');

  await says('lab enclave new-key --out other.pem');
  expect(await says('lab enclave open --private-key other.pem --in sealed')).toBe(
    'lab enclave open: that is not for this key, or not CMS EnvelopedData\n',
  );
  expect(await says('lab clock advance 4h', DECRYPT)).toContain(
    'An error occurred (ValidationException) when calling the Decrypt operation: The attestation document has expired',
  );
  expect(await says('cp box attestation.bin', DECRYPT)).toContain('The attestation document is malformed.');
});

test('an image is measured as its SHA-384, which is PCR0', async () => {
  const shell = await newShell();
  const { stdout } = await lastOf(shell, 'printf image > image.eif', 'lab enclave measure --image image.eif');
  const { stdout: digested } = await lastOf(shell, 'openssl dgst -sha384 -r image.eif | cut -c1-96');
  expect(stdout).toBe(digested);
});

test.each([
  ['lab enclave attest --out x', 'exactly one of --public-key and --private-key'],
  ['lab enclave attest --private-key none.pem --out x', 'none.pem: No such file'],
  ['printf x > x.pem; lab enclave attest --public-key x.pem --out x', 'x.pem holds no RSA public key'],
  ['printf x > x.pem; lab enclave open --private-key x.pem', 'x.pem holds no RSA private key'],
  ['lab enclave attest --private-key a --out b --image c --debug-mode', 'debug mode'],
  ['lab enclave new-key', '--out FILE is missing'],
])('%s says what is wrong', async (line, words) => {
  const { stderr, exitCode } = await lastOf(await newShell(), line);
  expect(stderr).toContain(words);
  expect(exitCode).not.toBe(0);
});
