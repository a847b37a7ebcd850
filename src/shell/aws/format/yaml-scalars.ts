// How YAML writes a text: plain where it would be read back as the same text, else in quotes; folded at 80 columns.
// Source: YAML 1.2 core schema; the analysis and the folding are libyaml's.

const BEST_WIDTH = 80;

/** Texts that would be read as null, a boolean, a number, a moment, a merge or a default. */
const OTHER_TYPES = [
  /^(?:~|null|Null|NULL|)$/,
  /^(?:true|True|TRUE|false|False|FALSE)$/,
  /^(?:[-+]?0b[01_]+|[-+]?0o?[0-7_]+|[-+]?[0-9_]+|[-+]?0x[0-9a-fA-F_]+)$/,
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+]?[0-9]+)?|[-+]?[0-9][0-9_]*[eE][-+]?[0-9]+|[-+]?\.[0-9_]+(?:[eE][-+][0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/,
  /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/,
  /^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?$/,
  /^(?:<<|=)$/,
];

const BREAK = /[\n\u0085\u2028\u2029]/;
/** What libyaml does not print as it is; among it everything beyond the Basic Multilingual Plane. */
const UNPRINTABLE = /[^\n\x20-\x7e\u0085\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/u;

/** `column`: where the text begins. `indent`: where a folded line goes on; infinite where nothing may be folded. */
export function yamlString(text: string, column: number, indent: number, isKey = false): string {
  const style = styleOf(text, isKey);
  if (style === 'plain') return folded(text, column, indent, false);
  if (style === 'single') return `'${folded(text.replaceAll("'", "''"), column + 1, indent, true)}'`;
  return yamlDoubleQuoted(text, column, indent);
}

function styleOf(text: string, isKey: boolean): 'plain' | 'single' | 'double' {
  if (UNPRINTABLE.test(text) || / [\n\u0085\u2028\u2029]/.test(text) || /[\n\u0085\u2028\u2029] /.test(text)) {
    return 'double';
  }
  const multiline = BREAK.test(text);
  if (multiline && isKey) return 'double';
  const plain =
    !multiline && !/^ | $/.test(text) && !hasIndicators(text) && !OTHER_TYPES.some((type) => type.test(text));
  return plain ? 'plain' : 'single';
}

function hasIndicators(text: string): boolean {
  if (/^[#,[\]{}&*!|>'"%@`]/.test(text) || /^[?:-](?:\s|$)/.test(text)) return true;
  return /^(?:---|\.\.\.)/.test(text) || /:(?:\s|$)/.test(text) || /\s#/.test(text);
}

/** A single space past the best width becomes a line end. A line end of the text's own is written twice. */
function folded(text: string, column: number, indent: number, quoted: boolean): string {
  let written = '';
  let at = column;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    const alone = text.charAt(index - 1) !== ' ' && text.charAt(index + 1) !== ' ';
    const inside = !quoted || (index > 0 && index < text.length - 1);
    if (character === ' ' && alone && inside && at > BEST_WIDTH && Number.isFinite(indent)) {
      written += `\n${' '.repeat(indent)}`;
      at = indent;
    } else if (BREAK.test(character)) {
      const first = !BREAK.test(text.charAt(index - 1)) || index === 0;
      const last = !BREAK.test(text.charAt(index + 1)) || index === text.length - 1;
      const margin = Number.isFinite(indent) ? indent : 0;
      written += (first && character === '\n' ? '\n' : '') + character + (last ? ' '.repeat(margin) : '');
      at = margin;
    } else {
      written += character;
      at += 1;
    }
  }
  return written;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\0': '\\0',
  '\x07': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '\x1b': '\\e',
  '"': '\\"',
  '\\': '\\\\',
  '\u0085': '\\N',
  '\u00a0': '\\_',
  '\u2028': '\\L',
  '\u2029': '\\P',
};

export function yamlDoubleQuoted(text: string, column: number, indent: number): string {
  const characters = Array.from(text);
  let written = '"';
  let at = column + 1;
  let afterSpace = false;
  characters.forEach((character, index) => {
    const escape = escaped(character);
    const inside = index > 0 && index < characters.length - 1;
    if (character === ' ' && !afterSpace && inside && at > BEST_WIDTH && Number.isFinite(indent)) {
      // A space that begins a line would be lost without its backslash.
      const kept = characters[index + 1] === ' ' ? '\\' : '';
      written += `\n${' '.repeat(indent)}${kept}`;
      at = indent + kept.length;
    } else {
      written += escape ?? character;
      at += (escape ?? character).length;
    }
    afterSpace = character === ' ';
  });
  return `${written}"`;
}

function escaped(character: string): string | undefined {
  const named = ESCAPES[character];
  if (named !== undefined) return character === '\u00a0' ? undefined : named;
  if (!UNPRINTABLE.test(character)) return undefined;
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16).toUpperCase();
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}
