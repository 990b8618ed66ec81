import { getContext, setContext } from 'svelte';
import { fitLocale, type Manner } from '../format/date';
import { plain } from '../format/sentence';
import type {
  AboutView,
  AddKeyRequest,
  CheckView,
  CopyRequest,
  DragHover,
  ErrorView,
  Host,
  MenuEntryView,
  SettingRequest,
  SettingsView,
  TrustedKeyView,
} from '../host/host';
import { asPlace, PLACE_NAMES, type Place, type Sheet } from '../routes';
import { Checks } from './checks.svelte';
import { Clock } from './clock.svelte';
import { Notices } from './notices.svelte';

const DEFAULTS: SettingsView = {
  theme: 'system',
  rows: 'comfortable',
  zoom_percent: 100,
  locale: '',
  menu_bar: true,
  keep_checked_files: false,
  sidebar_width: 240,
  place: 'overview',
};

/** All that the window knows, fed by the host, and the acts of its reader. */
export class Desk {
  readonly checks = new Checks();
  readonly notices = new Notices();
  readonly clock = new Clock();

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

  #systemLocale = $state('en-GB');
  #zone = $state('UTC');
  #history: Place[] = [];
  #future: Place[] = [];
  /** The entries that each forgetting took, by the number of its way back. */
  #forgotten = new Map<number, string[]>();
  /** What was taken back and can be forgotten again, the latest last. */
  #undone: string[][] = [];

  manner = $derived<Manner>({ locale: fitLocale(this.settings.locale || this.#systemLocale), zone: this.#zone });
  /** The locale the system asks for, to name it in the settings. */
  systemLocale = $derived(fitLocale(this.#systemLocale));

  constructor(readonly host: Host) {}

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
      dragHover: (hover) => (this.drag = hover),
      dragLeft: () => (this.drag = null),
      checksChanged: inTurn(({ checks }) => this.#arrived(checks)),
      checksRemoved: inTurn(({ ids }) => this.checks.remove(ids)),
      batchChanged: inTurn(({ batch }) => this.#batch(batch)),
      menuChosen: ({ id }) => this.onMenu(id),
      keysChanged: inTurn(({ keys }) => (this.keys = keys)),
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
    this.ready = true;
    void this.host.setTitle(this.title);
    if (session.batches.length > 0) this.go('files');
    for (const hear of early) hear();
    return stop;
  }

  /** Carries out a menu entry; set by the window, whose acts know the focus. */
  onMenu: (id: string) => void = () => {};

  get title(): string {
    return `${PLACE_NAMES[this.place]} — Seatkeeper`;
  }

  go(place: Place): void {
    if (place === this.place) return;
    this.#history.push(this.place);
    this.#future = [];
    this.#show(place);
  }

  back(): void {
    const place = this.#history.pop();
    if (!place) return;
    this.#future.push(this.place);
    this.#show(place);
  }

  forward(): void {
    const place = this.#future.pop();
    if (!place) return;
    this.#history.push(this.place);
    this.#show(place);
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

  openFiles = () => this.attempt(() => this.host.openFiles());

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

  #forget = (ids: string[]) =>
    this.attempt(async () => {
      if (ids.length === 0) return;
      const undo = await this.host.forget(ids);
      this.#forgotten.set(undo.id, ids);
      this.checks.remove(ids);
      this.notices.undoable(undo.sentence, undo.id);
    });

  /** Takes the latest local act back. */
  undo = () => {
    const toast = this.notices.latestUndo();
    const act = toast?.undo;
    if (!toast || act === null || act === undefined) {
      this.notices.say('There is nothing to undo.');
      return Promise.resolve(false);
    }
    this.notices.dismiss(toast.id);
    return this.attempt(async () => {
      await this.host.undo(act);
      this.#undone.push(this.#forgotten.get(act) ?? []);
      this.#forgotten.delete(act);
      this.notices.say('Undone.');
    });
  };

  /** Does again what was taken back last. */
  redo = () => {
    const ids = this.#undone.pop() ?? [];
    if (ids.length > 0) return this.#forget(ids);
    this.notices.say('There is nothing to redo.');
    return Promise.resolve(false);
  };

  copy = (request: CopyRequest, said = 'Copied.') =>
    this.attempt(async () => {
      await this.host.copy(request);
      this.notices.say(said);
    });

  set = (request: SettingRequest) =>
    this.attempt(async () => {
      this.settings = await this.host.setSetting(request);
    });

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
    void this.host.setTitle(this.title);
    void this.set({ name: 'place', value: place });
  }

  #arrived(checks: CheckView[]): void {
    const fresh = checks.filter((check) => !this.checks.before(check));
    const again = checks.length === 1 && checks.every((check) => askedAgain(this.checks.before(check), check));
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
    this.open(first.id);
    const headline = plain(first.headline, this.manner);
    this.notices.say(
      checks.length === 1 ? `Checked. ${headline}` : `${checks.length} licenses found. The first: ${headline}`,
    );
  }

  #batch(batch: Parameters<Checks['batch']>[0]): void {
    this.checks.batch(batch);
    this.drag = null;
    this.go('files');
    // One message at the end, not one for each file; a single file has said its verdict already.
    if (batch.state !== 'running' && batch.total > 1) {
      this.notices.say(batch.summary);
      this.checks.selectedId ??= this.checks.all[0]?.id ?? null;
    }
  }
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
