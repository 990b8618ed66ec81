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

/** Writers are dear to make, and a long table asks for several in every row: by form, then by locale and zone. */
const writers = new Map<Intl.DateTimeFormatOptions, Map<string, Intl.DateTimeFormat>>();

function write(date: Date, manner: Manner, form: Intl.DateTimeFormatOptions): string {
  let made = writers.get(form);
  if (!made) writers.set(form, (made = new Map()));
  const key = `${manner.locale} ${manner.zone}`;
  let writer = made.get(key);
  if (!writer) made.set(key, (writer = new Intl.DateTimeFormat(manner.locale, { timeZone: manner.zone, ...form })));
  return writer.format(date);
}

const DAY = { dateStyle: 'medium' } as const;
const DAY_OF_YEAR = { day: 'numeric', month: 'short' } as const;
const CLOCK = { hour: '2-digit', minute: '2-digit' } as const;
const SECONDS = { timeStyle: 'medium' } as const;
const EXACT = { ...DAY_OF_YEAR, year: 'numeric', ...CLOCK, timeZoneName: 'short' } as const;

/** "12 Mar 2027" */
export const day = (date: Date, manner: Manner) => write(date, manner, DAY);

/** "12 Mar" */
export const dayOfYear = (date: Date, manner: Manner) => write(date, manner, DAY_OF_YEAR);

/** "18:06" */
export const clock = (date: Date, manner: Manner) => write(date, manner, CLOCK);

/** "18:06:27" */
export const seconds = (date: Date, manner: Manner) => write(date, manner, SECONDS);

/** "12 Mar 2027, 01:00 CET (00:00 UTC)", with the UTC day too where it is another one. */
export function exact(date: Date, manner: Manner): string {
  const utc = { ...manner, zone: 'UTC' };
  const here = write(date, manner, EXACT);
  const sameDay = day(date, manner) === day(date, utc);
  const there = sameDay ? clock(date, utc) : `${day(date, utc)}, ${clock(date, utc)}`;
  return `${here} (${there} UTC)`;
}
