import { dayNumber, dayText } from '../../format/days';
import type { ForecastPointView, LimitStepView, SeatPointView, SeatsView } from '../../host/host';

/** What the chart shows on a day, and a row of its table. */
export type Stop =
  | { kind: 'past'; day: string; at: number; point: SeatPointView }
  | { kind: 'ahead'; day: string; at: number; point: ForecastPointView };

/** A piece of the line of the past: solid where Coder counted, dotted where this program did. */
export type Run = { dotted: boolean; points: SeatPointView[] };

/** A part of the limit line that lies level. */
export type Level = { from: number; to: number; limit: number; label: string; grace: boolean };

/** The points that a range of days shows, oldest first: the past that is chosen, and as far ahead as it reaches back. */
export function stops(view: SeatsView, days: number): Stop[] {
  const range = view.history.ranges.find((each) => each.days === days);
  const from = range?.from ?? '';
  const past = view.history.points.filter((point) => point.day >= from);
  const ahead = view.forecast.enough ? view.forecast.points.slice(0, days) : [];
  return [
    ...past.map((point): Stop => ({ kind: 'past', day: point.day, at: dayNumber(point.day), point })),
    ...ahead.map((point): Stop => ({ kind: 'ahead', day: point.day, at: dayNumber(point.day), point })),
  ];
}

/** The lines between days that follow each other; a missing day ends a line, and so does another counter. */
export function runs(points: SeatPointView[]): Run[] {
  const found: Run[] = [];
  for (const [place, point] of points.entries()) {
    const before = points[place - 1];
    const run = found.at(-1);
    if (!before || !run || dayNumber(point.day) - dayNumber(before.day) !== 1) {
      found.push({ dotted: point.source === 'own', points: [point] });
      continue;
    }
    const dotted = point.source === 'own' || before.source === 'own';
    if (run.points.length === 1) run.dotted = dotted;
    if (run.dotted === dotted) run.points.push(point);
    else found.push({ dotted, points: [before, point] });
  }
  return found;
}

/** The level parts of the limit between two days; where there is no limit, or none is known, there is no line. */
export function levels(steps: LimitStepView[], first: number, last: number): Level[] {
  return steps.flatMap((step, place): Level[] => {
    const next = steps[place + 1];
    const from = Math.max(first, dayNumber(step.day));
    const to = Math.min(last, next ? dayNumber(next.day) : last);
    const { limit, label, grace } = step;
    return limit === null || to < from || (next && to === from) ? [] : [{ from, to, limit, label, grace }];
  });
}

/** The limit on a day, as the steps tell. */
export function limitOn(steps: LimitStepView[], day: string): number | null {
  return steps.findLast((step) => step.day <= day)?.limit ?? null;
}

/** At most four round marks from 0 to at least `most`. */
export function marks(most: number): number[] {
  const least = Math.max(1, most) / 3;
  const power = 10 ** Math.floor(Math.log10(least));
  const step = [1, 2, 2.5, 5, 10].map((each) => each * power).find((each) => each >= least && Number.isInteger(each));
  const whole = step ?? Math.ceil(least);
  return Array.from({ length: Math.ceil(Math.max(1, most) / whole) + 1 }, (_, place) => place * whole);
}

/** At most `most` first days of a month between two days. */
export function monthStarts(first: number, last: number, most: number): string[] {
  const found: string[] = [];
  const start = new Date(`${dayText(first).slice(0, 7)}-01T00:00:00Z`);
  for (; start.getTime() / 86_400_000 <= last; start.setUTCMonth(start.getUTCMonth() + 1)) {
    if (start.getTime() / 86_400_000 >= first) found.push(start.toISOString().slice(0, 10));
  }
  const every = Math.max(1, Math.ceil(found.length / most));
  return found.filter((_, place) => place % every === 0);
}
