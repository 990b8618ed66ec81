import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import { demoOverview, type DemoDeployments } from '../src/host/demo-deployments';
import { accessibilityFindings, asked, live, openWindow } from './window';

const open = (deployments: DemoDeployments = 'four', place = 'overview') =>
  openWindow({ deployments, place, checks: [] });
const table = () => screen.getByRole('table', { name: 'Deployments' });
const names = () =>
  within(table())
    .getAllByRole('rowheader')
    .map((cell) => cell.querySelector('.name')?.textContent);
const rowOf = (name: string) => within(table()).getByRole('row', { name: new RegExp(name) });
const nav = () => screen.getByRole('navigation', { name: 'Deployments' });

describe('the overview of four deployments', () => {
  it('opens with the sentence, and lists what asks for an act', async () => {
    const { user, host } = await open();
    expect(screen.getByRole('heading', { level: 2, name: 'Three things need attention.' })).toBeTruthy();
    const list = screen.getByRole('list', { name: 'What needs attention' });
    expect(within(list).getAllByRole('listitem')).toHaveLength(3);
    await user.click(within(list).getByRole('button', { name: /Staging is in its grace period.*Licenses/ }));
    expect(host.title).toBe('Staging — Seatkeeper');
    expect(screen.getByRole('tab', { name: 'Licenses' }).getAttribute('aria-selected')).toBe('true');
  });

  it('shows five things at most, and the rest when asked', async () => {
    const { user } = await open('signin');
    const list = screen.getByRole('list', { name: 'What needs attention' });
    expect(within(list).getAllByRole('listitem')).toHaveLength(5);
    await user.click(screen.getByRole('button', { name: 'and 1 more' }));
    expect(within(list).getAllByRole('listitem')).toHaveLength(6);
  });

  it('keeps the last figures of the one that is silent, with their age and the reason, and opens no dialog', async () => {
    const { user, host } = await open();
    const lab = rowOf('Lab');
    expect(lab.textContent).toContain('1 Jul 2027\u00a0*');
    expect(lab.textContent).toContain('14 / 50\u00a0*');
    expect(lab.textContent).toContain('20 Nov 2026');
    const [note] = screen.getAllByTestId('stale');
    expect(note?.textContent).toContain('* last known, 20 Nov 2026 14:02.');
    expect(note?.textContent).toContain('did not answer within 10 s');
    for (const name of ['Production', 'Staging', 'EU']) expect(rowOf(name).textContent).toContain('2 min ago');
    expect(screen.queryByRole('dialog')).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Try again with Lab' }));
    expect(asked(host, 'checkDeployments')).toEqual([[4]]);
  });

  it('sorts by every column and says which way', async () => {
    const { user } = await open();
    expect(names()).toEqual(['EU', 'Lab', 'Production', 'Staging']);
    const head = (name: string) => within(table()).getByRole('columnheader', { name });
    expect(head('Name').getAttribute('aria-sort')).toBe('ascending');
    await user.click(within(head('Seats')).getByRole('button'));
    expect(head('Seats').getAttribute('aria-sort')).toBe('ascending');
    expect(head('Name').getAttribute('aria-sort')).toBeNull();
    expect(names()).toEqual(['Lab', 'Staging', 'EU', 'Production']);
    await user.click(within(head('Seats')).getByRole('button'));
    expect(head('Seats').getAttribute('aria-sort')).toBe('descending');
    expect(names()).toEqual(['Production', 'EU', 'Staging', 'Lab']);
    await user.click(within(head('License')).getByRole('button'));
    expect(names()).toEqual(['Staging', 'EU', 'Lab', 'Production']);
  });

  it('filters by Ctrl+F, and Escape clears', async () => {
    const { user } = await open();
    await user.keyboard('{Control>}f{/Control}');
    const field = screen.getByRole('searchbox', { name: 'Filter deployments' });
    await waitFor(() => expect(document.activeElement).toBe(field));
    await user.keyboard('grace');
    expect(names()).toEqual(['Staging']);
    await user.keyboard('{Escape}');
    expect(names()).toHaveLength(4);
    await user.keyboard('zzz');
    expect(table().textContent).toContain('No deployment matches the filter.');
  });

  it('is one stop of the keyboard, with arrows, letters, and Enter to open', async () => {
    const { user, host } = await open();
    within(rowOf('EU')).getByRole('button', { name: 'EU' }).focus();
    await user.keyboard('{ArrowDown}');
    expect(document.activeElement?.textContent).toContain('Lab');
    await user.keyboard('s');
    expect(document.activeElement?.textContent).toContain('Staging');
    await user.keyboard('{Home}{ArrowDown}{ArrowDown}{Enter}');
    expect(host.title).toBe('Production — Seatkeeper');
  });

  it('opens the menu of a row by Shift+F10', async () => {
    const { user } = await open();
    within(rowOf('EU')).getByRole('button', { name: 'EU' }).focus();
    await user.keyboard('{Shift>}{F10}{/Shift}');
    expect(document.querySelector('[aria-label="More for EU"]')?.getAttribute('aria-expanded')).toBe('true');
  });

  it('writes a CSV', async () => {
    const { user, host } = await open();
    await user.click(screen.getByRole('button', { name: 'Export as CSV' }));
    expect(asked(host, 'saveOverviewCsv')).toHaveLength(1);
  });
});

