// All 54 operations as one types them, in one sitting: each line must succeed, and all are there.
import { beforeAll, describe, expect, it } from 'vitest';
import type { ShellSession } from '../../src/shell/shell-api.ts';
import { kmsModel } from '../../src/services/kms/model.ts';
import { newShell } from './sessions.ts';

const ID = '--query KeyMetadata.KeyId --output text';
const sitting = `
KEY=$(aws kms create-key --description 'the first' ${ID})
aws kms describe-key --key-id $KEY
aws kms list-keys
aws kms update-key-description --key-id $KEY --description second
aws kms create-alias --alias-name alias/first --target-key-id $KEY
OTHER=$(aws kms create-key ${ID})
aws kms update-alias --alias-name alias/first --target-key-id $OTHER
aws kms list-aliases --key-id $OTHER
aws kms delete-alias --alias-name alias/first
aws kms tag-resource --key-id $KEY --tags TagKey=team,TagValue=blue
aws kms list-resource-tags --key-id $KEY
aws kms untag-resource --key-id $KEY --tag-keys team
aws kms get-key-policy --key-id $KEY --query Policy --output text > policy.json
aws kms put-key-policy --key-id $KEY --policy file://policy.json
aws kms list-key-policies --key-id $KEY
printf secret > plain
aws kms encrypt --key-id $KEY --plaintext fileb://plain --query CiphertextBlob --output text | base64 -d > box
aws kms decrypt --ciphertext-blob fileb://box
aws kms re-encrypt --ciphertext-blob fileb://box --destination-key-id $OTHER
aws kms generate-data-key --key-id $KEY --key-spec AES_256
aws kms generate-data-key-without-plaintext --key-id $KEY --number-of-bytes 64
aws kms generate-data-key-pair --key-id $KEY --key-pair-spec ECC_NIST_P256 > pair.json
aws kms generate-data-key-pair-without-plaintext --key-id $KEY --key-pair-spec ECC_SECG_P256K1
aws kms generate-random --number-of-bytes 16
aws kms get-key-last-usage --key-id $KEY
aws kms disable-key --key-id $KEY
aws kms enable-key --key-id $KEY
SIGNER=$(aws kms create-key --key-spec ECC_NIST_P256 --key-usage SIGN_VERIFY ${ID})
aws kms sign --key-id $SIGNER --message fileb://plain --signing-algorithm ECDSA_SHA_256 --query Signature --output text | base64 -d > signature
aws kms verify --key-id $SIGNER --message fileb://plain --signing-algorithm ECDSA_SHA_256 --signature fileb://signature
aws kms get-public-key --key-id $SIGNER
MACKER=$(aws kms create-key --key-spec HMAC_256 --key-usage GENERATE_VERIFY_MAC ${ID})
aws kms generate-mac --key-id $MACKER --message fileb://plain --mac-algorithm HMAC_SHA_256 --query Mac --output text | base64 -d > mac
aws kms verify-mac --key-id $MACKER --message fileb://plain --mac-algorithm HMAC_SHA_256 --mac fileb://mac
AGREES=$(aws kms create-key --key-spec ECC_NIST_P256 --key-usage KEY_AGREEMENT ${ID})
jq -r .PublicKey pair.json | base64 -d > peer
aws kms derive-shared-secret --key-id $AGREES --key-agreement-algorithm ECDH --public-key fileb://peer
aws kms enable-key-rotation --key-id $KEY --rotation-period-in-days 180
aws kms get-key-rotation-status --key-id $KEY
aws kms rotate-key-on-demand --key-id $KEY
lab clock advance 10m
aws kms list-key-rotations --key-id $KEY
aws kms disable-key-rotation --key-id $KEY
OURS=$(aws kms create-key --origin EXTERNAL ${ID})
aws kms get-parameters-for-import --key-id $OURS --wrapping-algorithm RSAES_OAEP_SHA_256 --wrapping-key-spec RSA_2048 > parameters.json
jq -r .PublicKey parameters.json | base64 -d > WrappingPublicKey.bin
jq -r .ImportToken parameters.json | base64 -d > ImportToken.bin
openssl rand -out PlaintextKeyMaterial.bin 32
openssl pkeyutl -encrypt -in PlaintextKeyMaterial.bin -out EncryptedKeyMaterial.bin -inkey WrappingPublicKey.bin -keyform DER -pubin -pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:sha256 -pkeyopt rsa_mgf1_md:sha256
aws kms import-key-material --key-id $OURS --encrypted-key-material fileb://EncryptedKeyMaterial.bin --import-token fileb://ImportToken.bin --expiration-model KEY_MATERIAL_DOES_NOT_EXPIRE
aws kms delete-imported-key-material --key-id $OURS
GRANT=$(aws kms create-grant --key-id $KEY --grantee-principal arn:aws:iam::111122223333:role/Reader --retiring-principal arn:aws:iam::111122223333:role/Boss --operations Decrypt --query GrantId --output text)
aws kms list-grants --key-id $KEY
aws kms list-retirable-grants --retiring-principal arn:aws:iam::111122223333:role/Boss
aws kms revoke-grant --key-id $KEY --grant-id $GRANT
TOKEN=$(aws kms create-grant --key-id $KEY --grantee-principal arn:aws:iam::111122223333:role/Reader --operations Decrypt --query GrantToken --output text)
aws kms retire-grant --grant-token $TOKEN
MANY=$(aws kms create-key --multi-region ${ID})
aws kms replicate-key --key-id $MANY --replica-region eu-west-1
lab clock advance 10m
aws kms update-primary-region --key-id $MANY --primary-region eu-west-1
lab cluster create --password first-one
lab cluster certificate > customerCA.crt
STORE=$(aws kms create-custom-key-store --custom-key-store-name hsms --cloud-hsm-cluster-id "$(lab cluster id)" --key-store-password first-one --trust-anchor-certificate file://customerCA.crt --query CustomKeyStoreId --output text)
aws kms connect-custom-key-store --custom-key-store-id $STORE
lab clock advance 30m
aws kms describe-custom-key-stores --custom-key-store-id $STORE
aws kms disconnect-custom-key-store --custom-key-store-id $STORE
lab clock advance 30m
aws kms update-custom-key-store --custom-key-store-id $STORE --new-custom-key-store-name renamed
aws kms delete-custom-key-store --custom-key-store-id $STORE
aws kms schedule-key-deletion --key-id $KEY --pending-window-in-days 7
aws kms cancel-key-deletion --key-id $KEY
`
  .trim()
  .split('\n');

const kebab = (name: string) => name.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();

describe('in one sitting', () => {
  let shell: ShellSession;
  beforeAll(async () => {
    shell = await newShell();
  });

  it.each(sitting)('%s', async (line) => {
    const { exitCode, stderr } = await shell.run(line);
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
  });

  it('all 54 operations were typed', () => {
    const typed = new Set([...sitting.join('\n').matchAll(/aws kms ([a-z-]+)/g)].map(([, name]) => name));
    expect([...typed].sort()).toEqual(Object.keys(kmsModel.operations).map(kebab).sort());
  });
});
