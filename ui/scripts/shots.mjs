// Photographs every place and verdict in every theme, and asks the browser what no unit test can: colors, widths, targets.
// Usage: npm run shots [-- FOLDER [SCENE]]   (default ../target/shots, every scene)
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { build, preview } from 'vite';
import { findings, narrowFindings } from './probe.mjs';
import { scenes } from './scenes.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = resolve(process.argv[2] ?? join(root, '../target/shots'));
const chosen = scenes.filter((scene) => scene.name.startsWith(process.argv[3] ?? ''));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
// As the program sets it: what it forbids shows as an error on the console, and so as a finding.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'";
const looks = {
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  'contrast-light': { colorScheme: 'light', contrast: 'more' },
  'contrast-dark': { colorScheme: 'dark', contrast: 'more' },
  forced: { colorScheme: 'dark', forcedColors: 'active' },
};

mkdirSync(folder, { recursive: true });
await build({ root, mode: 'demo', logLevel: 'error' });
const server = await preview({ root, mode: 'demo', preview: { port: 0, host: '127.0.0.1' }, logLevel: 'error' });
const address = server.resolvedUrls?.local[0];
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const found = [];

async function open(look, viewport, scene) {
  const page = await browser.newPage({ viewport, reducedMotion: 'reduce', ...look });
  page.setDefaultTimeout(5_000);
  page.on('pageerror', (error) => found.push(`${scene.name}: ${error.message}`));
  page.on('console', (message) => message.type() === 'error' && found.push(`${scene.name}: ${message.text()}`));
  await page.route('**/demo.html*', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': policy } });
  });
  await page.goto(`${address}demo.html?${new URLSearchParams(scene.query)}`);
  await page.waitForSelector('[data-ready]');
  await scene.act?.(page);
  return page;
}

try {
  for (const [name, look] of Object.entries(looks)) {
    for (const scene of chosen) {
      const page = await open(look, { width: 1120, height: 700 }, scene);
      await page.screenshot({ path: join(folder, `${scene.name}.${name}.png`) });
      await page.evaluate(axe);
      found.push(...(await findings(page)).map((finding) => `${scene.name} (${name}): ${finding}`));
      await page.close();
    }
  }
  for (const [width, height] of [
    [320, 480],
    [427, 320],
    [640, 480],
    [900, 640],
  ]) {
    // The cards differ in their words alone: two of them stand for all.
    for (const scene of chosen.filter(({ name }) => !/^verdict-(?!prod|changed)/.test(name))) {
      const page = await open(looks.light, { width, height }, scene);
      await page.screenshot({ path: join(folder, `${scene.name}.${width}.png`) });
      found.push(...(await narrowFindings(page)).map((finding) => `${scene.name} (${width} px): ${finding}`));
      await page.close();
    }
  }
} finally {
  await browser.close();
  await server.close();
}

for (const finding of found) console.error(finding);
console.log(`${found.length} findings; screenshots in ${folder}`);
process.exitCode = found.length > 0 ? 1 : 0;
