// What scripts/bench measures of the window with a hundred deployments of fifty licenses, all known from an earlier
// day: its start beside that on an empty profile, and how soon another place is on the screen.
//
// bench-deployments.mjs APPLICATION XTASK FOLDER: the profiles are written into FOLDER.
import { execFileSync } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { inWindow, median, say, started, sweep } from './bench-figures.mjs';

const [application, xtask, folder] = process.argv.slice(2);
const DEPLOYMENTS = 100;
const LICENSES = 50;
const ROUNDS = 5;
const VISITS = 12;
/** More rows than the window has room for; those that must be scrolled to follow frame by frame. */
const SCREENFUL = 20;

/** Servers that take a call and never answer it, at ports that follow each other: what they are asked changes nothing
 * on the screen while a start is watched. */
async function silence() {
  const listen = (port) =>
    new Promise((done, failed) => {
      const sockets = new Set();
      const server = createServer((socket) => {
        sockets.add(socket.on('error', () => {}).on('close', () => sockets.delete(socket)));
      });
      const stop = () => (sockets.forEach((socket) => socket.destroy()), server.close());
      server.once('error', failed).listen(port, '127.0.0.1', () => done(stop));
    });
  for (let first = 21_000; first < 60_000; first += DEPLOYMENTS) {
    const tried = await Promise.allSettled(Array.from({ length: DEPLOYMENTS }, (_, place) => listen(first + place)));
    const stops = tried.flatMap(({ value }) => value ?? []);
    const stop = () => stops.forEach((each) => each());
    if (stops.length === DEPLOYMENTS) return { first, stop };
    stop();
  }
  throw new Error('there are no free ports in a row');
}

function profile(name, ...more) {
  const at = join(folder, name);
  execFileSync(xtask, ['demo', at, '--at', new Date(Date.now() - 86_400_000).toISOString(), ...more.map(String)]);
  return at;
}

/** Clicks, and tells how long it took until what is wanted had been painted: the beginning of the frame after the one
 * it first stood in. */
async function until(page, css, there) {
  await page.run(
    `window.__took = 0;
     const begun = performance.now();
     document.querySelector(arguments[0]).click();
     const look = () => {
       if (!(${there})) return requestAnimationFrame(look);
       requestAnimationFrame((frame) => (window.__took = frame - begun));
     };
     requestAnimationFrame(look);`,
    css,
  );
  return Math.round(await page.when('return window.__took'));
}

const shows = (id) =>
  `document.querySelector('h1')?.textContent.includes(document.querySelector('[data-deployment="${id}"] .name').textContent) && document.querySelector('#view')?.ariaBusy === 'false'`;
const rows = (count) => `document.querySelectorAll('main tbody tr').length >= ${count}`;

try {
  const silent = await silence();
  const empty = profile('empty');
  const known = profile('known', '--deployments', DEPLOYMENTS, '--licenses', LICENSES, '--port', silent.first);
  const full = [];
  const bare = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    full.push((await started(application, known, { FRAMES_PICTURE: join(folder, 'known.png') })).finished);
    bare.push((await started(application, empty, { FRAMES_PICTURE: join(folder, 'empty.png') })).finished);
  }
  silent.stop();
  say(`start to first content, ${DEPLOYMENTS} deployments of ${LICENSES} licenses known`, full, 'ms');
  say('start to first content, empty profile', bare, 'ms');
  console.log(`start to first content, ratio: ${(median(full) / median(bare)).toFixed(2)}, by the quickest ${(Math.min(...full) / Math.min(...bare)).toFixed(2)}`);

  // Nobody listens any more, so the round of the start ends at once and every row shows what was known.
  await inWindow(application, known, async (page) => {
    await page.when(`return ${rows(DEPLOYMENTS)} && document.querySelector('table.grid').ariaBusy === 'false'`);
    const took = { page: [], licenses: [], other: [], overview: [] };
    const ids = await page.run('return [...document.querySelectorAll("[data-deployment]")].map((each) => each.dataset.deployment)');
    for (let visit = 0; visit < VISITS; visit += 1) {
      const [id, other] = [ids[visit * 2], ids[ids.length - 1 - visit * 2]];
      took.page.push(await until(page, `[data-deployment="${id}"]`, shows(id)));
      took.licenses.push(await until(page, '#tab-licenses', rows(SCREENFUL)));
      took.other.push(await until(page, `[data-deployment="${other}"]`, shows(other)));
      took.overview.push(await until(page, '[data-stop]', rows(SCREENFUL)));
    }
    say('Overview to a deployment, painted', took.page, 'ms');
    say(`to its ${LICENSES} licenses, painted`, took.licenses, 'ms');
    say('to another deployment, painted', took.other, 'ms');
    say(`back to the Overview of ${DEPLOYMENTS}, painted`, took.overview, 'ms');
  });
} finally {
  sweep();
}
