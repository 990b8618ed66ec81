// The real window, driven by WebDriver, the mouse and the keyboard. The clock stands at 2026-11-23T18:06:27Z in
// Berlin unless a test says otherwise. Each test names the facts of the design that it proves.
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { test } from 'node:test';
import { clipboard, copyText, drag, focus, press, xdotool } from './desktop.mjs';
import { application, axe, batch, card, environment, folder, HEADLINE, inWindow, list, newProfile, pictures, sample } from './harness.mjs';
import { Page, startDriver, until } from './webdriver.mjs';

const run = promisify(execFile);
const processes = () => execFileSync('pgrep', ['-fc', application], { encoding: 'utf8' }).trim();

/** Facts 2, 3 and 56. */
inWindow('an empty profile offers to open, paste and add, and says that nothing is sent', { home: 'empty' }, async (page) => {
  const text = await page.reads('main', 'Is this license good?');
  for (const words of ['Open a license file', 'Paste text', 'Add a deployment', 'Nothing is sent']) {
    assert.ok(text.includes(words), words);
  }
  assert.equal(await page.run('return document.title'), 'Overview — Seatkeeper');
  await until(() => xdotool('getwindowname', focus()) === 'Overview — Seatkeeper', "the window's own title");
  await page.screenshot(join(pictures, 'first-run.png'));
  await axe(page);
});

