// Deployments in the real window: fakes over TLS, a real keychain, real keys and real drags. The clock stands at
// 2026-11-23T18:06:27Z in Berlin, here and on the fakes. Each test names the facts of the design that it proves.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyText, drag, focus, press, xdotool } from './desktop.mjs';
import { allChecked, field, filesWith, items, openMenu, overFakes, pressButton, row } from './fakes.mjs';
import { axe, batch, card, choose, folder, HEADLINE, pictures, sample, settled } from './harness.mjs';
import { until } from './webdriver.mjs';

const sheet = '[role=dialog]';
const toast = '[data-testid="toast"]';
const text = (name) => readFileSync(sample(name), 'utf8').trim();
const noSheet = (page) => page.when('return !document.querySelector("[role=dialog]")');
const title = (page) => page.run('return document.querySelector("[role=dialog] [data-dialog-title]")?.innerText ?? ""');
const focused = (page) => page.run('const a = document.activeElement; return a.getAttribute("aria-label") ?? a.innerText');

/** Puts text on the clipboard while `act` uses it. */
async function withClipboard(words, act) {
  const release = await copyText(words);
  try {
    await act();
  } finally {
    release();
  }
}

/** Adds a deployment by mouse: its address and CA, a token pasted into the field, a name. */
async function add(page, fake, { token, name, keychain = /Kept in: / }) {
  await pressButton(page, 'Add deployment', '.sidebar');
  await page.type(await field(page, 'Address'), `${fake.url}/some/path?query`);
  await pressButton(page, 'Connection settings none set', sheet);
  await page.type(await field(page, 'CA file'), fake.ca);
  await pressButton(page, 'Continue', sheet);
  await page.reads('[data-testid="seen"]', fake.url);
  const secret = await field(page, 'Session token');
  await withClipboard(token, async () => {
    await page.click(secret);
    focus('Seatkeeper$');
    press('ctrl+v');
    await page.when('return document.querySelector(arguments[0]).value.length > 20', secret);
  });
  assert.equal(await page.run('return document.querySelector(arguments[0]).type', secret), 'password');
  await page.reads('[data-testid="keychain"]', keychain);
  await pressButton(page, 'Check', sheet);
  await page.reads('[data-testid="trial"]', 'Signed in as');
  const named = await field(page, 'Name');
  await page.run('document.querySelector(arguments[0]).select()', named);
  await page.type(named, name);
  await pressButton(page, 'Add deployment', sheet);
  await noSheet(page);
  await page.reads('h1', name);
}

/** Facts 36, 37, 39 and 60 by mouse, and S7: from the first run to a license that is installed. */
overFakes('a renewal dropped on a new deployment is installed there', { fakes: 'one' }, async ({ open, fakes, profile }) => {
  const { Fake: fake } = fakes;
  const token = await fake.token('owner', 'MOUSE');
  const page = await open();
  await page.reads('main', 'Is this license good?');
  await add(page, fake, { token, name: 'Production' });
  const typed = await page.run('return [...document.querySelectorAll("input, textarea")].map((each) => each.value)');
  assert.ok(!typed.includes(token) && !(await page.run('return document.documentElement.outerHTML')).includes(token));
  assert.deepEqual(filesWith(profile, token), []);
  await page.reads('main', 'no license');

  const renewal = text('renewal-2027.jwt');
  assert.ok(!(await fake.saw(renewal)));
  const hand = await drag([sample('renewal-2027.jwt')], page);
  await hand.drop();
  await page.reads(sheet, 'What changes');
  assert.equal(await title(page), 'Install a license');
  const said = await page.text(sheet);
  assert.match(said, /Starts|starts/);
  await page.reads(`${sheet} [data-part="sends"]`, `The license text is sent to ${fake.host} and nowhere else.`);
  const changes = await page.run(`return [...document.querySelectorAll('${sheet} tbody tr')].map((row) => [...row.children].map((cell) => cell.innerText.trim()))`);
  const seats = changes.find(([label]) => label === 'Seats');
  assert.ok(seats && seats[1] !== seats[2] && /500/.test(seats[2]), JSON.stringify(changes));
  assert.ok(!(await fake.saw(renewal)), 'a plan sends nothing');
  await settled(page);
  await page.screenshot(join(pictures, 'install-sheet.png'));
  await pressButton(page, 'Install on Production', sheet);
  await page.reads(toast, 'Installed on Production as #1.');
  await noSheet(page);
  await until(async () => (await focused(page)) === 'License 1', 'the focus on the new row');
  await page.reads('main', 'Starts 12 Mar 2027');
  assert.deepEqual(await fake.licenses(), [[1, renewal]]);
});

