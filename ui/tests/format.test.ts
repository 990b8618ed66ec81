import { describe, expect, it } from 'vitest';
import { clock, day, exact, fitLocale, instant } from '../src/format/date';
import { count, counted } from '../src/format/number';
import { plain } from '../src/format/sentence';
import { sentence } from '../src/host/demo-checks';

const berlin = { locale: 'en-GB', zone: 'Europe/Berlin' };
const at = (text: string) => instant(text) ?? new Date(NaN);

describe('dates', () => {
  it('are medium, in the locale and zone that are passed in', () => {
    expect(day(at('2027-03-12T00:00:00Z'), berlin)).toBe('12 Mar 2027');
    expect(day(at('2027-03-12T00:00:00Z'), { ...berlin, zone: 'America/New_York' })).toBe('11 Mar 2027');
    expect(day(at('2027-03-12T00:00:00Z'), { ...berlin, locale: 'de-DE' })).toBe('12.03.2027');
    expect(clock(at('2026-11-23T23:00:00Z'), berlin)).toBe('00:00');
  });

  it('say zone and UTC when looked at closely', () => {
    expect(exact(at('2027-03-12T00:00:00Z'), berlin)).toBe('12 Mar 2027, 01:00 CET (00:00 UTC)');
  });

  it('name the UTC day where it is another one', () => {
    expect(exact(at('2027-03-11T23:30:00Z'), berlin)).toBe('12 Mar 2027, 00:30 CET (11 Mar 2027, 23:30 UTC)');
  });

  it('may lie in years of more than four digits, or past what a Date holds', () => {
    expect(instant('12345-01-02T03:04:05Z')?.getUTCFullYear()).toBe(12345);
    expect(instant('999999-01-01T00:00:00Z')).toBeNull();
    expect(instant('soon')).toBeNull();
  });
});

describe('locales', () => {
  it.each(['', 'C', 'C.UTF-8', 'POSIX', 'en-US-u-va-posix', 'no such tag'])('of %j read as British', (tag) => {
    expect(fitLocale(tag)).toBe('en-GB');
  });
  it('are kept where Intl knows them', () => {
    expect(fitLocale('de-DE')).toBe('de-DE');
  });
});

describe('figures', () => {
  it('are grouped, be they larger than a number holds', () => {
    expect(count('1234567', fitLocale('C'))).toBe('1,234,567');
    expect(count('9223372036854775807', 'en-GB')).toBe('9,223,372,036,854,775,807');
  });
  it('choose between one and many', () => {
    const files = { one: 'file', other: 'files' };
    expect([0, 1, 2, 1000].map((many) => counted(many, files, 'en-GB'))).toEqual([
      '0 files',
      '1 file',
      '2 files',
      '1,000 files',
    ]);
  });
});

describe('sentences', () => {
  const parts = sentence('Until {2027-03-12T00:00:00Z|12 Mar 2027}, #1000 seats.');
  it('read in British English as the terminal prints them', () => {
    expect(plain(parts, berlin)).toBe('Until 12 Mar 2027, 1,000 seats.');
  });
  it('take dates and figures from the locale', () => {
    expect(plain(parts, { ...berlin, locale: 'de-DE' })).toBe('Until 12.03.2027, 1.000 seats.');
  });
});