describe('the states of the overview', () => {
  it('says what covers all where nothing needs attention, with no list', async () => {
    await open('covered');
    const [heading] = screen.getAllByRole('heading', { level: 2 }).slice(1);
    expect(heading?.textContent).toBe('Production is covered until at least 12 Mar 2027.');
    expect(screen.queryByRole('list', { name: 'What needs attention' })).toBeNull();
  });

  it('shows names and hosts at once while nothing is known yet', async () => {
    await open('loading');
    const eu = rowOf('EU');
    expect(eu.getAttribute('aria-busy')).toBe('true');
    expect(eu.textContent).toContain('eu.coder.example.com');
    expect(within(eu).getAllByRole('cell')[0]?.textContent?.trim()).toBe('…');
    expect(screen.getByRole('contentinfo').textContent).toContain('Checking 0 of 4');
  });

  it('loses no figure while it refreshes, and offers Cancel after two seconds', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    try {
      const { host } = await open();
      const before = within(table())
        .getAllByRole('cell')
        .map((cell) => cell.textContent);
      host.show('refreshing');
      await waitFor(() => expect(screen.getByRole('contentinfo').textContent).toContain('Checking 2 of 4'));
      expect(
        within(table())
          .getAllByRole('cell')
          .map((cell) => cell.textContent),
      ).toEqual(before);
      expect(table().getAttribute('aria-busy')).toBe('true');
      expect(screen.queryByRole('button', { name: 'Cancel' })).toBeNull();
      await vi.advanceTimersByTimeAsync(2_000);
      screen.getByRole('button', { name: 'Cancel' }).click();
      expect(asked(host, 'cancelChecks')).toHaveLength(1);
      await waitFor(() => expect(screen.getByRole('button', { name: 'Check all' })).toBeTruthy());
    } finally {
      vi.useRealTimers();
    }
  });

  it('says once, when a round that was asked for ends, who did not answer', async () => {
    const { user, host } = await open();
    await user.keyboard('{Control>}{Shift>}R{/Shift}{/Control}');
    expect(asked(host, 'checkDeployments')).toEqual([null]);
    host.show('four');
    await waitFor(() => expect(live().textContent).toBe('Checking finished. Lab did not answer.'));
    host.show('refreshing');
    host.show('covered');
    expect(live().textContent).toBe('Checking finished. Lab did not answer.');
  });

  it('says above all that this computer seems to be offline', async () => {
    await open('offline');
    expect(screen.getByRole('note').textContent).toContain(
      'This computer seems to be offline. Showing what was known at 19:04.',
    );
    expect(rowOf('Production').textContent).toContain('412 / 500\u00a0*');
  });

  it('asks to sign in again in the row, and keeps its figures', async () => {
    const { user } = await open('signin');
    const eu = rowOf('EU');
    expect(eu.textContent).toContain('Sign in again');
    expect(eu.textContent).toContain('128 / 120');
    await user.click(within(eu).getByRole('button', { name: 'Sign in to EU again' }));
    expect(await screen.findByRole('dialog', { name: 'Sign in to EU' })).toBeTruthy();
  });

  it('says where licenses may not be listed, and still shows seats', async () => {
    await open('forbidden');
    const production = rowOf('Production');
    const [license] = within(production).getAllByRole('cell');
    expect(license?.textContent).toContain('Not permitted');
    expect(license?.title).toBe('This token may not list licenses. An Owner can.');
    expect(production.textContent).toContain('412 / 500');
  });

  it('shows the license files below the deployments', async () => {
    await openWindow({ deployments: 'four' });
    const headings = screen.getAllByRole('heading', { level: 2 }).map((heading) => heading.textContent);
    expect(headings).toContain('Three things need attention.');
    expect(headings).toContain('13 license files need attention.');
  });
});

