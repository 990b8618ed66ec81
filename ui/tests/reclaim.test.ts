import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import type { DemoHost } from '../src/host/demo';
import { accessibilityFindings, asked, openWindow } from './window';

const text = (element: Element | null | undefined) => element?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
const sheet = () => screen.getByRole('dialog', { name: 'Reclaim seats on Production' });
const outcome = () => text(screen.getByTestId('reclaim-outcome'));
const plan = () => screen.getByTestId('reclaim-plan');
const press = (name: string | RegExp) => within(sheet()).getByRole('button', { name });

async function openReclaim(prepare: (host: DemoHost) => void = () => {}) {
  const opened = await openWindow({ deployments: 'four', place: 'deployment:1:seats' });
  prepare(opened.host);
  await opened.user.click(await screen.findByRole('button', { name: 'Reclaim seats…' }));
  await screen.findByTestId('reclaim-outcome');
  return opened;
}

describe('the sheet that reclaims seats', () => {
  it('simulates first, and sends nothing', async () => {
    const { host } = await openReclaim();
    expect(outcome()).toBe('208 of 200 seats becomes 199 of 200; 5 of these 9 would come free by 30 Nov 2026 anyway.');
    expect(within(sheet()).getAllByRole('checkbox')).toHaveLength(9);
    expect(press('Suspend 9 users on Production')).toBeTruthy();
    expect(asked(host, 'applyReclaim')).toEqual([]);
    expect(document.activeElement?.textContent?.trim()).toBe('Close');
    expect(await accessibilityFindings()).toEqual([]);
  });

  it('takes people out by hand and in again, and the button names how many', async () => {
    const { user } = await openReclaim();
    await user.click(within(sheet()).getByRole('checkbox', { name: /^Toni Ito/ }));
    await waitFor(() => expect(press('Suspend 8 users on Production')).toBeTruthy());
    const toni = within(sheet()).getByRole('checkbox', { name: /^Toni Ito/ }) as HTMLInputElement;
    expect(toni.checked).toBe(false);
    await user.click(toni);
    await waitFor(() => expect(press('Suspend 9 users on Production')).toBeTruthy());
  });

  it('never proposes owners, service accounts and those of the own list, and says why', async () => {
    const { user, host } = await openReclaim();
    await user.click(press(/^Left alone/));
    expect(text(sheet())).toContain('Owners are never suspended.');
    expect(text(sheet())).toContain('Something may run by this service account.');
    await user.click(press('People to leave alone always'));
    await user.type(within(sheet()).getByRole('textbox'), 'toni.ito');
    await user.click(press('Keep this list'));
    expect(asked(host, 'protectPeople')).toEqual([['toni.ito']]);
    await waitFor(() => expect(press('Suspend 8 users on Production')).toBeTruthy());
    expect(text(sheet())).toContain('On your list of people to leave alone.');
  });

  it('suspends them, gives each result a row, and takes it back', async () => {
    const { user, host } = await openReclaim();
    await user.click(press('Suspend 9 users on Production'));
    await waitFor(() => expect(text(plan())).toContain('9 of 9 are suspended.'));
    expect(asked(host, 'applyReclaim')).toMatchObject([{ count: 9, name: 'Production', choice: { idle_days: 60 } }]);
    expect(within(plan()).getAllByRole('listitem')).toHaveLength(9);
    expect(text(plan())).toContain('Coder counts 199 of 200 seats.');
    expect(await accessibilityFindings()).toEqual([]);
    await user.click(press('Activate 9 users again on Production'));
    await waitFor(() => expect(text(plan())).toContain('9 are active again'));
    expect(asked(host, 'undoReclaim')).toEqual([1]);
  });

  it('goes on with a plan that was stopped, and proposes no other one before that', async () => {
    const { user, host } = await openReclaim((host) => (host.stopsAfter = 4));
    await user.click(press('Suspend 9 users on Production'));
    await waitFor(() => expect(text(plan())).toContain('4 of 9 are suspended; 5 wait.'));
    expect(screen.queryByTestId('reclaim-outcome')).toBeNull();
    host.stopsAfter = Infinity;
    await user.click(within(sheet()).getAllByRole('button', { name: 'Close' })[0]!);
    await user.click(await screen.findByRole('button', { name: 'Look at the plan' }));
    await screen.findByTestId('reclaim-plan');
    await user.click(press('Go on'));
    await waitFor(() => expect(text(plan())).toContain('9 of 9 are suspended.'));
  });

  it('sends nothing where people changed meanwhile, and says so', async () => {
    const { user, host } = await openReclaim();
    await host.protectPeople(1, ['toni.ito']);
    await user.click(press('Suspend 9 users on Production'));
    await waitFor(() => expect(text(sheet())).toContain('Nothing was sent: there are 8 people now, not 9.'));
    expect(screen.queryByTestId('reclaim-plan')).toBeNull();
  });

  it('gives the list away where this session may not suspend, and never tries', async () => {
    const { user, host } = await openReclaim((host) => (host.maySuspend = false));
    expect(text(sheet())).toContain('This token may not suspend users.');
    await user.click(press('Suspend 9 users on Production'));
    expect(asked(host, 'applyReclaim')).toEqual([]);
    await user.click(press('Copy the list'));
    await user.click(press('Save as CSV…'));
    expect(asked(host, 'copyReclaim')).toHaveLength(1);
    expect(asked(host, 'saveReclaimCsv')).toHaveLength(1);
  });
});
