// The bytes that the network brings before the page can be read: index.html, and the scripts and styles that it names.
// The terminal, the shell and the SDKs come behind it, as lazy chunks.
import { readFileSync } from 'node:fs';

const html = readFileSync(new URL('dist/index.html', import.meta.url), 'utf8');
const named = [...html.matchAll(/<(?:script|link)\b[^>]*?(?:src|href)="\/([^"]+\.(?:js|css))"/g)].map(
  (match) => `dist/${match[1]}`,
);

export default [
  { name: 'before the page can be read', path: ['dist/index.html', ...named], limit: '200 kB', gzip: true },
];
