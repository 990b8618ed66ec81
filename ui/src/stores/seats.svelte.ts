import type { FleetSeatsView, Host, SeatsView } from '../host/host';

type Attempt = (act: () => Promise<void>) => Promise<boolean>;

/** What is known of the seats of each deployment and of all, and what of it the reader looks at. */
export class Seats {
  #views = $state.raw<ReadonlyMap<number, SeatsView>>(new Map());
  fleet = $state.raw<FleetSeatsView | null>(null);
  /** How many days the charts reach back. */
  days = $state(60);
  /** Grows with each news of a list of users. */
  news = $state(0);

  constructor(
    private readonly host: Host,
    private readonly attempt: Attempt,
  ) {}

  /** The seats of a deployment; null before they were asked for. */
  view(deployment: number): SeatsView | null {
    return this.#views.get(deployment) ?? null;
  }

  load = (deployment: number) =>
    this.attempt(async () => {
      const view = await this.host.seatsHost?.seats(deployment);
      if (view) this.#views = new Map(this.#views).set(deployment, view);
    });

  loadFleet = () =>
    this.attempt(async () => {
      this.fleet = (await this.host.seatsHost?.fleetSeats()) ?? null;
    });

  /** Takes in that something changed; only what is shown is asked for anew. */
  hear(deployment: number): void {
    this.news += 1;
    if (this.#views.has(deployment)) void this.load(deployment);
  }
}
