// What `make run` does where there is no display: drops every sample on the window, prints what it says of them,
// and takes pictures.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { drag } from './desktop.mjs';
import { Page, startDriver, until } from './webdriver.mjs';

const folder = process.argv[2];
const root = new URL('../../', import.meta.url).pathname;
const files = readdirSync(join(folder, 'samples')).map((name) => join(folder, 'samples', name));
const rows = '[data-testid=check-list] [role=option]';

const driver = await startDriver({});
const page = await Page.open(driver.base, join(root, 'target/debug/seatkeeper-desktop'));
try {
  await page.find('[data-ready]');
  await page.screenshot(join(folder, 'start.png'));
  await page.run('document.querySelector("[data-deployment]").click()');
  await page.click('#tab-seats');
  await page.reads('[data-testid="seats-source"]', 'Counted by Coder');
  // The first round has ended when the deployment that does not answer was given up.
  await until(() => page.run('return document.querySelector(`[data-part="forecast"]`) !== null'), 'history and forecast', 40_000);
  await page.screenshot(join(folder, 'seats.png'));
  await page.run('document.querySelector("[data-stop]").click()');
  await page.reads('h1', 'Overview');
  const hand = await drag(files, page);
  await page.reads('[data-testid="drop-overlay"]', `${files.length} files`);
  await page.screenshot(join(folder, 'drop.png'));
  await hand.drop();
  console.log(await page.reads('[data-testid="batch"]', 'checked'));
  const names = await page.run(`return [...document.querySelectorAll('${rows}')].map((row) => row.querySelector('.name').textContent)`);
  for (const [place, name] of names.entries()) {
    await page.run(`document.querySelectorAll('${rows}')[arguments[0]].click()`, place);
    const headline = await page.when('return document.querySelector("[data-testid=card] h2")?.innerText');
    console.log(`${name.padEnd(20)} ${headline.replaceAll('\n', ' ')}`);
  }
  await page.screenshot(join(folder, 'light.png'));
  await page.run('document.documentElement.dataset.theme = "dark"');
  await page.when('return document.getAnimations().length === 0');
  await page.screenshot(join(folder, 'dark.png'));
} finally {
  await page.close().catch(() => {});
  await driver.stop();
}
