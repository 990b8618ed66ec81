import { svelte } from '@sveltejs/vite-plugin-svelte';
import { createServer, type Plugin } from 'vite';

/** The empty element that the page is mounted in, as index.html spells it. */
const TARGET = '<div id="app"></div>';

/**
 * Writes the window's frame into index.html: places, status bar, no figure. It is on the screen before the page's script
 * has been read, and the script takes it over as it stands.
 */
export function frame(root: string): Plugin {
  return {
    name: 'frame',
    apply: 'build',
    transformIndexHtml: {
      order: 'pre',
      handler: async (html) => {
        if (!html.includes(TARGET)) throw new Error(`index.html has no ${TARGET}`);
        return html.replace(TARGET, `<div id="app">${await rendered(root)}</div>`);
      },
    },
  };
}

async function rendered(root: string): Promise<string> {
  const server = await createServer({
    root,
    configFile: false,
    plugins: [svelte()],
    server: { middlewareMode: true, hmr: false, watch: null },
    optimizeDeps: { noDiscovery: true },
    appType: 'custom',
    logLevel: 'error',
  });
  try {
    const page = await server.ssrLoadModule('/src/frame.ts');
    // The policy forbids styles in attributes; the script sets them as soon as it runs.
    return String(page.frame()).replaceAll(/ style="[^"]*"/g, '');
  } finally {
    await server.close();
  }
}
