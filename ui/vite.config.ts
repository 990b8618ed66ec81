import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// The demo page runs on an in-memory host. It is built only in mode "demo", so none of it reaches the program.
export default defineConfig(({ mode }) => ({
  root: here('.'),
  plugins: [svelte(), svelteTesting()],
  clearScreen: false,
  server: { host: '127.0.0.1', port: 1420, strictPort: true },
  build: {
    target: ['safari17', 'es2022'],
    // public/.gitkeep comes back with every build: Rust needs the folder to be there before the first one.
    // Inlined data: URLs would need font-src and style-src exceptions.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // One style sheet, in the head: the frame wants it before any script is there.
    cssCodeSplit: false,
    outDir: mode === 'demo' ? here('../target/ui-demo') : here('dist'),
    emptyOutDir: true,
    rolldownOptions: { input: here(mode === 'demo' ? 'demo.html' : 'index.html') },
  },
  test: {
    environment: 'jsdom',
    include: ['tests/**/*.test.ts'],
    setupFiles: ['tests/setup.ts'],
    restoreMocks: true,
    // A machine that compiles beside the tests is slow, not wrong.
    testTimeout: 30_000,
  },
}));
