// What the measurements of the window share: figures in one line, profiles of their own, and a start that is watched.
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Page, startDriver } from './webdriver.mjs';

const run = promisify(execFile);
const homes = [];

export const median = (figures) => figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)];
export const say = (what, figures, unit) =>
  console.log(`${what}: ${median(figures)} ${unit} (median of ${figures.length}; ${Math.min(...figures)} to ${Math.max(...figures)})`);

/** A copy of the profile in this folder, which `cargo xtask demo` wrote. */
export function home(folder) {
  const copy = mkdtempSync(join(tmpdir(), 'seatkeeper-measure-'));
  homes.push(copy);
  cpSync(join(folder, 'home'), copy, { recursive: true });
  return copy;
}

/** Takes the copies away again. */
export const sweep = () => homes.forEach((each) => rmSync(each, { recursive: true, force: true }));

/** Opens the window on a copy of the profile, by WebDriver. */
export async function inWindow(application, folder, body) {
  const driver = await startDriver({ SEATKEEPER_HOME: home(folder) });
  const page = await Page.open(driver.base, application);
  try {
    await page.find('[data-ready]');
    return await body(page);
  } finally {
    await page.close().catch(() => {});
    await driver.stop();
  }
}

/** Starts a program by itself and looks at the screen until it is finished, then at its memory. */
export async function started(program, folder, more = {}) {
  const frames = new URL('frames.py', import.meta.url).pathname;
  const env = { ...process.env, ...more, SEATKEEPER_HOME: home(folder) };
  const { stdout } = await run('/usr/bin/python3', [frames, '6', program], { env });
  return JSON.parse(stdout);
}
