// Seats in the real window: facts 43 to 50 of the design by number, over fakes. The clock stands at
// 2026-11-23T18:06:27Z in Berlin, here and on the fakes.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { get } from 'node:https';
import { join } from 'node:path';
import { focus, press } from './desktop.mjs';
import { allChecked, openMenu, overFakes, pressButton } from './fakes.mjs';
import { axe, folder, pictures, settled } from './harness.mjs';
import { until } from './webdriver.mjs';

const headline = '[data-testid="seats-headline"]';
const grid = '[role=grid]';
const chart = '[role=slider][aria-label^="Seats used by day"]';
const numbers = (text) => text.replaceAll(/[^\d]/g, '');

/** What a fake answers, asked beside the window. */
async function answer(fake, path) {
  const headers = { 'Coder-Session-Token': await fake.token() };
  return new Promise((take, fail) => {
    get(`${fake.url}${path}`, { ca: readFileSync(fake.ca), headers }, (response) => {
      let text = '';
      response.on('data', (part) => (text += part)).on('end', () => take(JSON.parse(text)));
    }).on('error', fail);
  });
}

/** Goes to the seats of a deployment, once it was asked. */
async function seatsOf(page, name) {
  await allChecked(page);
  await page.click(`[data-row="${name}"]`);
  await page.reads('h1', name);
  focus('Seatkeeper$');
  press('ctrl+3');
  await page.find(headline);
}
/** A window that was closed there begins at those seats again, and is asked anew here. */
async function seatsAgain(page) {
  await page.find(headline);
  await again(page);
}
const listed = (page) => page.find(`${grid} [role=row][aria-rowindex="2"] .name`);
const again = async (page) => {
  await pressButton(page, 'Check again');
  await page.reads('[data-testid="live-polite"]', 'Checking finished.');
};
const part = (page, name) => page.run(`return document.querySelectorAll('${chart} [data-part="${name}"]').length`);
/** The heights at which a path of the chart stands. */
const heights = (page, name) =>
  page.run(
    `return [...new Set([...document.querySelector('${chart} [data-part="${name}"]').getAttribute('d').matchAll(/[ML][\\d.]+ ([\\d.]+)/g)].map(([, y]) => y))]`,
  );
const display = (page) => page.text(`${headline} .display`);

/** Changes what is kept of days, as a time without the program would have. */
function forget(profile, where) {
  const script = `import sqlite3, sys, glob\nfor file in glob.glob(sys.argv[1] + '/*.sqlite*') + glob.glob(sys.argv[1] + '/*.db'):\n    store = sqlite3.connect(file)\n    store.execute('delete from seat_day where ' + sys.argv[2])\n    store.commit()`;
  execFileSync('python3', ['-c', script, profile, where]);
}

/** Facts 43, 47 and 49. */
overFakes('the count is Coder’s own, with who counted, and the rest of the page agrees with it', {}, async ({ open, fakes }) => {
  const page = await open();
  await seatsOf(page, 'Production');
  await listed(page);
  const { features } = await answer(fakes.Production, '/api/v2/entitlements');
  const { actual, limit } = features.user_limit;
  assert.match(await display(page), new RegExp(`^${actual}\\s+of ${limit}$`));
  assert.match(await page.text('[data-testid="seats-source"]'), /Counted by Coder .*active users/);
  const counts = await page.reads('[data-testid="user-counts"]', 'From the user list');
  for (const status of ['Active', 'Dormant', 'Suspended', 'All']) assert.match(counts, new RegExp(`${status}\\s+\\d+`));

  const points = await page.run(`return Number(document.querySelector('${chart}').ariaValueMax) + 1`);
  await page.run(`document.querySelector('${chart}').closest('section').querySelector('button[aria-pressed]').click()`);
  const rows = await page.when('return document.querySelectorAll("[role=region] tbody tr").length');
  assert.equal(rows, points);

  const buckets = await page.run('return [...document.querySelectorAll("[aria-label=\\"By age\\"] strong")].map((each) => each.innerText)');
  assert.equal(buckets.length, 5);
  const holders = numbers(await page.text('#people'));
  assert.equal(buckets.reduce((sum, each) => sum + Number(numbers(each)), 0), Number(holders));
  await settled(page);
  await page.screenshot(join(pictures, 'seats.png'));
  await axe(page);
});

/** Fact 44. */
overFakes('more seats than licensed are said and hatched', {}, async ({ open }) => {
  const page = await open();
  await seatsOf(page, 'Lab');
  await page.reads(`${headline} h2`, /^Over by 3: 13 active users, 10 licensed\./);
  assert.ok(await page.run(`return Boolean(document.querySelector('${headline} [role=meter] [fill^="url(#over"]'))`));
  await settled(page);
  await page.screenshot(join(pictures, 'seats-over.png'));
});

/** Fact 45. */
overFakes('without a limit there is no bar, and a missing figure is a dash', {}, async ({ open, fakes }) => {
  const { Production: fake } = fakes;
  const entitlements = await answer(fake, '/api/v2/entitlements');
  const page = await open();
  await seatsOf(page, 'Production');
  await page.find(`${headline} [role=meter]`);
  const said = async (user_limit) => {
    await fake.say('heal');
    const body = { ...entitlements, features: { ...entitlements.features, user_limit } };
    await fake.say('fail', { route: 'GET /api/v2/entitlements', fault: 'status', status: 200, body });
    await again(page);
  };
  await said({ enabled: true, entitlement: 'not_entitled', actual: 42 });
  await page.reads(headline, 'no seat limit');
  assert.equal(await page.run(`return document.querySelector('${headline} [role=meter]')`), null);
  await said({ enabled: true, entitlement: 'entitled', limit: 60 });
  await page.reads(`${headline} .display`, /^–/);
  assert.doesNotMatch(await display(page), /(^|\s)0\b/);
});

