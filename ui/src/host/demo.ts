import { DEMO_CHECKS, DEMO_NOW, sentence } from './demo-checks';
import type { DemoDeployments } from './demo-deployments';
import { DemoReclaim } from './demo-reclaim';
import { DemoSeats, type DemoSeatState } from './demo-seats';
import {
  HostError,
  type AddKeyRequest,
  type CheckView,
  type CopyRequest,
  type Host,
  type HostEvents,
  type HostHandlers,
  type MenuEntryView,
  type SessionView,
  type SettingRequest,
  type SettingsView,
  type TrustedKeyView,
  type UndoView,
} from './host';

export type DemoOptions = {
  empty?: boolean;
  place?: string;
  locale?: string;
  rows?: string;
  theme?: string;
  /** The entries instead of one of each. */
  checks?: CheckView[];
  session?: Partial<SessionView>;
  /** The deployments and their state; none where it is left out. */
  deployments?: DemoDeployments;
  /** The state of the seats of the first deployment. */
  seats?: DemoSeatState;
  /** How many hold a seat, where not as many as its row says. */
  holders?: number;
};

const menu = (menu: string, id: string, label: string, keys = '', needs_deployment = false): MenuEntryView => ({
  id,
  menu,
  label,
  keys,
  needs_deployment,
});

const MENU = [
  menu('File', 'open', 'Open License Files…', 'Ctrl+O'),
  menu('File', 'paste', 'Paste License Text…', 'Ctrl+Shift+V'),
  menu('File', 'settings', 'Settings', 'Ctrl+,'),
  menu('Edit', 'undo', 'Undo', 'Ctrl+Z'),
  menu('Edit', 'redo', 'Redo', 'Ctrl+Shift+Z'),
  menu('Edit', 'filter', 'Filter This List', 'Ctrl+F'),
  menu('View', 'go_plans', 'Plans'),
  menu('View', 'toggle_sidebar', 'Show or Hide the Sidebar', 'F9'),
  menu('View', 'next_region', 'Next Region', 'F6'),
  menu('Deployment', 'add_deployment', 'Add a Deployment…', 'Ctrl+N'),
  menu('Deployment', 'check_again', 'Check Again', 'Ctrl+R', true),
  menu('License', 'compare', 'Compare', 'Ctrl+D'),
  menu('License', 'forget', 'Forget', 'Delete'),
  menu('Help', 'shortcuts', 'Keyboard Shortcuts', 'F1'),
  menu('Help', 'about', 'About Seatkeeper'),
];

const KEYS: TrustedKeyView[] = [
  {
    key_id: '2022-08-12',
    built_in: true,
    label: '',
    hex: '67186ade9d222c21b1be112009b7c43676aab17f1b8796682f88c8636dceaf2f',
    added_at: null,
  },
];

/** The program around the page, in memory: the page runs on it in a tab, in tests and for screenshots. */
export class DemoHost extends DemoReclaim implements Host {
  title = '';
  readonly seatsHost: DemoSeats;
  #checks: Map<string, CheckView>;
  #settings: SettingsView;
  #keys = [...KEYS];
  #handlers: HostHandlers | null = null;
  #undo = new Map<number, CheckView[]>();
  #undoes = 0;
  #pasted = 0;

