// Fake deployments over TLS, steered by lines of JSON; a keychain of one's own; windows that are started over both.
import { execFileSync, spawn } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { application, built, environment, newProfile, NOW, pictures, root } from './harness.mjs';
import { Page, startDriver, until } from './webdriver.mjs';

const ended = (child) => new Promise((done) => (child.exitCode === null ? child.once('exit', done) : done()));

/** The lines of a stream, to be taken one by one as they come. */
function linesOf(stream) {
  const lines = [];
  const waiting = [];
  let over = false;
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (text) => {
    const parts = (rest + text).split('\n');
    rest = parts.pop();
    for (const line of parts) waiting.length > 0 ? waiting.shift().take(line) : lines.push(line);
  });
  stream.on('end', () => {
    over = true;
    for (const one of waiting) one.fail(new Error('it ended without a word'));
  });
  return () =>
    new Promise((take, fail) => {
      if (lines.length > 0) take(lines.shift());
      else if (over) fail(new Error('it ended without a word'));
      else waiting.push({ take, fail });
    });
}

/** One running fake: its address, the file of its CA, and the hand on it. */
class Fake {
  constructor(name, place, say) {
    this.name = name;
    this.say = (act, more = {}) => say({ at: place, do: act, ...more });
  }
  get host() {
    return this.url.replace('https://', '');
  }
  token = async (user = 'owner', marker = '') => (await this.say('token', { user, marker })).token;
  calls = async () => (await this.say('calls')).calls;
  licenses = async () => (await this.say('licenses')).licenses;
  saw = async (text) => (await this.say('saw', { text })).saw;
  mint = async (claims = {}) => (await this.say('mint', { claims })).license;
}

/** Starts one fake, or with `demo` the four of the demo, which are put into the profile's list where one is named. */
export async function startFakes({ demo = false, profile } = {}) {
  const wanted = ['fake-deployment', '--control', '--at', NOW];
  if (demo) wanted.push('--demo');
  if (profile) wanted.push('--profile', profile);
  const child = spawn(join(built, 'xtask'), wanted, { stdio: ['pipe', 'pipe', 'inherit'] });
  const line = linesOf(child.stdout);
  const say = async (request) => {
    child.stdin.write(`${JSON.stringify(request)}\n`);
    const answer = JSON.parse(await line());
    if (answer.wrong) throw new Error(`${request.do}: ${answer.wrong}`);
    return answer;
  };
  const fakes = [];
  for (let said = await line(); said !== 'ready'; said = await line()) {
    const [, name] = /^(\S+) \(/.exec(said) ?? [];
    const [, key, value] = /^ {2}(address|CA file) +(.+)$/.exec(said) ?? [];
    if (name) fakes.push(new Fake(name, fakes.length, say));
    else if (key) fakes.at(-1)[key === 'address' ? 'url' : 'ca'] = value;
  }
  const byName = Object.fromEntries(fakes.map((fake) => [fake.name, fake]));
  // The demo's fourth answers nobody; a test begins with all four well.
  if (demo) await byName.Edge.say('heal');
  return {
    all: fakes,
    ...byName,
    end: async () => {
      child.stdin.end();
      await ended(child);
    },
  };
}

/** A session bus of one's own with a real GNOME Keyring on it, or with none. */
export async function startKeychain(mode = 'unlocked') {
  const child = spawn(join(root, 'scripts/keyring-session'), [mode, 'sh', '-c', 'echo "$DBUS_SESSION_BUS_ADDRESS"; exec cat'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, KEYRING_DISPLAY: '1', KEYRING_SESSION: '' },
  });
  const env = { DBUS_SESSION_BUS_ADDRESS: await linesOf(child.stdout)() };
  return {
    env,
    end: async () => {
      child.stdin.end();
      await ended(child);
    },
  };
}

/**
 * One test over fakes, a keychain and a profile of its own. Its body opens the window, and may open it anew.
 * `fakes` is `'demo'` for the four, in the list and signed in to; `'one'` for one that nobody knows yet.
 */
