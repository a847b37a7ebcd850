// What the journal remembers of a call's input and output, along the model's shapes.
import { describe, expect, it } from 'vitest';
import type { ApiModel, MemberModel } from '../../src/world/model.ts';
import { markOf, redact } from '../../src/world/redact.ts';

const member = (shape: string, sensitive = false): MemberModel => ({
  shape,
  sensitive,
  required: false,
  deprecated: false,
});
const model: ApiModel = {
  service: 'test',
  title: 'Test',
  apiVersion: '1',
  targetPrefix: 'Test',
  operations: {},
  shapes: {
    Text: { type: 'string' },
    Bytes: { type: 'blob' },
    Number: { type: 'integer' },
    Texts: { type: 'list', member: 'Text' },
    Pairs: { type: 'map', key: 'Text', value: 'Text' },
    All: {
      type: 'structure',
      members: {
        Name: member('Text'),
        Secret: member('Text', true),
        Plaintext: member('Bytes', true),
        Blob: member('Bytes'),
        Count: member('Number'),
        Names: member('Texts'),
        Tokens: member('Texts', true),
        Context: member('Pairs'),
      },
    },
  },
};
const redacted = (value: unknown) => redact(model, 'All', value);

describe('redaction', () => {
  it('keeps what anybody may read, lengths of what nobody may, and marks of other bytes', () => {
    const Blob = Uint8Array.of(1, 2, 3);
    const value = {
      Name: 'a',
      Secret: 'four',
      Plaintext: new Uint8Array(9),
      Blob,
      Count: 3,
      Names: ['b'],
      Tokens: ['xyz'],
      Context: { k: 'v' },
    };
    expect(redacted(value)).toEqual({
      Name: 'a',
      Secret: { characters: 4 },
      Plaintext: { bytes: 9 },
      Blob: { bytes: 3, mark: markOf(Blob) },
      Count: 3,
      Names: ['b'],
      Tokens: [{ characters: 3 }],
      Context: { k: 'v' },
    });
  });

  it('leaves out what the model does not know, and what is of another type', () => {
    expect(redacted({ Name: 7, Nobody: 'x', constructor: 'y', Count: 'three', Blob: 'text', Names: 'b' })).toEqual({
      Name: null,
      Count: null,
      Blob: null,
      Names: null,
    });
  });

  it('keeps the first fifty of a long list, and says how many there were besides', () => {
    const Names = Array.from({ length: 1000 }, (_, at) => `n${at}`);
    const kept = (redacted({ Names }) as { Names: string[] }).Names;
    expect(kept).toEqual([...Names.slice(0, 50), '… and 950 more']);
    expect(redacted({ Names: Names.slice(0, 50) })).toEqual({ Names: Names.slice(0, 50) });
  });

  it('keeps no more of a text or a map than the longest that is ever taken', () => {
    const longest = 'x'.repeat(32_768);
    expect(redacted({ Name: longest })).toEqual({ Name: longest });
    expect(redacted({ Name: `${longest}yz` })).toEqual({ Name: `${longest}… and 2 more characters` });
    const pairs = Array.from({ length: 5000 }, (_, at): [string, string] => [`k${at}`, 'v']);
    const kept = (redacted({ Context: Object.fromEntries(pairs) }) as { Context: object }).Context;
    expect(kept).toEqual({ ...Object.fromEntries(pairs.slice(0, 4096)), '…': 'and 904 more' });
  });
});
