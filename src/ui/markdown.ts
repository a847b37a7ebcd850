// Markdown as elements of the page. A scenario may be a stranger's: what is built is built here, element by element,
// from a short list; no attribute of the text's reaches the page but a link's https address. No HTML string is inserted.
import { micromark } from 'micromark';

const elements = new Set([
  'p',
  'em',
  'strong',
  'code',
  'pre',
  'ul',
  'ol',
  'li',
  'blockquote',
  'br',
  'hr',
  'h3',
  'h4',
  'h5',
  'h6',
]);
/** The page has a title and steps above what is written in a passage. */
const lowered: Readonly<Record<string, string>> = { h1: 'h3', h2: 'h4' };

export function renderMarkdown(markdown: string): DocumentFragment {
  const html = micromark(markdown, {
    extensions: [{ disable: { null: ['htmlFlow', 'htmlText', 'labelStartImage', 'definition'] } }],
  });
  // A document made by DOMParser runs no scripts and loads nothing.
  const parsed = new DOMParser().parseFromString(html, 'text/html');
  const fragment = document.createDocumentFragment();
  copyChildren(parsed.body, fragment);
  return fragment;
}

function copyChildren(from: Node, to: Node): void {
  for (const child of from.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) to.appendChild(document.createTextNode(child.textContent ?? ''));
    else if (child.nodeType === Node.ELEMENT_NODE) copyElement(child as Element, to);
  }
}

function copyElement(element: Element, to: Node): void {
  const name = element.localName;
  if (name === 'script' || name === 'style') return;
  const copy = name === 'a' ? link(element.getAttribute('href') ?? '') : plain(lowered[name] ?? name);
  // What is not on the list leaves its text only.
  if (copy === undefined) {
    copyChildren(element, to);
    return;
  }
  copyChildren(element, copy);
  to.appendChild(copy);
}

const plain = (name: string) => (elements.has(name) ? document.createElement(name) : undefined);

function link(href: string): HTMLAnchorElement | undefined {
  if (!href.startsWith('https://') || !URL.canParse(href)) return undefined;
  const anchor = document.createElement('a');
  anchor.setAttribute('href', new URL(href).href);
  anchor.setAttribute('rel', 'noopener noreferrer');
  anchor.setAttribute('target', '_blank');
  return anchor;
}
