// The YAML that --cli-input-yaml takes: block structures and lists of plain or quoted texts, and JSON within them.
// Anchors, tags and block scalars are refused. Source: YAML 1.2, chapters 7 and 8.
import { parseJson, type Json } from '../../base/json.ts';

export class YamlError extends Error {
  override readonly name = 'YamlError';
}

interface Line {
  readonly indent: number;
  readonly text: string;
}

export function parseYaml(text: string): Json {
  const json = parseJson(text);
  if (json !== undefined) return json;
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.replace(/(?:^|\s)#.*$/, (comment) => (insideQuotes(line, comment) ? comment : '')).trimEnd())
    .filter((line) => line !== '' && line !== '---')
    .map((line): Line => ({ indent: line.search(/\S/), text: line.trimStart() }));
  const reader = new Reader(lines);
  const value = reader.block(0);
  reader.end();
  return value;
}

/** Whether the # that begins this comment stands in a quoted text. */
function insideQuotes(line: string, comment: string): boolean {
  const before = line.slice(0, line.length - comment.length);
  return (before.match(/"/g) ?? []).length % 2 === 1 || (before.match(/'/g) ?? []).length % 2 === 1;
}

const KEY = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s"'[\]{}&*!|>%@`#-][^:]*?|-[^\s:][^:]*?)\s*:(?:\s+(.*))?$/;

class Reader {
  private lines: Line[];
  constructor(lines: readonly Line[]) {
    this.lines = [...lines];
  }

  end(): void {
    if (this.lines.length > 0) throw new YamlError('more text than one value');
  }

  block(atLeast: number): Json {
    const [first] = this.lines;
    if (!first || first.indent < atLeast) return null;
    if (/^-(?:\s|$)/.test(first.text)) return this.list(first.indent);
    if (KEY.test(first.text)) return this.structure(first.indent);
    this.lines.shift();
    return scalar(first.text);
  }

  private list(indent: number): Json {
    const items: Json[] = [];
    for (;;) {
      const [line] = this.lines;
      if (line?.indent !== indent || !/^-(?:\s|$)/.test(line.text)) return items;
      const rest = line.text.slice(1);
      const inner = rest.trimStart();
      // What stands behind the dash begins a block of its own, at its own column.
      if (inner === '') this.lines.shift();
      else this.lines[0] = { indent: indent + 1 + rest.length - inner.length, text: inner };
      items.push(this.block(indent + 1));
    }
  }

  private structure(indent: number): Json {
    const members: [string, Json][] = [];
    for (;;) {
      const [line] = this.lines;
      const found = line?.indent === indent ? KEY.exec(line.text) : null;
      if (!line || !found) {
        if (line && line.indent > indent) throw new YamlError(`unexpected indentation: ${line.text}`);
        return Object.fromEntries(members);
      }
      this.lines.shift();
      const [, key = '', value = ''] = found;
      const isList = /^-(?:\s|$)/.test(this.lines[0]?.text ?? '');
      members.push([keyText(key), value === '' ? this.block(isList ? indent : indent + 1) : scalar(value)]);
    }
  }
}

const keyText = (text: string): string => {
  const key = scalar(text);
  return typeof key === 'string' ? key : text;
};

function scalar(text: string): Json {
  if (/^[[{"]/.test(text)) {
    const json = parseJson(text);
    if (json === undefined) throw new YamlError(`not understood: ${text}`);
    return json;
  }
  if (text.startsWith("'")) {
    if (!/^'(?:[^']|'')*'$/.test(text)) throw new YamlError(`a quote is not closed: ${text}`);
    return text.slice(1, -1).replaceAll("''", "'");
  }
  if (/^[&*!|>%@`]/.test(text)) throw new YamlError(`not understood: ${text}`);
  if (/^(?:~|null|Null|NULL)$/.test(text)) return null;
  if (/^(?:true|True|TRUE)$/.test(text)) return true;
  if (/^(?:false|False|FALSE)$/.test(text)) return false;
  return /^[-+]?(?:\d+|\d+\.\d*|\.\d+)(?:[eE][-+]?\d+)?$/.test(text) ? Number(text) : text;
}
