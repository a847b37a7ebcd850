// Draws public/*.png from public/favicon.svg. Run it by hand after the drawing has changed: node tools/icons.mjs
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { launchChromium } from './chromium.mjs';

const folder = fileURLToPath(new URL('../public/', import.meta.url));
const svg = readFileSync(`${folder}favicon.svg`, 'utf8');

// A maskable icon is cut to a shape of the system's choice: square corners, and a drawing that keeps to the middle.
const square = svg
  .replace('rx="14"', '')
  .replace('<g ', '<g transform="translate(32 32) scale(.8) translate(-32 -32)" ');
const icons = [
  { name: 'icon-192.png', size: 192, drawing: svg },
  { name: 'icon-512.png', size: 512, drawing: svg },
  { name: 'icon-maskable-512.png', size: 512, drawing: square },
  { name: 'apple-touch-icon.png', size: 180, drawing: square },
];

const browser = await launchChromium();
for (const { name, size, drawing } of icons) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<style>body{margin:0}svg{display:block;width:100vw;height:100vh}</style>${drawing}`);
  await page.screenshot({ path: `${folder}${name}`, omitBackground: true });
  await page.close();
}
await browser.close();
