// The page's stand-in for node:zlib does what node:zlib does, as far as just-bash asks.
import { Buffer } from 'node:buffer';
import * as node from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as ours from '../../tools/shims/node-zlib.ts';

test('what either packs, the other unpacks', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 20_000 }), fc.integer({ min: 0, max: 9 }), (bytes, level) => {
      expect(Buffer.compare(node.gunzipSync(ours.gzipSync(bytes, { level })), bytes)).toBe(0);
      expect(Buffer.compare(ours.gunzipSync(node.gzipSync(bytes, { level })), bytes)).toBe(0);
    }),
  );
});

test('several members are one stream', () => {
  const packed = Buffer.concat([node.gzipSync('ab'), node.gzipSync('cd')]);
  expect(Buffer.from(ours.gunzipSync(packed)).toString()).toBe('abcd');
});

test('a bomb is stopped at the limit, and says so as Node does', () => {
  const bomb = node.gzipSync(Buffer.alloc(50_000_000));
  for (const zlib of [node, ours]) {
    expect(() => zlib.gunzipSync(bomb, { maxOutputLength: 1_000_000 })).toThrow(
      expect.objectContaining({ code: 'ERR_BUFFER_TOO_LARGE' }) as Error,
    );
  }
});

test('what is no gzip, or is cut short, is refused', () => {
  const packed = node.gzipSync('a longer line, to be cut');
  expect(() => ours.gunzipSync(packed.subarray(0, packed.length - 12))).toThrow();
  expect(() => ours.gunzipSync(Buffer.from('plain text'))).toThrow();
});
