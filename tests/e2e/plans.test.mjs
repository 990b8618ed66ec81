// Comparing, planning and assigning in the real window, over fakes that work their entitlements out by Coder's rules.
// The clock stands at 2026-11-23T18:06:27Z in Berlin, here and on the fakes.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clipboard, drag, focus, press, xdotool } from './desktop.mjs';
import { allChecked, field, overFakes, pressButton } from './fakes.mjs';
import { axe, card, folder, inWindow, list, pictures, sample, settled } from './harness.mjs';

const sheet = '[role=dialog]';
const toast = '[data-testid="toast"]';
const headline = 'main [data-part="headline"]';
const assignment = '[data-testid="assignment"]';
const type = (words) => xdotool('type', '--delay', '8', words);

/** Chooses an option of a list by its words, as its own handler takes it. */
const pick = (page, css, words, place = 0) =>
  page.when(
    `const select = document.querySelectorAll(arguments[0])[arguments[2]];
     const option = [...(select?.options ?? [])].find((each) => each.text.trim() === arguments[1]);
     if (!option) return false;
     select.value = option.value;
     select.dispatchEvent(new Event('change', { bubbles: true }));
     return true`,
    css,
    words,
    place,
  );

/** Milliseconds from a change of a list until what it changes is in the DOM, by the page's own clock. */
async function changing(page, select, words, watched, gone) {
  await page.run(
    `const [select, words, watched, gone] = arguments;
     const list = document.querySelector(select);
     const option = [...list.options].find((each) => each.text.trim() === words);
     window.__took = undefined;
     const begun = performance.now();
     const look = new MutationObserver(() => {
       const text = document.querySelector(watched)?.innerText ?? '';
       if (!text || text === gone) return;
       look.disconnect();
       window.__took = performance.now() - begun;
     });
     look.observe(document.body, { subtree: true, childList: true, characterData: true });
     list.value = option.value;
     list.dispatchEvent(new Event('change', { bubbles: true }));`,
    select,
    words,
    watched,
    gone,
  );
  return page.when('return window.__took');
}

const middle = (figures) => figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)];

/** Goes to the plans, and stays until the window has nothing more to say of a file that it was opened with. */
const goPlans = (page) =>
  page.when(
    `const at = document.querySelector('h1')?.innerText === 'Plans';
     window.__plans = at ? (window.__plans ?? performance.now()) : undefined;
     if (!at) [...document.querySelectorAll('.sidebar [data-stop]')].find((each) => each.innerText.trim() === 'Plans')?.click();
     return at && performance.now() - window.__plans > 700`,
  );

inWindow('two files are compared by keyboard', { args: [sample('prod-500.jwt'), sample('renewal-2027.jwt')] }, async (page) => {
  await page.when(`return document.querySelectorAll('${list} [role=option]').length === 2`);
  await page.run(`document.querySelector('${list}').focus()`);
  focus('Seatkeeper$');
  press('Home');
  press('shift+Down');
  await page.when(`return document.querySelectorAll('${list} [aria-selected=true]').length === 2`);
  press('ctrl+d');
  await page.reads('h1', 'Compare');
  const before = await page.reads('main [data-part="sentence"]', /\S/);
  const kinds = () => page.run('return [...document.querySelectorAll("main tbody tr")].map((row) => row.dataset.kind)');
  const order = ['loss', 'gain', 'change', 'same'];
  const shown = await kinds();
  assert.ok(shown.length > 0 && !shown.includes('same'), shown.join(' '));
  assert.deepEqual(shown, shown.toSorted((a, b) => order.indexOf(a) - order.indexOf(b)), 'losses first');
  await settled(page);
  await page.screenshot(join(pictures, 'compare.png'));
  await axe(page);
  await page.run('document.querySelector("[role=switch]").focus()');
  press('space');
  await page.when('return document.querySelector("main tbody tr[data-kind=same]") !== null');
  await pressButton(page, 'Swap');
  await page.when(`return document.querySelector('main [data-part="sentence"]').innerText !== arguments[0]`, before);
  press('alt+Left');
  await page.reads('h1', 'License files');
});

