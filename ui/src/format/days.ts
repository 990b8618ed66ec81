import { day, dayOfYear, type Manner } from './date';

const LENGTH = 86_400_000;

/** A calendar day as a number that grows by one a day; NaN for what is none. */
export const dayNumber = (text: string) => Date.parse(`${text}T00:00:00Z`) / LENGTH;

/** "2026-11-23" of such a number. */
export const dayText = (number: number) => new Date(number * LENGTH).toISOString().slice(0, 10);

/** The calendar day of an instant in a zone. */
export function dayIn(at: Date, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
  const [date, month, year] = parts.format(at).split('/');
  return `${year}-${month}-${date}`;
}

const noon = (text: string) => new Date(`${text}T12:00:00Z`);

/** A calendar day in the reader's words: "23 Nov 2026". */
export function dayWords(text: string, manner: Manner): string {
  const words = day(noon(text), { ...manner, zone: 'UTC' });
  // The sentences of the program shorten it like the other months.
  return manner.locale === 'en-GB' ? words.replace('Sept', 'Sep') : words;
}

/** "23 Nov" */
export const shortDay = (text: string, manner: Manner) => dayOfYear(noon(text), { ...manner, zone: 'UTC' });

const months = new Map<string, Intl.DateTimeFormat>();

/** "Nov" */
export function monthName(text: string, locale: string): string {
  let writer = months.get(locale);
  if (!writer) months.set(locale, (writer = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', month: 'short' })));
  return writer.format(noon(text));
}
