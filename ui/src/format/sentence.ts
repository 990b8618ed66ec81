import type { PartView, SentenceView } from '../host/host';
import { clock, day, instant, type Manner } from './date';
import { count } from './number';

/** One piece as the reader's locale writes it. The pieces come written in British English already. */
export function partText(part: PartView, manner: Manner): string {
  if (part.kind === 'text' || manner.locale === 'en-GB') return part.text;
  if (part.kind === 'count') return count(part.digits, manner.locale);
  const date = instant(part.at);
  if (!date) return part.text;
  return part.kind === 'day' ? day(date, manner) : clock(date, manner);
}

/** A sentence in one piece, for announcements and names. */
export function plain(sentence: SentenceView, manner: Manner): string {
  return sentence.map((part) => partText(part, manner)).join('');
}
