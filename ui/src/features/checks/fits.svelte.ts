import type { CheckView, FitView, LeftLicenseView } from '../../host/host';
import type { Desk } from '../../stores/desk.svelte';

const ASKED_FOR = new Set(['valid', 'expiring', 'grace', 'not_yet_valid', 'unknown_key', 'wrong_deployment']);

/** What the list of fits does not say already. */
const AGAINST = new Set(['superseded', 'lock_unknown']);

/** Where the license of a card fits, asked anew when the deployments change; what was known stays meanwhile. */
export class Fits {
  all = $state.raw<FitView[]>([]);
  /** What speaks against a deployment that it fits, or may fit. */
  against = $state.raw<LeftLicenseView[]>([]);
  /** Whether an answer is there, so that none means none. */
  known = $state(false);
  #asked = 0;

  constructor(desk: Desk, check: () => CheckView) {
    $effect(() => {
      const { id, verdict } = check();
      const some = desk.deployments.overview.deployments.length > 0;
      const question = (this.#asked += 1);
      if (!some || !ASKED_FOR.has(verdict)) {
        [this.all, this.against] = [[], []];
        this.known = true;
        return;
      }
      desk.host.fits(id).then(
        (fits) => {
          if (question === this.#asked) [this.all, this.known] = [fits, true];
        },
        // The card stands without this line; whoever installs is told what is wrong.
        () => {},
      );
      desk.host.assignment([id]).then(
        ({ left }) => {
          if (question === this.#asked) this.against = left.filter((each) => AGAINST.has(each.outcome));
        },
        () => {},
      );
    });
  }
}

/** "Fits Production. Not installed there yet." */
export function fitSentence(fits: FitView[]): string {
  const list = new Intl.ListFormat('en');
  const there = fits.filter((fit) => fit.already !== null);
  const parts = [`Fits ${list.format(fits.map((fit) => fit.name))}.`];
  if (there.length > 0) {
    parts.push(`Already installed on ${list.format(there.map((fit) => `${fit.name} as #${fit.already}`))}.`);
  } else parts.push(fits.length === 1 ? 'Not installed there yet.' : 'Not installed on any of them yet.');
  return parts.join(' ');
}
