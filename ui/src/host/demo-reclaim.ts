import { DemoManager } from './demo-manager';
import { sentence } from './demo-checks';
import {
  HostError,
  type ApplyReclaimRequest,
  type ReclaimCountsView,
  type ReclaimHost,
  type ReclaimPersonView,
  type ReclaimPlanView,
  type ReclaimRequest,
  type ReclaimStepView,
  type ReclaimView,
} from './host';

const NOW = '2026-11-23T18:06:27Z';

/** User name, name, days unseen (null: never seen), why left alone (empty: nobody protects them). */
const PEOPLE: [string, string, number | null, string][] = [
  ['toni.ito', 'Toni Ito', 88, ''],
  ['sasha.kaur', 'Sasha Kaur', 86, ''],
  ['remy.lopez', 'Remy Lopez', 85, ''],
  ['quinn.mbeki', 'Quinn Mbeki', 84, ''],
  ['gus.novak', 'Gus Novak', 77, ''],
  ['fatma.osei', 'Fatma Osei', 71, ''],
  ['eli.jansen', 'Eli Jansen', 69, ''],
  ['dara.ito', 'Dara Ito', 64, ''],
  ['unused', 'unused', null, ''],
  ['build-bot', 'Build bot', 80, 'service_account'],
  ['owner', 'Owner', 75, 'owner'],
  ['hana.jansen', 'Hana Jansen', 31, ''],
  ['bo.kaur', 'Bo Kaur', 9, ''],
];

const NOTES: Record<string, string> = {
  owner: 'Owners are never suspended.',
  service_account: 'Something may run by this service account.',
  listed: 'On your list of people to leave alone.',
};

const WORDS: Record<string, string> = {
  planned: 'waits',
  suspended: 'suspended',
  skipped: 'left alone: the plan was taken back',
  activated: 'active again',
};

const day = (unseen: number) => new Date(Date.parse(NOW) - unseen * 86_400_000).toISOString().slice(0, 10);
const id = (place: number) => `00000000-0000-4000-8000-${String(place).padStart(12, '0')}`;

function person(place: number, listed: string[]): ReclaimPersonView {
  const [username, name, unseen, why] = PEOPLE[place]!;
  const email = why === 'service_account' ? '' : `${username}@example.com`;
  const protection = why || (listed.some((who) => who === username || who === email) ? 'listed' : '');
  return {
    id: id(place),
    name,
    username,
    email,
    last_seen: unseen === null ? sentence('never') : sentence(day(unseen)),
    last_seen_at: unseen === null ? null : `${day(unseen)}T18:06:27Z`,
    idle_days: unseen ?? 100,
    frees_at: unseen === null ? NOW : `${day(unseen - 90)}T18:06:27Z`,
    login_type: 'password',
    protection: protection || null,
    note: NOTES[protection] ?? '',
  };
}

/** Reclaiming seats in memory: what is sent happens at once, a step at a time. */
export abstract class DemoReclaim extends DemoManager implements ReclaimHost {
  #keepsNames = false;
  #protected = new Map<number, string[]>();
  #plans: ReclaimPlanView[] = [];
  #stopped = new Set<number>();
  /** Whether the session may suspend users. */
  maySuspend = true;
  /** Stops each plan after so many steps, as a fault does. */
  stopsAfter = Infinity;

  async keepsNames(): Promise<boolean> {
    return this.#keepsNames;
  }

  async keepNames(keep: boolean): Promise<void> {
    this.ask('keepNames', keep);
    this.#keepsNames = keep;
  }

  async protectedPeople(id: number): Promise<string[]> {
    return this.#protected.get(id) ?? [];
  }

  async protectPeople(id: number, people: string[]): Promise<void> {
    this.ask('protectPeople', people);
    this.#protected.set(id, people);
  }

