import { screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { linesOf, pathsOf, extent } from '../src/features/terms/lines';
import { monthTicks, timeScale } from '../src/features/terms/scale';
import { civilDay, midnight, monthsOn } from '../src/format/civil';
import { sentence } from '../src/host/demo-checks';
import { demoTerms } from '../src/host/demo-terms';
import type { DemoDeployments } from '../src/host/demo-deployments';
import { DemoHost } from '../src/host/demo';
import type { StretchView, TermsView } from '../src/host/host';
import { accessibilityFindings, asked, live, openWindow } from './window';

const BERLIN = { locale: 'en-GB', zone: 'Europe/Berlin' };
const DAY = 86_400_000;
const GRID = { top: 24, row: 26, bar: 14, inset: 6 };

const open = (id: number, deployments: DemoDeployments = 'four') =>
  openWindow({ deployments, place: `deployment:${id}:licenses` });
const openOverview = () => openWindow({ deployments: 'four' });
const chart = (name: string | RegExp = /^Terms of/) => screen.findByRole('slider', { name });
const value = async () => (await chart()).getAttribute('aria-valuetext');
const boxes = (kind: string) =>
  (document.querySelector(`path[data-kind="${kind}"]`)?.getAttribute('d')?.match(/M/g) ?? []).length;
const shapes = () => boxes('term') + boxes('ahead') + boxes('grace') + boxes('gap');

afterEach(() => vi.restoreAllMocks());

describe('the timeline of a deployment', () => {
  it('draws terms, grace, what has not started and the gap as shapes of their own', async () => {
    await open(3);
    await chart('Terms of EU');
    expect([boxes('term'), boxes('ahead'), boxes('gap')]).toEqual([2, 2, 2]);
    expect(boxes('grace')).toBe(4);
    expect(document.querySelector('pattern[patternTransform="rotate(45)"]')).not.toBeNull();
    expect(document.querySelector('path[data-kind="grace"]')?.getAttribute('fill')).toMatch(/^url\(#/);
    expect(document.querySelectorAll('[data-today]')).toHaveLength(1);
  });

  it('says the gap in a sentence, in a row with its dates, and in what is spoken', async () => {
    const { user } = await open(3);
    const graphic = await chart();
    expect(screen.getByRole('heading', { name: 'Gap: no license from 8 to 18 Dec 2026 (10 days).' })).toBeTruthy();
    expect(graphic.textContent).toContain('Gap');
    expect(graphic.textContent).toContain('from 8 to 18 Dec 2026');
    graphic.focus();
    await user.keyboard('{PageUp}{ArrowLeft>13/}');
    expect(await value()).toMatch(/^10 Dec 2026, Coverage\. Gap: no license from/);
  });

  it('is one stop, with a caption that says what the shapes are', async () => {
    await open(3);
    const graphic = await chart();
    expect(graphic.getAttribute('aria-roledescription')).toBe('chart');
    expect(graphic.getAttribute('tabindex')).toBe('0');
    expect(graphic.querySelectorAll('[tabindex], button, a')).toHaveLength(0);
    const figure = graphic.closest('figure') as HTMLElement;
    expect(figure.querySelector('figcaption')?.textContent).toMatch(/the line is today, 23 Nov 2026\. Solid: term\./);
    expect(figure.getAttribute('aria-labelledby')).toBe(figure.querySelector('figcaption')?.id);
  });

  it('is walked by day, month and row, and says what holds there', async () => {
    const { user } = await open(3);
    (await chart()).focus();
    expect(await value()).toMatch(/^23 Nov 2026, Coverage\. Covered from/);
    await user.keyboard('{ArrowRight}');
    expect(await value()).toMatch(/^24 Nov 2026, Coverage\./);
    await user.keyboard('{ArrowLeft}{PageUp}');
    expect(await value()).toMatch(/^23 Dec 2026, Coverage\. Not started:/);
    await user.keyboard('{ArrowDown}{ArrowDown}');
    expect(await value()).toMatch(/^23 Dec 2026, #9 Premium · 120\. Over from/);
    await user.keyboard('{ArrowDown}{PageDown}');
    expect(await value()).toMatch(/^23 Nov 2026, #12 Premium · 160\. Before its start on 18 Dec 2026\./);
    await user.keyboard('{Home}');
    expect(await value()).toMatch(/^1 Feb 2026/);
    await user.keyboard('{ArrowLeft}{ArrowDown}{ArrowDown}');
    expect(await value()).toMatch(/^1 Feb 2026, #12/);
    await user.keyboard('{End}');
    expect(await value()).toMatch(/^31 Jan 2028, #12/);
    const graphic = await chart();
    expect(graphic.getAttribute('aria-valuenow')).toBe(graphic.getAttribute('aria-valuemax'));
    expect(screen.getByTestId('value').textContent?.trim()).toBe(await value());
  });

  it('says both of a day on which one becomes the other', async () => {
    const { user } = await open(3);
    (await chart()).focus();
    await user.keyboard('{ArrowRight>12/}');
    expect(await value()).toMatch(/^5 Dec 2026, Coverage\. Covered from.*In grace from/);
  });

  it('opens a license by Enter', async () => {
    const { user } = await open(3);
    (await chart()).focus();
    await user.keyboard('{ArrowDown>3/}{Enter}');
    const details = screen.getByRole('complementary', { name: 'License details' });
    await waitFor(() => expect(within(details).getByRole('heading', { name: 'License #12' })).toBeTruthy());
    expect(document.activeElement?.getAttribute('aria-label')).toBe('License 12');
  });

  it('gives the same points as a table, and itself back', async () => {
    const { user } = await open(3);
    await chart();
    const drawn = shapes();
    await user.click(screen.getByRole('button', { name: 'Show as table' }));
    const table = screen.getByRole('table', { name: 'Terms of EU' });
    expect(within(table).getAllByRole('row')).toHaveLength(drawn + 1);
    const rows = within(table).getAllByRole('row');
    const gap = rows.filter((row) => row.textContent?.includes('Gap'));
    expect(gap.map((row) => row.querySelectorAll('time')[0]?.dateTime)).toEqual(Array(2).fill('2026-12-08T00:00:00Z'));
    await user.click(screen.getByRole('button', { name: 'Show as chart' }));
    expect(await chart()).toBeTruthy();
  });

  it('leaves out what is over when only what is current is asked for', async () => {
    const { user } = await open(1);
    const graphic = await chart();
    expect(graphic.textContent).toContain('#2 Trial · 50');
    expect(graphic.textContent).toContain('ended');
    await user.click(screen.getByRole('switch', { name: 'Only current' }));
    expect(graphic.textContent).not.toContain('#2 Trial');
  });

  it('is not there where no license is listed', async () => {
    await open(1, 'forbidden');
    await waitFor(() => expect(screen.getByRole('tabpanel').textContent).toContain('may not list licenses'));
    expect(screen.queryByRole('slider')).toBeNull();
    expect(screen.queryByTestId('changes-ahead')).toBeNull();
  });
});

describe('the terms of all deployments', () => {
  it('stand over one range, each under its name, and those without licenses say why', async () => {
    const { user } = await openOverview();
    const graphic = await chart('Terms of all deployments');
    const names = [...graphic.querySelectorAll('.name')].map((each) => each.textContent);
    expect(names).toEqual(['Production', 'Staging', 'EU', 'Lab *']);
    graphic.focus();
    await user.keyboard('{ArrowDown>6/}');
    expect(await value()).toMatch(/^23 Nov 2026, Lab\. Covered, as Coder reports\./);
  });

  it('lead to the license, and to the deployment', async () => {
    const { user, host } = await openOverview();
    (await chart()).focus();
    await user.keyboard('{ArrowDown}{Enter}');
    await waitFor(() => expect(host.title).toBe('Staging — Seatkeeper'));
    expect(screen.getByRole('tab', { name: 'Licenses' }).getAttribute('aria-selected')).toBe('true');
  });

  it('are asked for anew when something changed, and stay meanwhile', async () => {
    const { host } = await openOverview();
    const graphic = await chart();
    const ask = vi.spyOn(host, 'terms');
    host.show('covered');
    await waitFor(() => expect(graphic.textContent).not.toContain('Staging'));
    expect(ask).toHaveBeenCalled();
    expect(document.contains(graphic)).toBe(true);
  });

  it('give a table with a column of deployments', async () => {
    const { user } = await openOverview();
    await chart();
    const drawn = shapes();
    await user.click(screen.getByRole('button', { name: 'Show as table' }));
    const table = screen.getByRole('table', { name: 'Terms of all deployments' });
    // Lab has no shape, and a row that says so.
    expect(within(table).getAllByRole('row')).toHaveLength(drawn + 2);
    expect(within(table).getAllByRole('columnheader')[0]?.textContent).toBe('Deployment');
  });
});

describe('what changes when', () => {
  it('names each day, why, and what is less or more', async () => {
    await open(3);
    const section = await screen.findByTestId('changes-ahead');
    await waitFor(() => expect(within(section).getAllByRole('heading', { level: 3 })).toHaveLength(3));
    const days = within(section).getAllByRole('heading', { level: 3 });
    expect(days.map((day) => day.querySelector('time')?.dateTime)).toEqual([
      '2026-12-05T00:00:00Z',
      '2026-12-08T00:00:00Z',
      '2026-12-18T00:00:00Z',
    ]);
    expect(section.textContent).toContain('#9’s grace period ends.');
    const losses = [...section.querySelectorAll('[data-kind="loss"]')].map((line) => line.textContent?.trim() ?? '');
    expect(losses).toHaveLength(3);
    expect(losses.every((line) => line.endsWith('▼ less'))).toBe(true);
  });

  it('says what is guessed as a guess', async () => {
    await open(1);
    const guesses = await screen.findByTestId('guesses');
    expect(guesses.textContent).toContain('is not reported; one is assumed');
    expect(screen.getByRole('heading', { name: 'What is guessed' })).toBeTruthy();
  });

  it('says where Coder reports what we read', async () => {
    await open(1);
    const note = await screen.findByTestId('present');
    expect(note.textContent).toContain('Coder reports what these licenses give by our reading.');
    expect(within(note).queryByRole('button')).toBeNull();
  });

  it('says where Coder reports otherwise, and copies a report', async () => {
    const { user, host } = await open(3);
    const note = await screen.findByTestId('present');
    expect(note.textContent).toContain('this server may follow other rules');
    expect(note.textContent).toContain('Seats: Coder reports 250, by our reading 120.');
    await user.click(within(note).getByRole('button', { name: 'Copy report' }));
    expect(asked(host, 'copyPresentReport')).toEqual([3]);
    expect(live().textContent).toContain('It names no deployment, no account and no ID.');
    expect(within(note).getByRole('button', { name: 'Copied' })).toBeTruthy();
  });
});

describe('axe finds nothing', () => {
  it.each([1, 2, 3])('in the licenses of deployment %d, as chart and as table', async (id) => {
    const { user } = await open(id);
    await chart();
    await screen.findByTestId('present');
    expect(await accessibilityFindings()).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Show as table' }));
    expect(await accessibilityFindings()).toEqual([]);
  });
});

describe('the axis', () => {
  const terms: TermsView = {
    today_at: '2026-11-23T18:06:27Z',
    from_at: '2026-07-31T22:00:00Z',
    to_at: '2028-01-31T23:00:00Z',
    caption: sentence(''),
    deployments: [],
  };

  it.each([140, 280, 480, 900, 2000])('names no more months on %d px than fit', (width) => {
    const ticks = monthTicks(timeScale(terms, [0, width]), 'en-GB');
    ticks.slice(1).forEach((tick, place) => expect(tick.x - (ticks[place]?.x ?? 0)).toBeGreaterThan(38));
    expect(ticks.length).toBeGreaterThan(0);
    expect(ticks.some((tick) => tick.label === '2027')).toBe(true);
  });

  it('draws no stretch beyond the range, and shows three days on three years', async () => {
    const scale = timeScale(terms, [100, 500]);
    const of = (from_at: string, to_at: string): StretchView => ({
      kind: 'grace',
      from_at,
      to_at,
      starts: [],
      ends: [],
      sentence: [],
    });
    expect(extent(of(terms.from_at, terms.from_at), scale)).toBeNull();
    expect(extent({ ...of(terms.from_at, terms.to_at), kind: 'none' }, scale)).toBeNull();
    expect(extent(of(terms.from_at, terms.to_at), scale)).toEqual([100, 500]);
    const [left = 0, right = 0] = extent(of('2026-12-05T00:00:00Z', '2026-12-08T00:00:00Z'), scale) ?? [];
    expect(right - left).toBeGreaterThanOrEqual(3);
  });

  it('draws a hundred deployments as four paths', async () => {
    const host = new DemoHost({ deployments: 'four' });
    const eu = await host.deployment(3);
    const many = demoTerms(Array.from({ length: 100 }, (_, id) => [{ ...eu.row, id }, eu]));
    const lines = linesOf(many);
    const paths = pathsOf(lines, timeScale(many, [200, 900]), GRID);
    expect(lines).toHaveLength(400);
    expect(paths.gap.match(/M/g)).toHaveLength(200);
  });
});

describe('days of a zone', () => {
  it('begin at its midnight, also when the clock is changed', () => {
    for (const at of ['2026-03-29', '2026-10-25', '2026-10-26', '2026-11-23', '2028-02-29']) {
      const day = Date.parse(at) / DAY;
      const starts = midnight(day, BERLIN);
      expect(civilDay(starts, BERLIN)).toBe(day);
      expect(civilDay(starts - 1, BERLIN)).toBe(day - 1);
    }
    expect(new Date(midnight(Date.parse('2026-10-26') / DAY, BERLIN)).toISOString()).toBe('2026-10-25T23:00:00.000Z');
  });

  it('stay within a shorter month', () => {
    const day = (text: string) => Date.parse(text) / DAY;
    expect(monthsOn(day('2027-01-31'), 1)).toBe(day('2027-02-28'));
    expect(monthsOn(day('2027-03-31'), -1)).toBe(day('2027-02-28'));
    expect(monthsOn(day('2026-12-15'), 1)).toBe(day('2027-01-15'));
  });
});
