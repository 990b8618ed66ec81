import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { EVERYBODY, People } from '../src/features/seats/people.svelte';
import { DemoHost } from '../src/host/demo';
import type { DemoSeatState } from '../src/host/demo-seats';
import { accessibilityFindings, asked, openWindow } from './window';

async function openPeople(seats: DemoSeatState = 'whole', more = {}) {
  const opened = await openWindow({ deployments: 'four', place: 'deployment:1:seats', seats, ...more });
  await screen.findByTestId('seats-headline');
  return opened;
}
const text = (element: Element | null | undefined) => element?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
const grid = () => screen.getByRole('grid', { name: 'Users of this deployment' });
const rows = () => within(grid()).getAllByRole('row').slice(1);
const heading = () => text(document.querySelector('#people'));
const current = () => document.getElementById(grid().getAttribute('aria-activedescendant') ?? '');
const filter = (label: string) => within(screen.getByRole('search')).getByLabelText(label);
const strip = () => screen.getByRole('slider', { name: /by days since they were seen/ });
const buckets = () =>
  within(screen.getByRole('list', { name: 'By age' }))
    .getAllByRole('button')
    .map((button) => Number(text(button.querySelector('strong'))));

describe('the strip of 90 days', () => {
  it('has five counts that add up to those who hold a seat', async () => {
    await openPeople();
    expect(buckets()).toHaveLength(5);
    expect(buckets().reduce((sum, count) => sum + count, 0)).toBe(412);
  });

  it('is walked by keys, and shows as a table of as many rows', async () => {
    const { user } = await openPeople();
    strip().focus();
    await user.keyboard('{ArrowRight}');
    expect(strip().getAttribute('aria-valuetext')).toMatch(/^\d+ users were last seen yesterday\.$/);
    await user.keyboard('{PageUp}');
    expect(strip().getAttribute('aria-valuetext')).toContain('31 days ago');
    await user.keyboard('{End}');
    expect(strip().getAttribute('aria-valuetext')).toContain('90 days ago or longer');
    const section = strip().closest('section') as HTMLElement;
    await user.click(within(section).getByRole('button', { name: 'Show as table' }));
    expect(within(within(section).getByRole('table')).getAllByRole('row')).toHaveLength(92);
  });

  it('leads to those of an age, and to those who free their seat by a day', async () => {
    const { user } = await openPeople();
    await user.click(screen.getByRole('button', { name: /^31-60 days/ }));
    await waitFor(() => expect(heading()).toBe('28 of 412 users who hold a seat.'));
    expect(screen.getByRole('button', { name: /^31-60 days/ }).getAttribute('aria-pressed')).toBe('true');
    await user.click(screen.getByRole('button', { name: 'See the 13' }));
    await waitFor(() => expect(heading()).toBe('13 of 412 users who hold a seat.'));
    expect(rows()).toHaveLength(13);
    expect(document.activeElement?.id).toBe('people');
    expect((filter('Becomes dormant') as HTMLSelectElement).value).toBe('2026-11-30');
  });
});

