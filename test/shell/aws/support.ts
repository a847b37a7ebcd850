// An `aws` without a world: fixed answers, files in memory, and every request written down.
import { utf8 } from '../../../src/base/bytes.ts';
import { kmsModel } from '../../../src/services/kms/model.ts';
import type { AwsIo, AwsRequest } from '../../../src/shell/aws/io.ts';
import { runAws } from '../../../src/shell/aws/run.ts';
import type { Structure } from '../../../src/world/model.ts';
import type { Answer } from '../../../src/world/world-api.ts';

export const environment = {
  HOME: '/home/user',
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_REGION: 'us-east-1',
};

export interface Setting {
  readonly env?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly answer?: Structure | ((request: AwsRequest, nth: number) => Answer);
}

export const answered = (output: Structure | null): Answer => ({ ok: true, output, requestId: '' });
export const refused = (code: string, message = '', httpStatus = 400): Answer => ({
  ok: false,
  error: { code, message, httpStatus },
  requestId: '',
});

export async function aws(argv: readonly string[], { env = environment, files = {}, answer = {} }: Setting = {}) {
  const requests: AwsRequest[] = [];
  const io: AwsIo = {
    env,
    models: { kms: kmsModel },
    readFile: async (path) => {
      const file = Object.hasOwn(files, path) ? files[path] : undefined;
      return typeof file === 'string' ? utf8(file) : file;
    },
    send: async (request) => {
      requests.push(request);
      return typeof answer === 'function' ? answer(request, requests.length - 1) : answered(answer);
    },
  };
  return { ...(await runAws(argv, io)), requests };
}
