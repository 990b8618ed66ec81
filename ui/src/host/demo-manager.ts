import { DEMO_CHECKS, DEMO_NOW, sentence } from './demo-checks';
import { demoAssignment, demoChoices, demoComparable, demoCompared, demoWorked } from './demo-plans';
import { demoOverview, demoPage, NEW_LICENSE, type DemoDeployments } from './demo-deployments';
import { demoOutlook, demoPresent, demoTerms } from './demo-terms';
import {
  HostError,
  type AddressView,
  type CheckView,
  type CompareRequest,
  type DeploymentRowView,
  type DeploymentsHost,
  type DeploymentView,
  type ErrorView,
  type FinishRequest,
  type FitView,
  type HostEvents,
  type InstalledLicenseView,
  type InstalledView,
  type InstallRequest,
  type InstallView,
  type LookRequest,
  type OverviewView,
  type PlanDraft,
  type PlanRowView,
  type PlansHost,
  type RemovalView,
  type RemovedView,
  type RemoveRequest,
  type SignedOutView,
  type SignInRequest,
  type TermsHost,
  type TrialView,
  type UndoView,
} from './host';

/** How the next install ends. */
export type Outcome = 'installed' | 'refused' | 'session' | 'forbidden' | 'unknown';

const said = (code: string, message: string, hint: string): ErrorView => ({ code, message, hint, subject: null });

/** What stands at the addresses of the demo, besides those that answer well. */
const FAULTS: Record<string, ErrorView> = {
  'nowhere.example.com': said(
    'deployment_unreachable',
    'nowhere.example.com cannot be reached: the name is not known.',
    'Check the address, the network and the VPN; then try again.',
  ),
  'self-signed.example.com': said(
    'deployment_certificate_untrusted',
    'The certificate of self-signed.example.com (issued by "Example Root CA") is not trusted here.',
    "If your organization has its own authority, name its CA file in the connection's settings.",
  ),
  'www.example.com': said(
    'deployment_not_coder',
    'www.example.com answers, but is not Coder.',
    'Something else than Coder answers there: a sign-in page, a proxy, another site. Check the address.',
  ),
};

/** The deployments in memory: four of them, in one of their states. */
export abstract class DemoManager implements DeploymentsHost, PlansHost, TermsHost {
  /** What was asked, in order, for tests to read. */
  readonly asked: [string, unknown][] = [];
  /** How the next install ends. */
  outcome: Outcome = 'installed';
  /** What is found after an unknown outcome. */
  found: number | null = null;
  /** What is wrong with the keychain, or null. */
  keychainFault: ErrorView | null = null;
  #overview: OverviewView;
  #added = new Map<number, InstalledLicenseView[]>();
  #removed = new Map<number, Set<number>>();
  #forgotten = new Map<number, OverviewView>();
  #trial: SignInRequest | null = null;
  #plans = new Map<number, PlanDraft>();
  #plansAside = new Map<number, PlanDraft>();

  constructor(as: DemoDeployments) {
    this.#overview = demoOverview(as);
  }

  abstract emit<Name extends keyof HostEvents>(name: Name, payload: HostEvents[Name]): void;
  protected abstract checkOf(id: string): CheckView;
  protected abstract allChecks(): CheckView[];

  protected ask(what: string, about: unknown): void {
    this.asked.push([what, about]);
  }

