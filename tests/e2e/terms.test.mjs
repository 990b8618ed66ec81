// Terms over time in the real window, on deployments with several licenses. The clock stands at 2026-11-23T18:06:27Z in
// Berlin, here and on the fakes. Each test names the facts of the design that it proves.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { focus, press } from './desktop.mjs';
import { allChecked, overFakes, pressButton } from './fakes.mjs';
import { axe, card, choose, folder, NOW, pictures, sample, settled } from './harness.mjs';
import { until } from './webdriver.mjs';

const DAY = 86_400;
const now = Date.parse(NOW) / 1000;
const at = (day) => Date.parse(`${day}T00:00:00Z`) / 1000;
const chart = '[role=slider]';
/** What is written in the graphic: `innerText` is no matter of SVG. */
const drawn = (page) => page.run('return document.querySelector("[role=slider]")?.textContent ?? ""');
const value = (page) => page.run('return document.querySelector("[role=slider]").ariaValueText');
const rows = (page) => page.run('return [...document.querySelectorAll(".view figure tbody tr")].map((row) => [...row.children].map((cell) => cell.innerText.trim()))');
const licenses = (page) => page.run('return [...document.querySelectorAll("table.grid [data-license]")].map((each) => Number(each.dataset.license))');

/** A license of this term on a fake, installed behind everyone's back. */
async function install(fake, [starts, ends, last], seats, more = {}) {
  const license = await fake.mint({
    jti: crypto.randomUUID(), iat: Math.min(at(starts), now - DAY), nbf: at(starts), license_expires: at(ends), exp: at(last),
    features: { user_limit: seats }, ...more,
  });
  await fake.say('install', { license });
  return license;
}

/** Edge with a term that ends on 5 Dec, grace to 8 Dec, and the next one from 18 Dec; a trial that is over. */
async function edge(fake) {
  await fake.say('remove', { id: 1 });
  await install(fake, ['2026-02-01', '2026-03-01', '2026-03-08'], 50, { trial: true });
  await install(fake, ['2026-03-01', '2026-12-05', '2026-12-08'], 120);
  await install(fake, ['2026-12-18', '2027-12-18', '2028-01-01'], 160);
}

async function openEdge(page) {
  await allChecked(page);
  await page.click('[data-row="Edge"]');
  await page.reads('h1', 'Edge');
  focus('Seatkeeper$');
  press('ctrl+2');
  await page.find(chart);
}

