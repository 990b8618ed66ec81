// Where secrets and license texts may be, and where not: each carries a marker, and after a whole run every place is
// searched for it. The clock stands at 2026-11-23T18:06:27Z.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyText, focus, press } from './desktop.mjs';
import { field, filesWith, openMenu, overFakes, pressButton } from './fakes.mjs';
import { card, folder } from './harness.mjs';
import { until } from './webdriver.mjs';

const sheet = '[role=dialog]';
const TOKEN = 'canaryTOKEN7';
const PASSWORD = 'canary PASSWORD 7';
const HEADER = 'canaryHEADER7';

/** The command lines of everything that runs on this machine. */
const commandLines = () =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      } catch {
        return '';
      }
    })
    .join('\n');

/** From now on keeps what goes through the commands: their names, what is sent, what is answered. */
const recordCalls = (page) =>
  page.run(`
    window.__calls = [];
    const real = window.fetch;
    window.fetch = async (url, options) => {
      const answer = await real(url, options);
      const command = decodeURIComponent(String(url).split('/').at(-1));
      const sent = typeof options?.body === 'string' ? options.body : new TextDecoder().decode(options?.body ?? new Uint8Array());
      const call = { command, sent, answered: null };
      window.__calls.push(call);
      answer.clone().text().then((text) => (call.answered = text));
      return answer;
    };`);

/** The tables of the profile's store in which a text stands. */
const tablesWith = (profile, text) =>
  JSON.parse(
    execFileSync(
      '/usr/bin/python3',
      ['-c', 'import json,sqlite3,sys; s=sqlite3.connect(sys.argv[1]); print(json.dumps([t for (t,) in s.execute("select name from sqlite_master where type=\'table\'") if any(sys.argv[2].encode() in (v if isinstance(v,bytes) else str(v).encode()) for row in s.execute(f"select * from \\"{t}\\"") for v in row)]))', join(profile, 'seatkeeper.db'), text],
      { encoding: 'utf8' },
    ),
  );

async function paste(page, css, words) {
  const release = await copyText(words);
  try {
    await page.click(css);
    focus('Seatkeeper$');
    press('ctrl+a');
    press('ctrl+v');
    await until(() => page.run('return document.querySelector(arguments[0]).value === arguments[1]', css, words), 'the pasted text');
  } finally {
    release();
  }
}

overFakes('a token, a password and a secret header are sent, and stand nowhere else', { fakes: 'one' }, async ({ open, close, fakes, profile, log }) => {
  const { Fake: fake } = fakes;
  const token = await fake.token('owner', TOKEN);
  const license = await fake.mint({ account_id: 'canary-license', features: { user_limit: 77 } });
  // The end of the signature: it stands in the text, and in nothing that is told of it.
  const marker = license.slice(-40);
  const file = join(folder, 'canary.jwt');
  writeFileSync(file, license);

  const page = await open([], { SEATKEEPER_TEST_OPEN: file });
  await recordCalls(page);
  await pressButton(page, 'Add deployment', '.sidebar');
  await page.type(await field(page, 'Address'), fake.url);
  await page.click(`${sheet} [aria-expanded]`);
  await page.type(await field(page, 'CA file'), fake.ca);
  await pressButton(page, 'Add a header', sheet);
  await page.type(`${sheet} [aria-label="Name of header 1"]`, 'X-Gate');
  await paste(page, `${sheet} [aria-label="Value of header 1"]`, HEADER);
  assert.equal(await page.run(`return document.querySelector('${sheet} [aria-label="Value of header 1"]').type`), 'password');
  await pressButton(page, 'Continue', sheet);
  await page.reads('[data-testid="seen"]', fake.url);

  // A password that is refused, then a token that is taken.
  await page.when(`const way = [...document.querySelectorAll('${sheet} label')].find((label) => label.innerText.includes('password')); way?.click(); return Boolean(way)`);
  await page.type(await field(page, 'E-mail'), 'owner@example.com');
  await paste(page, await field(page, 'Password'), PASSWORD);
  await pressButton(page, 'Check', sheet);
  await page.reads(sheet, /Check e-mail and password/);
  await page.when(`const way = [...document.querySelectorAll('${sheet} label')].find((label) => label.innerText.includes('Token')); way?.click(); return Boolean(way)`);
  await paste(page, await field(page, 'Session token'), token);
  await pressButton(page, 'Check', sheet);
  await page.reads('[data-testid="trial"]', 'Signed in as');
  await pressButton(page, 'Add deployment', sheet);
  await page.reads('main', 'no license');

  focus('Seatkeeper$');
  press('ctrl+o');
  await page.reads(`${card} h2`, 'Valid until');
  press('ctrl+i');
  await page.reads(sheet, 'What changes');
  await pressButton(page, 'Install on Localhost', sheet);
  await page.reads('[data-testid="toast"]', 'Installed on Localhost as #1.');
  await page.reads('aside', 'signature checked here');
  // Every way that gives something out: the table, the clipboard, the settings.
  await openMenu(page, 'More for Localhost', 'Ask for a renewal');
  press('ctrl+comma');
  await page.reads('main', 'Session kept in');
  const settings = await page.text('main');
  assert.match(settings, /keychain/i);

  assert.ok((await fake.saw(token)) && (await fake.saw(HEADER)) && (await fake.saw(PASSWORD)) && (await fake.saw(license)), 'they were sent');
  const uploads = (await fake.calls()).filter((call) => call.route === 'POST /api/v2/licenses');
  assert.equal(uploads.length, 1);

  const secrets = [token, TOKEN, PASSWORD, HEADER];
  const html = await page.run('return document.documentElement.outerHTML + [...document.querySelectorAll("input, textarea")].map((each) => each.value).join()');
  const stored = await page.run('return JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href, history.state])');
  await page.when('return window.__calls.every((call) => call.answered !== null)');
  const calls = await page.run('return window.__calls');
  const running = commandLines();
  assert.ok(calls.length > 5 && running.includes('seatkeeper-desktop'));
  for (const secret of secrets) {
    assert.ok(!html.includes(secret), `${secret} stands in the page`);
    assert.ok(!stored.includes(secret), `${secret} is kept by the page`);
    assert.ok(!running.includes(secret), `${secret} stands on a command line`);
    for (const { command, sent, answered } of calls) {
      assert.ok(!answered.includes(secret), `${command} answered with ${secret}`);
      if (sent.includes(secret)) assert.ok(['look', 'try_sign_in'].includes(command), `${command} was sent ${secret}`);
    }
  }
  assert.ok(calls.some(({ command, sent }) => command === 'try_sign_in' && sent.includes(token)), 'the record holds what was sent');
  // The text of a license is never the page's: it came by a file, and goes out by its entry's name.
  for (const { command, sent, answered } of calls) {
    assert.ok(!sent.includes(marker) && !answered.includes(marker), `${command} carried the license`);
  }
  assert.ok(!html.includes(marker) && !running.includes(marker));

  await close();
  for (const secret of secrets) assert.deepEqual(filesWith(profile, secret), [], secret);
  const printed = readFileSync(log, 'utf8');
  for (const secret of [...secrets, marker]) assert.ok(!printed.includes(secret), `${secret} was printed`);
  assert.deepEqual(tablesWith(profile, marker), ['license']);
});
