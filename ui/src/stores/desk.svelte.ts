import { getContext, setContext } from 'svelte';
import { fitLocale, type Manner } from '../format/date';
import { plain } from '../format/sentence';
import {
  HostError,
  type AboutView,
  type AddKeyRequest,
  type CheckView,
  type CopyRequest,
  type DragHover,
  type ErrorView,
  type Host,
  type LicenseRef,
  type MenuEntryView,
  type OverviewView,
  type SettingRequest,
  type SettingsView,
  type TrustedKeyView,
} from '../host/host';
import {
  asPlace,
  deploymentPlace,
  isFixed,
  PLACE_NAMES,
  shownDeployment,
  type Place,
  type Sheet,
  type View,
} from '../routes';
import { Checks } from './checks.svelte';
import { Clock } from './clock.svelte';
import { Deployments } from './deployments.svelte';
import { Notices } from './notices.svelte';
import { Seats } from './seats.svelte';
import { Plans } from './plans.svelte';

const DEFAULTS: SettingsView = {
  theme: 'system',
  rows: 'comfortable',
  zoom_percent: 100,
  locale: '',
  menu_bar: true,
  keep_checked_files: false,
  check_every_minutes: 15,
  sidebar_width: 240,
  place: 'overview',
};

/** All that the window knows, fed by the host, and the acts of its reader. */
export class Desk {
  readonly checks = new Checks();
  readonly notices = new Notices();
  readonly clock = new Clock();
  readonly deployments: Deployments;
  readonly seats: Seats;
  readonly plans: Plans;

  ready = $state(false);
  place = $state<Place>('overview');
  sheet = $state<Sheet | null>(null);
  sidebarOpen = $state(true);
  drag = $state.raw<DragHover | null>(null);
  settings = $state.raw<SettingsView>(DEFAULTS);
  keys = $state.raw<TrustedKeyView[]>([]);
  menu = $state.raw<MenuEntryView[]>([]);
  about = $state.raw<AboutView>({ version: '', commit: '', built_at: '', advice: '', parts: [] });
  storeWarning = $state.raw<ErrorView | null>(null);
  clockDoubtful = $state(false);
  platform = $state('linux');
  dataFolder = $state('');
  /** What was typed into the paste sheet and not checked yet. */
  draft = '';
  /** The key ID to fill into the sheet that adds a key. */
  wantedKeyId = $state('');
  /** The license whose row is to be shown and focused once its list has it. */
  wantedLicense = $state<{ deployment: number; license: number } | null>(null);

  /** The two licenses that are compared; null where one is still to be chosen. */
  compared = $state.raw<{ a: LicenseRef | null; b: LicenseRef | null }>({ a: null, b: null });
  /** The installed license that is selected, to be compared. */
  comparedFrom = $state.raw<LicenseRef | null>(null);
  /** The files whose deployments are asked for, beside the list until a file is chosen in it. */
  assigning = $state.raw<{ ids: string[]; choices: number } | null>(null);

  #systemLocale = $state('en-GB');
  #zone = $state('UTC');
  #history: Place[] = [];
  #future: Place[] = [];
  /** What was taken back and can be done again, the latest last. */
  #undone: (() => Promise<boolean>)[] = [];
  /** The deployment that the next license is meant for: files hover over its page, or its button asked for one. */
  #target: number | null = null;
  /** The entries that came with the batch that runs. */
  #came: string[] = [];
  /** The batch that led to the files last. */
  #ledTo: number | null = null;
  /** The batch whose file is meant for a deployment. */
  #staying: number | null = null;

