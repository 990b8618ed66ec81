import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { accessibilityFindings, asked, live, openWindow, row } from './window';

const main = () => screen.getByRole('main');
const heading = () => main().querySelector('h2')?.textContent?.replace(/\s+/g, ' ').trim();
const value = (field: HTMLElement) => (field as HTMLInputElement).value;
const press = (name: string | RegExp) => screen.getByRole('button', { name });

describe('two licenses side by side', () => {
  it('are the two that are selected in the list, by keyboard', async () => {
    const { user, host } = await openWindow({ place: 'files', deployments: 'four' });
    await user.click(row('prod-500.jwt'));
    await user.keyboard('{Control>}');
    await user.click(row('renewal-2027.jwt'));
    await user.keyboard('{/Control}');
    await user.keyboard('{Control>}d{/Control}');
    await screen.findByRole('heading', { name: 'Compare', level: 1 });
    await waitFor(() => expect(heading()).toContain('B runs a year longer, adds 100 seats'));
    expect(asked(host, 'compare')[0]).toEqual({
      a: { kind: 'file', check: 'renewal-2027.jwt' },
      b: { kind: 'file', check: 'prod-500.jwt' },
    });
    expect(live().textContent).toContain('B runs a year longer');
  });

  it('show the losses first and only what differs, until the switch is turned', async () => {
    const { user } = await openWindow({ place: 'compare', deployments: 'four' });
    await user.selectOptions(screen.getByLabelText('A'), 'prod-500.jwt');
    await user.selectOptions(screen.getByLabelText('B'), 'renewal-2027.jwt');
    const kinds = async () =>
      within(await screen.findByRole('table'))
        .getAllByRole('rowheader')
        .map((cell) => cell.closest('tr')?.dataset.kind);
    expect((await kinds())[0]).toBe('loss');
    expect(await kinds()).not.toContain('same');
    expect(screen.getByRole('row', { name: /Agent hours/ }).textContent).toContain('▼ less');
    await user.click(screen.getByRole('switch', { name: 'Only differences' }));
    expect(await kinds()).toContain('same');
  });

  it('change places', async () => {
    const { user, host } = await openWindow({ place: 'compare', deployments: 'four' });
    expect(press('Swap').getAttribute('aria-disabled')).toBe('true');
    await user.selectOptions(screen.getByLabelText('A'), screen.getAllByRole('option', { name: '#4, Premium' })[0]!);
    await user.selectOptions(screen.getByLabelText('B'), 'renewal-2027.jwt');
    await screen.findByRole('table');
    await user.click(press('Swap'));
    await waitFor(() =>
      expect(asked(host, 'compare').at(-1)).toEqual({
        a: { kind: 'file', check: 'renewal-2027.jwt' },
        b: { kind: 'installed', deployment: 1, license: 4 },
      }),
    );
    expect(await accessibilityFindings()).toEqual([]);
  });

  it('begin with the installed license whose menu was used', async () => {
    const { user } = await openWindow({ place: 'deployment:1:licenses', deployments: 'four' });
    await user.click(await screen.findByRole('button', { name: 'Compare…' }));
    const a: HTMLSelectElement = await screen.findByLabelText('A');
    await waitFor(() => expect(a.selectedOptions[0]?.textContent).toBe('#4, Premium'));
    expect(value(screen.getByLabelText('B'))).toBe('');
  });
});