  constructor(private readonly options: DemoOptions = {}) {
    super(options.deployments ?? 'none');
    this.seatsHost = new DemoSeats(
      {
        rows: () => this.known.deployments,
        ask: (what, about) => this.ask(what, about),
        told: (deployment) => this.emit('seatsChanged', { deployment }),
      },
      options.seats,
      options.holders ?? null,
    );
    const checks = options.checks ?? (options.empty ? [] : DEMO_CHECKS);
    this.#checks = new Map(checks.map((check) => [check.id, check]));
    this.#settings = {
      theme: options.theme ?? 'system',
      rows: options.rows ?? 'comfortable',
      zoom_percent: 100,
      locale: '',
      menu_bar: true,
      keep_checked_files: false,
      check_every_minutes: 15,
      sidebar_width: 240,
      place: options.place ?? 'overview',
    };
  }

  /** Says something to the page, as the program would. */
  emit<Name extends keyof HostEvents>(name: Name, payload: HostEvents[Name]): void {
    this.#handlers?.[name](payload);
  }

  /** Adds an entry and says so, as a dropped file does. */
  drop(checks: CheckView[]): void {
    for (const check of checks) this.#checks.set(check.id, check);
    this.emit('checksChanged', { checks });
  }

  async session(): Promise<SessionView> {
    return {
      now: DEMO_NOW,
      clock_doubtful: false,
      locale: this.options.locale ?? 'en-GB',
      zone: 'Europe/Berlin',
      platform: 'linux',
      store_warning: null,
      checks: [...this.#checks.values()],
      batches: [],
      settings: this.#settings,
      keys: this.#keys,
      menu: MENU,
      about: {
        version: '0.1.0',
        commit: '1a2b3c4',
        built_at: '2026-11-20T00:00:00Z',
        advice: '',
        parts: ['tauri 2.12 (MIT OR Apache-2.0)', 'svelte 5.57 (MIT)', 'Geist (OFL-1.1)'],
      },
      overview: this.known,
      next_check_at: this.nextCheck,
      data_folder: '~/.local/share/seatkeeper',
      ...this.options.session,
    };
  }

  async checkText(text: string): Promise<CheckView[]> {
    this.ask('checkText', text);
    this.#pasted += 1;
    const check = { ...judge(text), id: `pasted-${this.#pasted}` };
    this.#checks.set(check.id, check);
    return [check];
  }

  async previewText(text: string): Promise<CheckView[]> {
    this.ask('previewText', text);
    return [judge(text)];
  }

  async keep(id: string): Promise<CheckView> {
    this.ask('keep', id);
    const check = { ...this.#check(id), kept: true };
    this.#checks.set(id, check);
    return check;
  }

  async forget(ids: string[]): Promise<UndoView> {
    this.ask('forget', ids);
    const gone = ids.map((id) => this.#check(id));
    for (const id of ids) this.#checks.delete(id);
    const id = (this.#undoes += 1);
    this.#undo.set(id, gone);
    this.emit('checksRemoved', { ids });
    const name = gone.length === 1 ? gone[0]?.source.label : `${gone.length} files`;
    return { id, sentence: `Forgot ${name}.`, until: DEMO_NOW };
  }

  async undo(id: number): Promise<void> {
    this.ask('undo', id);
    this.drop(this.#undo.get(id) ?? []);
  }

  async revealRaw(id: string): Promise<string> {
    this.ask('revealRaw', id);
    return `eyJhbGciOiJFZERTQSIsImtpZCI6IjIwMjItMDgtMTIifQ.${'eyJ2ZXJzaW9uIjozfQ'.repeat(8)}.c2lnbmF0dXJlb2fQ`;
  }

  async setSetting(request: SettingRequest): Promise<SettingsView> {
    this.ask('setSetting', request);
    this.#settings = { ...this.#settings, [request.name]: request.value };
    return this.#settings;
  }

  async addKey(request: AddKeyRequest): Promise<TrustedKeyView[]> {
    this.ask('addKey', request);
    if (!/^[0-9a-f]{64}$/i.test(request.key_text)) {
      throw new HostError({
        code: 'key_invalid',
        message: 'This is not an Ed25519 public key: it has not 32 bytes.',
        hint: 'Paste the key in hex (64 digits) or base64.',
        subject: request.key_id,
      });
    }
    const { key_id, label, key_text } = request;
    this.#keys = [...this.#keys, { key_id, label, hex: key_text, built_in: false, added_at: DEMO_NOW }];
    return this.#keys;
  }

  async removeKey(keyId: string): Promise<TrustedKeyView[]> {
    this.ask('removeKey', keyId);
    return (this.#keys = this.#keys.filter((key) => key.key_id !== keyId));
  }

  async clearRecent(): Promise<void> {
    this.ask('clearRecent', null);
    const ids = [...this.#checks.values()].filter((check) => !check.kept).map((check) => check.id);
    for (const id of ids) this.#checks.delete(id);
    this.emit('checksRemoved', { ids });
  }

  openFiles = async () => this.ask('openFiles', null);
  cancelBatch = async (id: number) => this.ask('cancelBatch', id);
  copy = async (request: CopyRequest) => this.ask('copy', request);
  showFolder = async (id: string) => this.ask('showFolder', id);
  showDataFolder = async () => this.ask('showDataFolder', null);
  saveCopy = async (id: string) => this.ask('saveCopy', id);
  closeWindow = async () => this.ask('closeWindow', null);
  quit = async () => this.ask('quit', null);
  setTitle = async (title: string) => void (this.title = title);

  async listen(handlers: HostHandlers): Promise<() => void> {
    this.#handlers = handlers;
    return () => (this.#handlers = null);
  }

  protected allChecks(): CheckView[] {
    return [...this.#checks.values()];
  }

  protected checkOf(id: string): CheckView {
    return this.#check(id);
  }

  #check(id: string): CheckView {
    const check = this.#checks.get(id);
    if (!check)
      throw new HostError({ code: 'internal', message: 'No such entry.', hint: 'Open it again.', subject: id });
    return check;
  }
}

/** Not a judge at all: the shape of the text chooses one of the examples. */
function judge(text: string): CheckView {
  const like =
    text.split('.').length === 3 ? 'prod-500.jwt' : /^\w{10}-\w{22}$/.test(text.trim()) ? 'token.txt' : 'half.jwt';
  const example = DEMO_CHECKS.find((check) => check.id === like) ?? DEMO_CHECKS[0];
  if (!example) throw new Error('no examples');
  const source = { label: 'Pasted text', path: null, index: null, also: [] };
  return {
    ...example,
    id: 'preview',
    kept: false,
    source,
    detail: example.detail.length ? example.detail : sentence(''),
  };
}
