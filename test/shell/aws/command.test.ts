// `aws` under a real just-bash: files, pipes, variables and bytes.
import { Bash, InMemoryFs } from 'just-bash';
import { describe, expect, it } from 'vitest';
import { toBase64 } from '../../../src/base/encodings.ts';
import { kmsModel } from '../../../src/services/kms/model.ts';
import { awsCommand } from '../../../src/shell/aws/command.ts';
import type { AwsRequest } from '../../../src/shell/aws/io.ts';
import { answered, environment } from './support.ts';

/** Every byte there is, so that a pipe that mangles one is noticed. */
const everyByte = new Uint8Array(256).map((_, at) => at);

function shell() {
  const requests: AwsRequest[] = [];
  const fs = new InMemoryFs();
  const send = async (request: AwsRequest) => {
    requests.push(request);
    return answered({ Plaintext: everyByte, CiphertextBlob: everyByte, KeyId: 'ключ' });
  };
  const bash = new Bash({
    fs,
    cwd: '/home/user',
    env: environment,
    customCommands: [awsCommand({ models: { kms: kmsModel }, send })],
  });
  return { bash, fs, requests };
}

describe('aws in the shell', () => {
  it('hands blobs through base64 to a file without changing a byte', async () => {
    const { bash, fs } = shell();
    await bash.exec('aws kms generate-random --query Plaintext --output text | base64 -d > /tmp/key; true');
    expect(await fs.readFileBuffer('/tmp/key')).toEqual(everyByte);
  });

  it('reads files relative to the working directory, as bytes', async () => {
    const { bash, fs, requests } = shell();
    await fs.mkdir('/home/user/data', { recursive: true });
    await fs.writeFile('/home/user/data/key.bin', everyByte);
    const result = await bash.exec(
      'cd data && aws kms encrypt --key-id k --plaintext fileb://key.bin --query CiphertextBlob',
    );
    expect(result.stderr).toBe('');
    expect(result.stdout).toBe(`"${toBase64(everyByte)}"\n`);
    expect(requests[0]?.input).toEqual({ KeyId: 'k', Plaintext: everyByte });
  });

  it('reads what is piped into it', async () => {
    const { bash, fs, requests } = shell();
    await fs.writeFile('/tmp/x', everyByte);
    await bash.exec('cat /tmp/x | aws kms encrypt --key-id k --plaintext fileb:///dev/stdin');
    expect(requests[0]?.input).toEqual({ KeyId: 'k', Plaintext: everyByte });
  });

  it('takes its result into variables, and its settings from exported ones only', async () => {
    const { bash, requests } = shell();
    const { stdout } = await bash.exec(
      'AWS_PROFILE=ghost; id=$(aws kms generate-data-key --key-id k --query KeyId --output text); echo "<$id>"; ' +
        'export AWS_REGION=eu-west-1; aws kms list-keys > /dev/null',
    );
    expect(stdout).toBe('<ключ>\n');
    expect(requests.map((request) => request.region)).toEqual(['us-east-1', 'eu-west-1']);
  });

  it('passes texts of every script on as they are', async () => {
    const { bash, requests } = shell();
    await bash.exec("aws kms update-key-description --key-id k --description 'café 世界'");
    expect(requests[0]?.input).toEqual({ KeyId: 'k', Description: 'café 世界' });
  });

  it('says in errno’s words why a file cannot be read', async () => {
    const { bash } = shell();
    const result = await bash.exec('mkdir -p d; aws kms encrypt --key-id k --plaintext fileb://d');
    expect(result.exitCode).toBe(252);
    expect(result.stderr).toContain("Unable to load paramfile fileb://d: [Errno 21] Is a directory: 'd'");
    expect((await bash.exec('aws kms encrypt --key-id k --plaintext fileb://no')).stderr).toContain(
      "[Errno 2] No such file or directory: 'no'",
    );
  });
});
