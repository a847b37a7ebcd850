// The terminal as somebody at a keyboard has it: keys go in, and what stands on the screen can be read.
import type { Page } from 'playwright-core';

const PROMPT = 'learner ~ $';

export class Terminal {
  constructor(readonly page: Page) {}

  /** Waits for the prompt, and leaves the keyboard with the terminal, as Tab does. */
  async open(): Promise<this> {
    // Wide enough that no line of these tests is wrapped.
    await this.page.setViewportSize({ width: 2000, height: 1000 });
    await this.page.locator('.xterm-rows').getByText(PROMPT).first().waitFor({ timeout: 60_000 });
    for (let presses = 0; presses < 60 && !(await this.#hasFocus()); presses += 1)
      await this.page.keyboard.press('Tab');
    if (!(await this.#hasFocus())) throw new Error('Tab does not reach the terminal');
    return this;
  }

  /** Types a line and waits for its end. Gives what it printed, as it stands on the screen. */
  async run(line: string): Promise<string> {
    await this.#until((rows) => rows.at(-1) === PROMPT);
    await this.page.keyboard.press('Control+l');
    await this.#until((rows) => rows.length === 1 && rows[0] === PROMPT);
    await this.page.keyboard.type(line, { delay: 0 });
    await this.page.keyboard.press('Enter');
    const rows = await this.#until((screen) => screen.length > 1 && screen.at(-1) === PROMPT);
    const output = rows.slice(0, -1).join('\n');
    return output.slice(output.lastIndexOf(line) + line.length).trim();
  }

  /** Types a line and does not wait. */
  async send(line: string): Promise<void> {
    await this.page.keyboard.type(line, { delay: 0 });
    await this.page.keyboard.press('Enter');
  }

  /** What stands on the screen: a row each, wrapped ones as they are wrapped. */
  async screen(): Promise<readonly string[]> {
    const rows = await this.page
      .locator('.xterm-rows > div')
      .evaluateAll((elements) => elements.map((element) => element.textContent.replaceAll('\u00a0', ' ').trimEnd()));
    return rows.slice(0, rows.findLastIndex((row) => row !== '') + 1);
  }

  #hasFocus(): Promise<boolean> {
    return this.page.evaluate(() => document.activeElement?.classList.contains('xterm-helper-textarea') ?? false);
  }

  async #until(holds: (rows: readonly string[]) => boolean): Promise<readonly string[]> {
    const end = Date.now() + 60_000;
    for (;;) {
      const rows = await this.screen();
      if (holds(rows)) return rows;
      if (Date.now() > end) throw new Error(`the screen never came to what was expected:\n${rows.join('\n')}`);
      await this.page.waitForTimeout(20);
    }
  }
}
