import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));
const shared = { root, environment: 'node', pool: 'forks', include: [] as string[] } as const;

/** Kinds of tests: `unit` is fast and shares its workers, so a test leaves nothing behind; the others start real processes and run two files at a time. */
export default defineConfig({
  root,
  test: {
    projects: [
      {
        root,
        // The page's state is written in runes, which have to be compiled.
        plugins: [svelte({ configFile: false })],
        test: {
          ...shared,
          name: 'unit',
          isolate: false,
          include: ['test/unit/**/*.test.ts', 'test/contract/**/*.test.ts'],
        },
      },
      {
        root,
        test: {
          ...shared,
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          maxWorkers: 2,
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
      {
        root,
        test: {
          ...shared,
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          maxWorkers: 2,
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
