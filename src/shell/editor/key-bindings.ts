// Keys that move the cursor, and keys that cut a piece away: bash's emacs mode, and what people expect besides.
import type { Place } from './line-buffer.ts';

export const movements: Readonly<Record<string, Place>> = {
  left: 'left',
  'ctrl-b': 'left',
  right: 'right',
  'ctrl-f': 'right',
  home: 'lineStart',
  'ctrl-a': 'lineStart',
  end: 'lineEnd',
  'ctrl-e': 'lineEnd',
  'alt-b': 'wordBack',
  'alt-left': 'wordBack',
  'ctrl-left': 'wordBack',
  'alt-f': 'wordForward',
  'alt-right': 'wordForward',
  'ctrl-right': 'wordForward',
};
export const kills: Readonly<Record<string, Place>> = {
  'ctrl-k': 'lineEnd',
  'ctrl-u': 'lineStart',
  'ctrl-w': 'blankBack',
  'alt-backspace': 'wordBack',
  'ctrl-backspace': 'wordBack',
  'alt-d': 'wordForward',
  'ctrl-delete': 'wordForward',
  'alt-delete': 'wordForward',
};
