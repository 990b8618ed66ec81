import CalendarX2 from '@lucide/svelte/icons/calendar-x-2';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleDashed from '@lucide/svelte/icons/circle-dashed';
import CircleMinus from '@lucide/svelte/icons/circle-minus';
import CircleQuestionMark from '@lucide/svelte/icons/circle-question-mark';
import ClockAlert from '@lucide/svelte/icons/clock-alert';
import Gauge from '@lucide/svelte/icons/gauge';
import Hourglass from '@lucide/svelte/icons/hourglass';
import KeyRound from '@lucide/svelte/icons/key-round';
import LoaderCircle from '@lucide/svelte/icons/loader-circle';
import Lock from '@lucide/svelte/icons/lock';
import OctagonX from '@lucide/svelte/icons/octagon-x';
import TriangleAlert from '@lucide/svelte/icons/triangle-alert';
import type { Shape } from './presentation';

/** Shapes of the states of a deployment; no two share one. */
export const STATES = {
  not_covered: { icon: OctagonX, hue: 'bad', chip: 'Not covered' },
  grace: { icon: Hourglass, hue: 'warn', chip: 'In grace' },
  over: { icon: TriangleAlert, hue: 'bad', chip: 'Over' },
  sign_in_again: { icon: KeyRound, hue: 'warn', chip: 'Sign in again' },
  gap: { icon: CalendarX2, hue: 'warn', chip: 'Gap' },
  ends: { icon: ClockAlert, hue: 'warn', chip: 'Ends soon' },
  nearly_full: { icon: Gauge, hue: 'warn', chip: 'Nearly full' },
  not_reachable: { icon: CircleDashed, hue: 'none', chip: 'Not reachable' },
  not_permitted: { icon: Lock, hue: 'none', chip: 'Not permitted' },
  no_license: { icon: CircleMinus, hue: 'none', chip: 'No license' },
  covered: { icon: CircleCheck, hue: 'good', chip: 'Covered' },
  checking: { icon: LoaderCircle, hue: 'none', chip: 'Checking…' },
  never_checked: { icon: CircleQuestionMark, hue: 'none', chip: 'Never checked' },
} as const satisfies Record<string, Shape>;

export type State = keyof typeof STATES;

const known = (state: string): state is State => state in STATES;

export function stateShape(state: string): Shape {
  return STATES[known(state) ? state : 'never_checked'];
}
