// npm run picture   makes README's picture anew: builds the page, plays the beginning of the lesson in it, and looks.
import { fileURLToPath } from 'node:url';
import { build, preview } from 'vite';
import { launchChromium } from './chromium.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
await build({ root, logLevel: 'error' });
const server = await preview({ root, logLevel: 'error', preview: { host: '127.0.0.1', port: 0 } });
const chromium = await launchChromium();
const page = await chromium.newPage({
  viewport: { width: 1480, height: 900 },
  deviceScaleFactor: 1.5,
  colorScheme: 'light',
});
await page.goto(`${server.resolvedUrls?.local[0] ?? ''}#/learn/envelope-encryption`);
const prompt = page.locator('.xterm-rows').getByText('learner ~ $');
await prompt.first().waitFor();
await page.locator('.xterm').click();
const lines = [
  'KEY_ID=$(aws kms create-key --description "Field notes" --query KeyMetadata.KeyId --output text)',
  'aws kms create-alias --alias-name alias/field-notes --target-key-id "$KEY_ID"',
  'aws kms encrypt --key-id alias/field-notes --plaintext fileb://notes.txt --query CiphertextBlob',
  'aws kms generate-data-key --key-id alias/field-notes --key-spec AES_256 --encryption-context notebook=field',
];
for (const line of lines) {
  await page.keyboard.type(line, { delay: 4 });
  await page.keyboard.press('Enter');
  await page.waitForTimeout(1200);
}
await page.getByRole('tab', { name: 'Envelope' }).click();
await page.waitForTimeout(2500);
await page.screenshot({ path: `${root}docs/keyroom.png` });
await chromium.close();
await server.close();
