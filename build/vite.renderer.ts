import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The page. Nothing is written into the HTML itself, because its content security policy allows no inline code. */
export default defineConfig({
  root: folder('../renderer'),
  plugins: [svelte({ configFile: false, compilerOptions: { runes: true } })],
  build: {
    outDir: folder('../dist/renderer'),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    // The page comes from this machine: one file is read faster than many.
    chunkSizeWarningLimit: 2000,
    modulePreload: { polyfill: false },
  },
});