/** Facts 6, 18, 19, 28 and 29. */
inWindow('a file named at the start shows its verdict with no click', { args: () => [sample('prod-500.jwt')] }, async (page) => {
  await page.reads(`${card} h2`, HEADLINE);
  assert.equal((await page.text(`${card} h2`)).trim(), HEADLINE);
  const first = await page.run('return document.querySelector(arguments[0]).innerText.trim()', card);
  assert.ok(first.startsWith(HEADLINE), first.slice(0, 120));
  const times = await page.run(
    'return [...document.querySelectorAll(`${arguments[0]} time`)].map((time) => [time.dateTime, time.title])',
    card,
  );
  assert.ok(times.length > 3);
  for (const [iso, title] of times) {
    assert.match(iso, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    assert.match(title, /UTC/);
  }
  assert.match(await page.text('[data-testid="raw-preview"]'), /^.{10}….{4}$/);
  const raw = readFileSync(sample('prod-500.jwt'), 'utf8').trim();
  assert.ok(!(await page.run('return document.documentElement.outerHTML')).includes(raw));
});

/** Facts 11 and 12: a real drag from another program, and three rows with one sentence over them. */
inWindow('three dropped files give three rows and one sentence', {}, async (page) => {
  const files = ['prod-500.jwt', 'old.jwt', 'changed.jwt'].map(sample);
  const hand = await drag(files, page);
  await page.reads('[data-testid="drop-overlay"]', 'Check 3 files');
  await page.screenshot(join(pictures, 'drop-overlay.png'));
  await hand.drop();
  await page.reads(batch, '3 checked: 1 valid, 1 expired, 1 bad signature.');
  assert.equal(await page.run('return document.querySelectorAll(`${arguments[0]} [role=option]`).length', list), 3);
  await page.reads('[data-testid="live-polite"]', '3 checked: 1 valid, 1 expired, 1 bad signature.');
  assert.equal(await page.text('[data-testid="drop-overlay"]'), '');
});

/** Facts 11 and 18, and the budget of 50 ms from the drop to the verdict. */
inWindow('one dropped file shows its card, and a drag that leaves takes the overlay along', {}, async (page) => {
  const hand = await drag([sample('prod-500.jwt')], page);
  await page.reads('[data-testid="drop-overlay"]', 'Check 1 file');
  await hand.away();
  await until(async () => (await page.text('[data-testid="drop-overlay"]')) === '', 'the end of the overlay');
  await hand.end();
  const again = await drag([sample('prod-500.jwt')], page);
  await again.drop();
  await page.reads(`${card} h2`, HEADLINE);
});

/** Facts 9 and 14: real keys and the real clipboard. */
inWindow('Ctrl+V outside a field checks what is on the clipboard', {}, async (page) => {
  const release = await copyText(readFileSync(sample('from-mail.txt'), 'utf8'));
  try {
    focus();
    press('ctrl+v');
    await page.reads(`${card} h2`, HEADLINE);
    await page.reads(card, /line breaks .*were removed/i);
  } finally {
    release();
  }
});

/** Fact 10. */
inWindow('Ctrl+V inside a field puts the text there and checks nothing', {}, async (page) => {
  const release = await copyText('not-a-license-at-all');
  try {
    focus();
    press('ctrl+shift+v');
    await page.find('[role=dialog] textarea');
    await page.click('[role=dialog] textarea');
    press('ctrl+v');
    await page.when('return document.querySelector("textarea").value === "not-a-license-at-all"');
    assert.equal(await page.run('return document.querySelectorAll("[data-testid=check-list] [role=option]").length'), 0);
  } finally {
    release();
  }
});

/** Fact 15: named, and nowhere afterwards. */
inWindow('a pasted session token is named and kept nowhere', {}, async (page, { profile }) => {
  const token = 'aB3dE5gH7j-kL9mN1pQ3sT5vW7yZ9bC1d';
  const release = await copyText(token);
  try {
    focus();
    press('ctrl+v');
    await page.reads(card, 'session token');
    assert.ok(!(await page.run('return document.documentElement.outerHTML')).includes(token));
    for (const file of readdirSync(profile)) {
      assert.ok(!readFileSync(join(profile, file)).includes(token), file);
    }
  } finally {
    release();
  }
});

/** The Open dialog, answered by the test. */
inWindow('files chosen in the dialog are checked', { env: () => ({ SEATKEEPER_TEST_OPEN: `${sample('old.jwt')}\n${sample('renewal-2027.jwt')}` }) }, async (page) => {
  focus();
  press('ctrl+o');
  await page.reads(batch, '2 checked: 1 not valid yet, 1 expired.');
});

/** Fact 5. */
inWindow('a second start hands its file to the window that is there', {}, async (page) => {
  const before = processes();
  const second = await run(application, ['samples/prod-500.jwt'], { cwd: folder });
  assert.equal(second.stdout, '');
  await page.reads(`${card} h2`, HEADLINE);
  assert.equal(processes(), before);
});

/** Fact 17. */
inWindow('a batch of 500 shows its count, can be stopped, and keeps what was judged', { env: { SEATKEEPER_TEST_SLOW: '20' }, args: () => [join(folder, 'many')] }, async (page) => {
  const running = await page.reads(batch, /Checked [\d,]+ of 500/);
  assert.match(running, /Cancel/);
  await page.click(`${batch} button`);
  const said = await page.reads(batch, /Stopped after \d+ of 500: \d+ valid\./);
  const done = Number(/after (\d+)/.exec(said)[1]);
  assert.ok(done > 0 && done < 500, said);
});

/** Fact 17 and the budget: 500 files within a second, while the page answers. */
inWindow('500 files are judged, and the list answers', { args: () => [join(folder, 'many')] }, async (page) => {
  await page.reads(batch, '500 checked: 500 valid.');
  focus();
  press('ctrl+f');
  await page.when('return document.activeElement?.matches("[data-filter]")');
});

/** Facts 20, 21, 23 to 27: each verdict by its own word and shape. */
inWindow('every kind of license reads as what it is', { args: () => [join(folder, 'samples')] }, async (page) => {
  await page.reads(batch, 'checked');
  const expected = [
    ['prod-500.jwt', HEADLINE],
    ['staging-grace.jwt', 'In its grace period: its features stay on until 30 Nov 2026 (7 days).'],
    ['old.jwt', 'Expired. The grace period ended on 20 Nov 2026 (3 days ago).'],
    ['renewal-2027.jwt', 'Not valid yet. It starts on 12 Mar 2027'],
    ['changed.jwt', 'Bad signature.'],
    ['other-key.jwt', 'Cannot tell. It is signed with the key "2027-01-15"'],
    ['unknown-claim.jwt', HEADLINE],
  ];
  const shapes = new Set();
  for (const [name, headline] of expected) {
    await page.run(
      `[...document.querySelectorAll('[data-testid=check-list] [role=option]')].find((row) => row.textContent.includes(arguments[0])).click()`,
      name,
    );
    await page.reads(`${card} h2`, headline);
    const text = await page.text(card);
    if (name === 'changed.jwt') {
      assert.match(text, /Do not install it/);
      assert.ok(!/\bInstall on\b/.test(text));
    }
    if (name === 'unknown-claim.jwt') assert.match(await page.run('return document.querySelector(arguments[0]).textContent', card), /sold_by/);
    if (!name.startsWith('unknown')) shapes.add(await page.run('return document.querySelector(`${arguments[0]} svg`).outerHTML', card));
    const marks = await page.run('return [...document.querySelectorAll(`${arguments[0]} [data-mark]`)].map((line) => [line.dataset.mark, line.innerText])', card);
    for (const [, words] of marks) assert.match(words, /\w{3}/);
  }
  assert.equal(shapes.size, 6, 'six verdicts, six shapes');
});

/** Fact 13. */
inWindow('a file of 4 MB is refused by name and size', { args: () => { writeFileSync(join(folder, 'photo.png'), Buffer.alloc(4_200_000, 'x')); return [join(folder, 'photo.png')]; } }, async (page) => {
  await page.reads(`${card} h2`, /photo\.png is 4\.[0-9] MB/);
});

/** Fact 30: the clock passes the end of the grace period while the window is open. */
inWindow('a verdict changes by itself at the second it ends', { args: () => [sample('staging-grace.jwt')], env: { SEATKEEPER_TEST_NOW: '2026-11-29T23:59:54Z' } }, async (page) => {
  await page.reads(`${card} h2`, 'In its grace period');
  await page.reads(`${card} h2`, 'Expired.');
});

/** Facts 51 and 52 as far as licenses go: copy says so, forget can be taken back. */
inWindow('copying says so, and forgetting can be taken back', { args: () => [sample('prod-500.jwt')] }, async (page) => {
  await page.reads(`${card} h2`, HEADLINE);
  await page.run(`[...document.querySelectorAll('[data-testid=card] button')].find((button) => button.innerText.trim() === 'Copy').click()`);
  await page.reads(card, 'Copied');
  await page.reads('[data-testid="live-polite"]', 'Copied');
  assert.equal(clipboard().trim(), readFileSync(sample('prod-500.jwt'), 'utf8').trim());
  await page.run(`[...document.querySelectorAll('[data-testid=card] button')].find((button) => button.innerText.trim() === 'Forget').click()`);
  await page.reads('[data-testid="toast"]', 'Forgot prod-500.jwt.');
  focus();
  press('ctrl+z');
  await page.reads('body', 'prod-500.jwt');
  await page.when('return document.querySelectorAll("[data-testid=check-list] [role=option], [data-testid=card]").length > 0');
});

/** Fact 4: size and place come back. A kept license is there again. */
test('size, place and kept licenses are there after a restart', { timeout: 90_000 }, async () => {
  const env = environment(newProfile('trusting'));
  const open = async (args, body) => {
    const driver = await startDriver(env);
    const page = await Page.open(driver.base, application, args);
    try {
      await page.find('[data-ready]');
      await body(page);
    } finally {
      await page.close().catch(() => {});
      await driver.stop();
    }
  };
  await open([sample('prod-500.jwt')], async (page) => {
    await page.reads(`${card} h2`, HEADLINE);
    await page.run(`[...document.querySelectorAll('[data-testid=card] button')].find((button) => button.innerText.trim() === 'Keep a copy').click()`);
    await page.when(`return [...document.querySelectorAll('[data-testid=card] button')].every((button) => button.innerText.trim() !== 'Keep a copy')`);
    await page.resize(900, 640);
    await page.when('return innerWidth === 900');
    focus();
    press('ctrl+q');
    await until(() => { try { return processes() === '0'; } catch { return true; } }, 'the end of the program');
  });
  await open([], async (page) => {
    assert.equal(await page.run('return innerWidth'), 900);
    await page.reads('h1', 'License files');
    await page.reads('body', 'prod-500.jwt');
  });
});

/** Fact 58 and the keyboard map: everything by keys alone. */
inWindow('the keyboard alone opens, reads, keeps and forgets', { args: () => [join(folder, 'samples')] }, async (page) => {
  await page.reads(batch, 'checked');
  focus();
  press('alt+1');
  await page.reads('h1', 'Overview');
  await page.run('document.querySelector("[data-stop][aria-current=page]").focus()');
  press('Down', 'Return');
  await page.reads('h1', 'License files');
  press('F1');
  await page.reads('[role=dialog]', 'Open License Files');
  press('Escape');
  await until(async () => (await page.text('[role=dialog]')) === '', 'the end of the sheet');
  press('ctrl+comma');
  await page.reads('h1', 'Settings');
  press('alt+Left');
  await page.reads('h1', 'License files');
  await page.run('document.querySelector(arguments[0]).focus()', list);
  press('Home');
  const first = await page.text(`${list} [aria-selected=true]`);
  press('Down');
  await until(async () => (await page.text(`${list} [aria-selected=true]`)) !== first, 'the next row');
  const ring = await page.run(`const style = getComputedStyle(document.activeElement); return [style.outlineStyle, parseFloat(style.outlineWidth)]`);
  assert.ok(ring[0] !== 'none' && ring[1] >= 2, `the ring: ${ring}`);
});

/** Facts 56, 57 and 59: in light and dark, in a small window, every page. */
for (const theme of ['light', 'dark']) {
  inWindow(`every page in ${theme} passes axe, and nothing scrolls sideways at 640 × 480`, { args: () => [join(folder, 'samples')] }, async (page) => {
    await page.reads(batch, 'checked');
    await page.run('document.documentElement.dataset.theme = arguments[0]', theme);
    for (const [keys, place] of [[null, 'License files'], ['ctrl+comma', 'Settings'], ['alt+1', 'Overview']]) {
      focus();
      if (keys) press(keys);
      await page.reads('h1', place);
      await page.when('return document.getAnimations().length === 0');
      await page.screenshot(join(pictures, `${place.toLowerCase().replaceAll(' ', '-')}-${theme}.png`));
      await axe(page);
      const small = await page.run(`return [...document.querySelectorAll('button, a[href], input, select, [role=option]')].filter((each) => each.offsetParent && !each.closest('.skip, .visually-hidden') && !each.matches('.skip, .visually-hidden, input[type=radio], input[type=checkbox]')).map((each) => [each.outerHTML.slice(0, 90), each.getBoundingClientRect()]).filter(([, box]) => box.width < 24 || box.height < 24).map(([html]) => html)`);
      assert.deepEqual(small, []);
    }
    await page.resize(640, 480);
    await page.when('return innerWidth <= 640');
    for (const [keys, place] of [['alt+1', 'Overview'], ['alt+Left', 'Settings'], ['alt+Left', 'License files']]) {
      press(keys);
      await page.reads('h1', place);
      await page.when('return document.documentElement.scrollWidth <= innerWidth');
    }
    await page.screenshot(join(pictures, `narrow-${theme}.png`));
  });
}

/** The page has no network and goes nowhere. */
inWindow('the page cannot be led away and reaches no host', {}, async (page) => {
  await page.run('location.href = "https://example.com/"');
  const fetched = await page.run(`
    window.__fetched = undefined;
    fetch('https://example.com/').then(() => (window.__fetched = 'reached'), () => (window.__fetched = 'refused'));`)
    .then(() => page.when('return window.__fetched'));
  assert.equal(fetched, 'refused');
  assert.match(await page.run('return location.href'), /^tauri:\/\/localhost/);
  assert.match(await page.run('return document.body.innerText'), /Seatkeeper|license/i);
  const denied = await page.run(`
    window.__denied = undefined;
    window.__TAURI_INTERNALS__.invoke('plugin:path|resolve_directory', { directory: 1 }).then(() => (window.__denied = 'allowed'), () => (window.__denied = 'denied'));`)
    .then(() => page.when('return window.__denied'));
  assert.equal(denied, 'denied');
});
