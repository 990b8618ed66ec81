import type { LucideIcon } from '@lucide/svelte';
import CalendarClock from '@lucide/svelte/icons/calendar-clock';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleSlash from '@lucide/svelte/icons/circle-slash';
import ClockAlert from '@lucide/svelte/icons/clock-alert';
import FileX from '@lucide/svelte/icons/file-x';
import Hourglass from '@lucide/svelte/icons/hourglass';
import KeyRound from '@lucide/svelte/icons/key-round';
import OctagonX from '@lucide/svelte/icons/octagon-x';
import ShieldQuestionMark from '@lucide/svelte/icons/shield-question-mark';
import ShieldX from '@lucide/svelte/icons/shield-x';
import type { CheckView } from '../host/host';

export type Hue = 'good' | 'warn' | 'bad' | 'info' | 'none';
export type Shape = { icon: LucideIcon; hue: Hue; /** The word of its filter chip. */ chip: string };

/** Shape first, then the word, then the hue: no two verdicts share all three. */
export const SHAPES = {
  valid: { icon: CircleCheck, hue: 'good', chip: 'Valid' },
  expiring: { icon: ClockAlert, hue: 'warn', chip: 'Ends soon' },
  grace: { icon: Hourglass, hue: 'warn', chip: 'In grace' },
  not_yet_valid: { icon: CalendarClock, hue: 'info', chip: 'Not valid yet' },
  expired: { icon: OctagonX, hue: 'bad', chip: 'Expired' },
  wrong_deployment: { icon: CircleSlash, hue: 'bad', chip: 'For another deployment' },
  refused: { icon: FileX, hue: 'bad', chip: 'Coder would refuse it' },
  bad_signature: { icon: ShieldX, hue: 'bad', chip: 'Bad signature' },
  unknown_key: { icon: ShieldQuestionMark, hue: 'none', chip: 'Cannot tell' },
  unsigned: { icon: ShieldX, hue: 'bad', chip: "Not signed by Coder's rules" },
  malformed: { icon: FileX, hue: 'none', chip: 'Not a license' },
  not_a_license: { icon: FileX, hue: 'none', chip: 'Something else' },
  unreadable: { icon: FileX, hue: 'none', chip: 'Not read' },
} as const satisfies Record<string, Shape>;

export type Verdict = keyof typeof SHAPES;

const known = (verdict: string): verdict is Verdict => verdict in SHAPES;

export function shapeOf(check: Pick<CheckView, 'verdict' | 'reasons'>): Shape {
  // A session token is a secret that came to the wrong place: it asks for an act.
  if (check.reasons.some((reason) => reason.code === 'text_is_session_token')) {
    return { icon: KeyRound, hue: 'warn', chip: SHAPES.not_a_license.chip };
  }
  return known(check.verdict) ? SHAPES[check.verdict] : SHAPES.unreadable;
}

export function chipWord(verdict: string): string {
  return known(verdict) ? SHAPES[verdict].chip : verdict;
}

/** Whether the list of what needs attention names it. */
export function needsAttention(check: CheckView): boolean {
  return check.verdict !== 'valid' && check.verdict !== 'not_yet_valid';
}
