// `openssl asn1parse -strparse`: takes one value out of DER, such as the bare public key out of a SubjectPublicKeyInfo.
// openssl-asn1parse(1). Its listing is not here.
import type { Bytes } from '../../../base/bytes.ts';
import { TAG } from '../../../crypto/der-primitives.ts';
import { readDerAt } from '../../../crypto/der.ts';
import type { DerElement } from '../../../crypto/der.ts';
import type { CommandIo, CommandResult } from '../command.ts';
import { OpensslError, readArguments, refuseHelpful } from './arguments.ts';
import { output, readInput } from './files.ts';
import { keyForm } from './key-files.ts';
import { readPem } from './pem.ts';

const table = {
  inform: 'value',
  in: 'value',
  out: 'value',
  strparse: 'positive',
  noout: 'flag',
  i: 'flag',
  dump: 'flag',
  help: 'flag',
} as const;

export const asn1parseOptions = ['inform', 'in', 'out', 'strparse', 'noout'];

const TYPES_WITHOUT_STRING: Readonly<Record<number, string>> = {
  [TAG.boolean]: 'BOOLEAN',
  [TAG.null]: 'NULL',
  [TAG.objectIdentifier]: 'OBJECT',
};

/** What OpenSSL keeps of a value. Of what is constructed or not universal that is all of it. */
function stringOf({ tag, content, der }: DerElement): Bytes {
  const without = TYPES_WITHOUT_STRING[tag];
  if (without !== undefined) throw new OpensslError(`Can't parse ${without} type`);
  if (tag === TAG.bitString) return content.slice(1);
  if (tag === TAG.integer) return content[0] === 0 && content.length > 1 ? content.slice(1) : content;
  return tag < 0x20 ? content : der;
}

export async function asn1parse(words: readonly string[], io: CommandIo): Promise<CommandResult> {
  const { given, every, others, operands } = readArguments('asn1parse', words, table);
  if (given.has('help'))
    return { stdout: 'openssl asn1parse: see its manual page. Here it has -strparse with -noout.\n' };
  const [unknown] = others;
  if (unknown !== undefined) throw new OpensslError(refuseHelpful('asn1parse', `Unknown option: -${unknown}`));
  if (operands.length > 0) throw new OpensslError(refuseHelpful('asn1parse'));
  const form = keyForm('asn1parse', 'inform', given.get('inform')) ?? 'PEM';
  if (!given.has('noout')) {
    throw new OpensslError(
      'This openssl does not list what it parses; with -noout, -strparse and -out it takes values out.',
    );
  }
  const file = await readInput(io, given.get('in'));
  let bytes = form === 'DER' ? file : readPem(file)[0]?.der;
  if (!bytes || bytes.length === 0) throw new OpensslError('Error: offset out of range');
  let stderr = '';
  for (const offset of every('strparse')) {
    if (Number(offset) >= bytes.length) {
      stderr += `'${offset}' is out of range\n`;
      continue;
    }
    const element = readDerAt(bytes, Number(offset));
    if (!element) throw new OpensslError(`${stderr}Error parsing structure`);
    bytes = stringOf(element);
  }
  const path = given.get('out');
  return path === undefined ? { stderr } : { ...(await output(io, path, bytes)), stderr };
}
