// What scripts/bench measures of the timeline: how soon the terms of a hundred deployments of ten licenses are in the
// document, from the answer on, and how long the program takes to answer.
//
// bench-terms.mjs APPLICATION XTASK FOLDER: the profile is written into FOLDER.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { inWindow, say, sweep } from './bench-figures.mjs';

const [application, xtask, folder] = process.argv.slice(2);
const DEPLOYMENTS = 100;
const LICENSES = 10;
const ROUNDS = 12;

const at = join(folder, 'terms');
const yesterday = new Date(Date.now() - 86_400_000).toISOString();
execFileSync(xtask, ['demo', at, '--at', yesterday, '--deployments', `${DEPLOYMENTS}`, '--licenses', `${LICENSES}`]);

try {
  await inWindow(application, at, async (page) => {
    // The round of the start is over: nobody answers at these addresses.
    await page.when(`return document.querySelector('table.grid')?.ariaBusy === 'false' && Boolean(document.querySelector('[data-testid=terms] path'))`);
    const took = { shown: [], all: [], answered: [] };
    for (let round = 0; round < ROUNDS; round += 1) {
      await page.run('document.querySelector("[data-testid=terms] figure button").click()');
      await page.when('return document.querySelector("[data-testid=terms] table")');
      await page.run(
        `window.__took = window.__all = undefined;
         const terms = document.querySelector('[data-testid=terms]');
         const begun = performance.now();
         const seen = new MutationObserver(() => {
           if (!terms.querySelector('path[data-kind=term]')) return;
           window.__took ??= performance.now() - begun;
           if (terms.querySelectorAll('.label').length < ${DEPLOYMENTS * (LICENSES + 1)}) return;
           seen.disconnect();
           window.__all = performance.now() - begun;
         });
         seen.observe(terms, { childList: true, subtree: true });
         terms.querySelector('figure button').click();`,
      );
      took.all.push(Math.round(await page.when('return window.__all')));
      took.shown.push(Math.round(await page.run('return window.__took')));
      await page.run(
        `window.__took = undefined;
         const begun = performance.now();
         window.__TAURI_INTERNALS__.invoke('terms').then(() => (window.__took = performance.now() - begun))`,
      );
      took.answered.push(Math.round(await page.when('return window.__took')));
    }
    say(`the terms of ${DEPLOYMENTS} deployments of ${LICENSES} licenses: every shape and the first names`, took.shown, 'ms');
    say('until the last of 1,100 names', took.all, 'ms');
    say('the answer before it', took.answered, 'ms');
  });
} finally {
  sweep();
}
