import { describe, expect, it } from 'vitest';
import { dayIn, dayNumber, dayText } from '../src/format/days';
import { levels, limitOn, marks, monthStarts, runs } from '../src/features/seats/plot';
import type { LimitStepView, SeatPointView } from '../src/host/host';

const point = (day: string, source: 'coder' | 'own' = 'coder'): SeatPointView => ({
  day,
  active: 10,
  dormant: null,
  suspended: null,
  limit: null,
  source,
  whole: true,
  sentence: [],
});
const step = (day: string, limit: number | null): LimitStepView => ({ day, limit, kind: '', label: '', grace: false });

describe('the days of a chart', () => {
  it('grow by one over the end of summer time', () => {
    expect(dayNumber('2026-10-26') - dayNumber('2026-10-25')).toBe(1);
    expect(dayText(dayNumber('2026-10-25') + 1)).toBe('2026-10-26');
  });

  it('are those of the reader’s zone, half-hour ones too', () => {
    const at = new Date('2026-11-23T18:45:00Z');
    expect(dayIn(at, 'Asia/Kolkata')).toBe('2026-11-24');
    expect(dayIn(at, 'America/New_York')).toBe('2026-11-23');
  });
});

describe('the line of the past', () => {
  it('breaks where a day is missing', () => {
    const found = runs([point('2026-11-01'), point('2026-11-02'), point('2026-11-05')]);
    expect(found.map((run) => run.points.length)).toEqual([2, 1]);
  });

  it('is dotted as far as this program counted, and goes on solid from there', () => {
    const days = [point('2026-11-01', 'own'), point('2026-11-02', 'own'), point('2026-11-03'), point('2026-11-04')];
    const found = runs(days);
    expect(found.map((run) => [run.dotted, run.points.map(({ day }) => day.slice(8))])).toEqual([
      [true, ['01', '02', '03']],
      [false, ['03', '04']],
    ]);
  });

  it('has nothing to draw without days', () => {
    expect(runs([])).toEqual([]);
  });
});

describe('the line of the limit', () => {
  const steps = [step('2026-01-01', 450), step('2026-03-12', 500), step('2026-12-01', null), step('2026-12-11', 600)];
  const [first, last] = [dayNumber('2026-02-01'), dayNumber('2026-12-31')];

  it('steps on the day the licenses change, and is not drawn where there is no limit', () => {
    const found = levels(steps, first, last).map(({ from, to, limit }) => [dayText(from), dayText(to), limit]);
    expect(found).toEqual([
      ['2026-02-01', '2026-03-12', 450],
      ['2026-03-12', '2026-12-01', 500],
      ['2026-12-11', '2026-12-31', 600],
    ]);
  });

  it('is known for a day', () => {
    expect(limitOn(steps, '2026-03-11')).toBe(450);
    expect(limitOn(steps, '2026-03-12')).toBe(500);
    expect(limitOn(steps, '2026-12-05')).toBeNull();
    expect(limitOn(steps, '2025-12-05')).toBeNull();
  });
});

describe('the marks of an axis', () => {
  it('begin at 0, are at most four, whole, and reach over the highest', () => {
    for (const most of [0, 1, 2, 3, 4, 7, 10, 99, 128, 412, 500, 1234, 20_000, 4_294_967_295]) {
      const found = marks(most);
      expect(found[0]).toBe(0);
      expect(found.length).toBeLessThanOrEqual(4);
      expect(found.every(Number.isInteger)).toBe(true);
      expect(found.at(-1)).toBeGreaterThanOrEqual(most);
    }
  });

  it('name at most so many months', () => {
    expect(monthStarts(dayNumber('2026-09-25'), dayNumber('2027-01-20'), 4)).toEqual([
      '2026-10-01',
      '2026-11-01',
      '2026-12-01',
      '2027-01-01',
    ]);
    expect(monthStarts(dayNumber('2025-11-25'), dayNumber('2027-05-20'), 4).length).toBeLessThanOrEqual(4);
  });
});
