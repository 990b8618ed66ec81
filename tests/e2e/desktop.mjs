// What a person's hands do on the desktop: dragging files, keys, the clipboard. All of it real, on X11.
import { execFileSync, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
import { until } from './webdriver.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
export const xdotool = (...args) => execFileSync('xdotool', args.map(String), { encoding: 'utf8' }).trim();

/** Takes files by the mouse and holds them over the window; `drop` lets go, `away` carries them out again. */
export async function drag(files, page) {
  const source = spawn('/usr/bin/python3', [here('drag-source.py'), '1400', '860', ...files], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  source.stdout.on('data', (text) => (said += text));
  const id = await until(
    () => xdotool('search', '--onlyvisible', '--name', '^drag-source$').split('\n')[0],
    'the drag source',
  );
  const corner = Object.fromEntries(
    xdotool('getwindowgeometry', '--shell', id).split('\n').map((line) => line.split('=')),
  );
  const from = { x: +corner.X + 40, y: +corner.Y + 40 };
  const rect = await page.rect();
  const to = { x: rect.x + 400, y: rect.y + 400 };
  const glide = async (a, b) => {
    for (let step = 1; step <= 20; step += 1) {
      const along = (p, q) => Math.round(p + ((q - p) * step) / 20);
      xdotool('mousemove', along(a.x, b.x), along(a.y, b.y));
      // A hand takes its time; GTK makes a drag of a movement only.
      await pause(15);
    }
  };
  xdotool('mousemove', from.x, from.y, 'mousedown', 1);
  await glide(from, { x: from.x - 60, y: from.y - 40 });
  await until(() => said.includes('begun'), 'the drag');
  await glide({ x: from.x - 60, y: from.y - 40 }, to);
  const let_go = async () => {
    xdotool('mouseup', 1);
    await new Promise((done) => (source.exitCode === null ? source.once('exit', done) : done()));
  };
  return {
    drop: let_go,
    away: () => glide(to, from),
    end: let_go,
  };
}

/** Puts text on the X clipboard, held by a program of its own. */
export function copyText(text) {
  const holder = spawn('xclip', ['-selection', 'clipboard', '-quiet'], { stdio: ['pipe', 'ignore', 'ignore'] });
  holder.stdin.end(text);
  return until(
    () => execFileSync('xclip', ['-selection', 'clipboard', '-o'], { encoding: 'utf8' }) === text,
    'the clipboard',
  ).then(() => () => holder.kill());
}

/** The text that is on the X clipboard. */
export const clipboard = () => execFileSync('xclip', ['-selection', 'clipboard', '-o'], { encoding: 'utf8' });

/** Gives the window the keyboard, as a click on it would. */
export function focus(name = 'Seatkeeper$') {
  const id = xdotool('search', '--onlyvisible', '--name', name).split('\n').at(-1);
  xdotool('windowfocus', '--sync', id);
  return id;
}

export const press = (...keys) => xdotool('key', '--clearmodifiers', ...keys);
