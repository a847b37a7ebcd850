// Wycheproof's vectors (C2SP, version 1 schema). They are no part of this repository: they are read from the folder that
// WYCHEPROOF_DIR names and from nowhere else. Where it names none, their suites say that they were not run, and are skipped.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Bytes } from '../../src/base/bytes.ts';
import { fromHex } from '../../src/base/encodings.ts';

export type Vector<Fields extends string> = Readonly<Record<Fields, string>> & {
  readonly tcId: number;
  readonly comment: string;
  readonly flags: readonly string[];
  readonly result: 'valid' | 'invalid' | 'acceptable';
};

export type VectorGroup<Fields extends string, GroupFields> = GroupFields & {
  readonly type: string;
  readonly tests: readonly Vector<Fields>[];
};

/** What an implementation did with a vector. One that it could not be given says why: it counts as nothing. */
export type Verdict = 'accepted' | 'refused' | { readonly notRun: string };

export type Judge<Fields extends string, GroupFields> = (
  vector: Vector<Fields>,
  group: VectorGroup<Fields, GroupFields>,
) => Verdict | Promise<Verdict>;

interface Suite<Fields extends string, GroupFields> {
  readonly file: string;
  /**
   * By name, every implementation that the vectors are for. To accept is to give what the vector has; an answer that is
   * neither that nor a refusal is an error to throw.
   */
  readonly backends: Readonly<Record<string, Judge<Fields, GroupFields>>>;
  /** What is right for vectors that are right either way: ours must be one or the other. Without it there may be none. */
  readonly acceptable?: 'accepted' | 'refused';
  /** What is right for ours where it is not what the vector's result says: a restriction of KMS's. */
  readonly expected?: (
    vector: Vector<Fields>,
    group: VectorGroup<Fields, GroupFields>,
  ) => 'accepted' | 'refused' | undefined;
}

const directory = process.env['WYCHEPROOF_DIR'];
let saidNotRun = false;

function sayNotRun(): void {
  if (!saidNotRun) console.log('Wycheproof: not run (WYCHEPROOF_DIR is not set)');
  saidNotRun = true;
}

function read<Fields extends string, GroupFields>(file: string): readonly VectorGroup<Fields, GroupFields>[] {
  if (!directory) throw new Error('WYCHEPROOF_DIR is not set');
  const { testGroups } = JSON.parse(readFileSync(join(directory, file), 'utf8')) as {
    testGroups: VectorGroup<Fields, GroupFields>[];
  };
  return testGroups;
}

/** Every vector of a file, over every backend: one test for each backend, which names the vectors that went wrong. */
export function describeVectors<Fields extends string, GroupFields = object>(suite: Suite<Fields, GroupFields>): void {
  const { file } = suite;
  if (!directory) sayNotRun();
  describe.skipIf(!directory)(`Wycheproof ${file}${directory ? '' : ' (not run: WYCHEPROOF_DIR is not set)'}`, () => {
    it.each(Object.keys(suite.backends))(
      '%s does with each vector what is right',
      async (name) => {
        const judge = suite.backends[name];
        const groups = read<Fields, GroupFields>(file);
        const vectors = groups.flatMap((group) => group.tests.map((vector) => ({ vector, group })));
        const wrong: string[] = [];
        const notRun = new Map<string, number>();
        for (const { vector, group } of vectors) {
          const right = rightFor(suite, vector, group);
          const verdict = await outcome(judge!, vector, group);
          if (typeof verdict === 'object' && 'notRun' in verdict)
            notRun.set(verdict.notRun, (notRun.get(verdict.notRun) ?? 0) + 1);
          else if (verdict !== right) {
            wrong.push(
              `tcId ${vector.tcId} (${vector.result}: ${vector.comment}) should be ${right}, was ${JSON.stringify(verdict)}`,
            );
          }
        }
        const ours = vectors.filter(
          ({ vector, group }) => vector.result !== 'invalid' && suite.expected?.(vector, group) !== undefined,
        ).length;
        const kinds = vectors.map(({ vector }) => vector.result);
        console.log(report(`${file} (${name})`, kinds, ours, notRun));
        expect(wrong).toEqual([]);
        const ran = vectors.length - [...notRun.values()].reduce((sum, count) => sum + count, 0);
        expect(ran).toBeGreaterThan(0);
      },
      120_000,
    );
  });
}

function rightFor<Fields extends string, GroupFields>(
  { expected, acceptable }: Suite<Fields, GroupFields>,
  vector: Vector<Fields>,
  group: VectorGroup<Fields, GroupFields>,
): 'accepted' | 'refused' {
  const ours = expected?.(vector, group);
  if (ours !== undefined) return ours;
  if (vector.result !== 'acceptable') return vector.result === 'valid' ? 'accepted' : 'refused';
  if (acceptable === undefined)
    throw new Error(`nothing says what is right for tcId ${vector.tcId}: ${vector.comment}`);
  return acceptable;
}

async function outcome<Fields extends string, GroupFields>(
  judge: Judge<Fields, GroupFields>,
  vector: Vector<Fields>,
  group: VectorGroup<Fields, GroupFields>,
): Promise<Verdict | { readonly error: string }> {
  try {
    return await judge(vector, group);
  } catch (error) {
    return { error: String(error) };
  }
}

/** How many vectors there are, of which kinds, how many KMS is stricter with, and how many this backend could not be given. */
function report(title: string, kinds: readonly string[], ours: number, notRun: ReadonlyMap<string, number>): string {
  const counts = ['valid', 'invalid', 'acceptable'].map((kind) => {
    const count = kinds.filter((other) => other === kind).length;
    return count === 0 ? '' : `, ${count} ${kind}`;
  });
  const differing = ours === 0 ? '' : `; ${ours} judged by KMS's own rule`;
  const missing = [...notRun].map(([why, count]) => `; ${count} not run: ${why}`);
  return `Wycheproof ${title}: ${kinds.length} vectors${counts.join('')}${differing}${missing.join('')}`;
}

/** A vector's hexadecimal, which is always well formed. */
export function bytesOf(hex: string): Bytes {
  const bytes = fromHex(hex);
  if (bytes === undefined) throw new Error(`not hexadecimal: ${hex}`);
  return bytes;
}
