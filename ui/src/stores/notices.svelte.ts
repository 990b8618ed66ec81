import { HostError } from '../host/host';

/** How a local act is taken back, and done again. */
export type WayBack = { undo: () => Promise<void>; redo: () => Promise<boolean> };

export type Toast = {
  id: number;
  message: string;
  hint: string;
  /** How the act is taken back; null where it is no such act. */
  back: WayBack | null;
};

const SHOWN_FOR = 10_000;

/** What is said about an act the reader just did: to the eye as a toast, to the ear by the live regions. */
export class Notices {
  toasts = $state.raw<Toast[]>([]);
  /** What the polite live region holds. */
  said = $state('');
  /** What the assertive one holds: installs and removals that failed, and nothing else. */
  alarmed = $state('');
  #last = 0;

  say(words: string): void {
    // The same words twice are two messages: a changed text is what makes a screen reader speak.
    this.said = words === this.said ? `${words}\u00a0` : words;
  }

  alarm(words: string): void {
    this.alarmed = words === this.alarmed ? `${words}\u00a0` : words;
  }

  /** Says to eye and ear what came of an act. */
  tell(message: string, hint: string): void {
    this.#show({ message, hint, back: null });
    this.say(`${message} ${hint}`.trim());
  }

  undoable(message: string, back: WayBack): void {
    this.#show({ message, hint: '', back });
    this.say(`${message} Undo with Control Z.`);
  }

  failed(error: unknown): void {
    const view = error instanceof HostError ? error.view : null;
    const message = view?.message ?? 'Something went wrong in this window.';
    const hint = view?.hint ?? 'Try again. If it stays, close the window and open it again.';
    this.tell(message, hint);
  }

  dismiss(id: number): void {
    this.toasts = this.toasts.filter((toast) => toast.id !== id);
  }

  /** The latest act that can still be taken back. */
  latestUndo(): Toast | undefined {
    return this.toasts.findLast((toast) => toast.back !== null);
  }

  #show(toast: Omit<Toast, 'id'>): void {
    const id = (this.#last += 1);
    this.toasts = [...this.toasts.slice(-2), { id, ...toast }];
    setTimeout(() => this.dismiss(id), SHOWN_FOR);
  }
}
