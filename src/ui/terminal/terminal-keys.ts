// Keys that are the page's and not the terminal's: Esc and then Tab leaves it, Ctrl+C copies what is selected, Ctrl+V is
// the browser's own paste.

interface Selectable {
  hasSelection(): boolean;
  getSelection(): string;
  clearSelection(): void;
}

/** A handler for xterm.js: false keeps the key from the terminal. `escaped` hears of Esc, which ends a search. */
export function leavesWithTab(terminal: Selectable, escaped: () => void): (event: KeyboardEvent) => boolean {
  let leaving = false;
  return (event) => {
    if (event.type !== 'keydown') return true;
    // Nothing is done about Tab here, so the browser moves the focus on.
    if (event.key === 'Tab' && leaving) return (leaving = false);
    if (event.key === 'Shift') return true;
    leaving = event.key === 'Escape';
    if (leaving) {
      escaped();
      return false;
    }
    const command = event.ctrlKey || event.metaKey;
    if (command && !event.altKey && event.key.toLowerCase() === 'c' && terminal.hasSelection()) {
      event.preventDefault();
      void navigator.clipboard.writeText(terminal.getSelection());
      terminal.clearSelection();
      return false;
    }
    return !(command && !event.altKey && event.key.toLowerCase() === 'v');
  };
}
