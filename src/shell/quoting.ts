// One word of bash, whatever it contains.
export const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
