// What aws-cli.md's table says besides the recorded runs: options, errors, paging, retries, help.
import { describe, expect, it } from 'vitest';
import { aws, answered, environment, refused } from './support.ts';

const usage = /usage: aws \[options\] <command> <subcommand> \[<subcommand> \.\.\.\] \[parameters\]/;

describe('words of a line', () => {
  it.each<[string, readonly string[], Record<string, unknown>]>([
    ['an option with its value attached', ['describe-key', '--key-id=a=b'], { KeyId: 'a=b' }],
    [
      'an unambiguous beginning of an option',
      ['schedule-key-deletion', '--key', 'k', '--pend', '7'],
      { KeyId: 'k', PendingWindowInDays: 7 },
    ],
    ['a list option without a value', ['create-key', '--tags'], { Tags: [] }],
    [
      'several values of a list',
      ['untag-resource', '--key-id', 'k', '--tag-keys', 'a', 'b'],
      { KeyId: 'k', TagKeys: ['a', 'b'] },
    ],
    [
      'a document, with an option that wins over it',
      ['describe-key', '--cli-input-json', '{"KeyId":"a","GrantTokens":["t"]}', '--key-id', 'b'],
      { KeyId: 'b', GrantTokens: ['t'] },
    ],
    [
      'a YAML document',
      ['tag-resource', '--cli-input-yaml', 'KeyId: k # comment\nTags:\n- TagKey: a\n  TagValue: "1"\n'],
      { KeyId: 'k', Tags: [{ TagKey: 'a', TagValue: '1' }] },
    ],
    [
      'a timestamp',
      [
        'import-key-material',
        '--key-id',
        'k',
        '--import-token',
        'aa==',
        '--encrypted-key-material',
        'aa==',
        '--valid-to',
        '2026-01-02T03:04:05+01:00',
      ],
      {
        KeyId: 'k',
        ImportToken: new Uint8Array([105]),
        EncryptedKeyMaterial: new Uint8Array([105]),
        ValidTo: 1767319445,
      },
    ],
    [
      'shorthand with quotes',
      ['encrypt', '--key-id', 'k', '--plaintext', 'aa==', '--encryption-context', `a='x,y',b="z=1"`],
      { KeyId: 'k', Plaintext: new Uint8Array([105]), EncryptionContext: { a: 'x,y', b: 'z=1' } },
    ],
  ])('may be %s', async (_, words, input) => {
    const { requests, stderr } = await aws(['kms', ...words]);
    expect(stderr).toBe('');
    expect(requests.map((request) => request.input)).toEqual([input]);
  });

  it.each<[string, readonly string[], number, string | RegExp]>([
    [
      'a mistyped operation',
      ['kms', 'list-key'],
      252,
      /Found invalid choice 'list-key'\n\nMaybe you meant:\n\n {2}\* list-keys\n\nusage/,
    ],
    ['a service that is not there', ['ec3', 'run'], 252, /argument command: Found invalid choice 'ec3'\n\n\nusage/],
    ['a name that every object has', ['constructor', 'x'], 252, /Found invalid choice 'constructor'/],
    [
      '--help',
      ['kms', 'encrypt', '--help'],
      252,
      /the following arguments are required: --key-id, --plaintext\n\nusage/,
    ],
    ['-h', ['kms', '-h'], 252, /the following arguments are required: operation/],
    [
      'an ambiguous beginning',
      ['kms', 'generate-data-key', '--key', 'x'],
      252,
      /ambiguous option: --key could match --key-id, --key-spec\n/,
    ],
    [
      'unknown options, behind missing ones',
      ['kms', 'encrypt', '--foo', 'bar'],
      252,
      /required: --key-id, --plaintext/,
    ],
    [
      'unknown options',
      ['kms', 'list-keys', '--foo', 'bar'],
      252,
      /<subcommand> help\n\n\naws: \[ERROR\]: Unknown options: --foo, bar\n$/,
    ],
    [
      'a blob that is not ASCII',
      ['kms', 'encrypt', '--key-id', 'k', '--plaintext', 'é'],
      255,
      '\naws: [ERROR]: string argument should contain only ASCII characters\n',
    ],
    [
      'a key twice in shorthand',
      ['kms', 'encrypt', '--key-id', 'k', '--plaintext', 'aa==', '--encryption-context', 'k=v,k=w'],
      252,
      /Second instance of key "k" encountered for input:\nk=v,k=w\n {4}\^\nThis is often because/,
    ],
    [
      'an unknown member',
      ['kms', 'tag-resource', '--key-id', 'k', '--tags', 'Key=a,TagKey=b'],
      252,
      /Missing required parameter in Tags\[0\]: "TagValue"\nUnknown parameter in Tags\[0\]: "Key", must be one of: TagKey, TagValue\n/,
    ],
    [
      'a missing member of a document',
      ['kms', 'describe-key', '--cli-input-json', '{}'],
      252,
      /Missing required parameter in input: "KeyId"\n/,
    ],
    [
      'a document that is not JSON',
      ['kms', 'describe-key', '--cli-input-json', '{'],
      252,
      /Error parsing parameter 'cli-input-json': Invalid JSON received\.\n/,
    ],
    [
      'a document that is not YAML',
      ['kms', 'describe-key', '--cli-input-yaml', 'a: &b'],
      252,
      /Error parsing parameter 'cli-input-yaml': Invalid YAML received\.\n/,
    ],
    [
      'two documents',
      ['kms', 'describe-key', '--cli-input-json', '{}', '--cli-input-yaml', '{}'],
      252,
      /Only one --cli-input- parameter may be specified\./,
    ],
    [
      'a broken query',
      ['kms', 'list-keys', '--query', 'Keys['],
      252,
      /Bad value for --query Keys\[: Invalid jmespath expression: Incomplete expression:\n"Keys\["\n {6}\^\n/,
    ],
    [
      'paging options without paging',
      ['kms', 'list-keys', '--no-paginate', '--max-items', '1'],
      252,
      /Cannot specify --no-paginate along with pagination arguments: --max-items\n/,
    ],
    [
      'a Region that cannot be one',
      ['kms', 'list-keys', '--region', 'us east'],
      255,
      /Provided region_name 'us east' doesn't match a supported format\./,
    ],
    [
      'a Region that is not there',
      ['kms', 'list-keys', '--region', 'us-moon-1'],
      255,
      /Could not connect to the endpoint URL: "https:\/\/kms\.us-moon-1\.amazonaws\.com\/"/,
    ],
    [
      'a moment that is none',
      [
        'kms',
        'import-key-material',
        '--key-id',
        'k',
        '--import-token',
        'aa==',
        '--encrypted-key-material',
        'aa==',
        '--valid-to',
        'soon',
      ],
      252,
      /Invalid type for parameter ValidTo, value: soon, type: <class 'str'>, valid types: <class 'datetime\.datetime'>, timestamp-string/,
    ],
    [
      'a number below the least, which looks like an option',
      ['kms', 'generate-random', '--number-of-bytes', '-5'],
      252,
      /Invalid value for parameter NumberOfBytes, value: -5, valid min value: 1\n/,
    ],
    [
      'a structure that is no JSON',
      ['kms', 'decrypt', '--cli-input-json', '{"Recipient":[],"CiphertextBlob":"aa=="}'],
      252,
      /Invalid type for parameter Recipient, value: \[\], type: <class 'list'>, valid types: <class 'dict'>/,
    ],
  ])('are refused: %s', async (_, argv, exitCode, message) => {
    const result = await aws(argv);
    expect(result).toMatchObject({ stdout: '', exitCode, requests: [] });
    if (typeof message === 'string') expect(result.stderr).toBe(message);
    else expect(result.stderr).toMatch(message);
  });

  it('say what may be said instead, with the usage, and send nothing', async () => {
    const { stderr, requests } = await aws([]);
    expect(stderr).toMatch(usage);
    expect(requests).toEqual([]);
  });
});

describe('values from files', () => {
  const put = ['kms', 'put-key-policy', '--key-id', 'k', '--policy'];

  it('are text with plain line ends for file://, also under ~', async () => {
    const { requests } = await aws([...put, 'file://~/p.json'], { files: { '/home/user/p.json': '{\r\n}\r' } });
    expect(requests[0]?.input).toEqual({ KeyId: 'k', Policy: '{\n}\n' });
  });

  it('must be UTF-8 for file://', async () => {
    const { stderr } = await aws([...put, 'file://x'], { files: { x: new Uint8Array([0xff]) } });
    expect(stderr).toContain('Unable to load paramfile (x), text contents could not be decoded.');
  });

  it('are bytes for fileb://, however many', async () => {
    const bytes = new Uint8Array(300_000).fill(200);
    const words = ['kms', 'encrypt', '--key-id', 'k', '--plaintext', 'fileb://$HOME/x'];
    const { requests } = await aws(words, { files: { '/home/user/x': bytes } });
    expect(requests[0]?.input).toEqual({ KeyId: 'k', Plaintext: bytes });
    const { stderr } = await aws([...put, 'fileb://x'], { files: { x: bytes } });
    expect(stderr).toContain("type: <class 'bytes'>, valid types: <class 'str'>");
  });

  it('may stand inside shorthand behind @=', async () => {
    const words = ['kms', 'tag-resource', '--key-id', 'k', '--tags', 'TagKey=a,TagValue@=file://v'];
    const { requests } = await aws(words, { files: { v: 'from a file' } });
    expect(requests[0]?.input).toEqual({ KeyId: 'k', Tags: [{ TagKey: 'a', TagValue: 'from a file' }] });
  });
});

describe('an answer in pages', () => {
  const keys = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((id) => ({ KeyId: id, KeyArn: `arn:${id}` }));
  /** Three keys a page; the marker is where the next one begins. */
  const answer = ({ input }: { input: Readonly<Record<string, unknown>> }) => {
    const from = Number(input['Marker'] ?? 0);
    const more = from + 3 < keys.length;
    return answered({
      Keys: keys.slice(from, from + 3),
      Truncated: more,
      ...(more && { NextMarker: String(from + 3) }),
    });
  };
  const ids = async (...words: string[]) => {
    const { stdout } = await aws(['kms', 'list-keys', ...words], { answer });
    const { Keys, NextToken } = JSON.parse(stdout) as { Keys: { KeyId: string }[]; NextToken?: string };
    return { ids: Keys.map((key) => key.KeyId).join(''), NextToken };
  };

  it('is collected whole', async () => {
    expect(await ids()).toEqual({ ids: 'abcdefg', NextToken: undefined });
  });

  it.each([1, 2, 3, 4, 5])('is gone through %i at a time without losing or repeating one', async (size) => {
    let seen = '';
    let token: string | undefined;
    for (let turn = 0; turn === 0 || (token !== undefined && turn < keys.length); turn += 1) {
      const page = await ids('--max-items', String(size), ...(token === undefined ? [] : ['--starting-token', token]));
      seen += page.ids;
      token = page.NextToken;
    }
    expect(seen).toBe('abcdefg');
  });

  it('asks for as many a page as --page-size says', async () => {
    const { requests } = await aws(['kms', 'list-keys', '--page-size', '2'], { answer });
    expect(requests.map((request) => request.input)).toEqual([
      { Limit: 2 },
      { Limit: 2, Marker: '3' },
      { Limit: 2, Marker: '6' },
    ]);
  });

  it('is one page under --no-paginate', async () => {
    const { stdout, requests } = await aws(['kms', 'list-keys', '--no-paginate'], { answer });
    expect(requests).toHaveLength(1);
    expect(JSON.parse(stdout)).toMatchObject({ NextMarker: '3', Truncated: true });
  });

  it('applies a query to each page of text, and to the whole of json', async () => {
    const query = ['--query', 'length(Keys)'];
    expect((await aws(['kms', 'list-keys', '--output', 'text', ...query], { answer })).stdout).toBe('3\n3\n1\n');
    expect((await aws(['kms', 'list-keys', ...query], { answer })).stdout).toBe('7\n');
  });

  it('may be filtered with bare literals, as the documentation writes them', async () => {
    const { stdout } = await aws(['kms', 'list-keys', '--query', 'Keys[?KeyId==`c`].KeyArn'], { answer });
    expect(JSON.parse(stdout)).toEqual(['arn:c']);
  });

  it('ends when the service repeats itself', async () => {
    const same = () => answered({ Keys: [], Truncated: true, NextMarker: 'x' });
    const { stderr, exitCode, requests } = await aws(['kms', 'list-keys'], { answer: same });
    expect(exitCode).toBe(255);
    expect(requests).toHaveLength(2);
    expect(stderr).toContain("The same next token was received twice: {'Marker': 'x'}");
  });

  it('refuses a token that nobody made', async () => {
    expect((await aws(['kms', 'list-keys', '--starting-token', 'a___b'])).stderr).toContain(
      'Bad starting token: a___b',
    );
  });
});

describe('a refusal', () => {
  it('is tried again only where that may help', async () => {
    const once = await aws(['kms', 'list-keys'], { answer: () => refused('AccessDeniedException', 'no') });
    expect(once.requests).toHaveLength(1);
    const thrice = await aws(['kms', 'list-keys'], { answer: () => refused('KMSInternalException', 'oh', 500) });
    expect(thrice.requests).toHaveLength(3);
    const more = await aws(['kms', 'list-keys'], {
      env: { ...environment, AWS_MAX_ATTEMPTS: '5' },
      answer: () => refused('ThrottlingException', 'Rate exceeded'),
    });
    expect(more.requests).toHaveLength(5);
    expect(more.stderr).toContain('(reached max retries: 4)');
  });

  it('is plain in the legacy format', async () => {
    const { stderr } = await aws(['kms', 'list-keys', '--cli-error-format', 'legacy'], {
      answer: () => refused('X', 'y'),
    });
    expect(stderr).toBe('\nAn error occurred (X) when calling the ListKeys operation: y\n');
  });
});

describe('help', () => {
  it('names every service, every operation, and what an operation needs', async () => {
    expect((await aws(['help'])).stdout).toMatch(/AVAILABLE SERVICES\n\s+o kms\s+AWS Key Management Service\n/);
    const service = await aws(['kms', 'help']);
    expect(service.stdout).toContain('o generate-data-key-without-plaintext\n');
    const operation = await aws(['kms', 'schedule-key-deletion', 'help']);
    expect(operation).toMatchObject({ exitCode: 0, stderr: '', requests: [] });
    for (const title of ['NAME', 'SYNOPSIS', 'OPTIONS', 'OUTPUT'])
      expect(operation.stdout).toMatch(new RegExp(`^${title}$`, 'm'));
    expect(operation.stdout).toMatch(/--key-id \(string\) \[required\]/);
    expect(operation.stdout).toMatch(/--pending-window-in-days \(integer\)\n\s+min: 7, max: 30/);
    expect(operation.stdout).toMatch(/\[--pending-window-in-days <value>\]/);
  });

  it('is there for every operation', async () => {
    const { stdout } = await aws(['kms', 'help']);
    const names = [...stdout.matchAll(/^\s+o ([a-z-]+)$/gm)].map(([, name]) => name!).filter((name) => name !== 'help');
    expect(names).toHaveLength(54);
    for (const name of names) expect((await aws(['kms', name, 'help'])).stdout).toContain(`aws kms ${name}\n`);
  });
});

describe('a skeleton', () => {
  it('can be filled in and sent back, in JSON and in YAML', async () => {
    for (const kind of ['input', 'yaml-input']) {
      const { stdout } = await aws(['kms', 'create-grant', '--generate-cli-skeleton', kind]);
      const filled = stdout.replace(/(KeyId"?: )(""|'')/, '$1"k"').replace(/(GranteePrincipal"?: )(""|'')/, '$1"arn"');
      const option = kind === 'input' ? '--cli-input-json' : '--cli-input-yaml';
      const { stderr } = await aws(['kms', 'create-grant', option, filled]);
      // Only what was left empty is still wrong.
      expect(stderr).toContain('Parameter validation failed');
      expect(stderr).not.toMatch(/parameter (KeyId|GranteePrincipal),|Unknown parameter|Invalid type/);
    }
  });
});