describe('a plan', () => {
  async function begin() {
    const window = await openWindow({ place: 'plans', deployments: 'four' });
    await window.user.click(press('New plan'));
    await screen.findByLabelText('Name');
    await waitFor(() => expect(press('Add a step').hasAttribute('aria-disabled')).toBe(false));
    return window;
  }

  it('is made, worked out while it is changed, saved, listed and opened again', async () => {
    const { user, host } = await begin();
    await user.type(screen.getByLabelText('Name'), 'Spring');
    await user.click(press('Add a step'));
    await user.selectOptions(screen.getByLabelText('License'), 'renewal-2027.jwt');
    expect(value(screen.getByLabelText('Day, as 2027-03-12'))).toBe('2027-03-12');
    await screen.findByText('Install renewal-2027.jwt.', { exact: false });
    screen.getByText(/keeps a copy of renewal-2027\.jwt/);
    await user.click(press('Add a step'));
    const acts = screen.getAllByLabelText('What');
    await user.selectOptions(acts[1]!, 'remove');
    await waitFor(() => expect(heading()).toContain('something is lost'));
    screen.getByText('Not saved yet');
    await user.click(press('Save plan'));
    await screen.findByText('Saved on this computer');
    expect(asked(host, 'savePlan')).toHaveLength(1);
    await user.click(press('All plans'));
    await user.click(await screen.findByRole('button', { name: 'Spring' }));
    await waitFor(() => expect(screen.getAllByLabelText('License')).toHaveLength(2));
    expect(value(screen.getByLabelText('Name'))).toBe('Spring');
  });

  it('says of each step that is left out why it is', async () => {
    const { user } = await begin();
    await user.click(press('Add a step'));
    await user.selectOptions(screen.getByLabelText('License'), 'old.jwt');
    const said = await screen.findByText(/old\.jwt is left out\. Expired/);
    expect(screen.getByLabelText('License').getAttribute('aria-describedby')).toBe(said.closest('ul')?.id);
    expect(heading()).toBe('No step changes anything on Production yet.');
  });

  it('keeps what was worked out beside the fault while a day is being typed', async () => {
    const { user } = await begin();
    await user.click(press('Add a step'));
    await user.selectOptions(screen.getByLabelText('License'), 'renewal-2027.jwt');
    await waitFor(() => expect(heading()).toContain('With this plan'));
    const day = screen.getByLabelText('Day, as 2027-03-12');
    await user.clear(day);
    await user.type(day, '2027');
    await screen.findByText(/is no time/);
    expect(heading()).toContain('With this plan');
    await user.type(day, '-04-01');
    await waitFor(() => expect(screen.queryByText(/is no time/)).toBeNull());
  });

  it('without a name is not saved, and the field says so', async () => {
    const { user } = await begin();
    await user.click(press('Add a step'));
    await user.click(press('Save plan'));
    await screen.findByText('The plan cannot be saved: it has no name.');
    expect(screen.getByLabelText('Name').getAttribute('aria-invalid')).toBe('true');
  });

  it('stays on the screen while another place is looked at', async () => {
    const { user } = await begin();
    await user.type(screen.getByLabelText('Name'), 'Half done');
    await user.click(screen.getByRole('button', { name: /^Overview/ }));
    await user.click(screen.getByRole('button', { name: /^Plans/ }));
    expect(value(await screen.findByLabelText('Name'))).toBe('Half done');
  });

  it('is forgotten with a way back, and copied as text', async () => {
    const { user, host } = await begin();
    await user.type(screen.getByLabelText('Name'), 'Spring');
    await user.click(press('Add a step'));
    await user.click(press('Copy as text'));
    expect(asked(host, 'copyPlan')).toHaveLength(1);
    await user.click(press('Save plan'));
    await user.click(press('All plans'));
    (await screen.findByRole('button', { name: 'Spring' })).focus();
    await user.keyboard('{Delete}');
    await screen.findByText('No plans yet.');
    await user.keyboard('{Control>}z{/Control}');
    await screen.findByRole('button', { name: 'Spring' });
  });

  it('needs a deployment', async () => {
    await openWindow({ place: 'plans', deployments: 'none' });
    expect(heading()).toContain('there is none in the list yet');
    expect(await accessibilityFindings()).toEqual([]);
  });

  it('has no finding of axe while it is made, and in the list', async () => {
    const { user } = await begin();
    await user.type(screen.getByLabelText('Name'), 'Spring');
    await user.click(press('Add a step'));
    await screen.findByText('Coverage with this plan');
    expect(await accessibilityFindings()).toEqual([]);
    await user.click(press('Save plan'));
    await user.click(press('All plans'));
    await screen.findByRole('button', { name: 'Spring' });
    expect(await accessibilityFindings()).toEqual([]);
  });
});

describe('which deployment', () => {
  it('is answered for a batch as soon as it has ended, with one install a deployment', async () => {
    const { user, host } = await openWindow({ place: 'overview', deployments: 'four' });
    const session = await host.session();
    const checks = session.checks.filter((check) =>
      ['renewal-2027.jwt', 'eu-renewal.jwt', 'old.jwt', 'prod-500.jwt'].includes(check.id),
    );
    const batch = { id: 1, done: 0, total: 4, state: 'running' as const, summary: '' };
    host.emit('batchChanged', { batch });
    host.emit('checksChanged', { checks });
    host.emit('batchChanged', { batch: { ...batch, done: 4, state: 'finished', summary: '4 checked.' } });
    const panel = await screen.findByTestId('assignment');
    await within(panel).findByText('2 licenses belong on 2 deployments; the others are left.');
    expect(asked(host, 'assignment').some((ids) => Array.isArray(ids) && ids.length === 4)).toBe(true);
    within(panel).getByText('It is installed on Production already, as #4.');
    expect(await accessibilityFindings()).toEqual([]);
    await user.click(within(panel).getByRole('button', { name: 'Install on Production… renewal-2027.jwt' }));
    expect((await screen.findByRole('dialog')).textContent).toContain('Install a license');
    expect(asked(host, 'install')).toHaveLength(0);
  });

  it('makes way for the card of a file that is chosen', async () => {
    const { user, host } = await openWindow({ place: 'files', deployments: 'four' });
    await user.click(row('prod-500.jwt'));
    host.emit('menuChosen', { id: 'assign' });
    await screen.findByTestId('assignment');
    await user.click(row('old.jwt'));
    await screen.findByTestId('card');
    expect(screen.queryByTestId('assignment')).toBeNull();
  });
});
