import type { Component } from 'svelte';

/** A part of the window that its first frame does without: its script comes when it is wanted, or in a quiet moment. */
export class Later<Props extends Record<string, unknown>> {
  /** The part itself; null until its script is there. */
  here = $state.raw<Component<Props> | null>(null);
  #bring: () => Promise<{ default: Component<Props> }>;
  #coming: Promise<void> | null = null;

  constructor(bring: () => Promise<{ default: Component<Props> }>) {
    this.#bring = bring;
  }

  /** Asks for the script, once; a script that did not come can be asked for again. */
  fetch(): Promise<void> {
    this.#coming ??= this.#bring().then(
      (script) => void (this.here = script.default),
      (error: unknown) => {
        this.#coming = null;
        throw error;
      },
    );
    return this.#coming;
  }
}
