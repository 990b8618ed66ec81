import type { View } from '../../routes';
import type { Desk } from '../../stores/desk.svelte';
import { signIn } from '../deployments/acts';
import { nextRegion } from './regions';

const NOTHING_TO_CHECK = 'There is nothing to check again: verdicts on files follow the clock by themselves.';

/** Why an entry that wants a deployment cannot be chosen. */
export const NEEDS_DEPLOYMENT = 'Add a deployment first.';

/** Asks deployments anew, where there are any. */
function check(desk: Desk, ids: number[] | null): void {
  if (desk.deployments.rows.length === 0) desk.notices.say(NOTHING_TO_CHECK);
  else void desk.deployments.check(ids);
}

/** Acts on the deployment that is shown, or on the only one there is. */
function onDeployment(desk: Desk, act: (id: number) => unknown): void {
  const rows = desk.deployments.rows;
  const id = desk.shown?.id ?? (rows.length === 1 ? rows[0]?.id : undefined);
  if (id !== undefined) act(id);
  else desk.notices.say(rows.length === 0 ? NEEDS_DEPLOYMENT : 'Open a deployment first.');
}

function show(desk: Desk, view: View): void {
  if (desk.shown) desk.goDeployment(desk.shown.id, view);
}

/** Compares the two that are selected; where it is one, the other is chosen beside it. */
export function compareSelected(desk: Desk): void {
  const [first, second] = desk.place === 'files' ? desk.checks.chosenIds : [];
  const license = desk.shown?.view === 'licenses' && desk.comparedFrom;
  if (license) return desk.compare(license);
  const file = (check: string) => ({ kind: 'file' as const, check });
  desk.compare(first === undefined ? null : file(first), second === undefined ? null : file(second));
}

/** Asks where the selected files belong, or all of them where it is one or none. */
export function assignSelected(desk: Desk): void {
  if (desk.deployments.rows.length === 0) return desk.notices.say(NEEDS_DEPLOYMENT);
  const chosen = desk.checks.chosenIds;
  desk.assign(chosen.length > 1 ? chosen : desk.checks.all.map((check) => check.id));
}

/** Carries out one entry of the menu, wherever it was chosen. */
export function carryOut(desk: Desk, id: string): void {
  const selected = desk.checks.selected;
  const act = ACTS[id];
  if (act) return act(desk);
  const place = /^go_deployment_(\d+)$/.exec(id)?.[1];
  const row = place && desk.deployments.rows[Number(place) - 1];
  if (row) return desk.goDeployment(row.id);
  if (!selected || !(id in ON_SELECTED)) return;
  ON_SELECTED[id]?.(desk, selected.id);
}

const ACTS: Record<string, (desk: Desk) => void> = {
  open: (desk) => void desk.openFiles(),
  paste: (desk) => desk.paste(),
  check_clipboard: (desk) => desk.paste(),
  show_data_folder: (desk) => void desk.attempt(() => desk.host.showDataFolder()),
  settings: (desk) => desk.go('settings'),
  close: (desk) => void desk.attempt(() => desk.host.closeWindow()),
  quit: (desk) => void desk.attempt(() => desk.host.quit()),
  undo: (desk) => void desk.undo(),
  redo: (desk) => void desk.redo(),
  filter: (desk) => {
    const here = desk.place === 'overview' && desk.deployments.rows.length > 0;
    if (!here) desk.go('files');
    requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-filter]')?.focus());
  },
  clear_recent: (desk) => void desk.clearRecent(),
  go_overview: (desk) => desk.go('overview'),
  go_files: (desk) => desk.go('files'),
  go_plans: (desk) => desk.go('plans'),
  compare: (desk) => compareSelected(desk),
  assign: (desk) => assignSelected(desk),
  toggle_sidebar: (desk) => (desk.sidebarOpen = !desk.sidebarOpen),
  toggle_menu_bar: (desk) => void desk.set({ name: 'menu_bar', value: !desk.settings.menu_bar }),
  next_region: () => nextRegion(1),
  previous_region: () => nextRegion(-1),
  zoom_in: (desk) => desk.zoom(desk.settings.zoom_percent + 10),
  zoom_out: (desk) => desk.zoom(desk.settings.zoom_percent - 10),
  zoom_reset: (desk) => desk.zoom(100),
  view_summary: (desk) => show(desk, 'summary'),
  view_licenses: (desk) => show(desk, 'licenses'),
  view_seats: (desk) => show(desk, 'seats'),
  sign_in: (desk) => onDeployment(desk, (id) => signIn(desk, id)),
  mark: (desk) => onDeployment(desk, (id) => (desk.sheet = { kind: 'mark', deployment: id })),
  sign_out: (desk) => onDeployment(desk, (id) => void desk.deployments.signOut(id)),
  renewal_request: (desk) => {
    const ids = desk.shown ? [desk.shown.id] : desk.deployments.rows.map((row) => row.id);
    if (ids.length === 0) desk.notices.say(NEEDS_DEPLOYMENT);
    else void desk.deployments.copyRenewalRequest(ids);
  },
  save_csv: (desk) => {
    if (desk.deployments.rows.length === 0) desk.notices.say(NEEDS_DEPLOYMENT);
    else void desk.deployments.saveCsv();
  },
  add_deployment: (desk) => signIn(desk, null),
  check_again: (desk) => check(desk, desk.shown ? [desk.shown.id] : null),
  check_all: (desk) => check(desk, null),
  install: (desk) => {
    if (desk.deployments.rows.length === 0) return desk.notices.say(NEEDS_DEPLOYMENT);
    desk.install(desk.place === 'files' ? desk.checks.selected : null, desk.shown?.id ?? null);
  },
  shortcuts: (desk) => (desk.sheet = 'shortcuts'),
  about: (desk) => (desk.sheet = 'about'),
  back: (desk) => desk.back(),
  forward: (desk) => desk.forward(),
};

const ON_SELECTED: Record<string, (desk: Desk, id: string) => void> = {
  copy_details: (desk, id) => void desk.copy({ kind: 'details', id }),
  keep: (desk, id) => void desk.keep(id),
  forget: (desk) => void desk.forget(desk.checks.chosenIds),
  save_copy: (desk, id) => void desk.attempt(() => desk.host.saveCopy(id)),
  show_folder: (desk, id) => void desk.attempt(() => desk.host.showFolder(id)),
};
