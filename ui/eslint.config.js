import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const onlyTheHost = {
  patterns: [
    { group: ['@tauri-apps/*'], message: 'Only src/host/tauri.ts speaks to Tauri.' },
    { group: ['**/generated/*'], message: 'Take the types from src/host/host.ts.' },
  ],
};

export default ts.config(
  { ignores: ['dist', 'src/generated'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.browser, ...globals.node } } },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig, extraFileExtensions: ['.svelte'] } },
  },
  {
    rules: {
      // Text in the window was written by others: markup from a string would run it.
      'svelte/no-at-html-tags': 'error',
      'svelte/no-inline-styles': ['error', { allowTransitions: false }],
      // A Map or Date that is not shown needs no signals; what is shown is replaced as a whole.
      'svelte/prefer-svelte-reactivity': 'off',
      'no-console': 'error',
      '@typescript-eslint/no-restricted-imports': ['error', onlyTheHost],
    },
  },
  {
    // These say what the host may be asked, and how.
    files: ['src/host/*.ts'],
    rules: { '@typescript-eslint/no-restricted-imports': 'off' },
  },
  { files: ['scripts/**'], rules: { 'no-console': 'off' } },
);
