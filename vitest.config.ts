import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';

// Not vite.config.ts: the tests need neither the service worker nor the page's stand-ins for Node.
export default defineConfig({
  test: {
    projects: [
      {
        plugins: [svelte({ configFile: false })],
        test: {
          name: 'unit',
          environment: 'node',
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.dom.test.ts', 'test/**/*.browser.test.ts', 'test/endpoint/**', '**/fixtures/**'],
          testTimeout: 30_000,
        },
      },
      {
        // svelteTesting() at the root would break the other projects.
        plugins: [svelte({ configFile: false }), svelteTesting()],
        test: {
          name: 'dom',
          environment: 'happy-dom',
          include: ['test/**/*.dom.test.ts'],
          exclude: ['**/fixtures/**'],
          testTimeout: 30_000,
        },
      },
      {
        // These start the endpoint as a process of its own, and kill it.
        test: {
          name: 'endpoint',
          environment: 'node',
          include: ['test/endpoint/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        // These run in Node and drive the built page in a real Chromium.
        test: {
          name: 'browser',
          environment: 'node',
          include: ['test/**/*.browser.test.ts'],
          exclude: ['**/fixtures/**'],
          globalSetup: ['test/browser/serve.ts'],
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
