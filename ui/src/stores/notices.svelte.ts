import { HostError } from '../host/host';

export type Toast = {
  id: number;
  message: string;
  hint: string;
  /** Names the act that can be taken back. */
  undo: number | null;
};

const SHOWN_FOR = 10_000;

/** What is said about an act the reader just did: to the eye as a toast, to the ear by the live region. */
export class Notices {
  toasts = $state.raw<Toast[]>([]);
  /** What the polite live region holds. */
  said = $state('');
  #last = 0;

  say(words: string): void {
    // The same words twice are two messages: a changed text is what makes a screen reader speak.
    this.said = words === this.said ? `${words}\u00a0` : words;
  }

  undoable(message: string, undo: number): void {
    this.#show({ message, hint: '', undo });
    this.say(`${message} Undo with Control Z.`);
  }

  failed(error: unknown): void {
    const view = error instanceof HostError ? error.view : null;
    const message = view?.message ?? 'Something went wrong in this window.';
    const hint = view?.hint ?? 'Try again. If it stays, close the window and open it again.';
    this.#show({ message, hint, undo: null });
    this.say(`${message} ${hint}`);
  }

  dismiss(id: number): void {
    this.toasts = this.toasts.filter((toast) => toast.id !== id);
  }

  /** The latest act that can still be taken back. */
  latestUndo(): Toast | undefined {
    return this.toasts.findLast((toast) => toast.undo !== null);
  }

  #show(toast: Omit<Toast, 'id'>): void {
    const id = (this.#last += 1);
    this.toasts = [...this.toasts.slice(-2), { id, ...toast }];
    setTimeout(() => this.dismiss(id), SHOWN_FOR);
  }
}
