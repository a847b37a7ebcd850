// The terminal's tones, from tokens.css, and the sequences that bring them into its text.
import type { ITheme } from '@xterm/xterm';

/** Read anew when the page's theme changes: the tokens are light-dark(). */
export function terminalTheme(element: Element): ITheme {
  const tone = (token: string) => resolved(element, token);
  return {
    background: tone('--term'),
    foreground: tone('--term-ink'),
    cursor: tone('--term-brass'),
    cursorAccent: tone('--term'),
    selectionBackground: '#5b4a2a',
    // There to be found, not to be seen.
    scrollbarSliderBackground: '#e9e3d61f',
    scrollbarSliderHoverBackground: '#e9e3d63d',
    scrollbarSliderActiveBackground: '#e9e3d659',
    black: tone('--term'),
    red: tone('--term-bad'),
    green: tone('--term-ok'),
    yellow: tone('--term-brass'),
    blue: '#93bdf0',
    magenta: '#d3a6e0',
    cyan: '#8fd0cf',
    white: tone('--term-ink'),
    brightBlack: tone('--term-soft'),
    brightRed: '#ffbdb5',
    brightGreen: '#aee6c3',
    brightYellow: '#f3cb85',
    brightBlue: '#b4d2f7',
    brightMagenta: '#e4c3ee',
    brightCyan: '#b3e3e2',
    brightWhite: '#fffdf9',
  };
}

/** What a token comes to as a colour: a custom property itself keeps its light-dark() unresolved. */
function resolved(element: Element, token: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${token})`;
  element.appendChild(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

const RESET = '\u001b[0m';

export const prompted = (text: string) => `\u001b[33m${text}${RESET}`;
export const soft = (text: string) => `\u001b[90m${text}${RESET}`;
/** Errors are red line by line, so that what wraps or scrolls keeps its tone; escapes inside stay as they are. */
export const failed = (text: string) => `\u001b[31m${text}${RESET}`;
