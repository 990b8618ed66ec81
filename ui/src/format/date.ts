/** How dates and figures are written: a BCP 47 tag and an IANA zone, both named to every `Intl` call. */
export type Manner = { locale: string; zone: string };

const POSIX = /^(c|posix)([.@_-]|$)|-u-va-posix$/i;

/** The locale to name: the plain one of a machine without a language writes no grouping, so it reads as British. */
export function fitLocale(tag: string): string {
  if (!tag || POSIX.test(tag)) return 'en-GB';
  try {
    return Intl.DateTimeFormat.supportedLocalesOf([tag])[0] ?? 'en-GB';
  } catch {
    return 'en-GB';
  }
}

/** The instant of an RFC 3339 text, whose year may have any number of digits; null past what a `Date` holds. */
export function instant(at: string): Date | null {
  const years = /^([+-]?)(\d+)-/.exec(at);
  if (!years?.[2]) return null;
  const sign = years[1] || '+';
  const iso = years[2].length > 4 ? `${sign}${years[2].padStart(6, '0')}${at.slice(years[0].length - 1)}` : at;
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? null : date;
}

const writers = new Map<string, Intl.DateTimeFormat>();

function write(date: Date, manner: Manner, options: Intl.DateTimeFormatOptions): string {
  const key = JSON.stringify([manner.locale, manner.zone, options]);
  let writer = writers.get(key);
  if (!writer) {
    writer = new Intl.DateTimeFormat(manner.locale, { timeZone: manner.zone, ...options });
    writers.set(key, writer);
  }
  return writer.format(date);
}

/** "12 Mar 2027" */
export const day = (date: Date, manner: Manner) => write(date, manner, { dateStyle: 'medium' });

/** "12 Mar" */
export const dayOfYear = (date: Date, manner: Manner) => write(date, manner, { day: 'numeric', month: 'short' });

/** "18:06" */
export const clock = (date: Date, manner: Manner) => write(date, manner, { hour: '2-digit', minute: '2-digit' });

/** "18:06:27" */
export const seconds = (date: Date, manner: Manner) => write(date, manner, { timeStyle: 'medium' });

/** "12 Mar 2027, 01:00 CET (00:00 UTC)", with the UTC day too where it is another one. */
export function exact(date: Date, manner: Manner): string {
  const utc = { ...manner, zone: 'UTC' };
  const here = write(date, manner, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  });
  const sameDay = day(date, manner) === day(date, utc);
  const there = sameDay ? clock(date, utc) : `${day(date, utc)}, ${clock(date, utc)}`;
  return `${here} (${there} UTC)`;
}
