// What scripts/bench measures of the real window: a drop to its verdict, 500 files, the start and the memory beside
// a bare window. Prints one line for each figure.
//
// measure.mjs APPLICATION BARE FOLDER: FOLDER as `cargo xtask demo FOLDER --many 500` makes it, at today's date.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { inWindow, median, say, started, sweep } from './bench-figures.mjs';
import { drag } from './desktop.mjs';

const [application, bare, folder] = process.argv.slice(2);
const ROUNDS = 5;

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
  return inWindow(application, folder, async (page) => {
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
    ours.push(await started(application, folder));
    beside.push(await started(bare, folder));
  }
  for (const [what, key, unit] of [['start to finished window', 'finished', 'ms'], ['memory when idle (PSS of all processes)', 'pss_kib', 'KiB']]) {
    say(what, ours.map((each) => each[key]), unit);
    say(`${what}, bare`, beside.map((each) => each[key]), unit);
    console.log(`${what}, ratio: ${(median(ours.map((each) => each[key])) / median(beside.map((each) => each[key]))).toFixed(2)}`);
  }
} finally {
  sweep();
}
