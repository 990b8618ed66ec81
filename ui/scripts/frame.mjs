// Writes the window's frame into the built index.html: places and status bar, no figure. It is on the screen before the
// page's script has been read, and the script takes it over as it stands.
// A process of its own: `npm run build` runs it when the page has been built.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build } from 'vite';

/** The empty element that the page is mounted in, as index.html spells it. */
const TARGET = '<div id="app"></div>';

const root = fileURLToPath(new URL('..', import.meta.url));
const index = join(root, 'dist/index.html');
const outDir = await mkdtemp(join(tmpdir(), 'frame-'));
try {
  // Built as a server would run it, and rendered once.
  await build({
    root,
    configFile: false,
    plugins: [svelte()],
    logLevel: 'error',
    publicDir: false,
    build: {
      ssr: 'src/frame.ts',
      outDir,
      emptyOutDir: false,
      rolldownOptions: { output: { entryFileNames: 'frame.mjs' } },
    },
    ssr: { noExternal: true },
  });
  const { frame } = await import(pathToFileURL(join(outDir, 'frame.mjs')).href);
  const html = await readFile(index, 'utf8');
  if (!html.includes(TARGET)) throw new Error(`${index} has no ${TARGET}`);
  // The policy forbids styles in attributes; the script sets them as soon as it runs.
  await writeFile(
    index,
    html.replace(TARGET, () => `<div id="app">${frame().replaceAll(/ style="[^"]*"/g, '')}</div>`),
  );
} finally {
  await rm(outDir, { recursive: true, force: true });
}
// The clock of the page that was rendered goes on ticking; nobody waits for it.
process.exit();