  async simulateReclaim(request: ReclaimRequest): Promise<ReclaimView> {
    const row = (await this.deployment(request.deployment)).row;
    const listed = [...(this.#protected.get(request.deployment) ?? []), ...request.keep];
    const gone = new Set(
      this.#plans.flatMap((plan) => plan.steps.filter((step) => step.state === 'suspended').map((step) => step.id)),
    );
    const met = PEOPLE.map((_, place) => person(place, listed)).filter(
      (who) =>
        !gone.has(who.id) &&
        (request.idle_days === null || (who.idle_days ?? 0) >= request.idle_days) &&
        (request.only.length === 0 || request.only.includes(who.id)) &&
        !request.except.includes(who.id),
    );
    const people = met.filter((who) => who.protection === null);
    const count = people.length;
    const soon = people.filter((who) => (who.idle_days ?? 0) >= 84).length;
    const anyway = soon > 0 ? `; ${soon} of these ${count} would come free by 30 Nov 2026 anyway` : '';
    return {
      deployment: row.id,
      name: row.name,
      origin: row.origin,
      hue: row.hue,
      listed_at: NOW,
      sentence: sentence(
        count === 0
          ? 'Nobody is chosen who may be suspended.'
          : `208 of 200 seats becomes ${208 - count} of 200${anyway}.`,
      ),
      count,
      people,
      protected: met.filter((who) => who.protection !== null),
      cautions:
        count === 0 ? [] : [sentence('Who is suspended cannot sign in until an admin activates the account again.')],
      may: this.maySuspend
        ? { allowed: true, reason: '' }
        : {
            allowed: false,
            reason: 'This token may not suspend users. A User Admin or an Owner can; take the list to one.',
          },
      button: `Suspend ${count} ${count === 1 ? 'user' : 'users'} on ${row.name}`,
      unfinished: this.#plans.find((plan) => plan.deployment === row.id && plan.can_resume)?.id ?? null,
    };
  }

  async applyReclaim(request: ApplyReclaimRequest): Promise<ReclaimPlanView> {
    this.ask('applyReclaim', request);
    const view = await this.simulateReclaim(request.choice);
    if (view.count !== request.count || view.name !== request.name) {
      const message = `Nothing was sent: there are ${view.count} people now, not ${request.count}.`;
      const hint = 'Look at the people again, then confirm.';
      throw new HostError({ code: 'reclaim_changed', message, hint, subject: null });
    }
    const steps = view.people.map((who): ReclaimStepView => step(who.id, who.username, who.email, 'planned'));
    const plan = planOf(this.#plans.length + 1, view, request.choice.idle_days, steps);
    this.#plans.unshift(plan);
    return this.resumeReclaim(view.deployment, plan.id);
  }

  async reclaims(deployment: number): Promise<ReclaimPlanView[]> {
    return this.#plans.filter((plan) => plan.deployment === deployment);
  }

  async resumeReclaim(_deployment: number, plan: number): Promise<ReclaimPlanView> {
    this.ask('resumeReclaim', plan);
    this.#stopped.delete(plan);
    let done = 0;
    return this.#move(plan, (state) =>
      state === 'planned' && !this.#stopped.has(plan) && done++ < this.stopsAfter ? 'suspended' : state,
    );
  }

  async stopReclaim(plan: number): Promise<void> {
    this.ask('stopReclaim', plan);
    this.#stopped.add(plan);
  }

  async undoReclaim(_deployment: number, plan: number): Promise<ReclaimPlanView> {
    this.ask('undoReclaim', plan);
    return this.#move(plan, (state) => (state === 'planned' ? 'skipped' : state === 'suspended' ? 'activated' : state));
  }

  async eraseReclaim(_deployment: number, plan: number): Promise<void> {
    this.ask('eraseReclaim', plan);
    this.#plans = this.#plans.filter((known) => known.id !== plan);
  }

  async copyReclaim(request: ReclaimRequest): Promise<void> {
    this.ask('copyReclaim', request);
  }

  async saveReclaimCsv(request: ReclaimRequest): Promise<void> {
    this.ask('saveReclaimCsv', request);
  }

  #move(number: number, next: (state: string) => string): ReclaimPlanView {
    const place = this.#plans.findIndex((plan) => plan.id === number);
    const plan = this.#plans[place];
    if (!plan) {
      const message = 'There is no plan to reclaim seats of this deployment.';
      throw new HostError({ code: 'reclaim_unknown', message, hint: 'Make one first.', subject: null });
    }
    const steps = plan.steps.map((was) => step(was.id, was.username, was.email, next(was.state)));
    return (this.#plans[place] = stood(plan, steps));
  }
}

function step(id: string, username: string, email: string, state: string): ReclaimStepView {
  return { id, username, email, state, sentence: WORDS[state] ?? state, changed_at: NOW };
}

function planOf(id: number, view: ReclaimView, idle: number | null, steps: ReclaimStepView[]): ReclaimPlanView {
  const plan: ReclaimPlanView = {
    id,
    deployment: view.deployment,
    name: view.name,
    made_at: NOW,
    choice: idle === null ? 'Chosen by hand.' : `Not seen for ${idle} days.`,
    state: 'running',
    headline: [],
    counts: counts(steps),
    steps,
    confirmed: [],
    failure: null,
    can_resume: false,
    can_stop: true,
    can_undo: false,
  };
  return stood(plan, steps);
}

function stood(plan: ReclaimPlanView, steps: ReclaimStepView[]): ReclaimPlanView {
  const now = counts(steps);
  const waits = now.planned > 0 ? `; ${now.planned} wait` : '';
  const back = now.activated > 0 ? `; ${now.activated} are active again` : '';
  return {
    ...plan,
    steps,
    counts: now,
    state: now.planned > 0 ? 'stopped' : now.activated > 0 && now.suspended === 0 ? 'undone' : 'done',
    headline: sentence(`${now.suspended} of ${now.all} are suspended${back}${waits}.`),
    confirmed: sentence(`Coder counts ${208 - now.suspended} of 200 seats.`),
    can_resume: now.planned > 0,
    can_stop: false,
    can_undo: now.suspended > 0,
  };
}

function counts(steps: ReclaimStepView[]): ReclaimCountsView {
  const of = (state: string) => steps.filter((step) => step.state === state).length;
  return {
    all: steps.length,
    planned: of('planned'),
    suspended: of('suspended'),
    skipped: of('skipped'),
    failed: 0,
    activated: of('activated'),
    unknown: 0,
  };
}
