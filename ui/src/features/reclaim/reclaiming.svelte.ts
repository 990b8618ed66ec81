import {
  HostError,
  type ErrorView,
  type Host,
  type ReclaimPlanView,
  type ReclaimRequest,
  type ReclaimView,
} from '../../host/host';

/** What the sheet knows: whom a choice meets, and how far the plans of the deployment came. */
export class Reclaiming {
  idle = $state<number | null>(60);
  /** Those chosen by hand; empty for all that the days meet. */
  only = $state.raw<string[]>([]);
  except = $state.raw<ReadonlySet<string>>(new Set());
  view = $state.raw<ReclaimView | null>(null);
  plans = $state.raw<ReclaimPlanView[]>([]);
  /** User names and e-mails to leave alone, one a line. */
  kept = $state('');
  error = $state.raw<ErrorView | null>(null);
  busy = $state(false);
  #turn = 0;

  constructor(
    readonly deployment: number,
    private readonly host: Host,
    private readonly alarm: (words: string) => void,
    only: string[],
  ) {
    this.only = only;
    if (only.length > 0) this.idle = null;
  }

  get request(): ReclaimRequest {
    const { deployment, idle, only } = this;
    return { deployment, idle_days: idle, only, except: [...this.except], keep: [] };
  }

  /** The plan that is shown: the one that is not finished, else the latest. */
  get plan(): ReclaimPlanView | null {
    return this.plans.find((plan) => plan.can_resume || plan.can_stop) ?? this.plans[0] ?? null;
  }

  open = () =>
    this.#try(async () => {
      const kept = await this.host.protectedPeople(this.deployment);
      this.kept = kept.join('\n');
      await this.look();
      await this.#simulate();
    });

  /** Asks how far the plans came. */
  async look(): Promise<void> {
    this.plans = await this.host.reclaims(this.deployment);
  }

  choose(change: { idle?: number | null; only?: string[] }): Promise<void> {
    if (change.idle !== undefined) this.idle = change.idle;
    if (change.only) this.only = change.only;
    this.except = new Set();
    return this.#try(() => this.#simulate());
  }

  /** Takes a person out of the choice, or back in. */
  toggle(id: string): Promise<void> {
    const except = new Set(this.except);
    if (!except.delete(id)) except.add(id);
    this.except = except;
    return this.#try(() => this.#simulate());
  }

  protect = () =>
    this.#try(async () => {
      const people = this.kept.split('\n').map((line) => line.trim());
      await this.host.protectPeople(
        this.deployment,
        people.filter((line) => line !== ''),
      );
      await this.#simulate();
    });

  apply = () =>
    this.#act((view) => this.host.applyReclaim({ choice: this.request, count: view.count, name: view.name }));
  resume = (plan: number) => this.#act(() => this.host.resumeReclaim(this.deployment, plan));
  undo = (plan: number) => this.#act(() => this.host.undoReclaim(this.deployment, plan));
  stop = (plan: number) => this.#try(() => this.host.stopReclaim(plan));
  erase = (plan: number) =>
    this.#try(async () => {
      await this.host.eraseReclaim(this.deployment, plan);
      await this.look();
    });
  copy = () => this.#try(() => this.host.copyReclaim(this.request));
  save = () => this.#try(() => this.host.saveReclaimCsv(this.request));

  /** Nothing is sent; an answer that comes after a later question is dropped. */
  async #simulate(): Promise<void> {
    const turn = (this.#turn += 1);
    const view = await this.host.simulateReclaim(this.request);
    if (turn === this.#turn) this.view = view;
  }

  async #act(act: (view: ReclaimView) => Promise<ReclaimPlanView>): Promise<void> {
    const view = this.view;
    if (!view || this.busy) return;
    this.busy = true;
    await this.#try(async () => {
      await act(view);
      await this.#simulate();
    });
    // Whether it went well or not: what was done is in the plan.
    await this.#try(() => this.look(), this.error);
    this.busy = false;
  }

  async #try(act: () => Promise<void>, before: ErrorView | null = null): Promise<void> {
    this.error = before;
    try {
      await act();
    } catch (fault) {
      if (!(fault instanceof HostError)) throw fault;
      this.error = fault.view;
      this.alarm(`${fault.view.message} ${fault.view.hint}`);
    }
  }
}
