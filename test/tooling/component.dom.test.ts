// The project "dom" can render a Svelte component and press what is on it.
import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import Counter from './fixtures/Counter.svelte';

test('a component renders, and answers to a click and to the keyboard', async () => {
  const user = userEvent.setup();
  render(Counter, { start: 3 });
  const button = screen.getByRole('button', { name: 'pressed 3' });
  await user.click(button);
  await user.keyboard('{Enter}');
  expect(button.textContent).toBe('pressed 5');
});
