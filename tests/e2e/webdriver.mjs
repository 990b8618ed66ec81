// A small W3C WebDriver client for tauri-driver, in plain fetch: sessions, elements, keys, screenshots.
import { execFileSync, spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';

const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';
const PATIENCE = 10_000;

/** Asks again and again until the answer is neither false nor an error; the last error is the one that counts. */
export async function until(ask, what, patience = PATIENCE) {
  const end = Date.now() + patience;
  let last;
  for (;;) {
    try {
      const answer = await ask();
      if (answer) return answer;
      last = answer;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) throw new Error(`${what} did not come: ${last?.stack ?? JSON.stringify(last)}`);
    await pause(25);
  }
}

let ports = 4500 + (process.pid % 200) * 100;

/** Starts tauri-driver with an environment for the windows it opens; each has ports of its own. What a window prints
 * goes to `sink`, a file that is open, or beside the test's own words. */
export async function startDriver(env, sink) {
  const port = (ports += 2);
  const child = spawn('tauri-driver', ['--port', `${port}`, '--native-port', `${port + 1}`], {
    env: { ...process.env, ...env },
    stdio: ['ignore', sink ?? 'ignore', sink ?? 'inherit'],
    // A group of its own, so that the driver of the web view ends with it.
    detached: true,
  });
  const base = `http://127.0.0.1:${port}`;
  await until(async () => (await fetch(`${base}/status`)).status > 0, 'tauri-driver');
  return {
    base,
    stop: () =>
      new Promise((done) => {
        child.once('exit', done);
        process.kill(-child.pid);
      }),
  };
}

/** One window under the driver. */
export class Page {
  static async open(base, application, args = []) {
    const page = new Page();
    page.base = base;
    const options = { browserName: 'wry', 'tauri:options': { application, args } };
    const session = await page.#call('POST', '/session', { capabilities: { alwaysMatch: options } });
    page.base = `${base}/session/${session.sessionId}`;
    return page;
  }

  async #call(method, path, body) {
    const answer = await fetch(this.base + path, {
      method,
      headers: { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`${method} ${path}: ${value?.error}: ${value?.message}`);
    return value;
  }

  /** Runs a function's body in the page. */
  run = (script, ...args) => this.#call('POST', '/execute/sync', { script, args });
  /** Runs it until it gives something. */
  when = (script, ...args) => until(() => this.run(script, ...args), script);
  find = (css) =>
    until(async () => (await this.#call('POST', '/element', { using: 'css selector', value: css }))[ELEMENT], css);
  click = async (css) => this.#call('POST', `/element/${await this.find(css)}/click`, {});
  type = async (css, text) => this.#call('POST', `/element/${await this.find(css)}/value`, { text });
  label = async (css) => this.#call('GET', `/element/${await this.find(css)}/computedlabel`);
  title = () => this.#call('GET', '/title');
  rect = () => this.#call('GET', '/window/rect');
  resize = (width, height) => this.#call('POST', '/window/rect', { width, height });
  /** A picture of the window as it is on the screen once the page has painted twice more, its menu bar included. The
   * screen is asked and not the driver, whose own pictures need layers that the window does without. */
  screenshot = async (file) => {
    await this.run('window.__painted = false; requestAnimationFrame(() => requestAnimationFrame(() => (window.__painted = true)))');
    await this.when('return window.__painted');
    const shown = ['search', '--onlyvisible', '--class', 'seatkeeper-desktop', 'getwindowgeometry', '--shell'];
    const at = Object.fromEntries(
      execFileSync('xdotool', shown, { encoding: 'utf8' }).trim().split('\n').map((line) => line.split('=')),
    );
    execFileSync('import', ['-window', 'root', '-crop', `${at.WIDTH}x${at.HEIGHT}+${at.X}+${at.Y}`, '+repage', file]);
  };
  close = () => this.#call('DELETE', '');

  /** All text that can be read, or of the first element that matches. */
  text = (css = 'body') => this.run('return document.querySelector(arguments[0])?.innerText ?? ""', css);
  /** Waits until the text of an element holds these words. */
  reads = (css, words) =>
    until(async () => {
      const text = await this.text(css);
      if (words instanceof RegExp ? words.test(text) : text.includes(words)) return text;
      throw new Error(`${css} reads ${JSON.stringify(text)}`);
    }, `${words} in ${css}`);
}