/** Fact 46. */
overFakes('the limit steps with the licenses, and the line breaks at missing days', {}, async ({ open, close, fakes, profile }) => {
  const { Production: fake } = fakes;
  const at = (days) => Math.floor(Date.parse('2026-11-23T00:00:00Z') / 1000) + days * 86_400;
  const next = { nbf: at(20), iat: at(-1), license_expires: at(400), exp: at(414), features: { user_limit: 90 } };
  await fake.say('install', { license: await fake.mint(next) });
  let page = await open();
  await seatsOf(page, 'Production');
  await page.find(chart);
  await until(async () => (await heights(page, 'limit')).length >= 2, 'a limit line that steps');
  assert.equal(await part(page, 'no-data'), 0);
  await close();
  forget(profile, "day between '2026-10-20' and '2026-10-24'");
  await fake.say('fail', { route: '/api/v2/insights/*', fault: 'status', status: 404 });
  page = await open();
  await seatsAgain(page);
  await until(async () => (await part(page, 'no-data')) === 1, 'a gap');
  assert.equal(await page.run(`return document.querySelector('${chart} [data-part="no-data"]').textContent.trim()`), 'no data');
  assert.ok((await part(page, 'line')) >= 2, 'the line breaks');
  await settled(page);
  await page.screenshot(join(pictures, 'seats-gap.png'));
});

/** Fact 48. */
overFakes('a short history gives no forecast, and a long one a range', {}, async ({ open, close, fakes, profile }) => {
  let page = await open();
  await seatsOf(page, 'Production');
  await page.find(`${chart} [data-part="forecast"]`);
  const caption = await page.text('figcaption');
  assert.match(caption, /between .* and .*|not reached/);
  await close();
  forget(profile, "day < '2026-11-09'");
  await fakes.Production.say('fail', { route: '/api/v2/insights/*', fault: 'status', status: 404 });
  page = await open();
  await seatsAgain(page);
  await page.reads('figcaption', /14 days of history so far\. A forecast needs 28\./);
  assert.equal(await part(page, 'forecast'), 0);
});

/** Fact 50. */
const csv = join(folder, 'people.csv');
overFakes('the table goes out as CSV that no spreadsheet runs', { env: { SEATKEEPER_TEST_OPEN: '', SEATKEEPER_TEST_SAVE: csv } }, async ({ open, fakes }) => {
  await fakes.Production.say('people', { name: '=1+1' });
  rmSync(csv, { force: true });
  const page = await open();
  await seatsOf(page, 'Production');
  await listed(page);
  const rows = (await page.run(`return document.querySelector('${grid}').ariaRowCount`)) - 1;
  await pressButton(page, 'Export these users as CSV');
  await until(() => existsSync(csv) && readFileSync(csv).length > 0, 'the file');
  const bytes = readFileSync(csv);
  assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
  const text = bytes.toString('utf8').slice(1);
  assert.doesNotMatch(text, /[^\r]\n/);
  assert.equal(text.trimEnd().split('\r\n').length, rows + 1);
  assert.match(text, /\b2026-\d\d-\d\d/);
  assert.match(text, /(^|[,"])'=1\+1/m);
});

/** Keys in the chart and the table, and no task that keeps the page waiting while thousands scroll. */
for (const count of [5_000, 20_000]) {
  overFakes(`a table of ${count} users is walked and scrolled`, {}, async ({ open, fakes }) => {
    await fakes.Production.say('people', { count, days: 89 });
    const page = await open();
    await seatsOf(page, 'Production');
    await until(async () => Number(numbers(await page.text('#people'))) > count, 'all of them', 60_000);
    await page.run(`document.querySelector('${chart}').focus()`);
    const value = () => page.run(`return document.querySelector('${chart}').ariaValueText`);
    const before = await value();
    press('Left');
    await until(async () => (await value()) !== before, 'another day');
    await page.run(`document.querySelector('${grid}').focus()`);
    press('End');
    const last = await page.run(`return document.querySelector('${grid}').ariaRowCount`);
    await page.find(`${grid} [aria-rowindex="${last}"] .name`);
    press('Home');
    await page.find(`${grid} [aria-rowindex="2"] .name`);
    await page.run(`
      window.__gaps = undefined;
      const grid = document.querySelector('${grid}');
      grid.scrollIntoView();
      const gaps = [];
      let last = performance.now();
      const step = () => {
        const now = performance.now();
        gaps.push(now - last);
        last = now;
        grid.scrollTop += 90;
        if (gaps.length < 240) return requestAnimationFrame(step);
        window.__gaps = gaps.slice(2).sort((a, b) => a - b);
      };
      requestAnimationFrame(step);`);
    const gaps = await page.when('return window.__gaps');
    console.log(`${count} users: frames of ${gaps[119].toFixed(1)} ms in the middle, ${gaps.at(-1).toFixed(1)} ms at the longest`);
    assert.ok(gaps[119] < 50, `half the frames took longer than ${gaps[119]} ms`);
  });
}
