import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The policy that index.html states. A worker does not inherit a page's <meta>, so preview sends it as a header too. */
function contentPolicy(): string {
  const html = readFileSync(file('index.html'), 'utf8');
  const policy = /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/.exec(html)?.[1];
  if (policy === undefined) throw new Error('index.html states no Content-Security-Policy');
  return policy.replace(/\s+/g, ' ').trim();
}

/** How long each plugin took is not for somebody who only wants to start. */
const quiet = { checks: { pluginTimings: false } };

const loopback = { host: '127.0.0.1' };

export default defineConfig({
  base: '/',
  // One page: what is not a file is a 404, not the page once more.
  appType: 'mpa',
  plugins: [
    svelte({ configFile: false }),
    VitePWA({
      // A new version is fetched and then waits until the last tab of the old one is closed: no running session is
      // reloaded, and none finds that the chunks it has yet to load are gone. A page that wants to offer
      // "there is a new version" imports virtual:pwa-register; else the plugin adds its own registration script.
      registerType: 'prompt',
      injectRegister: 'auto',
      includeManifestIcons: false, // globPatterns has them already
      manifest: {
        name: 'Keyroom',
        short_name: 'Keyroom',
        description: 'A whole AWS KMS in a browser page: an interactive sandbox and exam trainer.',
        lang: 'en',
        start_url: '/',
        display: 'standalone',
        background_color: '#faf8f3',
        theme_color: '#faf8f3',
        icons: [
          { src: 'icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: 'icon-512.png', sizes: '512x512', type: 'image/png' },
          { src: 'icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
          { src: 'favicon.svg', sizes: 'any', type: 'image/svg+xml' },
        ],
      },
      workbox: {
        // Everything that the build emits, so that the page works offline after the first visit, whatever was opened on it.
        globPatterns: ['**/*'],
        globIgnores: ['**/*.map', 'sw.js', 'workbox-*.js'],
        maximumFileSizeToCacheInBytes: 32 * 1024 * 1024,
        // The first visit, too, is served from the cache as soon as the cache is full.
        clientsClaim: true,
        skipWaiting: false,
        cleanupOutdatedCaches: true,
      },
    }),
  ],
  resolve: {
    alias: [
      // What libraries import of Node: just-bash's browser build has zlib left in, and its stand-in needs a Buffer.
      { find: /^(node:)?buffer$/, replacement: 'buffer/' },
      { find: /^(node:)?zlib$/, replacement: file('tools/shims/node-zlib.ts') },
    ],
  },
  worker: { format: 'es', plugins: () => [svelte({ configFile: false })], rolldownOptions: quiet },
  build: { target: 'es2023', sourcemap: false, chunkSizeWarningLimit: 2000, rolldownOptions: quiet },
  server: loopback,
  preview: { ...loopback, headers: { 'Content-Security-Policy': contentPolicy() } },
});
