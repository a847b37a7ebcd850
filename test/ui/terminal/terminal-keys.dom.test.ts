// The terminal takes almost every key. These are not its.
import { beforeEach, expect, test, vi } from 'vitest';
import { leavesWithTab } from '../../../src/ui/terminal/terminal-keys.ts';

const selection = {
  text: '',
  hasSelection: () => selection.text !== '',
  getSelection: () => selection.text,
  clearSelection: vi.fn(),
};
const escaped = vi.fn();
let handle: (event: KeyboardEvent) => boolean;
beforeEach(() => {
  selection.text = '';
  escaped.mockClear();
  handle = leavesWithTab(selection, escaped);
});

/** Whether the terminal gets the key, and whether the browser still acts on it. */
function press(key: string, more: KeyboardEventInit = {}) {
  const event = new KeyboardEvent('keydown', { key, cancelable: true, ...more });
  return { terminals: handle(event), browsers: !event.defaultPrevented };
}

test('Tab is the terminal’s, but after Esc it is the browser’s', () => {
  expect(press('Tab').terminals).toBe(true);
  expect(press('Escape').terminals).toBe(false);
  expect(escaped).toHaveBeenCalledOnce();
  expect(press('Tab')).toEqual({ terminals: false, browsers: true });
  expect(press('Tab').terminals).toBe(true);
});

test('Shift+Tab leaves it backwards', () => {
  press('Escape');
  press('Shift', { shiftKey: true });
  expect(press('Tab', { shiftKey: true }).terminals).toBe(false);
});

test('any other key after Esc stays in the terminal', () => {
  press('Escape');
  expect(press('a').terminals).toBe(true);
  expect(press('Tab').terminals).toBe(true);
});

test('Ctrl+C interrupts, but copies where something is selected', () => {
  expect(press('c', { ctrlKey: true }).terminals).toBe(true);
  const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  selection.text = 'arn:aws:kms';
  expect(press('c', { ctrlKey: true })).toEqual({ terminals: false, browsers: false });
  expect(write).toHaveBeenCalledWith('arn:aws:kms');
  expect(selection.clearSelection).toHaveBeenCalled();
});

test('Ctrl+V is the browser’s own paste', () => {
  expect(press('v', { ctrlKey: true })).toEqual({ terminals: false, browsers: true });
  expect(press('v').terminals).toBe(true);
});