  /** Changes what is known of all deployments, and says so. */
  turn(overview: OverviewView): void {
    this.#overview = overview;
    this.emit('overviewChanged', { overview, next_check_at: this.nextCheck });
    for (const row of overview.deployments) this.emit('deploymentChanged', { deployment: this.#page(row) });
  }

  /** Shows another of the demo's states. */
  show(as: DemoDeployments): void {
    this.turn(demoOverview(as));
  }

  protected get nextCheck(): string | null {
    const { checking, deployments } = this.#overview;
    return checking || deployments.length === 0 ? null : '2026-11-23T18:19:20Z';
  }

  protected get known(): OverviewView {
    return this.#overview;
  }

  #row(id: number): DeploymentRowView {
    const row = this.#overview.deployments.find((each) => each.id === id);
    if (!row) throw new HostError(said('deployment_unknown', 'There is no such deployment.', 'Look at the list.'));
    return row;
  }

  #page(row: DeploymentRowView): DeploymentView {
    return demoPage(row, this.#added.get(row.id) ?? [], this.#removed.get(row.id) ?? new Set());
  }

  #change(id: number, change: (row: DeploymentRowView) => DeploymentRowView): void {
    const deployments = this.#overview.deployments.map((row) => (row.id === id ? change(row) : row));
    this.turn({ ...this.#overview, deployments });
  }

  overview = async () => this.#overview;
  deployment = async (id: number) => this.#page(this.#row(id));

  async look(request: LookRequest): Promise<AddressView> {
    this.ask('look', request);
    const open = request.address.startsWith('http://');
    const bare = request.address.replace(/^https?:\/\//, '');
    const host = bare.split(/[/?]/)[0] ?? '';
    const fault = FAULTS[host];
    if (fault) throw new HostError(fault);
    const cut = bare.replace(/\/$/, '') !== host;
    const typed = request.address.startsWith('http');
    const row = this.#overview.deployments.find((each) => each.host === host);
    return {
      origin: `${open ? 'http' : 'https'}://${host}`,
      host,
      remarks: [
        ...(typed ? [] : [{ code: 'scheme_assumed', message: 'https is used, since none was typed.', hint: '' }]),
        ...(cut ? [{ code: 'path_cut', message: 'What follows the host was cut.', hint: '' }] : []),
      ],
      needs_consent: open && !request.allow_unencrypted,
      version: open && !request.allow_unencrypted ? '' : 'v2.29.3',
      deployment_id: null,
      already: row?.id ?? null,
      name: 'Coder',
      methods: {
        password: true,
        browser: ['GitHub', 'Okta'],
        token_page: `https://${host}/cli-auth`,
        coder_cli: { origin: `https://${host}`, place: '~/.config/coderv2' },
      },
      keychain: { place: 'GNOME Keyring', fault: this.keychainFault },
    };
  }

  async trySignIn(request: SignInRequest): Promise<TrialView> {
    this.ask('trySignIn', request);
    if (request.way.kind === 'token' && request.way.token === 'wrong') {
      throw new HostError(said('session_rejected', 'Coder refused the token.', 'Sign in again.'));
    }
    if (request.way.kind === 'password' && request.way.password === 'wrong') {
      throw new HostError(
        said('sign_in_refused', 'Incorrect email or password.', 'Check e-mail and password, or sign in with a token.'),
      );
    }
    this.#trial = request;
    const watching = request.way.kind === 'watch';
    return {
      ticket: 7,
      signed_in_as: watching ? '' : 'ana',
      role: watching ? '' : 'Owner',
      session_ends_at: watching ? null : '2026-12-23T18:00:00Z',
      checks: [
        { label: 'Seats and entitlements', mark: watching ? 'bad' : 'good', sentence: '' },
        { label: 'Licenses', mark: watching ? 'bad' : 'good', sentence: '' },
        {
          label: 'User list',
          mark: 'bad',
          sentence: 'This token may not list users. Seats still work; the list of users will be empty.',
        },
      ],
    };
  }

  async finishSignIn(request: FinishRequest): Promise<DeploymentRowView> {
    this.ask('finishSignIn', request);
    const trial = this.#trial;
    if (!trial) throw new HostError(said('trial_over', 'This sign-in was not finished in time.', 'Begin it again.'));
    if (this.#overview.deployments.some((row) => row.name === request.name && row.id !== trial.deployment)) {
      throw new HostError(
        said(
          'deployment_name_taken',
          `There is already a deployment called "${request.name}".`,
          'Choose another name.',
        ),
      );
    }
    this.#trial = null;
    const session = { watch: 'watching', token: 'pasted', password: 'begun', coder_cli: 'taken_over' }[trial.way.kind];
    if (trial.deployment !== null) {
      const example = demoOverview('four').deployments.find((row) => row.id === trial.deployment);
      this.#change(trial.deployment, (row) => ({ ...row, ...example, session, failure: null, stale: false }));
      return this.#row(trial.deployment);
    }
    const example = demoOverview('covered').deployments[0] as DeploymentRowView;
    const host = trial.look.address.replace(/^https?:\/\//, '').split('/')[0] ?? '';
    const id = Math.max(0, ...this.#overview.deployments.map((row) => row.id)) + 1;
    const row = {
      ...example,
      id,
      name: request.name || 'Coder',
      letter: (request.name || 'Coder').charAt(0),
      hue: request.hue ?? 0,
      host,
      origin: `https://${host}`,
      session,
      session_until_quit: request.until_quit,
    };
    this.turn({ ...this.#overview, deployments: [...this.#overview.deployments, row] });
    return row;
  }

  dropTrial = async (ticket: number) => this.ask('dropTrial', ticket);

  async signOut(id: number): Promise<SignedOutView> {
    this.ask('signOut', id);
    const { name } = this.#row(id);
    this.#change(id, (row) => ({ ...row, session: 'watching', signed_in_as: '', session_ends_at: null }));
    return { sentence: `Signed out of ${name}. The token was only forgotten here.`, failure: null };
  }

  async renameDeployment(id: number, name: string): Promise<void> {
    this.ask('renameDeployment', [id, name]);
    this.#change(id, (row) => ({ ...row, name, letter: name.charAt(0).toUpperCase() }));
  }

  async setDeploymentHue(id: number, hue: number): Promise<void> {
    this.ask('setDeploymentHue', [id, hue]);
    this.#change(id, (row) => ({ ...row, hue }));
  }

  async reorderDeployments(ids: number[]): Promise<void> {
    this.ask('reorderDeployments', ids);
    this.turn({ ...this.#overview, deployments: ids.map((id) => this.#row(id)) });
  }

  async forgetDeployment(id: number): Promise<UndoView> {
    this.ask('forgetDeployment', id);
    const row = this.#row(id);
    const undo = 100 + this.#forgotten.size;
    this.#forgotten.set(undo, this.#overview);
    const without = <T extends { id?: number; deployment?: number }>(all: T[]) =>
      all.filter((each) => (each.deployment ?? each.id) !== id);
    const { attention, deployments } = this.#overview;
    this.turn({ ...this.#overview, attention: without(attention), deployments: without(deployments) });
    return { id: undo, sentence: `Forgot ${row.name}.`, until: DEMO_NOW };
  }

  async undoForget(id: number): Promise<void> {
    this.ask('undoForget', id);
    this.turn(this.#forgotten.get(id) ?? this.#overview);
  }

  async checkDeployments(ids: number[] | null): Promise<void> {
    this.ask('checkDeployments', ids);
    const asked = (row: DeploymentRowView) => ids === null || ids.includes(row.id);
    const before = this.#overview;
    const deployments = before.deployments.map((row) => ({ ...row, checking: asked(row) }));
    this.turn({ ...before, deployments, checking: { done: 0, total: deployments.filter(asked).length } });
  }

  /** Ends the round that was asked for. */
  async cancelChecks(): Promise<void> {
    this.ask('cancelChecks', null);
    const deployments = this.#overview.deployments.map((row) => ({ ...row, checking: false }));
    this.turn({ ...this.#overview, deployments, checking: null });
  }

  refreshEntitlements = async (id: number) => this.ask('refreshEntitlements', id);

  async planInstall({ deployment, check }: InstallRequest): Promise<InstallView> {
    const row = this.#row(deployment);
    const license = this.checkOf(check);
    const wrong = license.verdict === 'wrong_deployment' && deployment !== 3;
    const already = check === 'prod-500.jwt' && deployment === 1 ? 4 : null;
    const { may } = this.#page(row);
    const refused = wrong
      ? `It is locked to other deployments than ${row.name}.`
      : already !== null
        ? 'It is there already.'
        : '';
    return {
      deployment: row,
      license,
      effect: refused
        ? []
        : sentence(
            `${row.name} is covered until {2028-03-12T00:00:00Z|12 Mar 2028} instead of {2027-03-12T00:00:00Z|12 Mar 2027}.`,
          ),
      changes: refused
        ? []
        : [
            {
              label: 'Agent hours',
              before: sentence('#1000'),
              after: sentence('#800'),
              kind: 'loss',
            },
            {
              label: 'Coverage',
              before: sentence('to {2027-03-12T00:00:00Z|12 Mar 2027}'),
              after: sentence('to {2028-03-12T00:00:00Z|12 Mar 2028}, no gap'),
              kind: 'gain',
            },
            {
              label: 'Seats',
              before: sentence('#500'),
              after: sentence('#600 from {2027-03-12T00:00:00Z|12 Mar 2027}'),
              kind: 'gain',
            },
            { label: 'Telemetry', before: sentence('not required'), after: sentence('required'), kind: 'change' },
          ],
      winners: refused
        ? []
        : [
            {
              label: 'Seats',
              license: license.source.label,
              why: sentence(`${license.source.label} wins: #412 users fit its #600.`),
            },
          ],
      warnings: refused
        ? []
        : [
            {
              code: 'requires_telemetry',
              message: 'It requires telemetry, which is off there.',
              hint: 'Switch it on first.',
            },
          ],
      may: refused ? { allowed: false, reason: refused } : may.install,
      already,
      fits: wrong ? [{ deployment: 3, name: 'EU', already: null }] : [],
      sends: `The license text is sent to ${row.host} and nowhere else.`,
      button: `Install on ${row.name}`,
    };
  }

  async install(request: InstallRequest): Promise<InstalledView> {
    this.ask('install', request);
    const row = this.#row(request.deployment);
    const refused = (error: ErrorView, coder = '', finding = ''): InstalledView => ({
      kind: 'refused',
      error,
      coder,
      finding: sentence(finding),
    });
    switch (this.outcome) {
      case 'refused':
        return refused(
          said('api_refused', `${row.name} refused the license.`, 'Nothing was installed.'),
          'license has multiple issues; contact support',
          "Seatkeeper's own check found: expired on {2026-11-20T00:00:00Z|20 Nov 2026}.",
        );
      case 'session':
        return refused(said('session_rejected', `The session on ${row.name} has ended.`, 'Sign in again.'));
      case 'forbidden':
        return refused(
          said('session_not_permitted', 'This token may not add licenses.', 'Sign in as an Owner, or ask one.'),
        );
      case 'unknown':
        return {
          kind: 'unknown',
          error: said(
            'outcome_unknown',
            'No answer after 30 s. The license may or may not be installed.',
            'Look at the list of licenses before sending it again.',
          ),
        };
      case 'installed':
        this.#added.set(row.id, [NEW_LICENSE, ...(this.#added.get(row.id) ?? [])]);
        this.turn(this.#overview);
        return { kind: 'installed', license: 8, sentence: `Installed on ${row.name} as #8.` };
    }
  }

  async lookAfterInstall(request: InstallRequest): Promise<number | null> {
    this.ask('lookAfterInstall', request);
    if (this.found !== null) this.#added.set(request.deployment, [{ ...NEW_LICENSE, id: this.found }]);
    return this.found;
  }

  async planRemoval(deployment: number, license: number): Promise<RemovalView> {
    this.ask('planRemoval', [deployment, license]);
    const row = this.#row(deployment);
    const page = this.#page(row);
    const there = page.licenses.kind === 'listed' ? page.licenses.licenses : [];
    const target = there.find((each) => each.id === license);
    if (!target) {
      throw new HostError(
        said(
          'license_not_installed',
          `There is no license ${license} there.`,
          'Look at the list of licenses; it may have been removed already.',
        ),
      );
    }
    const grace = target.state === 'grace';
    const base = { deployment: row, license, may: page.may.remove, button: `Remove from ${row.name}` };
    const title = `Remove license #${license} from ${row.name}?`;
    const copy = target.held
      ? `You hold a copy (${target.held.label}), so you can install it again.`
      : 'Seatkeeper has no copy of this license, and Coder does not give it back. Have the file ready before you go on.';
    if (target.past) {
      const effect = sentence('Nothing changes: it no longer counts.');
      return {
        ...base,
        title,
        effect,
        changes: [],
        winners: [],
        warnings: [],
        copy,
        held: target.held !== null,
        type_name: false,
      };
    }
    return {
      ...base,
      title,
      effect: sentence(
        grace
          ? `${row.name} will have no license from now: its features, which are on in grace, stop at once.`
          : `${row.name} will have no license from now.`,
      ),
      changes: [
        {
          label: 'Seats',
          before: sentence(`#${row.seats_limit ?? 0} licensed`),
          after: sentence(`none licensed; #${row.seats_used ?? 0} users are active`),
          kind: 'loss',
        },
        {
          label: 'Features',
          before: sentence(grace ? '21 on in grace' : '21 on'),
          after: sentence('21 off: Audit Log, SCIM, …'),
          kind: 'loss',
        },
      ],
      winners: [],
      warnings: [],
      copy,
      held: target.held !== null,
      type_name: true,
    };
  }

  async removeLicense(request: RemoveRequest): Promise<RemovedView> {
    this.ask('removeLicense', request);
    const row = this.#row(request.deployment);
    const removed = this.#removed.get(row.id) ?? new Set();
    this.#removed.set(row.id, removed.add(request.license));
    this.turn(this.#overview);
    return { sentence: `Removed #${request.license} from ${row.name}.` };
  }

  copyRenewalRequest = async (ids: number[]) => this.ask('copyRenewalRequest', ids);
  saveOverviewCsv = async () => this.ask('saveOverviewCsv', null);
  openTokenPage = async (origin: string) => this.ask('openTokenPage', origin);

  async fits(check: string): Promise<FitView[]> {
    if (this.#overview.deployments.length === 0) return [];
    if (check === 'eu-renewal.jwt') return [{ deployment: 3, name: 'EU', already: null }];
    if (check === 'prod-500.jwt') return [{ deployment: 1, name: 'Production', already: 4 }];
    if (check === 'lab-50.jwt') {
      return this.#overview.deployments.map(({ id, name }) => ({ deployment: id, name, already: null }));
    }
    const example = DEMO_CHECKS.find(({ id }) => id === check);
    return example?.verdict === 'wrong_deployment' ? [] : [{ deployment: 1, name: 'Production', already: null }];
  }

  comparable = async () => demoComparable(this.allChecks(), this.#overview.deployments);
  compare = async (request: CompareRequest) => {
    this.ask('compare', request);
    return demoCompared(request, this.#overview.deployments);
  };
  assignment = async (checks: string[]) => {
    this.ask('assignment', checks);
    const chosen = this.allChecks().filter((check) => checks.includes(check.id));
    return demoAssignment(chosen, this.#overview.deployments);
  };
  plan = async (id: number) => this.#plan(id);
  planChoices = async (deployment: number) => demoChoices(this.allChecks(), deployment);

  async plans(): Promise<PlanRowView[]> {
    return [...this.#plans.values()].map((plan) => ({
      id: plan.id ?? 0,
      name: plan.name,
      deployment: this.#row(plan.deployment).name,
      summary: sentence(`${plan.steps.length} steps, from {2027-03-12T00:00:00Z|12 Mar 2027}.`),
      stale: plan.steps.some((step) => step.day < '2026-11-23') ? 'One step no longer holds.' : '',
      changed_at: DEMO_NOW,
    }));
  }

  async workOutPlan(draft: PlanDraft) {
    this.ask('workOutPlan', draft);
    if (draft.steps.some((step) => !/^\d{4}-\d\d-\d\d$/.test(step.day))) {
      throw new HostError(
        said('time_invalid', '"2027" is no time.', 'Write it as 2026-11-23 or 2026-11-23T18:06:27Z.'),
      );
    }
    return demoWorked(draft, this.#row(draft.deployment).name);
  }

  async savePlan(draft: PlanDraft): Promise<PlanDraft> {
    this.ask('savePlan', draft);
    if (!draft.name.trim()) {
      throw new HostError(
        said('plan_invalid', 'The plan cannot be saved: it has no name.', 'Correct that, and save it again.'),
      );
    }
    const kept = { ...draft, id: draft.id ?? this.#plans.size + 1, name: draft.name.trim() };
    this.#plans.set(kept.id, kept);
    return kept;
  }

  async forgetPlan(id: number): Promise<UndoView> {
    this.ask('forgetPlan', id);
    const plan = this.#plan(id);
    this.#plans.delete(id);
    this.#plansAside.set(id, plan);
    return { id, sentence: `Forgot the plan ${plan.name}.`, until: DEMO_NOW };
  }

  async undoForgetPlan(id: number): Promise<void> {
    const plan = this.#plansAside.get(id);
    if (plan) this.#plans.set(id, plan);
  }

  copyPlan = async (draft: PlanDraft) => this.ask('copyPlan', draft);
  savePlanText = async (draft: PlanDraft) => this.ask('savePlanText', draft);

  #plan(id: number): PlanDraft {
    const plan = this.#plans.get(id);
    if (!plan) throw new HostError(said('plan_unknown', `There is no plan ${id}.`, 'Look at the list of plans.'));
    return plan;
  }

  async eraseEverything(): Promise<void> {
    this.ask('eraseEverything', null);
    this.turn(demoOverview('none'));
  }

  terms = async () => demoTerms(this.#overview.deployments.map((row) => [row, this.#page(row)]));

  async outlook(id: number) {
    const page = this.#page(this.#row(id));
    if (page.licenses.kind !== 'listed') throw new HostError(said('session_not_permitted', 'Not permitted.', ''));
    return demoOutlook(id);
  }

  present = async (id: number) => demoPresent(id);
  copyPresentReport = async (id: number) => this.ask('copyPresentReport', id);

  chooseConnectionFile = async (title: string): Promise<string | null> => {
    this.ask('chooseConnectionFile', title);
    return '/home/ana/certificates/root-ca.pem';
  };
}
