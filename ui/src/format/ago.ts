import { clock, day, type Manner } from './date';
import { count } from './number';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** How long ago something was: "just now", "2 min ago", "3 h ago", "yesterday 14:02", then the date. */
export function ago(then: Date, now: Date, manner: Manner): string {
  const past = now.getTime() - then.getTime();
  if (past < 0.75 * MINUTE) return 'just now';
  if (past < HOUR) return `${count(Math.max(1, Math.floor(past / MINUTE)), manner.locale)} min ago`;
  const yesterday = new Date(now.getTime() - 24 * HOUR);
  if (day(then, manner) === day(now, manner) || past < 12 * HOUR) {
    return `${count(Math.floor(past / HOUR), manner.locale)} h ago`;
  }
  if (day(then, manner) === day(yesterday, manner)) return `yesterday ${clock(then, manner)}`;
  return day(then, manner);
}
