// The journal file's frames: whole, torn at any byte, damaged at any byte.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DamagedFrame, frame, readFrames } from '../../../src/endpoint/storage/frames.ts';

const payloads = ['{"a":1}', '{"b":"é\\n✓"}', '{}'];
const file = Buffer.concat(payloads.map(frame));
const starts = payloads.map((_, at) => Buffer.concat(payloads.slice(0, at).map(frame)).length);

describe('frames', () => {
  it('come back as they were written', () => {
    fc.assert(
      fc.property(fc.array(fc.json()), (texts) => {
        const bytes = Buffer.concat(texts.map(frame));
        expect(readFrames(bytes)).toEqual({ payloads: texts, end: bytes.length });
      }),
    );
  });

  it('are whole up to where the file is cut off, at whichever byte', () => {
    for (let end = 0; end < file.length; end += 1) {
      const whole = [...starts, file.length].filter((start) => start <= end);
      expect(readFrames(file.subarray(0, end))).toEqual({
        payloads: payloads.slice(0, whole.length - 1),
        end: whole.at(-1),
      });
    }
  });

  it('are never given up, whichever byte is damaged', () => {
    for (let at = 0; at < file.length; at += 1) {
      const damaged = Buffer.from(file);
      damaged[at] = damaged[at]! ^ 0x20;
      expect(() => readFrames(damaged), `byte ${at}`).toThrow(DamagedFrame);
    }
  });

  it('tell where the damage is', () => {
    const damaged = Buffer.from(file);
    damaged[starts[1]! + 30] = 0;
    expect(() => readFrames(damaged)).toThrow(expect.objectContaining({ offset: starts[1] }));
  });
});
