import type { Manner } from './date';

const DAY = 86_400_000;
const writers = new Map<string, Intl.DateTimeFormat>();

/** The wall clock of a zone, as if it were UTC. */
function wall(at: number, zone: string): number {
  let writer = writers.get(zone);
  if (!writer) {
    const numeric = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const;
    writer = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      ...numeric,
      second: 'numeric',
      hourCycle: 'h23',
      calendar: 'gregory',
    });
    writers.set(zone, writer);
  }
  const of: Record<string, number> = {};
  for (const { type, value } of writer.formatToParts(at)) of[type] = Number(value);
  return Date.UTC(of.year ?? 0, (of.month ?? 1) - 1, of.day ?? 1, of.hour ?? 0, of.minute ?? 0, of.second ?? 0);
}

/** The day of an instant in the reader's zone, counted from 1 January 1970. */
export const civilDay = (at: number, { zone }: Manner) => Math.floor(wall(at, zone) / DAY);

/** The first instant of a day so counted. */
export function midnight(day: number, { zone }: Manner): number {
  const utc = day * DAY;
  const guess = utc - (wall(utc, zone) - utc);
  // Where the clock is changed between the two, the offset of the guess is the right one.
  return utc - (wall(guess, zone) - guess);
}

/** A day so many months later, in a shorter month its last day. */
export function monthsOn(day: number, months: number): number {
  const date = new Date(day * DAY);
  const first = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1);
  const next = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months + 1, 1);
  return Math.min(first / DAY + date.getUTCDate() - 1, next / DAY - 1);
}
