/** The host's clock in the page: its time at the start, and what the page's monotonic clock has counted since. */
export class Clock {
  #start = $state(0);
  #since = $state(0);
  /** Moves once a minute, for what shows the day. */
  #minute = $state(0);

  constructor() {
    // The document outlives every clock, so the ticking is never stopped.
    setInterval(() => (this.#minute += 1), 60_000);
  }

  set(now: string): void {
    this.#start = Date.parse(now);
    this.#since = performance.now();
  }

  now(): Date {
    void this.#minute;
    return new Date(this.#start + performance.now() - this.#since);
  }
}
