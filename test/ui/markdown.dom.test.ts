// A stranger's Markdown can say anything and do nothing.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderMarkdown } from '../../src/ui/markdown.ts';

function rendered(markdown: string): HTMLElement {
  const host = document.createElement('div');
  host.appendChild(renderMarkdown(markdown));
  return host;
}

test('paragraphs, emphasis, code, lists and headings below the page’s own', () => {
  const page = rendered('# One\n\nA **bold** and *soft* `word`.\n\n- a\n- b\n\n1. c\n\n```\nfence\n```\n\n> said');
  expect([...page.querySelectorAll('*')].map(({ localName }) => localName)).toEqual([
    ...['h3', 'p', 'strong', 'em', 'code', 'ul', 'li', 'li', 'ol', 'li', 'pre', 'code', 'blockquote', 'p'],
  ]);
});

test('a link to https opens elsewhere and tells that page nothing', () => {
  const anchor = rendered('[the docs](https://docs.aws.amazon.com/kms/ "title")').querySelector('a');
  expect(anchor?.href).toBe('https://docs.aws.amazon.com/kms/');
  expect(anchor?.rel).toBe('noopener noreferrer');
  expect(anchor?.getAttributeNames().sort()).toEqual(['href', 'rel', 'target']);
});

const hostile = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg/onload=alert(1)>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<a href="javascript:alert(1)">x</a>',
  '<style>*{display:none}</style>',
  '<form action="https://evil.example"><input></form>',
  '<b onclick="alert(1)">x</b>',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](&#106;avascript:alert(1))',
  '[x](data:text/html,<script>alert(1)</script>)',
  '[x](vbscript:x)',
  '[x](http://plain.example)',
  '[x](//evil.example)',
  '[x](/relative)',
  '[x](#/sandbox)',
  '<javascript:alert(1)>',
  '<https://ok.example"onclick="alert(1)>',
  '![x](https://evil.example/pixel.png)',
  '![x](javascript:alert(1))',
  '[x][y]\n\n[y]: javascript:alert(1)',
  '[x](https://a.example" onmouseover="alert(1))',
  '```"><script>alert(1)</script>\n```',
  '`<img src=x onerror=alert(1)>`',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '# <img src=x onerror=alert(1)>',
  '<!-- --><script>alert(1)</script>',
  '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>',
];

const allowed = new Set('p em strong code pre ul ol li blockquote br hr h3 h4 h5 h6 a'.split(' '));

function expectHarmless(page: HTMLElement) {
  for (const element of page.querySelectorAll('*')) {
    expect(allowed).toContain(element.localName);
    if (element.localName === 'a') {
      expect(element.getAttributeNames().sort()).toEqual(['href', 'rel', 'target']);
      expect(element.getAttribute('href')).toMatch(/^https:\/\//);
    } else expect(element.getAttributeNames()).toEqual([]);
  }
}

describe('nothing of this gets into the page', () => {
  test.each(hostile)('%s', (markdown) => expectHarmless(rendered(markdown)));
});

test('nor does any mixture of it', () => {
  const piece = fc.oneof(
    fc.constantFrom(...hostile, '\n\n', '*', '`', '> ', '- ', '[', '](https://a.example)'),
    fc.string(),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => expectHarmless(rendered(pieces.join('')))),
    { numRuns: 150 },
  );
});

test('what is refused is still to be read', () => {
  expect(rendered('<b>bold?</b>').textContent).toBe('<b>bold?</b>');
  expect(rendered('[a place](http://plain.example)').textContent).toBe('a place');
});
