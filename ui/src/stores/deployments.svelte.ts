import type { DeploymentRowView, DeploymentView, Detail, Host, OverviewView } from '../host/host';
import type { Notices } from './notices.svelte';

type Attempt = (act: () => Promise<void>) => Promise<boolean>;

/** What is known before the first answer. */
export const NO_DEPLOYMENTS: OverviewView = {
  headline: [],
  reachable: '',
  offline: [],
  attention: [],
  deployments: [],
  checking: null,
  checked_at: null,
};

/** The deployments as the program knows them, and the acts that need no sheet. */
export class Deployments {
  overview = $state.raw<OverviewView>(NO_DEPLOYMENTS);
  /** When all are asked next by themselves; null where they are not, or are being asked. */
  nextCheckAt = $state<string | null>(null);
  #pages = $state.raw<ReadonlyMap<number, DeploymentView>>(new Map());

  rows = $derived(this.overview.deployments);

  constructor(
    private readonly host: Host,
    private readonly notices: Notices,
    private readonly attempt: Attempt,
  ) {}

  row(id: number): DeploymentRowView | null {
    return this.rows.find((row) => row.id === id) ?? null;
  }

  /** A deployment's page; null before it was asked for. */
  page(id: number): DeploymentView | null {
    return this.#pages.get(id) ?? null;
  }

  hear(overview: OverviewView, next: string | null): void {
    this.overview = overview;
    this.nextCheckAt = next;
    const ids = new Set(overview.deployments.map((row) => row.id));
    this.#pages = new Map([...this.#pages].filter(([id]) => ids.has(id)));
  }

  /** Takes in a row that an act gave back, before the news of it comes. */
  take(row: DeploymentRowView): void {
    const known = this.rows.some((each) => each.id === row.id);
    const rows = known ? this.rows.map((each) => (each.id === row.id ? row : each)) : [...this.rows, row];
    this.overview = { ...this.overview, deployments: rows };
  }

  hearPage(page: DeploymentView): void {
    this.#pages = new Map(this.#pages).set(page.row.id, page);
  }

  load = (id: number) => this.attempt(async () => this.hearPage(await this.host.deployment(id)));

  /** Asks deployments anew; null asks all. */
  check = (ids: number[] | null) =>
    this.attempt(async () => {
      await this.host.checkDeployments(ids);
      // A quick round is over before the news of its beginning was told; so who asked looks for himself.
      const overview = await this.host.overview();
      this.hear(overview, this.nextCheckAt);
      const silent = overview.deployments.filter((row) => row.stale).map((row) => row.name);
      const names = new Intl.ListFormat('en').format(silent);
      this.notices.say(silent.length > 0 ? `Checking finished. ${names} did not answer.` : 'Checking finished.');
    });

  cancel = () => this.attempt(() => this.host.cancelChecks());

  refresh = (id: number) =>
    this.attempt(async () => {
      await this.host.refreshEntitlements(id);
      this.notices.say('Coder worked the entitlements out anew.');
    });

  /** Puts a deployment one place up or down, or at a place of the list. */
  move(id: number, to: number): void {
    const ids = this.rows.map((row) => row.id).filter((other) => other !== id);
    const place = Math.min(ids.length, Math.max(0, to));
    const row = this.row(id);
    if (!row || this.rows[place]?.id === id) return;
    ids.splice(place, 0, id);
    this.overview = { ...this.overview, deployments: ids.flatMap((each) => this.row(each) ?? []) };
    this.notices.say(`${row.name} is now ${place + 1} of ${this.rows.length}.`);
    void this.attempt(() => this.host.reorderDeployments(ids));
  }

  signOut = (id: number) =>
    this.attempt(async () => {
      const { sentence, failure } = await this.host.signOut(id);
      this.notices.tell(sentence, failure ? `${failure.message} ${failure.hint}`.trim() : '');
    });

  forget = (id: number): Promise<boolean> =>
    this.attempt(async () => {
      const act = await this.host.forgetDeployment(id);
      this.notices.undoable(act.sentence, { undo: () => this.host.undoForget(act.id), redo: () => this.forget(id) });
    });

  saveCsv = () =>
    this.attempt(async () => {
      await this.host.saveOverviewCsv();
    });

  copyRenewalRequest = (ids: number[]) =>
    this.attempt(async () => {
      await this.host.copyRenewalRequest(ids);
      this.notices.tell('The request is on the clipboard.', 'Paste it into a message to your contact at Coder.');
    });

  terms = () => this.host.terms();
  outlook = (id: number) => this.host.outlook(id);
  present = (id: number) => this.host.present(id);

  copyPresentReport = (id: number) =>
    this.attempt(async () => {
      await this.host.copyPresentReport(id);
      this.notices.say('Copied. It names no deployment, no account and no ID.');
    });

  copyDetail = (deployment: number, what: Detail) =>
    this.attempt(async () => {
      const page = this.page(deployment) ?? (await this.host.deployment(deployment));
      const text = detailOf(page, what);
      if (!text) return this.notices.say('There is nothing to copy: it is not reported.');
      await this.host.copy({ kind: 'text', text });
      this.notices.say('Copied.');
    });

  eraseEverything = () =>
    this.attempt(async () => {
      await this.host.eraseEverything();
      this.notices.tell('Everything that Seatkeeper kept is erased.', '');
    });
}

function detailOf(page: DeploymentView, what: Detail): string {
  if (what === 'deployment_id') return page.details.deployment_id ?? '';
  if (what === 'access_url') return page.row.origin;
  const [kind, id] = what.split(':');
  const list = page.licenses.kind === 'listed' ? page.licenses.licenses : [];
  const license = list.find((each) => each.id === Number(id));
  return (kind === 'uuid' ? license?.uuid : license?.json) ?? '';
}
