// Starts a window from an unpacked package with a file, as a double-click does, and waits for its verdict.
import { Page, startDriver } from './webdriver.mjs';

const [application, file] = process.argv.slice(2);
const driver = await startDriver({});
const page = await Page.open(driver.base, application, [file]);
try {
  console.log(await page.reads('[data-testid="card"] h2', 'Valid until'));
} finally {
  await page.close().catch(() => {});
  await driver.stop();
}
