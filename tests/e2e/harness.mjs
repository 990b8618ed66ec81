// What every test of the window shares: sample licenses, a profile and a window of one's own, axe.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Page, startDriver } from './webdriver.mjs';

export const root = new URL('../../', import.meta.url).pathname;
/** The folder of the programs; those of another build can be tested as well. */
export const built = process.env.SEATKEEPER_E2E_BUILT ?? join(root, 'target/debug');
export const application = join(built, 'seatkeeper-desktop');
/** Where pictures go, to be looked at. */
export const pictures = join(root, 'target/e2e');
export const NOW = '2026-11-23T18:06:27Z';
export const HEADLINE = 'Valid until 12 Mar 2027 (109 days), then a 14-day grace period.';

export const card = '[data-testid="card"]';
export const list = '[data-testid="check-list"]';
export const batch = '[data-testid="batch"]';

/** Samples, made anew for each file of tests. */
export const folder = mkdtempSync(join(tmpdir(), 'seatkeeper-e2e-'));
mkdirSync(pictures, { recursive: true });
execFileSync(join(built, 'xtask'), ['demo', folder, '--at', NOW, '--many', '500'], { stdio: 'inherit' });
after(() => rmSync(folder, { recursive: true, force: true }));

export const sample = (name) => join(folder, 'samples', name);

/** A profile: `trusting` knows the key of the samples, `empty` is a first start. */
export function newProfile(home) {
  const profile = mkdtempSync(join(folder, 'profile-'));
  if (home === 'trusting') execFileSync('cp', ['-a', `${join(folder, 'home')}/.`, profile]);
  return profile;
}

/** The environment of a window: its profile, and the day and place of the design's examples. */
export const environment = (profile, more = {}) => ({
  SEATKEEPER_HOME: profile,
  SEATKEEPER_TEST_NOW: NOW,
  SEATKEEPER_TEST_BUILT: '2026-01-01',
  TZ: 'Europe/Berlin',
  LC_ALL: 'en_GB.UTF-8',
  ...more,
});

const now = (value) => (typeof value === 'function' ? value() : value);

/** One test in a window and a profile of its own; a picture is taken of a window in which it fails. */
export function inWindow(name, { args = [], env = {}, home = 'trusting' } = {}, body) {
  test(name, { timeout: 90_000 }, async () => {
    const profile = newProfile(home);
    const driver = await startDriver(environment(profile, now(env)));
    let page;
    try {
      page = await Page.open(driver.base, application, now(args));
      await page.find('[data-ready]');
      await body(page, { profile, driver });
    } catch (error) {
      await page?.screenshot(join(pictures, `failed-${name.replaceAll(/\W+/g, '-')}.png`)).catch(() => {});
      throw error;
    } finally {
      await page?.close().catch(() => {});
      await driver.stop();
    }
  });
}

/** Opens the card of the list's entry of this name. */
export const choose = (page, name) =>
  page.when(
    `const row = [...document.querySelectorAll('[data-testid=check-list] [role=option]')].find((row) => row.querySelector('.name').textContent.startsWith(arguments[0])); row?.click(); return Boolean(row)`,
    name,
  );

/** Waits until nothing on the page moves any more. */
export const settled = (page) => page.when('return document.getAnimations().length === 0');

/** What axe finds on the page, which is to be nothing. */
export async function axe(page) {
  const source = readFileSync(createRequire(join(root, 'ui/package.json')).resolve('axe-core/axe.min.js'), 'utf8');
  await page.run(`${source}; window.axe = axe; window.__axe = undefined; axe.run().then((found) => (window.__axe = found.violations.map((each) => [each.id, each.nodes.map((node) => node.html.slice(0, 160))])));`);
  assert.deepEqual(await page.when('return window.__axe'), []);
}
