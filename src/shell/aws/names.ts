// Names as AWS's API writes them, and as the command line does: GenerateDataKey, generate-data-key.
// Source: botocore, xform_name.

export function kebabCase(name: string): string {
  const plural = /[A-Z]{2,}s$/.exec(name)?.[0];
  const split = plural === undefined ? name : `${name.slice(0, -plural.length)}-${plural.toLowerCase()}`;
  return split
    .replace(/(.)([A-Z][a-z]+)/g, '$1-$2')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/-{2,}/g, '-')
    .replace(/^-/, '')
    .toLowerCase();
}