export function overFakes(name, { fakes = 'demo', keychain = 'unlocked', env = {} } = {}, body) {
  test(name, { timeout: 150_000 }, async () => {
    const profile = newProfile('trusting');
    const chain = await startKeychain(keychain);
    const running = await startFakes(fakes === 'demo' ? { demo: true, profile } : {});
    const log = join(profile, '..', `${profile.split('/').at(-1)}.log`);
    const sink = openSync(log, 'a');
    let page;
    let driver;
    const close = async () => {
      await page?.close().catch(() => {});
      await driver?.stop();
      page = driver = undefined;
    };
    const open = async (args = [], more = {}) => {
      await close();
      const sessions = fakes === 'demo' ? { SEATKEEPER_TEST_SESSIONS: join(profile, 'demo-sessions') } : {};
      const all = environment(profile, { ...sessions, ...chain.env, ...env, ...more });
      driver = await startDriver(all, sink);
      page = await Page.open(driver.base, application, args);
      await page.find('[data-ready]');
      return page;
    };
    try {
      await body({ open, close, profile, log, fakes: running, chain });
    } catch (error) {
      await page?.screenshot(join(pictures, `failed-${name.replaceAll(/\W+/g, '-')}.png`)).catch(() => {});
      throw error;
    } finally {
      await close();
      await running.end();
      await chain.end();
      closeSync(sink);
    }
  });
}

/** Waits until every deployment of the list was asked, and answered or did not. */
export const allChecked = (page) =>
  page.when(
    `const rows = [...document.querySelectorAll('table.grid tbody tr')]; return rows.length > 0 && rows.every((row) => row.getAttribute('aria-busy') === 'false' && row.querySelector('[data-label=Checked] time'))`,
  );

/** The cells of a deployment's row in the Overview, by their labels. */
export const row = (page, name) =>
  page.run(
    `const row = document.querySelector(\`[data-row="\${arguments[0]}"]\`)?.closest('tr'); return row && Object.fromEntries([...row.querySelectorAll('[data-label]')].map((cell) => [cell.dataset.label, cell.innerText.trim()]))`,
    name,
  );

/** Presses the button whose accessible words are these, once it is there. */
export const pressButton = (page, words, within = 'body') =>
  page.when(
    `const named = (button) => (button.getAttribute('aria-label') ?? button.innerText).trim().replaceAll(/\\s+/g, ' ');
     const button = [...document.querySelectorAll(\`\${arguments[1]} button, \${arguments[1]} [role=menuitem]\`)].find((each) => named(each) === arguments[0] && each.getAttribute('aria-disabled') !== 'true');
     button?.focus(); button?.click(); return Boolean(button)`,
    words,
    within,
  );

/** The field under this label. */
export const field = (page, label) =>
  until(
    () =>
      page.run(
        `return [...document.querySelectorAll('label[for]')].find((each) => each.innerText.trim().startsWith(arguments[0]))?.htmlFor`,
        label,
      ),
    `the field ${label}`,
  ).then((id) => `[id="${id}"]`);

/** Opens the menu of a button by keys, as its own handler takes them, and chooses an entry. */
export async function openMenu(page, button, entry) {
  await page.when(
    `const named = (each) => (each.getAttribute('aria-label') ?? each.innerText).trim();
     const more = [...document.querySelectorAll('.more')].find((each) => named(each) === arguments[0]);
     more?.focus(); more?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
     return Boolean(more)`,
    button,
  );
  await page.when(
    `const item = [...document.querySelectorAll('[role=menuitem]')].find((each) => each.innerText.trim() === arguments[0]); item?.click(); return Boolean(item)`,
    entry,
  );
}

/** The files of a folder, however deep, that hold this text. */
export function filesWith(folder, text) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .filter((file) => readFileSync(file).includes(text));
}

/** How many secrets the keychain holds. */
export function items(chain) {
  const said = execFileSync('dbus-send', [
    '--session', '--print-reply', '--dest=org.freedesktop.secrets', '/org/freedesktop/secrets/collection/login',
    'org.freedesktop.DBus.Properties.Get', 'string:org.freedesktop.Secret.Collection', 'string:Items',
  ], { env: { ...process.env, ...chain.env }, encoding: 'utf8' });
  return (said.match(/object path/g) ?? []).length;
}
