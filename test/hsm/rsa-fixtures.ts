// RSA keys that were made once, for tests that need one and not its making, which takes seconds.
import { readFileSync } from 'node:fs';
import type { Bytes } from '../../src/base/bytes.ts';
import { fromBase64 } from '../../src/base/encodings.ts';

export type ModulusBits = 2048 | 3072 | 4096;

const pool = JSON.parse(readFileSync(new URL('rsa-fixtures.json', import.meta.url), 'utf8')) as Record<
  ModulusBits,
  readonly string[]
>;

/** DER PKCS #8, as OpenSSL writes it; always the same for the same number. The bytes are the caller's own. */
export function rsaFixture(modulusBits: ModulusBits, number = 0): Bytes {
  const keys = pool[modulusBits];
  const key = fromBase64(keys[number % keys.length] ?? '');
  if (key === undefined) throw new Error(`no fixture of ${modulusBits} bits`);
  return key;
}

/** A generator for createHsm and assembleMemoryWorld: it hands the fixtures of each length out in turn. */
export function fixtureRsa(): (modulusBits: ModulusBits) => Promise<Bytes> {
  const given = new Map<ModulusBits, number>();
  return (modulusBits) => {
    const number = given.get(modulusBits) ?? 0;
    given.set(modulusBits, number + 1);
    return Promise.resolve(rsaFixture(modulusBits, number));
  };
}
