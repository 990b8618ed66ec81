import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { chartActs } from '../src/features/seats/chart-file';
import type { DemoSeatState } from '../src/host/demo-seats';
import { Desk } from '../src/stores/desk.svelte';
import { accessibilityFindings, asked, openWindow } from './window';

async function openSeats(seats: DemoSeatState = 'whole', id = 1, more = {}) {
  const opened = await openWindow({ deployments: 'four', place: `deployment:${id}:seats`, seats, ...more });
  await screen.findByTestId('seats-headline');
  return opened;
}
const text = (element: Element | null | undefined) => element?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
const said = () => text(screen.getByTestId('seats-headline'));
const heading = () => text(screen.getByTestId('seats-headline').querySelector('h2'));
const chart = () => screen.getByRole('slider', { name: /^Seats used by day/ });
const spoken = () => chart().getAttribute('aria-valuetext') ?? '';
const parts = (name: string) => [...chart().querySelectorAll(`[data-part="${name}"]`)];
const section = (name: string) => screen.getByRole('heading', { name }).closest('section') as HTMLElement;

describe('the headline of the seats', () => {
  it('is what Coder counts, with who says so and when, and what the user list adds', async () => {
    await openSeats();
    expect(heading()).toBe('412 of 500 seats are used. 88 are free.');
    expect(said()).toContain('Counted by Coder today at 18:02 (active users). Peak since the term began: 431');
    const meter = screen.getByRole('meter');
    expect(meter.getAttribute('aria-valuetext')).toBe('412 of 500 seats used, 88 free');
    expect(meter.querySelector('.peak')).not.toBeNull();
    const counts = text(screen.getByTestId('user-counts'));
    for (const count of ['Active 412', 'Dormant 63', 'Suspended 12', 'All 487']) expect(counts).toContain(count);
    expect(counts).toContain('From the user list, read today at 18:02.');
    expect(text(screen.getByTestId('agreement'))).toBe('The user list and Coder agree: 412.');
  });

  it('says by how many it is over, hatches past the limit, and that Coder warns', async () => {
    await openSeats('whole', 3);
    expect(heading()).toBe('Over by 8: 128 active users, 120 licensed.');
    expect(said()).toContain('Coder shows admins a warning.');
    expect(screen.getByRole('meter').querySelector('rect[fill^="url(#over"]')).not.toBeNull();
    expect(parts('over').length).toBeGreaterThan(0);
  });

  it('says that it is nearly full, with a shape of its own', async () => {
    await openSeats('near');
    expect(heading()).toBe('Nearly full: 6 seats left.');
    expect(screen.getByTestId('seats-headline').querySelector('[data-shape="near"]')).not.toBeNull();
  });

  it('draws no bar without a limit', async () => {
    await openSeats('unlimited');
    expect(heading()).toBe('412 active users. This deployment has no seat limit.');
    expect(screen.queryByRole('meter')).toBeNull();
    expect(said()).toContain('no seat limit');
    expect(parts('limit')[0]?.getAttribute('d')).toBe('');
  });

  it('writes a dash where Coder reported no count, and never 0', async () => {
    await openSeats('unreported');
    expect(heading()).toBe('Coder did not report a count.');
    const display = screen.getByTestId('seats-headline').querySelector('.display');
    expect(text(display)).toContain('–not reported');
    expect(text(display)).not.toContain('0 ');
    expect(screen.queryByRole('meter')).toBeNull();
  });

  it('names what is counted as the server does', async () => {
    await openSeats('capable');
    expect(heading()).toBe('412 workspace-capable users of 500. 88 seats are free.');
    expect(said()).toContain('(workspace-capable users)');
  });

  it('gives the likely reason where the list and Coder differ', async () => {
    await openSeats('differs');
    const agreement = screen.getByTestId('agreement');
    expect(text(agreement)).toContain('The user list says 414, Coder counts 412.');
    const [first, second] = within(agreement).getAllByRole('listitem');
    expect(text(first)).toContain('This explains the difference.');
    expect(text(second)).not.toContain('explains');
  });

  it('stands without the list of users where it may not be read, and says who may', async () => {
    await openSeats('forbidden');
    expect(heading()).toBe('412 of 500 seats are used. 88 are free.');
    expect(text(screen.getByTestId('user-counts'))).toContain('This token may not list users.');
    expect(text(screen.getByTestId('user-counts'))).toContain('All –not known');
    expect(screen.queryByTestId('agreement')).toBeNull();
    expect(chart()).toBeTruthy();
  });

  it('shows the progress of reading the list, never a part as the whole, and can be stopped', async () => {
    const { user, host } = await openSeats('reading');
    const counts = screen.getByTestId('user-counts');
    expect(text(counts)).toContain('300 of 487 users read so far.');
    expect(text(counts)).not.toContain('Active');
    await user.click(within(counts).getByRole('button', { name: 'Cancel' }));
    expect(asked(host, 'stopPeople')).toEqual([1]);
    await waitFor(() => expect(text(counts)).toContain('The list of users was not read yet.'));
  });

  it('gives the other limits in the same form, unknown ones too', async () => {
    await openSeats();
    const limits = section('Other limits');
    expect(text(limits)).toContain('12 of 50 are used. 38 are free.');
    expect(limits.querySelector('[data-shape="near"]')).not.toBeNull();
    expect(text(limits)).toContain('Connected builds –, no limit');
  });
});