describe('the table of people', () => {
  it('names who holds a seat, and says how many there are without drawing them all', async () => {
    await openPeople();
    await waitFor(() => expect(heading()).toBe('412 users hold a seat.'));
    expect(grid().getAttribute('aria-rowcount')).toBe('413');
    expect(rows().length).toBeLessThan(40);
    const ada = rows().find((row) => text(row).includes('Ada Abel'));
    expect(text(ada)).toContain('ada.abel@example.com');
    expect(text(ada)).toContain('you');
    expect(text(ada)).toContain('owner');
  });

  it('shows names that others chose as text, and a missing e-mail as a dash', async () => {
    const { user } = await openPeople();
    await user.type(filter('Search'), '<b>');
    await waitFor(() => expect(rows()).toHaveLength(1));
    expect(rows()[0]?.querySelector('b')).toBeNull();
    expect(text(rows()[0])).toContain('<b>bold</b>');
    await user.clear(filter('Search'));
    await user.type(filter('Search'), 'letters');
    await waitFor(() => expect(text(rows()[0])).toContain('many many'));
  });

  it('is searched, filtered and sorted, each asked of the program', async () => {
    const { user, host } = await openPeople();
    await waitFor(() => expect(rows().length).toBeGreaterThan(10));
    await user.selectOptions(filter('Mark'), 'service_account');
    await waitFor(() => expect(heading()).toBe('6 of 412 users who hold a seat.'));
    await user.selectOptions(filter('Role'), 'member');
    await user.selectOptions(filter('Login'), 'token');
    await user.selectOptions(filter('Status'), 'all');
    await user.click(within(grid()).getByRole('button', { name: 'Last seen' }));
    await user.click(within(grid()).getByRole('button', { name: 'Last seen' }));
    expect(asked(host, 'people').at(-1)).toEqual({
      ...EVERYBODY,
      deployment: 1,
      mark: 'service_account',
      role: 'member',
      login_type: 'token',
      status: 'all',
      sort: 'last_seen',
      descending: true,
      offset: 0,
      limit: 100,
    });
    const sorted = within(grid()).getByRole('columnheader', { name: 'Last seen' });
    await waitFor(() => expect(sorted.getAttribute('aria-sort')).toBe('descending'));
  });

  it('says that nobody matches', async () => {
    const { user } = await openPeople();
    await user.type(filter('Search'), 'nobody at all');
    expect(await screen.findByText('Nobody matches.')).toBeTruthy();
    expect(screen.queryByRole('grid')).toBeNull();
  });

  it('is one stop, walked by arrows, Home, End and letters, to its very end', async () => {
    const { user } = await openPeople('whole', { holders: 5000 });
    await waitFor(() => expect(heading()).toBe('5,000 users hold a seat.'));
    grid().focus();
    await user.keyboard('{ArrowDown}{ArrowDown}{ArrowUp}');
    expect(current()?.getAttribute('aria-rowindex')).toBe('3');
    await user.keyboard('{End}');
    expect(grid().getAttribute('aria-activedescendant')).toMatch(/-4999$/);
    await user.keyboard('{Home}');
    expect(current()?.getAttribute('aria-rowindex')).toBe('2');
    await user.keyboard('kim');
    await waitFor(() => {
      const place = Number(grid().getAttribute('aria-activedescendant')?.split('-').at(-1));
      expect(place).toBeGreaterThan(2000);
    });
    expect(
      within(grid())
        .getAllByRole('checkbox')
        .every((box) => box.tabIndex === -1),
    ).toBe(true);
  });

  it('opens a user in Coder, chooses one, and copies its row', async () => {
    const { user, host } = await openPeople();
    await waitFor(() => expect(rows().length).toBeGreaterThan(10));
    grid().focus();
    await user.keyboard('{ArrowDown}{ArrowDown}{Enter} ');
    expect(asked(host, 'openPerson')).toEqual([[1, '00000000-0000-4000-8000-000000000000']]);
    expect(current()?.getAttribute('aria-selected')).toBe('true');
    expect(screen.getByText('1 chosen.', { exact: false })).toBeTruthy();
    await user.keyboard('{Control>}c{/Control}');
    expect((asked(host, 'copy').at(-1) as { text: string }).text).toMatch(/^Ada Abel\tada\.abel@example\.com\t/);
    await user.keyboard('{Escape}');
    expect(screen.queryByText('1 chosen.', { exact: false })).toBeNull();
  });

  it('shows what is read so far as a part, with progress and Cancel', async () => {
    await openPeople('reading');
    await screen.findAllByText('300 of 487 users read so far.');
    expect(screen.getByText('These are only the users that were read so far, not all of them.')).toBeTruthy();
    expect(screen.getAllByRole('button', { name: 'Cancel' }).length).toBeGreaterThan(0);
    expect(screen.queryByRole('button', { name: 'Export these users as CSV' })).toBeNull();
    expect(screen.queryByRole('slider', { name: /by days since/ })).toBeNull();
  });

  it('is read once by itself, and after a failure only by its button', async () => {
    const { user, host } = await openPeople('failed');
    await waitFor(() => expect(asked(host, 'readPeople')).toEqual([1]));
    host.seatsHost.turn('failed');
    const section = document.getElementById('people-section') as HTMLElement;
    expect(text(section)).toContain('broke off after 300 of 487 users');
    expect(screen.queryByRole('grid')).toBeNull();
    await user.click(within(section).getByRole('button', { name: 'Read the list of users' }));
    expect(asked(host, 'readPeople')).toEqual([1, 1]);
  });

  it('says where it may not be read, and never tries', async () => {
    const { host } = await openPeople('forbidden');
    expect(text(document.getElementById('people-section'))).toContain('This token may not list users.');
    expect(screen.queryByRole('grid')).toBeNull();
    expect(asked(host, 'readPeople')).toEqual([]);
  });

  it('goes out as CSV as it is filtered', async () => {
    const { user, host } = await openPeople();
    await user.selectOptions(filter('Last seen'), 'd84_90');
    await user.click(screen.getByRole('button', { name: 'Export these users as CSV' }));
    expect(asked(host, 'savePeople')).toMatchObject([{ deployment: 1, age: 'd84_90', status: 'holders' }]);
  });

  it('has nothing that axe finds', async () => {
    await openPeople();
    await waitFor(() => expect(rows().length).toBeGreaterThan(10));
    expect(await accessibilityFindings()).toEqual([]);
  });
});

