// What links of version 1 are compressed against: pieces of text that scenarios are likely to have, the likeliest last.
// It is part of the format. Changing one character of it would spoil every link of version 1: make a version 2 instead.
import { utf8 } from '../base/bytes.ts';

export const dictionaryVersion1 = utf8(`the key policy grant encryption context mistake \`\`\`predict
question: options: - text: right: true because: \`\`\`mistake
run: seen: {run: aws kms get-key-policy --policy-name default put-key-policy --policy file://policy.json
aws kms list-grants create-grant --grantee-principal arn:aws:iam::111122223333:role/ --operations
aws kms enable-key --key-id aws kms disable-key --key-id aws kms cancel-key-deletion --key-id
aws kms schedule-key-deletion --pending-window-in-days 7 --key-id lab clock advance 8d sleep 60
aws kms tag-resource --tags TagKey=,TagValue= aws kms untag-resource --tag-keys aws kms list-resource-tags
aws kms update-alias --alias-name alias/ aws kms delete-alias --alias-name alias/ aws kms list-aliases
aws kms update-key-description --description aws kms enable-key-rotation aws kms rotate-key-on-demand
aws kms re-encrypt --destination-key-id --ciphertext-blob fileb:// aws kms generate-random --number-of-bytes 32
aws kms generate-data-key-without-plaintext --key-id alias/ --key-spec AES_256 --encryption-context
aws kms generate-data-key --key-id alias/ --key-spec AES_256 --encryption-context purpose= --output json > data-key.json
jq -r .CiphertextBlob data-key.json | base64 -d > data-key.encrypted
jq -r .Plaintext data-key.json | base64 -d > data-key.bin
openssl rand -hex 16 > iv.txt openssl rand 1048576 > notes.txt head -c 1048576 /dev/urandom > report.txt
openssl enc -d -aes-256-cbc -in notes.enc -out notes.txt -K "$(xxd -p -c 256 data-key.bin)" -iv "$(cat iv.txt)"
openssl dgst -sha256 notes.txt rm data-key.bin rm -f cmp notes.txt test -f ! test -e echo "hello" > cat |
KMSInvalidStateException InvalidCiphertextException NotFoundException ValidationException AccessDeniedException
KeyMetadata.KeyState == 'PendingDeletion' 'Disabled' 'Enabled' KeyMetadata.Arn Aliases[?AliasName=='alias/
aws kms encrypt --key-id alias/ --plaintext fileb:// --query CiphertextBlob --output text | base64 -d > 
aws kms decrypt --ciphertext-blob fileb://data-key.encrypted --query Plaintext --output text | base64 -d > 
--region us-west-2 --region eu-central-1 arn:aws:kms:us-east-1:111122223333:key/ \${KEY_1} $KEY_ID "$KEY_ID"
aws kms create-key --description "" --tags --query KeyMetadata.KeyId --output text)
KEY_1=$(aws kms create-key --query KeyMetadata.KeyId --output text)
KEY_ID=$(aws kms create-key --query KeyMetadata.KeyId --output text)
aws kms create-alias --alias-name alias/ --target-key-id "$KEY_ID"
aws kms list-keys aws kms describe-key --key-id "$KEY_ID"
\`\`\`
\`\`\`check
run: aws kms
expect:
error:
otherwise:
\`\`\`
\`\`\`hint
\`\`\`sh worked
\`\`\`sh solution
\`\`\`
---
id: "shared-sandbox"
title: "A shared sandbox"
seed: "
summary: "
minutes: 10
exam: [SCS-C03/5.2, SCS-C03/5.3, SAA-C03/1.3, DVA-C02/2.2]
---
\`\`\`sh setup
`);
