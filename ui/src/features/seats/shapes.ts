import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleQuestionMark from '@lucide/svelte/icons/circle-question-mark';
import Gauge from '@lucide/svelte/icons/gauge';
import CircleMinus from '@lucide/svelte/icons/circle-minus';
import TriangleAlert from '@lucide/svelte/icons/triangle-alert';
import type { Shape } from '../../errors/presentation';

/** Shapes of how full a limit is; no two share one. */
const SHAPES: Record<string, Shape> = {
  normal: { icon: CircleCheck, hue: 'good', chip: 'Within the limit' },
  near: { icon: Gauge, hue: 'warn', chip: 'Nearly full' },
  over: { icon: TriangleAlert, hue: 'bad', chip: 'Over the limit' },
  no_limit: { icon: CircleMinus, hue: 'none', chip: 'No limit' },
};
const UNKNOWN: Shape = { icon: CircleQuestionMark, hue: 'none', chip: 'Not reported' };

export const seatShape = (state: string): Shape => SHAPES[state] ?? UNKNOWN;