/** S1, S3, 4.11 and the table of fact 47: a deployment with several licenses and a gap, by keys alone and as a table. */
overFakes('a gap among several licenses is read by keys, in a sentence and in a table', {}, async ({ open, fakes }) => {
  await edge(fakes.Edge);
  const page = await open();
  await allChecked(page);
  await until(async () => /from 8 to 18 Dec 2026/.test(await drawn(page)), 'the gap of Edge');
  await page.run('document.querySelector("[data-testid=terms]").scrollIntoView({ block: "nearest" })');
  await settled(page);
  await page.screenshot(join(pictures, 'terms-all.png'));
  await openEdge(page);
  assert.equal(await page.text('.view h2'), 'Gap: no license from 8 to 18 Dec 2026 (10 days).');
  const stops = await page.run(`const figure = document.querySelector('.view figure'); return [figure.querySelector('[role=slider]').getAttribute('aria-roledescription'), figure.querySelectorAll('[tabindex="0"]').length]`);
  assert.deepEqual(stops, ['chart', 1]);

  await page.run(`document.querySelector('${chart}').focus()`);
  assert.match(await value(page), /^23 Nov 2026, Coverage\. Covered from 1 Feb to 5 Dec 2026\./);
  const goes = async (key, expected) => {
    press(key);
    await until(async () => expected.test(await value(page)), `${expected} after ${key}`);
  };
  await goes('Next', /^23 Oct 2026, Coverage/);
  await goes('Prior', /^23 Nov 2026, Coverage/);
  await goes('Prior', /^23 Dec 2026, Coverage\. Not started: covered from 18 Dec 2026 to 18 Dec 2027\./);
  for (let day = 22; day >= 17; day -= 1) await goes('Left', new RegExp(`^${day} Dec 2026`));
  assert.equal(await value(page), '17 Dec 2026, Coverage. Gap: no license from 8 to 18 Dec 2026 (10 days).');
  await goes('Down', /^17 Dec 2026, Gap\. Gap: no license/);
  await goes('Down', /^17 Dec 2026, #3 Premium · 120\. Over from 8 Dec 2026 on\./);
  await goes('Down', /^17 Dec 2026, #4 Premium · 160\. Before its start on 18 Dec 2026\./);
  await goes('End', /^31 Jan 2028, #4/);
  await settled(page);
  await page.screenshot(join(pictures, 'terms-of-one.png'));
  await goes('Home', /^1 Feb 2026, #4/);
  press('Return');
  await until(async () => (await page.run('return document.activeElement.getAttribute("aria-label")')) === 'License 4', 'the focus on the row of #4');
  await axe(page);

  const shapes = await page.run('return [...document.querySelectorAll(".view path[data-kind]")].reduce((sum, path) => sum + path.getAttribute("d").match(/M/g).length, 0)');
  await pressButton(page, 'Show as table', '.view');
  const table = await rows(page);
  assert.equal(table.length, shapes);
  assert.deepEqual(table.find(([label]) => label === 'Gap'), ['Gap', 'Gap', '8 Dec 2026', '18 Dec 2026']);
  assert.deepEqual(table.filter(([label]) => label.startsWith('#3')).map((row) => row.slice(1)), [
    ['Term', '1 Mar 2026', '5 Dec 2026'],
    ['Grace period', '5 Dec 2026', '8 Dec 2026'],
  ]);
  await axe(page);
  await page.screenshot(join(pictures, 'terms-table.png'));
});

/** Items of S3: what changes when, in the order of time, with the seats that are lost and gained (fact 46, in words). */
overFakes('every boundary of the next years says what changes there', {}, async ({ open, fakes }) => {
  await edge(fakes.Edge);
  const page = await open();
  await openEdge(page);
  const said = await page.reads('[data-testid="changes-ahead"]', '#4 starts');
  const days = await page.run('return [...document.querySelectorAll("[data-testid=changes-ahead] h3 time")].map((time) => time.dateTime.slice(0, 10))');
  assert.deepEqual(days, days.toSorted());
  for (const day of ['2026-12-05', '2026-12-08', '2026-12-18', '2027-12-18', '2028-01-01']) assert.ok(days.includes(day), `${day} in ${days}`);
  assert.match(said, /#3's term ends and its grace period begins/);
  assert.match(said, /none licensed/);
  assert.match(said, /160/);
  await page.reads('[data-testid="present"]', 'Coder reports what these licenses give by our reading.');
  await page.run('document.querySelector("[data-testid=changes-ahead]").scrollIntoView({ block: "nearest" })');
  await page.screenshot(join(pictures, 'changes-ahead.png'));
});

/** Facts 41 and 42 among several licenses: what is lost is worked out from all of them, and the timeline follows. */
overFakes('removing one of several licenses changes the timeline as was said', {}, async ({ open, fakes }) => {
  await edge(fakes.Edge);
  const page = await open();
  await openEdge(page);
  assert.deepEqual(await licenses(page), [3, 4, 2]);
  const remove = async (license, effect) => {
    await page.run(`document.querySelector('[data-license="${license}"]').focus()`);
    press('Delete');
    const said = await page.reads('[role=dialog] [data-part="effect"]', effect);
    assert.equal(await page.run('return document.activeElement.innerText'), 'Cancel');
    return said;
  };
  await remove(2, 'Nothing changes');
  await pressButton(page, 'Remove from Edge', '[role=dialog]');
  await page.when('return !document.querySelector("[role=dialog]")');
  await until(async () => (await licenses(page)).join() === '3,4', 'the list without #2');
  await until(async () => !(await drawn(page)).includes('#2'), 'the timeline without #2');
  const lost = await remove(4, /\S/);
  assert.doesNotMatch(lost, /Nothing changes/, 'the only license that follows is worth something');
  press('Escape');
  await page.when('return !document.querySelector("[role=dialog]")');
  assert.equal((await fakes.Edge.licenses()).length, 2);
});

/** Facts 18 to 24 for files while several licenses are installed, and 39: the sheet names the effect on all of them. */
overFakes('files keep their verdicts while several licenses are installed', {}, async ({ open, fakes }) => {
  await edge(fakes.Edge);
  const closing = await fakes.Edge.mint({
    jti: crypto.randomUUID(), iat: now - DAY, nbf: at('2026-12-01'), license_expires: at('2026-12-31'), exp: at('2027-01-07'), features: { user_limit: 150 },
  });
  const bridge = join(folder, 'bridge.jwt');
  writeFileSync(bridge, closing);
  const expected = {
    'prod-500.jwt': /^Valid until 12 Mar 2027 \(109 days\), then a 14-day grace period\.$/,
    'staging-grace.jwt': /grace.*30 Nov 2026 \(7 days\)/,
    'renewal-2027.jwt': /^Not valid yet\. It starts on 12 Mar 2027/,
    'changed.jwt': /^Bad signature\./,
    'other-key.jwt': /^Cannot tell\./,
  };
  const page = await open([...Object.keys(expected).map(sample), bridge]);
  for (const [name, headline] of Object.entries(expected)) {
    await choose(page, name);
    await page.reads(`${card} h2`, headline);
    const first = await page.run(`return document.querySelector('${card}').querySelector('h1, h2, h3, p').tagName`);
    assert.equal(first, 'H2', name);
  }
  await choose(page, 'changed.jwt');
  await page.reads(card, 'Do not install it');
  await choose(page, 'bridge.jwt');
  await page.reads(`${card} h2`, /starts on 1 Dec 2026/);
  const edgeRow = await page.run('return [...document.querySelectorAll("[data-deployment]")].find((each) => each.textContent.includes("Edge")).dataset.deployment');
  await page.click(`[data-deployment="${edgeRow}"]`);
  await page.reads('h1', 'Edge');
  focus('Seatkeeper$');
  press('ctrl+2');
  await page.find(chart);
  assert.match(await drawn(page), /Gap/);
  // A license that closes the gap closes it in the timeline too.
  await fakes.Edge.say('install', { license: closing });
  press('ctrl+r');
  await page.reads('.view h2', 'Covered until 18 Dec 2027. Nothing follows it yet.');
  await until(async () => !/Gap/.test(await drawn(page)), 'the timeline without a gap');
});
