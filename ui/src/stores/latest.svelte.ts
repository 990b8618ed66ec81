import { untrack } from 'svelte';
import { HostError, type ErrorView } from '../host/host';

/**
 * An answer that is asked for anew whenever what it depends on changes. While it is asked the last one stays, and what
 * changes meanwhile is asked once more, not once each.
 */
export class Latest<T> {
  value = $state.raw<T | null>(null);
  failure = $state.raw<ErrorView | null>(null);
  #asking = false;
  #again = false;

  /** To be made where a component begins, as it lives as long as that. */
  constructor(
    rests: () => unknown,
    private readonly ask: () => Promise<T>,
  ) {
    $effect(() => {
      rests();
      untrack(() => void this.#look());
    });
  }

  async #look(): Promise<void> {
    if (this.#asking) {
      this.#again = true;
      return;
    }
    this.#asking = true;
    do {
      this.#again = false;
      try {
        this.value = await this.ask();
        this.failure = null;
      } catch (error) {
        if (!(error instanceof HostError)) throw error;
        this.failure = error.view;
      }
    } while (this.#again);
    this.#asking = false;
  }
}
