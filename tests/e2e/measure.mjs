// What scripts/bench measures of the real window: a drop to its verdict, 500 files, the start and the memory beside
// a bare window. Prints one line for each figure.
//
// measure.mjs APPLICATION BARE FOLDER: FOLDER as `cargo xtask demo FOLDER --many 500` makes it, at today's date.
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { drag } from './desktop.mjs';
import { Page, startDriver } from './webdriver.mjs';

const run = promisify(execFile);
const [application, bare, folder] = process.argv.slice(2);
const ROUNDS = 5;
const homes = [];

/** A copy of the profile that trusts the samples' key. */
function home() {
  const copy = mkdtempSync(join(tmpdir(), 'seatkeeper-measure-'));
  homes.push(copy);
  cpSync(join(folder, 'home'), copy, { recursive: true });
  return copy;
}
const median = (figures) => figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)];
const say = (what, figures, unit) =>
  console.log(`${what}: ${median(figures)} ${unit} (median of ${figures.length}; ${Math.min(...figures)} to ${Math.max(...figures)})`);

async function inWindow(body) {
  const driver = await startDriver({ SEATKEEPER_HOME: home() });
  const page = await Page.open(driver.base, application);
  try {
    await page.find('[data-ready]');
    return await body(page);
  } finally {
    await page.close().catch(() => {});
    await driver.stop();
  }
}

/** Notes the wall clock when the wanted text stands in the document, and the longest time the page did not answer. */
const WATCH = `
  const [css, words] = arguments;
  const seen = (window.__seen = { at: 0, dropped: 0, stalled: 0 });
  const look = () => {
    const there = document.querySelector(css)?.textContent.replaceAll(/\\s+/g, ' ').includes(words);
    if (there && !seen.at) seen.at = Date.now();
    // The overlay goes with the event of the drop.
    if (!seen.dropped && !document.querySelector('[data-testid=drop-overlay]')) seen.dropped = Date.now();
  };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
  let last = performance.now();
  setInterval(() => {
    const now = performance.now();
    if (!seen.at) seen.stalled = Math.max(seen.stalled, now - last);
    last = now;
  }, 4);`;

async function dropped(files, css, words) {
  return inWindow(async (page) => {
    const hand = await drag(files, page);
    await page.reads('[data-testid="drop-overlay"]', /\S/);
    await page.run(WATCH, css, words);
    const letGo = Date.now();
    await hand.drop();
    const seen = await page.when('return window.__seen.at && window.__seen');
    return { took: seen.at - letGo, sinceDrop: Math.max(0, seen.at - seen.dropped), stalled: Math.round(seen.stalled) };
  });
}

async function rounds(measure) {
  const all = [];
  for (let round = 0; round < ROUNDS; round += 1) all.push(await measure());
  return all;
}

/** Starts a program by itself and looks at the screen until it is finished, then at its memory. */
async function started(program) {
  const frames = new URL('frames.py', import.meta.url).pathname;
  const env = { ...process.env, SEATKEEPER_HOME: home() };
  const { stdout } = await run('/usr/bin/python3', [frames, '6', program], { env });
  return JSON.parse(stdout);
}

try {
  const one = await rounds(() => dropped([join(folder, 'samples/prod-500.jwt')], '[data-testid=card] h2', 'Valid until'));
  say('one file, from the drop in the page to its verdict in the document', one.map((each) => each.sinceDrop), 'ms');
  say('the same from letting go of the mouse, with the desktop in between', one.map((each) => each.took), 'ms');
  const many = readdirSync(join(folder, 'many')).length;
  const all = await rounds(() => dropped([join(folder, 'many')], '[data-testid=batch]', `${many} checked`));
  say(`${many} files, from letting go of the mouse to the sentence over them`, all.map((each) => each.took), 'ms');
  say('longest time meanwhile in which the page did not answer', all.map((each) => each.stalled), 'ms');
  const ours = [];
  const beside = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    ours.push(await started(application));
    beside.push(await started(bare));
  }
  for (const [what, key, unit] of [['start to finished window', 'finished', 'ms'], ['memory when idle (PSS of all processes)', 'pss_kib', 'KiB']]) {
    say(what, ours.map((each) => each[key]), unit);
    say(`${what}, bare`, beside.map((each) => each[key]), unit);
    console.log(`${what}, ratio: ${(median(ours.map((each) => each[key])) / median(beside.map((each) => each[key]))).toFixed(2)}`);
  }
} finally {
  for (const each of homes) rmSync(each, { recursive: true, force: true });
}