  manner = $derived<Manner>({ locale: fitLocale(this.settings.locale || this.#systemLocale), zone: this.#zone });
  /** The locale the system asks for, to name it in the settings. */
  systemLocale = $derived(fitLocale(this.#systemLocale));

  /** The deployment and view on the screen; null at the other places. */
  shown = $derived(shownDeployment(this.place));

  constructor(readonly host: Host) {
    this.deployments = new Deployments(host, this.notices, (act) => this.attempt(act));
    this.seats = new Seats(host, (act) => this.attempt(act));
    this.plans = new Plans(host, this.notices, (act) => this.attempt(act));
  }

  /**
   * Listens first and asks then. News that comes before the answer waits for it, and is heard after it in its
   * order: the answer may have been made before the news was.
   */
  async start(): Promise<() => void> {
    const early: (() => void)[] = [];
    const inTurn =
      <T>(hear: (news: T) => void) =>
      (news: T) => {
        if (this.ready) hear(news);
        else early.push(() => hear(news));
      };
    const stop = await this.host.listen({
      dragHover: (hover) => {
        this.drag = hover;
        if (this.shown) this.#target = this.shown.id;
      },
      dragLeft: () => (this.drag = null),
      checksChanged: inTurn(({ checks }) => this.#arrived(checks)),
      checksRemoved: inTurn(({ ids }) => this.checks.remove(ids)),
      batchChanged: inTurn(({ batch }) => this.#batch(batch)),
      menuChosen: ({ id }) => this.onMenu(id),
      keysChanged: inTurn(({ keys }) => (this.keys = keys)),
      overviewChanged: inTurn(({ overview, next_check_at }) => this.#overview(overview, next_check_at)),
      deploymentChanged: inTurn(({ deployment }) => this.deployments.hearPage(deployment)),
      seatsChanged: inTurn(({ deployment }) => this.seats.hear(deployment)),
      settingsChanged: inTurn(({ settings }) => (this.settings = settings)),
      actFailed: ({ error }) => this.notices.failed(new HostError(error)),
    });
    const session = await this.host.session();
    this.clock.set(session.now);
    this.#systemLocale = session.locale;
    this.#zone = session.zone;
    this.platform = session.platform;
    this.settings = session.settings;
    this.keys = session.keys;
    this.menu = session.menu;
    this.about = session.about;
    this.storeWarning = session.store_warning;
    this.clockDoubtful = session.clock_doubtful;
    this.dataFolder = session.data_folder;
    this.checks.replace(session.checks, session.batches);
    this.place = asPlace(session.settings.place);
    this.#overview(session.overview, session.next_check_at);
    if (this.shown) void this.deployments.load(this.shown.id);
    this.ready = true;
    const started = session.batches.at(-1);
    if (started) this.go('files');
    this.#ledTo = started?.id ?? null;
    for (const hear of early) hear();
    return stop;
  }

  /** Carries out a menu entry; set by the window, whose acts know the focus. */
  onMenu: (id: string) => void = () => {};

  /** This day in the reader's zone, "2026-11-23". */
  get today(): string {
    return new Intl.DateTimeFormat('en-CA', { timeZone: this.#zone }).format(this.clock.now());
  }

  get title(): string {
    const name = isFixed(this.place) ? PLACE_NAMES[this.place] : this.deployments.row(this.shown?.id ?? -1)?.name;
    return `${name ?? PLACE_NAMES.overview} — Seatkeeper`;
  }

  go(place: Place): void {
    if (place === this.place) return;
    this.#history.push(this.place);
    this.#future = [];
    this.#show(place);
  }

  /** Shows a deployment, in the view it names. */
  goDeployment(id: number, view: View = 'summary'): void {
    this.go(deploymentPlace(id, view));
  }

  back(): void {
    const place = this.#history.filter((each) => this.#exists(each)).pop();
    if (!place) return;
    this.#history.splice(this.#history.lastIndexOf(place));
    this.#future.push(this.place);
    this.#show(place);
  }

  forward(): void {
    const place = this.#future.filter((each) => this.#exists(each)).pop();
    if (!place) return;
    this.#future.splice(this.#future.lastIndexOf(place));
    this.#history.push(this.place);
    this.#show(place);
  }

  /** Shows two licenses side by side; without the second it is chosen there. */
  compare(a: LicenseRef | null, b: LicenseRef | null = null): void {
    if (a !== null) this.compared = { a, b };
    this.go('compare');
  }

  /** Asks where files belong. */
  assign(ids: string[]): void {
    this.assigning = { ids, choices: this.checks.choices };
    this.go('files');
  }

  /** Opens an entry's card. */
  open(id: string): void {
    this.checks.selectedId = id;
    this.go('files');
  }

  async checkText(text: string): Promise<boolean> {
    if (!text.trim()) {
      this.notices.say('The clipboard holds no text.');
      return false;
    }
    return this.attempt(async () => {
      const said = this.notices.said;
      const checks = await this.host.checkText(text);
      // The entries may have come as news before the answer did.
      if (this.notices.said !== said) return;
      this.checks.upsert(checks);
      this.#announce(checks);
    });
  }

  /** Opens files; those for a deployment go on to its sheet. */
  openFiles = (deployment: number | null = null) => {
    this.#target = deployment;
    return this.attempt(() => this.host.openFiles());
  };

  /** Opens the sheet for pasted text; a license for a deployment goes on to its sheet. */
  paste(deployment: number | null = null): void {
    this.#target = deployment;
    this.sheet = 'paste';
  }

  /** Opens the sheet that installs a license, but not for one that must not be. */
  install(check: CheckView | null, deployment: number | null = null): void {
    if (check && !mayInstall(check)) return this.notices.say(plain(check.headline, this.manner));
    this.sheet = { kind: 'install', deployment, check: check?.id ?? null };
  }

  /** After an install: the row of the new license, with the focus on it. */
  showLicense(deployment: number, license: number): void {
    this.wantedLicense = { deployment, license };
    this.goDeployment(deployment, 'licenses');
  }

  keep = (id: string) =>
    this.attempt(async () => {
      const check = await this.host.keep(id);
      this.checks.upsert([check]);
      this.notices.say(`A copy of ${check.source.label} is kept on this computer.`);
    });

  forget = (ids: string[]) => {
    // What is done anew ends what could be done again.
    if (ids.length > 0) this.#undone = [];
    return this.#forget(ids);
  };

  #forget = (ids: string[]): Promise<boolean> =>
    this.attempt(async () => {
      if (ids.length === 0) return;
      const { id, sentence } = await this.host.forget(ids);
      this.checks.remove(ids);
      this.notices.undoable(sentence, { undo: () => this.host.undo(id), redo: () => this.#forget(ids) });
    });

  /** Takes the latest local act back. */
  undo = () => {
    const toast = this.notices.latestUndo();
    const back = toast?.back;
    if (!toast || !back) {
      this.notices.say('There is nothing to undo.');
      return Promise.resolve(false);
    }
    this.notices.dismiss(toast.id);
    return this.attempt(async () => {
      await back.undo();
      this.#undone.push(back.redo);
      this.notices.say('Undone.');
    });
  };

  /** Does again what was taken back last. */
  redo = () => {
    const again = this.#undone.pop();
    if (again) return again();
    this.notices.say('There is nothing to redo.');
    return Promise.resolve(false);
  };

  copy = (request: CopyRequest, said = 'Copied.') =>
    this.attempt(async () => {
      await this.host.copy(request);
      this.notices.say(said);
    });

  /** The setting that was sent last. The next one waits for it: the program keeps what comes last, and that is to be
   * what was chosen last. */
  #setting: Promise<unknown> = Promise.resolve();

  set = (request: SettingRequest) => {
    const before = this.#setting;
    const setting = this.attempt(async () => {
      await before;
      this.settings = await this.host.setSetting(request);
    });
    this.#setting = setting;
    return setting;
  };

  zoom(percent: number): void {
    const zoom = Math.min(200, Math.max(80, percent));
    if (zoom !== this.settings.zoom_percent) void this.set({ name: 'zoom_percent', value: zoom });
  }

  /** Rejects where the key is refused, for the sheet to say it beside the field. */
  async addKey(request: AddKeyRequest): Promise<void> {
    this.keys = await this.host.addKey(request);
    this.notices.say(`The key ${request.key_id} is trusted now.`);
  }

  removeKey = (keyId: string) =>
    this.attempt(async () => {
      this.keys = await this.host.removeKey(keyId);
      this.notices.say(`The key ${keyId} is no longer trusted.`);
    });

  clearRecent = () =>
    this.attempt(async () => {
      await this.host.clearRecent();
      this.notices.say('The list of checked files is cleared.');
    });

  /** Runs an act and says so where it fails. */
  async attempt(act: () => Promise<void>): Promise<boolean> {
    try {
      await act();
      return true;
    } catch (error) {
      this.notices.failed(error);
      return false;
    }
  }

  #show(place: Place): void {
    this.place = place;
    this.#target = null;
    if (this.shown) void this.deployments.load(this.shown.id);
    void this.set({ name: 'place', value: place });
  }

  #exists(place: Place): boolean {
    const shown = shownDeployment(place);
    return !shown || this.deployments.row(shown.id) !== null;
  }

  /** Takes in what is known of all deployments; the place of one that is gone makes way. */
  #overview(overview: OverviewView, next: string | null): void {
    this.deployments.hear(overview, next);
    if (!this.#exists(this.place)) this.#show('overview');
  }

  #arrived(checks: CheckView[]): void {
    const fresh = checks.filter((check) => !this.checks.before(check));
    const again = checks.length === 1 && checks.every((check) => askedAgain(this.checks.before(check), check));
    if (this.checks.running) this.#came.push(...checks.map((check) => check.id));
    this.checks.upsert(checks);
    if (again) return this.#announce(checks);
    if (fresh.length === 0) return;
    const batch = this.checks.running;
    if (!batch || batch.total === 1) this.#announce(fresh);
    else this.go('files');
  }

  /** Shows the first of the entries just asked for, and says its verdict once. */
  #announce(checks: CheckView[]): void {
    const first = checks[0];
    if (!first) return;
    this.checks.clearFilter();
    const target = this.#target;
    this.#target = null;
    if (target !== null && checks.length === 1 && mayInstall(first)) {
      this.checks.selectedId = first.id;
      this.install(first, target);
    } else this.open(first.id);
    const headline = plain(first.headline, this.manner);
    this.notices.say(
      checks.length === 1 ? `Checked. ${headline}` : `${checks.length} licenses found. The first: ${headline}`,
    );
  }

  #batch(batch: Parameters<Checks['batch']>[0]): void {
    if (!this.checks.running) this.#came = [];
    this.checks.batch(batch);
    this.drag = null;
    // A single file meant for a deployment leaves the page as it is: its sheet opens over it.
    if (batch.total === 1 && this.#target !== null) this.#staying = batch.id;
    // A batch leads to its files once; where its reader went meanwhile is left alone.
    if (this.#staying !== batch.id && this.#ledTo !== batch.id) this.go('files');
    this.#ledTo = batch.id;
    // One message at the end, not one for each file; a single file has said its verdict already.
    if (batch.state !== 'running' && batch.total > 1) {
      this.notices.say(batch.summary);
      this.checks.selectedId ??= this.checks.all[0]?.id ?? null;
      if (this.deployments.rows.length > 0 && this.#came.length > 1) this.assign([...new Set(this.#came)]);
    }
  }
}

const NEVER_INSTALLED = new Set([
  'expired',
  'refused',
  'bad_signature',
  'unsigned',
  'malformed',
  'not_a_license',
  'unreadable',
]);

/** Whether a license may be sent anywhere at all; where the key is unknown, Coder decides. */
export function mayInstall(check: CheckView): boolean {
  return !NEVER_INSTALLED.has(check.verdict);
}

/**
 * Whether a known entry came because its file was opened once more: the same words again, or another text under the
 * same name. A verdict that changes by itself changes its words and leaves the text as it was.
 */
function askedAgain(before: CheckView | undefined, check: CheckView): boolean {
  if (!before || before.kept !== check.kept) return false;
  const words = ({ headline, detail }: CheckView) => JSON.stringify([headline, detail]);
  return before.fingerprint !== check.fingerprint || words(before) === words(check);
}

const KEY = Symbol('desk');

export function provideDesk(desk: Desk): void {
  setContext(KEY, desk);
}

export function useDesk(): Desk {
  return getContext<Desk>(KEY);
}