describe('the parts of a long table', () => {
  const open = () => {
    const host = new DemoHost({ deployments: 'four', holders: 20_000 });
    return { host, people: new People(1, host.seatsHost, async (act) => (await act(), true)) };
  };

  it('are fetched where they are looked at, each once', async () => {
    const { host, people } = open();
    await people.reload();
    expect(people.matching).toBe(20_000);
    expect(people.row(19_999)).toBeUndefined();
    people.need(19_950, 19_999);
    people.need(19_950, 19_999);
    await waitFor(() => expect(people.row(19_999)).toBeTruthy());
    expect(asked(host, 'people')).toHaveLength(2);
  });

  it('of an earlier choice never come late into a later one', async () => {
    const { people } = open();
    await people.reload();
    people.need(5000, 5001);
    await people.choose({ age: 'd84_90' });
    expect(people.row(5000)).toBeUndefined();
    expect(people.answer?.sentence).toBeTruthy();
    expect(people.matching).toBeLessThan(1000);
  });

  it('are looked through for letters round the end of the table', async () => {
    const { people } = open();
    await people.reload();
    const found = await people.find('ada', 15_000);
    expect(found).not.toBeNull();
    people.need(found ?? 0, found ?? 0);
    await waitFor(() =>
      expect(
        people
          .row(found ?? 0)
          ?.name.toLowerCase()
          .startsWith('ada'),
      ).toBe(true),
    );
    expect(found).toBeLessThan(15_000);
    expect(await people.find('zzz', 3)).toBeNull();
  });
});

describe('why the count changed', () => {
  const change = () => screen.getByTestId('change');

  it('is told between two days, by name where names are kept', async () => {
    const { user, host } = await openPeople();
    await user.click(within(change()).getByRole('button', { name: 'Compare' }));
    await within(change()).findByText(/the count rose by/);
    expect(asked(host, 'seatChange')).toEqual([{ deployment: 1, from: '2026-09-25', to: '2026-11-23' }]);
    const items = within(change()).getAllByRole('listitem');
    expect(items.map((item) => text(item.querySelector('strong')))).toEqual(['+9', '+7', '-4']);
    await user.click(within(items[0] as HTMLElement).getByRole('button', { name: 'Who' }));
    expect(text(items[0])).toContain('Ada Abel, Ben Berg, Chi Cruz');
    expect(await accessibilityFindings()).toEqual([]);
  });

  it('is told from numbers alone where they are not, and says so', async () => {
    const { user } = await openPeople('numbers');
    await user.click(within(change()).getByRole('button', { name: 'Compare' }));
    await within(change()).findByText(/names are not kept/);
    expect(within(change()).queryByRole('button', { name: 'Who' })).toBeNull();
  });
});

describe('the seats of all deployments', () => {
  it('stand in the Overview: a line of 90 days each, and the totals with each person once', async () => {
    const { user, host } = await openWindow({ deployments: 'four' });
    const fleet = await screen.findByTestId('fleet');
    expect(text(fleet.querySelector('h2'))).toBe('585 of 770 seats are used on 4 deployments. 193 are free.');
    const numbers = [...fleet.querySelectorAll('dd')].map(text);
    expect(numbers).toEqual(['770', '585', '193', '31', '523']);
    expect(text(fleet)).toContain('41 of them on more than one deployment.');
    expect(screen.getAllByRole('img', { name: /^rose by \d+ in 90 days$/ })).toHaveLength(4);
    await user.click(within(fleet).getByRole('button', { name: 'Export the seats as CSV' }));
    expect(asked(host, 'saveFleetSeats')).toEqual([null]);
  });

  it('break their line where days are missing', async () => {
    await openWindow({ deployments: 'four' });
    const [spark] = await screen.findAllByRole('img', { name: /in 90 days$/ });
    expect(spark?.querySelector('path')?.getAttribute('d')?.match(/M/g)).toHaveLength(2);
  });
});

describe('the Seats tile of the summary', () => {
  it('has the peak of the term, and those who hold no seat', async () => {
    await openWindow({ deployments: 'four', place: 'deployment:1:summary' });
    await screen.findByText('dormant 63 · suspended 12');
    expect(screen.getByText(/Peak since the term began/).textContent).toContain('431');
  });
});
