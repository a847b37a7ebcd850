// 187 runs of a real AWS CLI 2.36.7, byte for byte: what it printed, its exit code, and the requests that it sent.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fromBase64 } from '../../../src/base/encodings.ts';
import { utf8 } from '../../../src/base/bytes.ts';
import type { Json } from '../../../src/base/json.ts';
import { kmsModel } from '../../../src/services/kms/model.ts';
import { runAws } from '../../../src/shell/aws/run.ts';
import { fromWire, toWire } from '../../../src/wire/json.ts';
import type { Structure } from '../../../src/world/model.ts';
import type { Answer } from '../../../src/world/world-api.ts';

interface Exchange {
  readonly target: string;
  readonly request: string;
  readonly status: number;
  readonly response: string;
}

interface Golden {
  readonly id: string;
  readonly group: string;
  readonly argv?: readonly string[];
  readonly env?: Readonly<Record<string, string | null>>;
  readonly files?: Readonly<Record<string, string | { readonly b64: string }>>;
  readonly exchanges: readonly Exchange[];
  readonly stdout: string;
  readonly stderr: string;
  readonly rc: number;
}

const { meta, cases } = JSON.parse(readFileSync(new URL('goldens.json', import.meta.url), 'utf8')) as {
  readonly meta: { readonly env: Readonly<Record<string, string>>; readonly config: string };
  readonly cases: readonly Golden[];
};

/** Cases that cannot agree, and why. Each is asserted to differ still, so that the list does not outlive its reasons. */
const differing: Readonly<Record<string, string>> = {};

/** The recorded machine had credentials for each of its profiles; the recording does not show that file. */
const credentialsFile = ['dev', 'iso', 'wire', 'rawin']
  .map((profile) => `[${profile}]\naws_access_key_id = AKIAI44QH8DHBEXAMPLE\naws_secret_access_key = secret\n`)
  .join('\n');

/** An HTTP answer as the wire hands it on. */
function answerOf(operation: string, { status, response }: Exchange): Answer {
  const requestId = '00000000-0000-0000-0000-000000000000';
  if (status === 200) {
    const shape = kmsModel.operations[operation]!.output;
    if (shape === null) return { ok: true, output: null, requestId };
    return { ok: true, output: fromWire(kmsModel, shape, JSON.parse(response) as Json) as Structure, requestId };
  }
  if (!response.startsWith('{')) {
    return { ok: false, error: { code: String(status), message: 'Bad Gateway', httpStatus: status }, requestId };
  }
  const body = JSON.parse(response) as { __type: string; message?: string; Message?: string };
  const message = body.message ?? body.Message ?? '';
  return { ok: false, error: { code: body.__type, message, httpStatus: status }, requestId };
}

async function play(golden: Golden) {
  const env = { HOME: '/home/user', ...meta.env } as Record<string, string>;
  for (const [name, value] of Object.entries(golden.env ?? {})) {
    if (value === null) Reflect.deleteProperty(env, name);
    else env[name] = value;
  }
  const sent: string[] = [];
  const result = await runAws(golden.argv ?? [], {
    env,
    models: { kms: kmsModel },
    platform: 'Python/3.11.2 Linux/6.18.44-fc-v669 source/x86_64.debian.12',
    readFile: async (path) => {
      if (path === '/home/user/.aws/config') return utf8(meta.config);
      if (path === '/home/user/.aws/credentials') return utf8(credentialsFile);
      const file = golden.files?.[path];
      if (file === undefined) return undefined;
      return typeof file === 'string' ? utf8(file) : fromBase64(file.b64);
    },
    send: async ({ operation, input }) => {
      const exchange = golden.exchanges[sent.length];
      const shape = kmsModel.operations[operation]!.input!;
      sent.push(`TrentService.${operation} ${JSON.stringify(toWire(kmsModel, shape, input))}`);
      if (!exchange) throw new Error(`one request too many: ${sent.at(-1)!}`);
      return answerOf(operation, exchange);
    },
  });
  return { ...result, sent };
}

const recorded = ({ stdout, stderr, rc, exchanges }: Golden) => ({
  stdout,
  stderr,
  exitCode: rc,
  sent: exchanges.map(({ target, request }) => `${target} ${JSON.stringify(JSON.parse(request))}`),
});

describe('the real AWS CLI and ours', () => {
  const agreeing = cases.filter(({ id }) => differing[id] === undefined);

  it.each(agreeing.map((golden) => [golden.group, golden.id, golden] as const))(
    'agree: %s %s',
    async (_, __, golden) => {
      expect(await play(golden)).toEqual(recorded(golden));
    },
  );

  it('are compared in every recorded case', () => {
    expect(cases).toHaveLength(187);
    expect(agreeing.length + Object.keys(differing).length).toBe(187);
  });

  it.each(Object.entries(differing))('still differ: %s', async (id) => {
    const golden = cases.find((it) => it.id === id)!;
    expect(await play(golden)).not.toEqual(recorded(golden));
  });
});