/** Fact 60: the same by keys alone, and the order of 4.11. */
overFakes('the keyboard alone leads from the first run to an installed license', { fakes: 'one' }, async ({ open, fakes }) => {
  const { Fake: fake } = fakes;
  const token = await fake.token('owner');
  const page = await open([], { SEATKEEPER_TEST_OPEN: sample('prod-500.jwt') });
  await page.reads('main', 'Is this license good?');
  focus();
  const type = (words) => xdotool('type', '--delay', '8', words);
  /** Goes on by Tab until the focus is there. */
  const tabTo = (where) =>
    until(async () => {
      if (await page.run(`const a = document.activeElement; return ${where}`)) return true;
      press('Tab');
      return false;
    }, `the focus on ${where}`);
  press('ctrl+n');
  await page.when(`return document.activeElement?.matches('${sheet} input')`);
  type(fake.url);
  press('Tab');
  await page.reads(sheet, /certificate/i);
  await tabTo(`a.matches('[aria-expanded]')`);
  press('Return');
  await tabTo(`document.querySelector('label[for="' + a.id + '"]')?.innerText === 'CA file'`);
  type(fake.ca);
  press('Return');
  await page.reads('[data-testid="seen"]', fake.url);
  await tabTo(`a.type === 'password' && document.querySelector('label[for="' + a.id + '"]')?.innerText === 'Session token'`);
  await withClipboard(token, async () => {
    press('ctrl+v');
    await page.when('return document.activeElement.value.length > 20');
  });
  press('Return');
  await page.reads('[data-testid="trial"]', 'Signed in as');
  await tabTo(`document.querySelector('label[for="' + a.id + '"]')?.innerText === 'Name'`);
  press('ctrl+a');
  type('Production');
  press('Return');
  await noSheet(page);
  await page.reads('h1', 'Production');
  await page.reads('main', 'no license');

  // The order in which Tab goes through the page.
  await page.run('document.activeElement.blur(); window.getSelection().removeAllRanges()');
  const order = [];
  for (let steps = 0; steps < 40; steps += 1) {
    const before = await page.run('return (window.__steps = (window.__steps ?? 0) + 1, document.activeElement.outerHTML)');
    press('Tab');
    await until(async () => (await page.run('return document.activeElement.outerHTML')) !== before, 'the next stop');
    const at = await page.run(`const a = document.activeElement; return a.closest('[data-region]')?.dataset.region ?? (a.matches('.skip') ? 'skip' : a.tagName)`);
    if (at !== order.at(-1)) order.push(at);
    if (at === 'skip' && order.length > 1) break;
    if (at === 'BODY' || at === 'HTML') break;
  }
  assert.deepEqual(order.filter((at) => ['skip', 'sidebar', 'toolbar', 'main'].includes(at)).slice(0, 4), ['skip', 'sidebar', 'toolbar', 'main'], order.join(' '));

  press('ctrl+o');
  await page.reads(`${card} h2`, HEADLINE);
  press('ctrl+i');
  await page.reads(sheet, 'What changes');
  await tabTo(`a.innerText.trim() === 'Install on Production'`);
  press('Return');
  await page.reads(toast, 'Installed on Production as #1.');
  await until(async () => (await focused(page)) === 'License 1', 'the focus on the new row');
  assert.deepEqual(await fake.licenses(), [[1, text('prod-500.jwt')]]);
});

