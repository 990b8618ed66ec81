import {
  HostError,
  type ErrorView,
  type Host,
  type PlanChoicesView,
  type PlanDraft,
  type PlanRowView,
  type PlanStep,
  type WorkedPlanView,
} from '../host/host';
import type { Notices } from './notices.svelte';

type Attempt = (act: () => Promise<void>) => Promise<boolean>;

const NOTHING: PlanChoicesView = { install: [], remove: [] };

/** The plans, and the one that is being made: it stays as it is while other places are looked at. */
export class Plans {
  rows = $state.raw<PlanRowView[]>([]);
  draft = $state.raw<PlanDraft | null>(null);
  choices = $state.raw<PlanChoicesView>(NOTHING);
  worked = $state.raw<WorkedPlanView | null>(null);
  /** Why it cannot be worked out. */
  fault = $state.raw<ErrorView | null>(null);
  /** Why it was not saved. */
  unsaved = $state.raw<ErrorView | null>(null);
  #kept = $state('');
  #asked = 0;

  /** Whether the plan on the screen differs from what is kept. */
  changed = $derived(this.draft !== null && JSON.stringify(this.draft) !== this.#kept);

  constructor(
    private readonly host: Host,
    private readonly notices: Notices,
    private readonly attempt: Attempt,
  ) {}

  load = () =>
    this.attempt(async () => {
      this.rows = await this.host.plans();
    });

  /** Begins a plan for a deployment. */
  begin(deployment: number, name: string): Promise<void> {
    return this.#take({ id: null, deployment, name, steps: [] }, false);
  }

  open = (id: number) => this.attempt(async () => this.#take(await this.host.plan(id), true));

  /** Leaves the plan on the screen for the list. */
  close(): void {
    this.draft = null;
    void this.load();
  }

  change(change: Partial<PlanDraft>): void {
    if (!this.draft) return;
    const moved = change.deployment !== undefined && change.deployment !== this.draft.deployment;
    this.draft = { ...this.draft, ...change };
    this.unsaved = null;
    if (moved) void this.refresh();
    else void this.workOut();
  }

  changeStep(place: number, step: PlanStep): void {
    const steps = this.draft?.steps.map((each, at) => (at === place ? step : each));
    if (steps) this.change({ steps });
  }

  dropStep(place: number): void {
    this.change({ steps: this.draft?.steps.filter((_, at) => at !== place) ?? [] });
  }

  /** Asks anew what the steps can be about, and works the plan out. */
  async refresh(): Promise<void> {
    const deployment = this.draft?.deployment;
    if (deployment === undefined) return;
    await this.attempt(async () => {
      const choices = await this.host.planChoices(deployment);
      if (this.draft?.deployment === deployment) this.choices = choices;
    });
    await this.workOut();
  }

  async workOut(): Promise<void> {
    if (!this.draft) return;
    const question = (this.#asked += 1);
    try {
      const worked = await this.host.workOutPlan(this.draft);
      if (question === this.#asked) [this.worked, this.fault] = [worked, null];
    } catch (said) {
      if (question !== this.#asked) return;
      // While a day is being typed, what was worked out before stays beside the reason.
      if (said instanceof HostError) this.fault = said.view;
      else this.notices.failed(said);
    }
  }

  async save(): Promise<boolean> {
    if (!this.draft) return false;
    try {
      const kept = await this.host.savePlan(this.draft);
      this.draft = kept;
      this.#kept = JSON.stringify(kept);
      this.unsaved = null;
      this.notices.tell(`The plan ${kept.name} is saved on this computer.`, '');
      await this.refresh();
      return true;
    } catch (said) {
      if (!(said instanceof HostError)) this.notices.failed(said);
      else {
        this.unsaved = said.view;
        this.notices.say(`${said.view.message} ${said.view.hint}`);
      }
      return false;
    }
  }

  forget = (id: number): Promise<boolean> =>
    this.attempt(async () => {
      const undo = await this.host.forgetPlan(id);
      if (this.draft?.id === id) this.draft = null;
      await this.load();
      this.notices.undoable(undo.sentence, {
        undo: async () => {
          await this.host.undoForgetPlan(undo.id);
          await this.load();
        },
        redo: () => this.forget(id),
      });
    });

  copy = () =>
    this.attempt(async () => {
      if (!this.draft) return;
      await this.host.copyPlan(this.draft);
      this.notices.say('The plan is on the clipboard, as text.');
    });

  saveText = () =>
    this.attempt(async () => {
      if (this.draft) await this.host.savePlanText(this.draft);
    });

  async #take(draft: PlanDraft, kept: boolean): Promise<void> {
    this.draft = draft;
    this.worked = null;
    this.fault = null;
    this.unsaved = null;
    this.choices = NOTHING;
    this.#kept = kept ? JSON.stringify(draft) : '';
    await this.refresh();
  }
}
