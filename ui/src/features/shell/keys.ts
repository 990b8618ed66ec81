import type { Desk } from '../../stores/desk.svelte';
import { carryOut } from './acts';

type Stroke = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

const WITH_MOD: Record<string, string> = {
  o: 'open',
  ',': 'settings',
  w: 'close',
  q: 'quit',
  z: 'undo',
  f: 'filter',
  m: 'toggle_menu_bar',
  d: 'compare',
  e: 'save_csv',
  n: 'add_deployment',
  i: 'install',
  r: 'check_again',
  '1': 'view_summary',
  '2': 'view_licenses',
  '3': 'view_seats',
  '/': 'shortcuts',
  '+': 'zoom_in',
  '=': 'zoom_in',
  '-': 'zoom_out',
  '0': 'zoom_reset',
  // The engine's own print and find know nothing of the window.
  p: '',
};
const WITH_MOD_AND_SHIFT: Record<string, string> = {
  v: 'paste',
  z: 'redo',
  r: 'check_all',
  '+': 'zoom_in',
  '?': 'shortcuts',
};
const PLAIN: Record<string, string> = {
  F1: 'shortcuts',
  F5: 'check_again',
  F6: 'next_region',
  F9: 'toggle_sidebar',
};
const WITH_ALT: Record<string, string> = { ArrowLeft: 'back', ArrowRight: 'forward' };
/** Overview, then the deployments in their order. */
const PLACE = /^Digit([1-9])$/;

/** Which entry a stroke stands for: null for none, empty for one that the engine must not see either. */
export function entryOf(stroke: Stroke, platform: string): string | null {
  const mac = platform === 'macos';
  const mod = mac ? stroke.metaKey : stroke.ctrlKey;
  const key = stroke.key.length === 1 ? stroke.key.toLowerCase() : stroke.key;
  if (mod && !stroke.altKey) {
    if (mac && !stroke.shiftKey && (key === '[' || key === ']')) return key === '[' ? 'back' : 'forward';
    return (stroke.shiftKey ? WITH_MOD_AND_SHIFT[key] : WITH_MOD[key]) ?? null;
  }
  if (stroke.altKey && (mac ? mod : !stroke.ctrlKey && !stroke.metaKey)) {
    const place = PLACE.exec(stroke.code)?.[1];
    if (place && !stroke.shiftKey) return place === '1' ? 'go_overview' : `go_deployment_${Number(place) - 1}`;
    return mac || stroke.shiftKey ? null : (WITH_ALT[key] ?? null);
  }
  if (stroke.ctrlKey || stroke.metaKey || stroke.altKey) return null;
  if (key === 'F6' && stroke.shiftKey) return 'previous_region';
  return stroke.shiftKey ? null : (PLAIN[key] ?? null);
}

/** Whether typing there belongs to the field. */
export function inField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('textarea, select, input:not([type="radio"], [type="checkbox"])'))
  );
}

const IN_SHEET = new Set(['', 'check_again', 'check_all', 'close', 'quit', 'zoom_in', 'zoom_out', 'zoom_reset']);
const TWICE_WITHIN = 250;

/** Listens to keys, pastes and menu entries for as long as the window lives. */
export function listenToReader(desk: Desk): () => void {
  let last = { id: '', by: '', at: -Infinity };
  const run = (id: string, by: 'keys' | 'menu') => {
    // A stroke may reach both the menu bar and the page; it means one act.
    const twice = last.id === id && last.by !== by && performance.now() - last.at < TWICE_WITHIN;
    last = { id, by, at: performance.now() };
    if (!twice) carryOut(desk, id);
  };
  desk.onMenu = (id) => run(id, 'menu');

  const stop = new AbortController();
  const on = <K extends keyof DocumentEventMap>(name: K, handler: (event: DocumentEventMap[K]) => void) =>
    document.addEventListener(name, handler, { signal: stop.signal });

  on('keydown', (event) => {
    if (event.defaultPrevented) return;
    if (event.key === 'Escape' && desk.drag) desk.drag = null;
    const id = entryOf(event, desk.platform);
    if (id === null) return;
    if ((id === 'undo' || id === 'redo') && inField(event.target)) return;
    event.preventDefault();
    if (!id || (desk.sheet && !IN_SHEET.has(id))) return;
    run(id, 'keys');
  });
  on('paste', (event) => {
    if (desk.sheet || inField(event.target)) return;
    event.preventDefault();
    void desk.checkText(event.clipboardData?.getData('text/plain') ?? '');
  });
  // WebKit pastes outside a field only where someone said that he will take it.
  document.addEventListener('beforepaste', (event) => !inField(event.target) && event.preventDefault(), {
    signal: stop.signal,
  });
  on('contextmenu', (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (!inField(target) && !target?.closest('[data-selectable]')) event.preventDefault();
  });
  // Files come from the host; a link dropped on the page must not lead it away.
  on('dragover', (event) => event.preventDefault());
  on('drop', (event) => !inField(event.target) && event.preventDefault());
  on('dragstart', (event) => event.preventDefault());
  on('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
    if (link && !link.getAttribute('href')?.startsWith('#')) event.preventDefault();
  });
  return () => stop.abort();
}