/** Facts 41 and 42. */
overFakes('removing a license says what is lost, and wants the name', {}, async ({ open, fakes }) => {
  const page = await open();
  await allChecked(page);
  await page.click('[data-row="Staging"]');
  await page.reads('h1', 'Staging');
  focus('Seatkeeper$');
  press('ctrl+2');
  await page.reads('main', 'In grace');
  await page.run('document.querySelector("[data-license=\'1\']").focus()');
  press('Delete');
  await page.reads(`${sheet} [data-part="effect"]`, /\S/);
  assert.equal(await title(page), 'Remove license #1 from Staging?');
  assert.equal(await focused(page), 'Cancel');
  const effect = await page.text(`${sheet} [data-part="effect"]`);
  assert.match(effect, /^Staging will have no license from now: .*grace.*features stop/);
  assert.match(await page.text(sheet), /[Ff]eatures/, 'a license in grace still carries its features');
  assert.match(await page.text(sheet), / off/);
  await page.reads(`${sheet} [data-part="copy"]`, 'Seatkeeper has no copy of this license, and Coder does not give it back.');
  await settled(page);
  await page.screenshot(join(pictures, 'remove-sheet.png'));
  const name = await field(page, 'To go on, type');
  await page.type(name, 'Stagin');
  press('Return');
  await page.type(name, 'g');
  assert.equal((await fakes.Staging.licenses()).length, 1, 'half a name removes nothing');
  press('Return');
  await noSheet(page);
  await page.reads(toast, /Removed|removed/);
  await page.reads('main', 'no license');
  assert.deepEqual(await fakes.Staging.licenses(), []);
});

/** Fact 41, where nothing is lost and a copy is held. */
overFakes('a license that another covers is removed without its name being typed', {}, async ({ open, fakes }) => {
  const { Production: fake } = fakes;
  const longer = await fake.mint({ features: { user_limit: 60 } });
  const file = join(folder, 'longer.jwt');
  writeFileSync(file, longer);
  const page = await open([file]);
  await page.reads(`${card} h2`, 'Valid until');
  await openMenu(page, 'Install on…', 'Production…');
  await page.reads(sheet, 'What changes');
  await pressButton(page, 'Install on Production', sheet);
  await page.reads(toast, 'Installed on Production as #2.');
  await page.reads('aside', 'signature checked here');
  focus('Seatkeeper$');
  press('Delete');
  await page.reads(`${sheet} [data-part="effect"]`, /\S/);
  await page.reads(`${sheet} [data-part="copy"]`, /longer\.jwt/);
  press('Escape');
  await noSheet(page);
  assert.equal((await fake.licenses()).length, 2, 'Escape removes nothing');
  await page.run('document.querySelector("[data-license=\'1\']").focus()');
  press('Delete');
  await page.reads(`${sheet} [data-part="effect"]`, 'Nothing changes');
  assert.equal(await focused(page), 'Cancel');
  assert.equal(await page.run(`return document.querySelector('${sheet} input')`), null);
  await pressButton(page, 'Remove from Production', sheet);
  await page.reads(toast, '#1');
  assert.deepEqual(await fake.licenses(), [[2, longer]]);
});

