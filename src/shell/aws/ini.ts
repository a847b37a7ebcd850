// The syntax of ~/.aws/config and ~/.aws/credentials. What is indented belongs to the line before and is passed over.
// Source: AWS SDKs and Tools Reference Guide, "Shared config and credentials files".

export type Ini = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Undefined where the text is no such file. */
export function parseIni(text: string): Ini | undefined {
  const sections = new Map<string, Map<string, string>>();
  let section: Map<string, string> | undefined;
  for (const line of text.split(/\r?\n/)) {
    if (/^\s*(?:[#;]|$)/.test(line)) continue;
    const header = /^\[([^\]]+)\]\s*(?:[#;].*)?$/.exec(line)?.[1];
    if (header !== undefined) {
      const name = header.trim();
      section = sections.get(name) ?? new Map<string, string>();
      sections.set(name, section);
      continue;
    }
    if (/^\s/.test(line) && section) continue;
    const setting = /^([^=:]+?)\s*[=:]\s*(.*?)\s*$/.exec(line);
    if (!setting || !section) return undefined;
    section.set((setting[1] ?? '').toLowerCase(), setting[2] ?? '');
  }
  return sections;
}