describe('the sidebar', () => {
  it('names each deployment by name, host and state', async () => {
    await open();
    for (const name of [
      'Production, coder.example.com, covered, 109 days',
      'Staging, staging.coder.example.com, in grace, 7 days left',
      'EU, eu.coder.example.com, over by 8',
      'Lab, lab.coder.example.com, not reachable since 20 Nov 2026',
    ]) {
      expect(within(nav()).getByRole('button', { name })).toBeTruthy();
    }
    expect(within(nav()).getAllByRole('button')).toHaveLength(5);
    expect(within(nav()).getByText('coder.example.com')).toBeTruthy();
    expect(within(nav()).queryByText('staging.coder.example.com')).toBeNull();
  });

  it('is one stop with the places, and arrows walk on into it', async () => {
    const { user, host } = await open();
    screen.getByRole('button', { name: /^Overview/ }).focus();
    await user.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}{ArrowDown}');
    expect(document.activeElement?.textContent).toContain('Production');
    await user.keyboard('{Enter}');
    expect(host.title).toBe('Production — Seatkeeper');
    expect(
      within(nav())
        .getByRole('button', { name: /^Production/ })
        .getAttribute('aria-current'),
    ).toBe('page');
    const stops = [...document.querySelectorAll('[data-region="sidebar"] [data-stop][tabindex="0"]')];
    expect(stops.map((stop) => stop.getAttribute('data-deployment'))).toEqual(['1']);
  });

  it('moves a deployment by Alt+Shift+Up and Down, keeps the focus, and says where it is', async () => {
    const { user, host } = await open();
    within(nav()).getByRole('button', { name: /^EU/ }).focus();
    await user.keyboard('{Alt>}{Shift>}{ArrowUp}{/Shift}{/Alt}');
    expect(asked(host, 'reorderDeployments')).toEqual([[1, 3, 2, 4]]);
    expect(live().textContent).toBe('EU is now 2 of 4.');
    await waitFor(() => expect(document.activeElement?.textContent).toContain('EU'));
    await user.keyboard('{Alt>}{Shift>}{ArrowUp}{ArrowUp}{/Shift}{/Alt}');
    expect(asked(host, 'reorderDeployments')).toEqual([
      [1, 3, 2, 4],
      [3, 1, 2, 4],
    ]);
  });

  it('moves a deployment by dragging', async () => {
    const { host } = await open();
    const items = [...nav().querySelectorAll('li')];
    items.forEach((item, place) => {
      item.getBoundingClientRect = () => ({ bottom: (place + 1) * 44 }) as DOMRect;
    });
    const lab = within(nav()).getByRole('button', { name: /^Lab/ });
    const point = (type: string, clientY: number, target: EventTarget = window) =>
      target.dispatchEvent(new MouseEvent(type, { clientY, button: 0, bubbles: true }));
    point('pointerdown', 150, lab);
    point('pointermove', 60);
    point('pointerup', 60);
    lab.click();
    expect(asked(host, 'reorderDeployments')).toEqual([[1, 4, 2, 3]]);
    expect(host.title).toBe('Overview — Seatkeeper');
  });

  it('goes to deployments by Alt and a digit, and back', async () => {
    const { user, host } = await open();
    await user.keyboard('{Alt>}3{/Alt}');
    expect(host.title).toBe('Staging — Seatkeeper');
    await user.keyboard('{Control>}2{/Control}');
    expect(screen.getByRole('tab', { name: 'Licenses' }).getAttribute('aria-selected')).toBe('true');
    expect(asked(host, 'setSetting').at(-1)).toEqual({ name: 'place', value: 'deployment:2:licenses' });
    await user.keyboard('{Alt>}1{/Alt}');
    expect(host.title).toBe('Overview — Seatkeeper');
    await user.keyboard('{Alt>}{ArrowLeft}{/Alt}');
    expect(host.title).toBe('Staging — Seatkeeper');
  });

  it('leaves the place of a deployment that is gone', async () => {
    const { host } = await open('four', 'deployment:2:licenses');
    expect(host.title).toBe('Staging — Seatkeeper');
    host.turn({ ...demoOverview('covered') });
    await waitFor(() => expect(host.title).toBe('Overview — Seatkeeper'));
  });
});

describe('axe finds nothing', () => {
  const states: DemoDeployments[] = ['four', 'covered', 'loading', 'refreshing', 'offline', 'signin', 'forbidden'];
  it.each(states)('in the overview that is %s', async (state) => {
    await open(state);
    expect(await accessibilityFindings()).toEqual([]);
  });
});