/** Fact 40. */
overFakes('a refusal is quoted beside our own finding, and the sheet stays', {}, async ({ open, fakes }) => {
  const page = await open([sample('other-key.jwt')]);
  await page.reads(`${card} h2`, 'Cannot tell.');
  await openMenu(page, 'Install on…', 'Production…');
  await page.reads(sheet, 'Seatkeeper cannot check this signature. Coder will.');
  await pressButton(page, 'Install on Production', sheet);
  const failed = await page.reads('[data-testid="install-failed"]', 'Coder answered:');
  assert.match(failed, /Seatkeeper's own check found|Seatkeeper’s own check found/);
  await page.reads('[data-testid="live-assertive"]', 'Coder answered');
  assert.equal(await title(page), 'Install a license');
  assert.equal((await fakes.Production.licenses()).length, 1);
  await page.screenshot(join(pictures, 'install-refused.png'));
  await axe(page);
});

/** S7: no answer to an upload is looked after before it can be sent again. */
overFakes('an upload without an answer is looked after before it can be sent again', {}, async ({ open, fakes }) => {
  await fakes.Production.say('fail', { route: 'POST /api/v2/licenses', fault: 'reset_after_read' });
  const page = await open([sample('prod-500.jwt')]);
  await page.reads(`${card} h2`, HEADLINE);
  await openMenu(page, 'Install on…', 'Production…');
  await page.reads(sheet, 'What changes');
  await pressButton(page, 'Install on Production', sheet);
  await page.reads('[data-testid="install-failed"]', 'may or may not');
  assert.equal(await page.run(`return [...document.querySelectorAll('${sheet} button')].find((each) => each.innerText.trim() === 'Install on Production').getAttribute('aria-disabled')`), 'true');
  await fakes.Production.say('heal');
  await pressButton(page, 'Look', sheet);
  await page.reads(toast, 'Installed on Production as #2.');
  const uploads = (await fakes.Production.calls()).filter((call) => call.route === 'POST /api/v2/licenses');
  assert.equal(uploads.length, 1, 'sent once');
});

/** Fact 34. */
overFakes("a member's token shows seats, and says that it may not list licenses", { fakes: 'one' }, async ({ open, fakes }) => {
  const { Fake: fake } = fakes;
  await fake.say('install', { license: await fake.mint({ features: { user_limit: 250 } }) });
  const page = await open();
  await add(page, fake, { token: await fake.token('member'), name: 'Production' });
  await page.reads('main', /3 of 250/);
  await page.reads('main', /may not list licenses/);
  await page.screenshot(join(pictures, 'not-permitted.png'));
  focus('Seatkeeper$');
  press('alt+1');
  await page.reads('h1', 'Overview');
  const cells = await row(page, 'Production');
  assert.match(cells.License, /Not permitted/);
  assert.match(cells.Seats, /3 \/ 250/);
});

/** Fact 32. */
overFakes('one dead deployment of four keeps its figures, and the others are fresh', {}, async ({ open, fakes }) => {
  const page = await open();
  await allChecked(page);
  const before = {};
  for (const fake of fakes.all) before[fake.name] = await row(page, fake.name);
  const known = (name) => page.run('return document.querySelector(`[data-row="${arguments[0]}"]`).closest("tr").querySelector("[data-label=Checked] time").dateTime', name);
  const since = { Edge: await known('Edge'), Production: await known('Production'), Staging: await known('Staging'), Lab: await known('Lab') };
  await fakes.Production.say('fail', { route: '*', fault: 'close' });
  // The times are in whole seconds, and an answer of the same second looks like the old one: so it is asked again.
  await until(async () => {
    focus('Seatkeeper$');
    press('ctrl+shift+r');
    await page.reads('[data-testid="stale"]', 'Production:');
    return (await known('Lab')) > since.Lab && (await known('Staging')) > since.Staging && (await known('Edge')) > since.Edge;
  }, 'fresh answers of three');
  const dead = await row(page, 'Production');
  assert.match(dead.License, /Not reachable/);
  assert.equal(dead.Seats.replace(/[\s*]|, last known/g, ''), before.Production.Seats.replace(/\s/g, ''));
  assert.match(dead.Seats, /\*/);
  assert.equal(await known('Production'), since.Production);
  const note = await page.text('[data-testid="stale"]');
  assert.match(note, /last known, .*2026/);
  assert.match(note, /Production: .*(refused|answer|reach|connect)/i);
  for (const name of ['Edge', 'Staging', 'Lab']) assert.doesNotMatch((await row(page, name)).Seats, /\*/);
  assert.equal(await title(page), '');
  await page.reads('[data-testid="live-polite"]', 'Production did not answer');
  await page.screenshot(join(pictures, 'one-dead.png'));
  await axe(page);
});

/** Fact 33, and the way back. */
overFakes('a session that ends says so in the row, which keeps its figures', {}, async ({ open, fakes }) => {
  const page = await open();
  await allChecked(page);
  const before = await row(page, 'Production');
  await fakes.Production.say('end_sessions', { user: 'owner' });
  focus('Seatkeeper$');
  press('ctrl+shift+r');
  await until(async () => /Sign in again/.test((await row(page, 'Production')).License), 'the state');
  const after = await row(page, 'Production');
  assert.equal(after.Seats.replace(/[\s*]|, last known/g, ''), before.Seats.replace(/\s/g, ''));
  await page.screenshot(join(pictures, 'sign-in-again.png'));
  await axe(page);
  await pressButton(page, 'Sign in to Production again', '.grid');
  await page.reads(sheet, 'Session token');
  assert.equal(await title(page), 'Sign in to Production');
  const secret = await field(page, 'Session token');
  await withClipboard(await fakes.Production.token(), async () => {
    await page.click(secret);
    press('ctrl+v');
    await page.when('return document.querySelector(arguments[0]).value.length > 20', secret);
  });
  await pressButton(page, 'Check', sheet);
  await page.reads('[data-testid="trial"]', 'Signed in as');
  await pressButton(page, 'Sign in', sheet);
  await noSheet(page);
  await until(async () => /Covered|Valid/.test((await row(page, 'Production'))?.License ?? ''), 'the license again, under its name');
});

/** Rule 4: what is known is there after a restart without a network. */
overFakes('everything known is there after a restart offline, with its age', {}, async ({ open, close, fakes }) => {
  let page = await open();
  await allChecked(page);
  const before = {};
  for (const fake of fakes.all) before[fake.name] = await row(page, fake.name);
  await close();
  for (const fake of fakes.all) await fake.say('refuse');
  page = await open();
  await page.reads('main', /offline/);
  for (const fake of fakes.all) {
    const now = await row(page, fake.name);
    assert.equal(now.Seats.replace(/[\s*]|, last known/g, ''), before[fake.name].Seats.replace(/\s/g, ''), fake.name);
    assert.equal(now['Covered until'].replace(/\s*\*?(, last known)?$/, ''), before[fake.name]['Covered until'], fake.name);
    assert.match(now.Checked, /ago|now/);
  }
  await page.screenshot(join(pictures, 'offline.png'));
  await page.click('[data-row="Staging"]');
  await page.reads('h1', 'Staging');
  focus('Seatkeeper$');
  press('ctrl+2');
  await page.reads('main', 'In grace');
  await page.reads('[data-testid="stale"]', /last known/);
});

/** Facts 31 and 35. */
overFakes('the sidebar names each deployment with host and state, and a license says who reports it', {}, async ({ open, fakes }) => {
  const page = await open();
  await allChecked(page);
  const words = { Production: 'covered', Staging: 'in grace', Lab: 'over by', Edge: 'nearly full' };
  for (const [place, fake] of fakes.all.entries()) {
    const label = await page.label(`.sidebar li:nth-child(${place + 1}) [data-deployment]`);
    assert.ok(label.startsWith(`${fake.name}, ${fake.host}, ${words[fake.name]}`), label);
  }
  await page.click('[data-row="Production"]');
  focus('Seatkeeper$');
  press('ctrl+2');
  await page.reads('aside', /[Rr]eported by Production/);
  await page.reads('aside', /signature cannot be\s+checked from here/);
});

/** Fact 36. */
overFakes('an address is put right and says so, and an open one warns before going on', { fakes: 'one' }, async ({ open, fakes }) => {
  const { Fake: fake } = fakes;
  const page = await open();
  await pressButton(page, 'Add deployment', '.sidebar');
  await page.type(await field(page, 'Address'), 'http://coder.example.com');
  await pressButton(page, 'Continue', sheet);
  await page.reads(sheet, 'Not encrypted. The token could be read on the way.');
  await pressButton(page, 'Cancel', sheet);
  await noSheet(page);
  await pressButton(page, 'Add deployment', '.sidebar');
  await page.type(await field(page, 'Address'), `${fake.url}/foo`);
  await pressButton(page, 'Connection settings none set', sheet);
  await page.type(await field(page, 'CA file'), fake.ca);
  await pressButton(page, 'Continue', sheet);
  await page.reads('[data-testid="seen"]', fake.url);
  await page.reads(sheet, '"/foo" was left out');
  assert.ok(!(await page.text('[data-testid="seen"]')).includes('/foo'));
  // Watching needs no session.
  await page.when(`const way = [...document.querySelectorAll('${sheet} label')].find((label) => label.innerText.includes('Watch')); way?.click(); return Boolean(way)`);
  await pressButton(page, 'Check', sheet);
  await page.reads('[data-testid="trial"]', /\S/);
  await pressButton(page, 'Add deployment', sheet);
  await noSheet(page);
  await page.reads('header', 'watched, not signed in');
  const calls = await fake.calls();
  assert.ok(calls.length > 0 && calls.every((call) => !call.with_token));
});

/** Fact 38. */
overFakes('without a keychain a token is kept until the window closes, and in no file', { fakes: 'one', keychain: 'absent' }, async ({ open, fakes, profile }) => {
  const { Fake: fake } = fakes;
  const token = await fake.token('owner', 'NOWHERE');
  let page = await open();
  await add(page, fake, { token, name: 'Production', keychain: 'No keychain is available. The token is kept until you quit, and nowhere else.' });
  assert.deepEqual(filesWith(profile, token), []);
  assert.deepEqual(filesWith(profile, token.split('-')[1]), []);
  focus('Seatkeeper$');
  press('ctrl+comma');
  await page.reads('main', 'memory, until you quit');
  await fake.say('forget_calls');
  page = await open();
  await until(async () => (await fake.calls()).length > 0, 'the first question after the restart');
  assert.ok((await fake.calls()).every((call) => !call.with_token), 'the token is gone');
});

/** Fact 52. */
overFakes('forgetting a deployment can be taken back for ten seconds, with its session', { fakes: 'one' }, async ({ open, fakes, chain }) => {
  const { Fake: fake } = fakes;
  let page = await open();
  await add(page, fake, { token: await fake.token(), name: 'Production' });
  assert.equal(items(chain), 1, 'the keychain holds the token');
  page = await open();
  await page.reads('header', 'signed in as');
  const forget = () => openMenu(page, 'More for Production', 'Forget Production');
  await forget();
  await page.reads(toast, 'Forgot Production.');
  await page.when('return document.querySelectorAll("[data-deployment]").length === 0');
  focus('Seatkeeper$');
  press('ctrl+z');
  await page.find('.sidebar [data-deployment]');
  await fake.say('forget_calls');
  press('ctrl+shift+r');
  await until(async () => (await fake.calls()).some((call) => call.with_token && call.answered === 200), 'a check with the session');
  await page.click('.sidebar [data-deployment]');
  await page.reads('header', 'signed in as');

  await forget();
  await page.reads(toast, 'Forgot Production.');
  await page.run('window.__seen = performance.now()');
  await until(async () => (await page.text(toast)) === '', 'the end of the toast', 20_000);
  const stood = await page.run('return performance.now() - window.__seen');
  assert.ok(stood > 9_000 && stood < 13_000, `${stood} ms`);
  await until(() => items(chain) === 0, 'the empty keychain');
});

/** Fact 53. */
overFakes('figures stay during a refresh, which can be cancelled after two seconds', {}, async ({ open, fakes }) => {
  const page = await open();
  await allChecked(page);
  await fakes.Production.say('fail', { route: '*', fault: 'silence' });
  await page.run(`
    window.__empty = 0; window.__frames = 0; window.__watch = true;
    const figures = () => [...document.querySelectorAll('table.grid tbody td[data-label]')].map((cell) => cell.innerText.trim() || (cell.querySelector('svg') ? 'drawn' : ''));
    const look = () => { window.__frames += 1; const now = figures(); if (now.length < 16 || now.some((words) => words === '' || words === '…' || words === '–')) window.__empty += 1; if (window.__watch) requestAnimationFrame(look); };
    look();
    const header = document.querySelector('header');
    const button = () => [...header.querySelectorAll('button')].map((each) => each.innerText.trim());
    new MutationObserver(() => { const words = button(); if (words.includes('Checking…')) window.__began ??= performance.now(); if (words.includes('Cancel')) window.__cancel ??= performance.now(); }).observe(header, { subtree: true, childList: true, characterData: true });
  `);
  await pressButton(page, 'Check all', 'header');
  await page.reads('footer', /Checking \d of 4/);
  const waited = await page.when('return window.__cancel && window.__cancel - window.__began');
  assert.ok(waited > 1_900 && waited < 3_500, `${waited} ms`);
  await pressButton(page, 'Cancel', 'header');
  await page.reads('header', 'Check all');
  const seen = await page.run('window.__watch = false; return [window.__empty, window.__frames]');
  assert.equal(seen[0], 0, `${seen[0]} of ${seen[1]} frames lacked a figure`);
  assert.ok(seen[1] > 20);
});

/** Facts 16, 21, 22, 23 and 25 with deployments. */
overFakes('checking files asks no deployment, and each verdict knows the deployments', { env: { SEATKEEPER_TEST_OPEN: '' } }, async ({ open, fakes }) => {
  await fakes.Lab.say('deployment_id', { id: '7c1e3a52-0d0f-4b3e-9a51-3c1d5f0e9b2f' });
  const page = await open();
  await allChecked(page);
  await page.reads('footer', /Next check/);
  for (const fake of fakes.all) await fake.say('forget_calls');
  focus('Seatkeeper$');
  await page.click('nav[aria-label="Places"] li:nth-child(2) button');
  await page.reads('h1', 'License files');
  const hand = await drag(['prod-500.jwt', 'renewal-2027.jwt', 'eu-locked.jwt', 'changed.jwt', 'old.jwt', 'staging-grace.jwt', 'other-key.jwt'].map(sample), page);
  await hand.drop();
  await page.reads(batch, '7 checked');
  await withClipboard(text('from-mail.txt'), async () => {
    focus('Seatkeeper$');
    press('ctrl+v');
    await page.reads(`${card} h2`, HEADLINE);
  });
  await withClipboard('aB3dE5gH7j-kL9mN1pQ3sT5vW7yZ9bC1d', async () => {
    press('ctrl+v');
    await page.reads(card, 'session token');
  });

  const shapes = new Set();
  const shape = async () => shapes.add(await page.run('return document.querySelector(`${arguments[0]} svg`).outerHTML', card));
  const buttons = () => page.run('return [...document.querySelectorAll(`${arguments[0]} button`)].map((each) => each.innerText.trim())', card);
  for (const name of ['prod-500.jwt', 'staging-grace.jwt', 'old.jwt', 'other-key.jwt']) {
    await choose(page, name);
    await page.reads(card, name);
    await shape();
  }
  await choose(page, 'renewal-2027.jwt');
  await page.reads(`${card} h2`, 'Not valid yet. It starts on 12 Mar 2027');
  await page.reads(card, 'Install on');
  await shape();
  await choose(page, 'changed.jwt');
  await page.reads(`${card} h2`, 'Bad signature.');
  await page.reads(card, 'Do not install it');
  await shape();
  assert.ok(!(await buttons()).some((words) => words.startsWith('Install')));
  await choose(page, 'eu-locked.jwt');
  await page.reads(`${card} [data-part="fits"]`, 'Fits Lab.');
  await pressButton(page, 'Install on Lab…', card);
  await page.reads(sheet, 'Install on Lab');
  await page.run(`const on = document.querySelector('#install-on'); on.value = [...on.options].find((each) => each.text === 'Production').value; on.dispatchEvent(new Event('change', { bubbles: true }))`);
  await page.reads(sheet, 'It fits Lab.');
  await page.reads(`${sheet} .verdict`, /Not for Production|another deployment/);
  shapes.add(await page.run(`return document.querySelector('${sheet} .verdict svg').outerHTML`));
  assert.equal(shapes.size, 7, 'seven verdicts, seven shapes');
  const ground = (words) => page.run(`return getComputedStyle([...document.querySelectorAll('${sheet} button')].find((each) => each.innerText.trim() === arguments[0])).backgroundColor`, words);
  assert.equal(await ground('Install on Production'), await ground('Cancel'), 'a button that cannot be pressed can be read');
  await page.screenshot(join(pictures, 'wrong-deployment.png'));
  for (const fake of fakes.all) assert.deepEqual(await fake.calls(), [], `${fake.name} was asked`);
});

/** Facts 56 and 57 for what deployments have: pages, sheets and dialogs, light and dark, wide and narrow. */
for (const theme of ['light', 'dark']) {
  overFakes(`deployments in ${theme} pass axe, and nothing scrolls sideways at 640 × 480`, { env: { GTK_THEME: theme === 'dark' ? 'Adwaita:dark' : 'Adwaita' } }, async ({ open, fakes }) => {
    const page = await open([sample('renewal-2027.jwt')]);
    await page.reads(`${card} h2`, 'Not valid yet');
    focus('Seatkeeper$');
    press('alt+1');
    await page.reads('h1', 'Overview');
    await allChecked(page);
    await fakes.Edge.say('fail', { route: '*', fault: 'close' });
    press('ctrl+shift+r');
    await page.reads('[data-testid="stale"]', 'Edge:');
    const escape = async () => {
      press('Escape');
      await noSheet(page);
    };
    const goProduction = async (keys) => {
      press('alt+2');
      await page.reads('h1', 'Production');
      press(keys);
    };
    const scenes = {
      overview: [async () => (press('alt+1'), page.reads('h1', 'Overview'))],
      summary: [async () => (await goProduction('ctrl+1'), page.reads('main', 'What Coder says').catch(() => page.reads('main', 'Features')))],
      licenses: [async () => (await goProduction('ctrl+2'), page.reads('aside', 'License #1'))],
      seats: [async () => (await goProduction('ctrl+3'), page.reads('main', 'Counted by Coder'))],
      add: [async () => (press('ctrl+n'), page.reads(sheet, 'Address')), escape],
      install: [async () => (await goProduction('ctrl+2'), press('ctrl+i'), page.reads(sheet, 'What changes')), escape],
      remove: [async () => { await goProduction('ctrl+2'); await page.find('[data-license]'); await page.run('document.querySelector("[data-license]").focus()'); press('Delete'); await page.reads(`${sheet} [data-part="effect"]`, /\S/); }, escape],
      settings: [async () => (press('ctrl+comma'), page.reads('main', 'Session kept in'))],
    };
    for (const width of ['wide', 'narrow']) {
      if (width === 'narrow') {
        await page.resize(640, 480);
        await page.when('return innerWidth <= 640');
      }
      for (const [name, [show, leave]] of Object.entries(scenes)) {
        await show();
        await settled(page);
        await page.screenshot(join(pictures, `deployments-${name}-${theme}-${width}.png`));
        const over = await page.run('return [document.documentElement.scrollWidth - innerWidth, ...[...document.querySelectorAll("main, aside, [role=dialog] .body")].map((each) => each.scrollWidth - each.clientWidth)]');
        assert.ok(over.every((much) => much <= 0), `${name} scrolls sideways: ${over}`);
        await axe(page).catch((error) => { error.message = `${name}: ${error.message}`; throw error; });
        const small = await page.run(`return [...document.querySelectorAll('button, a[href], input, select, [role=option]')].filter((each) => each.offsetParent && !each.closest('.skip, .visually-hidden, label') && !each.matches('.skip, .visually-hidden, input[type=radio], input[type=checkbox]')).map((each) => [each.outerHTML.slice(0, 90), each.getBoundingClientRect()]).filter(([, box]) => box.width < 24 || box.height < 24).map(([html]) => html)`);
        assert.deepEqual(small, [], name);
        await leave?.();
      }
    }
  });
}
