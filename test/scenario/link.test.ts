import { deflateSync } from 'fflate';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toBase64Url } from '../../src/base/encodings.ts';
import { decodeLink, encodeLink } from '../../src/scenario/link.ts';
import { dictionaryVersion1 } from '../../src/scenario/link-dictionary.ts';
import { ScenarioError } from '../../src/scenario/types.ts';

const message = async (fragment: string) => {
  const read = await decodeLink(fragment);
  return read.ok ? undefined : read.message;
};

describe('a link', () => {
  it('gives any text back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 2000 }), async (text) => {
        expect(await decodeLink(await encodeLink(text))).toEqual({ ok: true, text });
      }),
    );
  });

  it('is written with characters that no program changes in a URL', async () => {
    expect(await encodeLink('KEY_ID=$(aws kms create-key)\n'.repeat(30))).toMatch(/^#s=1\.[A-Za-z0-9_-]+$/);
  });

  it('is the same in every build: version 1 does not change', async () => {
    expect(await encodeLink('aws kms create-key\n')).toMatchInlineSnapshot(`"#s=1.8x6YoS_4w4w1LgA"`);
  });

  it('is read without its number sign too', async () => {
    expect(await decodeLink((await encodeLink('x')).slice(1))).toEqual({ ok: true, text: 'x' });
  });

  it('is a sentence, not an exception, whatever it is', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          fc.uint8Array({ maxLength: 400 }).map((bytes) => `#s=1.${toBase64Url(bytes)}`),
        ),
        async (fragment) => {
          expect(await message(fragment)).toMatch(/^This link .*\.$/);
        },
      ),
    );
  });

  it('notices any change of one character', async () => {
    const link = await encodeLink('aws kms create-key --description "a key for tests"\naws kms list-keys\n');
    for (let at = 5; at < link.length; at += 1) {
      for (const other of ['A', 'z', '_']) {
        if (link[at] === other) continue;
        expect(await message(link.slice(0, at) + other + link.slice(at + 1))).toMatch(/damaged/);
      }
      expect(await message(link.slice(0, at))).toMatch(/damaged/);
    }
  });

  it('from a newer version says so', async () => {
    expect(await message('#s=2.AAAA')).toMatch(/newer/);
  });

  it.each([0, 0x20])('that unpacks without end is not unpacked', async (byte) => {
    const bomb = deflateSync(new Uint8Array(40_000_000).fill(byte), { level: 9, dictionary: dictionaryVersion1 });
    expect(bomb.length).toBeLessThan(45_000);
    expect(await message(`#s=1.${toBase64Url(new Uint8Array([0, 0, 0, 0, 0, 0, ...bomb]))}`)).toMatch(/more text/);
  });

  it('that is itself too long is not looked at', async () => {
    expect(await message(`#s=1.${'A'.repeat(70_000)}`)).toMatch(/longer/);
  });

  it('is refused for a text that is too long', async () => {
    await expect(encodeLink('x'.repeat(300_000))).rejects.toThrow(ScenarioError);
  });
});
