import type { TermsView } from '../../host/host';

/** From instants, in milliseconds, to pixels and back; what lies outside stands at the edge. */
export type Scale = {
  domain: [number, number];
  range: [number, number];
  x: (at: number) => number;
  at: (x: number) => number;
};

/** From the range that is shown to the pixels it is drawn on. */
export function timeScale(terms: TermsView, range: [number, number]): Scale {
  const domain: [number, number] = [Date.parse(terms.from_at), Date.parse(terms.to_at)];
  return { domain, range, x: between(domain, range), at: between(range, domain) };
}

function between([from, to]: [number, number], [start, end]: [number, number]) {
  return (value: number) => start + (end - start) * Math.min(1, Math.max(0, (value - from) / (to - from)));
}

export type Tick = { x: number; label: string };

/** Room for a name like "Sep" or "2027" and for the eye. */
const TICK = 44;
const STEPS = [1, 2, 3, 6, 12, 24, 48];
const MONTHS = new Map<string, Intl.DateTimeFormat>();

function month(at: Date, locale: string): string {
  let writer = MONTHS.get(locale);
  // The ticks stand at the months of UTC: an hour beside those of the zone, which no pixel shows.
  if (!writer) MONTHS.set(locale, (writer = new Intl.DateTimeFormat(locale, { month: 'short', timeZone: 'UTC' })));
  return writer.format(at);
}

/** The first days of months, as many as have room; January is written as its year. */
export function monthTicks(scale: Scale, locale: string): Tick[] {
  const [from, to] = scale.domain.map((at) => new Date(at)) as [Date, Date];
  const [left, right] = scale.range;
  const first = from.getUTCFullYear() * 12 + from.getUTCMonth() + (from.getUTCDate() > 1 ? 1 : 0);
  const last = to.getUTCFullYear() * 12 + to.getUTCMonth();
  const most = Math.max(1, Math.floor((right - left) / TICK));
  const step = STEPS.find((each) => (last - first) / each <= most) ?? 120;
  const ticks: Tick[] = [];
  for (let count = Math.ceil(first / step) * step; count <= last; count += step) {
    const at = new Date(Date.UTC(Math.floor(count / 12), count % 12, 1));
    const x = scale.x(at.getTime());
    // At the edge a name would be cut.
    if (x > right - TICK / 2) break;
    ticks.push({ x, label: count % 12 === 0 ? String(at.getUTCFullYear()) : month(at, locale) });
  }
  return ticks;
}