describe('the chart of history and forecast', () => {
  it('has a caption of sentences, with a range and never one date alone', async () => {
    await openSeats();
    const caption = text(section('History and forecast').querySelector('figcaption'));
    expect(caption).toContain('In the last 60 days the count rose by 41.');
    expect(caption).toContain('around 4 Apr 2027 (between 20 Feb 2027 and 22 May 2027, or later)');
    expect(chart().closest('figure')).not.toBeNull();
    expect(chart().getAttribute('aria-roledescription')).toBe('chart');
  });

  it('breaks at missing days, with the words, and steps with the limit', async () => {
    const { user } = await openSeats();
    expect(parts('line')).toHaveLength(2);
    expect(text(parts('no-data')[0])).toBe('no data');
    expect(parts('band').length).toBeGreaterThan(0);
    expect(parts('tick').length).toBeLessThanOrEqual(4);
    await user.click(screen.getByRole('radio', { name: '1 y' }));
    const down = (parts('limit')[0]?.getAttribute('d') ?? '').match(/[ML]\S+ (\S+?)(?=[ML]|$)/g) ?? [];
    expect(new Set(down.map((each) => each.split(' ')[1])).size).toBe(2);
    expect(chart().querySelectorAll('.line.dotted')).toHaveLength(1);
  });

  it('is walked by keys, day by day and month by month, and speaks each', async () => {
    const { user } = await openSeats();
    chart().focus();
    await user.keyboard('{Home}');
    expect(spoken()).toContain('on 25 Sep 2026, counted by Coder');
    await user.keyboard('{ArrowRight}');
    expect(spoken()).toContain('on 26 Sep 2026');
    await user.keyboard('{PageUp}');
    expect(spoken()).toContain('on 26 Oct 2026');
    await user.keyboard('{PageDown}{ArrowLeft}');
    expect(spoken()).toContain('on 25 Sep 2026');
    await user.keyboard('{End}');
    expect(spoken()).toMatch(/^Forecast for 22 Jan 2027: about \d+, between \d+ and \d+$/);
    expect(chart().querySelector('.cursor')).not.toBeNull();
    await user.keyboard('{Escape}');
    expect(chart().querySelector('.cursor')).toBeNull();
  });

  it('says a gap as it is walked over', async () => {
    const { user } = await openSeats();
    chart().focus();
    await user.keyboard('{Home}');
    for (let day = 0; day < 8; day += 1) await user.keyboard('{ArrowRight}');
    expect(spoken()).toMatch(/^No data from 3 to 9 Oct 2026\. \d+ active users on 10 Oct 2026/);
  });

  it('shows as a table with as many rows as there are points', async () => {
    const { user } = await openSeats();
    for (const days of ['30 d', '60 d', '90 d', '1 y']) {
      await user.click(screen.getByRole('radio', { name: days }));
      const points = Number(chart().getAttribute('aria-valuemax')) + 1;
      await user.click(within(section('History and forecast')).getByRole('button', { name: 'Show as table' }));
      const rows = within(screen.getByRole('table', { name: /^Seats used by day/ })).getAllByRole('row');
      expect(rows).toHaveLength(points + 1);
      await user.click(screen.getByRole('button', { name: 'Show as chart' }));
    }
  });

  it('draws no forecast of too short a history, and says what is lacking', async () => {
    await openSeats('short');
    expect(text(section('History and forecast'))).toContain('14 days of history so far. A forecast needs 28.');
    expect(parts('forecast')).toHaveLength(0);
    expect(parts('band')).toHaveLength(0);
  });

  it('says that the limit is not reached where the count is flat', async () => {
    await openSeats('flat');
    expect(text(section('History and forecast'))).toContain('At this pace the limit is not reached.');
  });

  it('says why there is no history, and draws nothing', async () => {
    await openSeats('no_history');
    expect(text(section('History and forecast'))).toContain('Coder gave no history');
    expect(screen.queryByRole('slider', { name: /^Seats used/ })).toBeNull();
    const history = section('History and forecast');
    expect(within(history).queryByRole('button', { name: 'Show as table' })).toBeNull();
  });

  it('says how it is worked out, and what to order, in three numbers', async () => {
    const { user } = await openSeats();
    await user.click(screen.getByRole('button', { name: 'How is this worked out?' }));
    expect(screen.getByText(/never drawn beyond 180 days/)).toBeTruthy();
    const numbers = [...screen.getByTestId('order').querySelectorAll('dd')].map(text);
    expect(numbers).toEqual(['431', '486', '24']);
  });

  it('goes out as a file and as text', async () => {
    const { host } = await openSeats();
    const desk = new Desk(host);
    const view = await host.seatsHost.seats(1);
    const act = (label: string) =>
      chartActs(desk, view, 'Production', ['412 active users on 23 Nov 2026'], () => chart().querySelector('svg')!)
        .find((each) => each.label === label)
        ?.act();
    for (const label of ['History as CSV…', 'Chart as SVG…', 'Copy as text']) act(label);
    await waitFor(() => expect(asked(host, 'copy')).toHaveLength(1));
    expect(asked(host, 'saveHistory')).toEqual([1]);
    const [file] = asked(host, 'saveChart') as [{ kind: string; content: string }];
    expect(file.kind).toBe('svg');
    const parsed = new DOMParser().parseFromString(file.content, 'image/svg+xml');
    expect(parsed.querySelector('parsererror')).toBeNull();
    expect(parsed.querySelector('[class], [style]')?.outerHTML).toBeUndefined();
    expect(parsed.querySelectorAll('[data-part="line"]')).toHaveLength(2);
    const [copied] = asked(host, 'copy') as [{ text: string }];
    expect(copied.text).toContain('Production\n412 of 500 seats are used. 88 are free.');
    expect(copied.text).toMatch(/\n412 active users on 23 Nov 2026\n$/);
  });

  it('cannot be saved as a picture while its table is shown', async () => {
    const { host } = await openSeats();
    const acts = chartActs(new Desk(host), await host.seatsHost.seats(1), 'Production', [], () => undefined);
    expect(acts.find(({ label }) => label === 'Chart as PNG…')?.unavailable).toBe('Show the chart first.');
  });
});

describe('the Seats view', () => {
  it('has nothing that axe finds, in any of its states', async () => {
    for (const state of ['whole', 'unreported', 'forbidden', 'reading', 'no_history', 'differs'] as const) {
      const { unmount } = await openSeats(state);
      expect(await accessibilityFindings()).toEqual([]);
      unmount();
    }
  });
});
