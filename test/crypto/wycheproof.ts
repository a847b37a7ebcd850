// Wycheproof's vectors (C2SP, version 1 schema). They are not part of this repository: they lie in WYCHEPROOF_DIR, or in
// ../shared/vectors beside the repository. Where neither is there, their tests are skipped, and their title says why.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe } from 'vitest';
import type { Bytes } from '../../src/base/bytes.ts';
import { fromHex } from '../../src/base/encodings.ts';

export type Vector<Fields extends string> = Readonly<Record<Fields, string>> & {
  readonly tcId: number;
  readonly comment: string;
  readonly flags: readonly string[];
  readonly result: 'valid' | 'invalid' | 'acceptable';
};

export interface VectorGroup<Fields extends string> {
  /** In bits. */
  readonly tagSize: number;
  readonly tests: readonly Vector<Fields>[];
}

const beside = fileURLToPath(new URL('../../../shared/vectors', import.meta.url));
const directory = process.env['WYCHEPROOF_DIR'] ?? beside;
const present = existsSync(directory);

/** A suite over Wycheproof's vectors, or one that is skipped and says what it lacks. */
export function describeVectors(title: string, suite: () => void): void {
  const why = present ? '' : ' (skipped: there are no vectors in WYCHEPROOF_DIR or ../shared/vectors)';
  describe.skipIf(!present)(title + why, suite);
}

/** None where there are no vectors. */
export function vectorGroups<Fields extends string>(file: string): readonly VectorGroup<Fields>[] {
  if (!present) return [];
  return (JSON.parse(readFileSync(join(directory, file), 'utf8')) as { testGroups: VectorGroup<Fields>[] }).testGroups;
}

/** A vector's hexadecimal, which is always well formed. */
export function bytesOf(hex: string): Bytes {
  const bytes = fromHex(hex);
  if (bytes === undefined) throw new Error(`not hexadecimal: ${hex}`);
  return bytes;
}
