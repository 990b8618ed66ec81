import type { FleetSeatsView, Host, SeatsView } from '../host/host';

type Attempt = (act: () => Promise<void>) => Promise<boolean>;

/** What is known of the seats of each deployment and of all, and what of it the reader looks at. */
export class Seats {
  #views = $state.raw<ReadonlyMap<number, SeatsView>>(new Map());
  fleet = $state.raw<FleetSeatsView | null>(null);
  /** How many days the charts reach back. */
  days = $state(60);
  #fleetAsked = false;
  #fleetAgain = false;
  /** The deployments whose users were asked for since the start. */
  #read = new Set<number>();

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
      const view = await this.host.seatsHost.seats(deployment);
      this.#views = new Map(this.#views).set(deployment, view);
    });

  /** Asks for all deployments together. News come in swarms: one that comes while it is asked leads to one more. */
  async loadFleet(): Promise<void> {
    if (this.#fleetAsked) {
      this.#fleetAgain = true;
      return;
    }
    this.#fleetAsked = true;
    do {
      this.#fleetAgain = false;
      await this.attempt(async () => {
        this.fleet = await this.host.seatsHost.fleetSeats();
      });
    } while (this.#fleetAgain);
    this.#fleetAsked = false;
  }

  /** Reads the list of users. */
  readPeople = (deployment: number) => {
    this.#read.add(deployment);
    return this.attempt(async () => this.host.seatsHost.readPeople(deployment));
  };

  /** Reads a list that nobody asked for yet; one that failed or was stopped is read again by its button alone. */
  readOnce(deployment: number): void {
    if (this.view(deployment)?.users.kind === 'unknown' && !this.#read.has(deployment))
      void this.readPeople(deployment);
  }

  stopPeople = (deployment: number) => this.attempt(async () => this.host.seatsHost.stopPeople(deployment));

  /** Takes in that something changed; only what is shown is asked for anew. */
  hear(deployment: number): void {
    if (this.#views.has(deployment)) void this.load(deployment);
  }
}