overFakes('a plan of two steps is made, saved, and there after a restart', {}, async ({ open, fakes }) => {
  const DAY = 86_400;
  const now = Date.parse('2026-11-23T18:06:27Z') / 1000;
  const renewal = await fakes.Production.mint({
    jti: '2f0c0000-0000-4000-8000-000000000078',
    iat: now - DAY,
    nbf: now + 100 * DAY,
    license_expires: now + 465 * DAY,
    exp: now + 479 * DAY,
    features: { user_limit: 80 },
  });
  const file = join(folder, 'spring.jwt');
  writeFileSync(file, renewal);
  let page = await open([file]);
  await page.reads(`${card} h2`, /Starts|Not valid yet|begins/i);
  // The verdict is said when its card is shown; only then does the window stay where it is led.
  await page.reads('[data-testid="live-polite"]', 'Checked.');
  await goPlans(page);
  await pressButton(page, 'New plan');
  await page.type(await field(page, 'Name'), 'Spring');
  await pick(page, 'main select', 'Production');
  await page.when('const add = document.querySelector("[data-add-step]"); return add && !add.hasAttribute("aria-disabled")');
  await pressButton(page, 'Add a step');
  await pick(page, '[data-step="0"] .license select', 'spring.jwt');
  await page.reads(headline, 'With this plan Production has a license until');
  await pressButton(page, 'Add a step');
  await page.when('return document.activeElement?.closest("[data-step]")?.dataset.step === "1"');
  await pick(page, '[data-step="1"] .act select', 'Remove');
  await page.run('const day = document.querySelector("[data-step=\'1\'] input"); day.focus(); day.select()');
  focus('Seatkeeper$');
  type('2026-12-01');
  await page.reads(headline, 'something is lost');
  const lost = await page.text(headline);
  assert.match(lost, /a gap/, 'the removal comes months before the renewal starts');
  assert.match(await page.text('main'), /Saving the plan keeps a copy of spring\.jwt on this computer\./);
  await settled(page);
  await page.screenshot(join(pictures, 'plan.png'));
  await axe(page);

  // The day is changed once more, and the gap is gone.
  await page.run('const day = document.querySelector("[data-step=\'1\'] input"); day.focus(); day.select()');
  type('2027-03-10');
  await page.when(`return !document.querySelector(arguments[0]).innerText.includes('gap')`, headline);
  const said = await page.text(headline);
  await pressButton(page, 'Copy as text');
  await page.reads('[data-testid="live-polite"]', 'on the clipboard');
  const text = clipboard();
  assert.match(text, /^Plan: Spring\nDeployment: Production \(https:/);
  assert.ok(text.includes('install spring.jwt.') && text.includes('10 Mar 2027: remove #1.'), text);
  assert.ok(!text.includes(renewal.slice(0, 60)), 'no license text is in it');
  await pressButton(page, 'Save plan');
  await page.reads(toast, 'The plan Spring is saved on this computer.');

  // What was worked out follows the choice within a moment.
  const took = [];
  for (let round = 0; round < 5; round += 1) {
    for (const to of ['Remove', 'Install']) {
      const gone = await page.text(headline);
      took.push(await changing(page, '[data-step="0"] .act select', to, headline, gone));
    }
  }
  console.log(`a plan of two steps follows a change within ${middle(took).toFixed(1)} ms (median of ${took.length}; ${Math.max(...took).toFixed(1)} ms at the most)`);

  page = await open();
  await page.reads('h1', 'Plans');
  await pressButton(page, 'Spring', 'main');
  await page.when('return document.querySelectorAll("[data-step]").length === 2');
  assert.deepEqual(await page.run('return [...document.querySelectorAll("[data-step] input")].map((day) => day.value)'), ['2027-03-03', '2027-03-10']);
  await allKnown(page, said);
  assert.equal(await page.run('return document.querySelector("[data-step] .remarks")'), null, 'the copy that was kept is found');
  assert.equal((await fakes.Production.licenses()).length, 1, 'nothing was sent');
});

/** Waits until the plan says again what it said. */
const allKnown = (page, said) => page.reads(headline, said);

overFakes('a folder with licenses for two deployments becomes an assignment', {}, async ({ open, fakes }) => {
  const { Production, Staging, Lab } = fakes;
  const room = join(folder, 'renewals');
  mkdirSync(room, { recursive: true });
  const to = (seed) => `0ddba11${seed}-5ea7-4a3e-9e37-00000000000${seed}`;
  const put = async (name, jti, lock, seats) =>
    writeFileSync(
      join(room, name),
      await Production.mint({ jti, deployment_ids: [lock], features: { user_limit: seats } }),
    );
  await put('production.jwt', '2f0c0000-0000-4000-8000-000000000001', to(1), 70);
  await put('staging.jwt', '2f0c0000-0000-4000-8000-000000000002', to(2), 30);
  await put('elsewhere.jwt', '2f0c0000-0000-4000-8000-000000000003', 'ffffffff-0000-4000-8000-000000000003', 30);
  const page = await open();
  await allChecked(page);
  const before = [await Production.licenses(), await Staging.licenses(), await Lab.licenses()];
  const hand = await drag([room], page);
  await hand.drop();
  await page.reads(`${assignment} h2`, '2 licenses belong on 2 deployments; 1 is left.');
  const places = await page.run(`return [...document.querySelectorAll('${assignment} [data-deployment]')].map((place) => place.innerText.replaceAll(/\\s+/g, ' '))`);
  assert.match(places[0], /Production .*production\.jwt/);
  assert.match(places[1], /Staging .*staging\.jwt/);
  assert.match(await page.text(`${assignment} [data-outcome=locked_elsewhere]`), /elsewhere\.jwt/);
  await settled(page);
  await page.screenshot(join(pictures, 'assignment.png'));
  await axe(page);
  assert.deepEqual([await Production.licenses(), await Staging.licenses(), await Lab.licenses()], before, 'nothing is sent');

  await pressButton(page, 'Install on Staging… staging.jwt', assignment);
  await page.reads(sheet, 'What changes');
  await page.reads(`${sheet} [data-part="winners"]`, 'Seats');

  const took = [];
  for (let round = 0; round < 5; round += 1) {
    for (const place of ['Production', 'Staging']) {
      const gone = await page.text(`${sheet} [data-part="sends"]`);
      took.push(await changing(page, '#install-on', place, `${sheet} [data-part="sends"]`, gone));
    }
  }
  console.log(`the open sheet follows a change within ${middle(took).toFixed(1)} ms (median of ${took.length}; ${Math.max(...took).toFixed(1)} ms at the most)`);

  await pressButton(page, 'Install on Staging', sheet);
  await page.reads(toast, 'Installed on Staging as #2.');
  focus('Seatkeeper$');
  press('alt+Left');
  await page.reads(`${assignment} h2`, '1 license belongs on 1 deployment; 2 are left.');
  assert.match(await page.text(`${assignment} [data-outcome=already_installed]`), /staging\.jwt/);
  assert.equal((await Staging.licenses()).length, 2);
  assert.deepEqual(await Production.licenses(), before[0]);
});
