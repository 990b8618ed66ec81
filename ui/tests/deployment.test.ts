import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { addLicenseActs, deploymentActs } from '../src/features/deployments/acts';
import { licenseActs } from '../src/features/deployments/licenses';
import { DEMO_CHECKS } from '../src/host/demo-checks';
import { demoOverview, type DemoDeployments } from '../src/host/demo-deployments';
import { DemoHost } from '../src/host/demo';
import { Desk } from '../src/stores/desk.svelte';
import { accessibilityFindings, asked, live, openWindow, row } from './window';

const open = (id: number, view = 'summary', deployments: DemoDeployments = 'four') =>
  openWindow({ deployments, place: `deployment:${id}:${view}` });
const panel = () => screen.getByRole('tabpanel');
const texts = (role: string) =>
  within(panel())
    .getAllByRole(role)
    .map((element) => element.textContent?.replaceAll('\u00a0', ' ').trim());
const table = () => screen.getByRole('table', { name: /^Licenses on/ });

describe('the summary of a deployment', () => {
  it('opens with its verdict, its seats, and who says so', async () => {
    await open(1);
    await screen.findByTestId('deployment-verdict');
    expect(texts('heading')[0]).toBe('Covered until 12 Mar 2027 (109 days), then a 14-day grace period.');
    const banner = screen.getByRole('banner').textContent?.replace(/\s+/g, ' ');
    expect(banner).toContain('coder.example.com · v2.29.3 · signed in as ana (Owner) · checked 2 min ago');
    expect(panel().textContent).toContain('412 of 500 seats are used.');
    expect(panel().textContent).toContain('The file prod-500.jwt on this computer is the same license');
  });

  it('draws the seats as a meter with words', async () => {
    await open(1);
    const meter = await screen.findByRole('meter', { name: 'Seats of Production' });
    expect(meter.getAttribute('aria-valuetext')).toBe('412 of 500 seats used, 88 free');
    expect(meter.querySelector('pattern')).not.toBeNull();
    expect(meter.querySelectorAll('svg > rect')).toHaveLength(1);
  });

  it('says by how many seats it is over, hatched past the limit', async () => {
    await open(3);
    const meter = await screen.findByRole('meter');
    expect(meter.getAttribute('aria-valuetext')).toBe('128 of 120 seats used, over by 8');
    expect(meter.querySelectorAll('svg > rect')).toHaveLength(2);
    expect(meter.querySelectorAll('svg > rect')[1]?.getAttribute('fill')).toContain('url(#over');
    expect(panel().textContent).toContain('Over by 8');
  });

  it('draws no bar without a limit, and never writes 0 for what is not reported', async () => {
    const { host } = await open(1);
    await screen.findByRole('meter');
    const four = demoOverview('four');
    const change = (used: number | null) =>
      host.turn({
        ...four,
        deployments: four.deployments.map((each) =>
          each.id === 1 ? { ...each, seats_used: used, seats_limit: null } : each,
        ),
      });
    change(412);
    await waitFor(() => expect(panel().textContent).toContain('no seat limit'));
    expect(screen.queryByRole('meter')).toBeNull();
    change(null);
    await waitFor(() => expect(panel().textContent).toContain('–not reported'));
    expect(panel().querySelector('dl')?.textContent).not.toContain('0');
  });

  it('quotes what Coder says, word for word', async () => {
    await open(3);
    const heading = await screen.findByRole('heading', { name: 'What Coder says' });
    const said = within(heading.closest('section') as HTMLElement).getAllByRole('listitem');
    expect(said.map((item) => item.querySelector('q')?.textContent)).toEqual([
      'The AI Governance add-on is required to use AI Gateway. Please contact sales.',
      'Your deployment has 128 active users but is only licensed for 120.',
    ]);
    expect(within(said[1] as HTMLElement).getByLabelText('Error')).toBeTruthy();
  });

  it('counts the features and folds them, unknown ones among them', async () => {
    const { user } = await open(1);
    const fold = await screen.findByRole('button', { name: /^Features/ });
    expect(fold.textContent).toContain('On 6 · On in grace 0 · Off 1 · Not switched on 1');
    expect(screen.queryByText('Quantum mode')).toBeNull();
    await user.click(fold);
    expect(screen.getByText('Quantum mode').closest('li')?.textContent).toContain('not known to this version');
  });

  it('lists other limits, and says what is over', async () => {
    await open(3);
    const limits = (await screen.findByRole('heading', { name: 'Other limits' })).closest('section') as HTMLElement;
    expect(limits.textContent).toContain('400.3 / 1,000 hours');
    expect(within(limits).getByLabelText('Over its limit')).toBeTruthy();
  });

  it('copies the deployment ID, and the button says so', async () => {
    const { user, host } = await open(1);
    await user.click(await screen.findByRole('button', { name: 'Copy the deployment ID' }));
    expect(asked(host, 'copy')).toEqual([{ kind: 'text', text: '7c1e0b52-f1a9-4d0f-8c1d-e5c7a2b91b2f' }]);
    expect(screen.getByRole('button', { name: 'Copied' })).toBeTruthy();
    expect(live().textContent).toBe('Copied.');
  });

  it('says from when on Coder allows the next refresh, and refreshes where it does', async () => {
    const { user, host } = await open(1);
    const button = await screen.findByRole('button', { name: 'Refresh' });
    expect(button.getAttribute('aria-disabled')).toBe('true');
    expect(panel().textContent).toContain('Coder allows the next refresh at 19:12.');
    await user.keyboard('{Alt>}3{/Alt}');
    await user.click(await screen.findByRole('button', { name: 'Refresh' }));
    await waitFor(() => expect(asked(host, 'refreshEntitlements')).toEqual([2]));
  });

  it('says that the clocks differ, and under which address the server knows itself', async () => {
    await open(3);
    await screen.findByTestId('deployment-verdict');
    expect(panel().textContent).toContain('It is 12 minutes ahead of this computer’s.');
    expect(panel().textContent).toContain('https://eu.example.com');
  });

  it('asks for a renewal where one is needed', async () => {
    const { user, host } = await open(2);
    await user.click(await screen.findByRole('button', { name: 'Ask for a renewal' }));
    expect(asked(host, 'copyRenewalRequest')).toEqual([[2]]);
    expect(live().textContent).toContain('The request is on the clipboard.');
  });

  it('keeps what is known of a silent one, with the reason', async () => {
    await open(4);
    await screen.findByTestId('deployment-verdict');
    expect(screen.getByTestId('stale').textContent).toContain('did not answer within 10 s');
    expect(panel().textContent).toContain('14');
  });

  it('checks again by F5', async () => {
    const { user, host } = await open(2);
    await user.keyboard('{F5}');
    expect(asked(host, 'checkDeployments')).toEqual([[2]]);
  });

  it('walks its views by arrows', async () => {
    const { user } = await open(1);
    screen.getByRole('tab', { name: 'Summary' }).focus();
    await user.keyboard('{ArrowRight}');
    expect(document.activeElement?.textContent?.trim()).toBe('Licenses');
    await user.keyboard('{End}');
    expect(await screen.findByRole('heading', { name: '412 of 500 seats are used. 88 are free.' })).toBeTruthy();
  });
});

describe('the licenses of a deployment', () => {
  it('stand in a table under the sentence of coverage, with the details of one', async () => {
    const { user } = await open(1, 'licenses');
    await waitFor(() => expect(texts('heading')[0]).toBe('Covered until 12 Mar 2027. Nothing follows it yet.'));
    expect(within(table()).getAllByRole('row')).toHaveLength(3);
    const details = screen.getByRole('complementary', { name: 'License details' });
    expect(within(details).getByRole('heading', { name: 'License #4' })).toBeTruthy();
    expect(details.textContent).toContain('Reported by Production.');
    expect(details.textContent).toContain('the signature cannot be checked from here');
    expect(details.textContent).toContain('signature checked here.');
    within(table()).getByRole('button', { name: 'License 4' }).focus();
    await user.keyboard('{ArrowDown}');
    expect(within(details).getByRole('heading', { name: 'License #2' })).toBeTruthy();
    await user.keyboard('{Enter}');
    expect(document.activeElement).toBe(details);
  });

  it('hide what is past, when asked', async () => {
    const { user } = await open(1, 'licenses');
    await user.click(await screen.findByRole('switch', { name: 'Only current' }));
    expect(within(table()).getAllByRole('row')).toHaveLength(2);
  });

  it('say a gap in words', async () => {
    await open(3, 'licenses');
    await screen.findByRole('table', { name: 'Licenses on EU' });
    expect(panel().textContent).toContain('Gap: no license from 8 to 18 Dec 2026 (10 days).');
  });

  it('lead to the file that is the same license', async () => {
    const { user, host } = await open(1, 'licenses');
    await user.click(await screen.findByRole('button', { name: 'Open that file' }));
    expect(host.title).toBe('License files — Seatkeeper');
  });

  it('say that there is none, and how to add one', async () => {
    await open(4, 'licenses');
    await waitFor(() => expect(panel().textContent).toContain('Lab has no license. It runs on the free features.'));
    expect(within(panel()).getByRole('button', { name: 'Add license…' })).toBeTruthy();
  });

  it('say where they may not be listed, while seats still show', async () => {
    const { user } = await open(1, 'licenses', 'forbidden');
    await waitFor(() => expect(panel().textContent).toContain('This token may not list licenses. An Owner can.'));
    expect(screen.queryByRole('table', { name: /^Licenses on/ })).toBeNull();
    await user.click(screen.getByRole('tab', { name: 'Seats' }));
    expect(await screen.findByRole('meter')).toBeTruthy();
  });
});

describe('the menus', () => {
  const desk = async (deployments: DemoDeployments = 'four') => {
    const host = new DemoHost({ deployments });
    const desk = new Desk(host);
    await desk.start();
    return { host, desk };
  };

  it('of a deployment carry out what they say', async () => {
    const { host, desk: at } = await desk();
    const act = (label: string) => {
      const row = at.deployments.row(2);
      if (row)
        deploymentActs(at, row)
          .find((each) => each.label === label)
          ?.act();
    };
    for (const label of ['Check again', 'Copy deployment ID', 'Sign out', 'Forget Staging', 'Open']) act(label);
    await waitFor(() => expect(at.deployments.rows).toHaveLength(3));
    expect(asked(host, 'checkDeployments')).toEqual([[2]]);
    expect(asked(host, 'copy')).toEqual([{ kind: 'text', text: '7c1e0b52-f1a9-4d0f-8c1d-e5c7a2b92b2f' }]);
    expect(asked(host, 'signOut')).toEqual([2]);
    expect(asked(host, 'forgetDeployment')).toEqual([2]);
  });

  it('of an installed license carry out what they say, and say why it cannot be removed', async () => {
    const { host, desk: at } = await desk();
    const page = await host.deployment(1);
    const list = page.licenses.kind === 'listed' ? page.licenses.licenses : [];
    const acts = licenseActs(at, page, list[0]!);
    expect(acts.map(({ label }) => label)).toEqual([
      'Details',
      'Compare with…',
      'Copy UUID',
      'Copy as JSON',
      'Remove from Production…',
    ]);
    acts.slice(2, 4).forEach(({ act }) => act());
    await waitFor(() =>
      expect(asked(host, 'copy')).toEqual([
        { kind: 'text', text: '1f0c52c8-2c55-4b26-9d4f-0d2f5a6f7e77' },
        { kind: 'text', text: '{"version":3}' },
      ]),
    );
    const may = { ...page.may, remove: { allowed: false, reason: 'An Owner can.' } };
    expect(licenseActs(at, { ...page, may }, list[0]!).at(-1)?.unavailable).toBe('An Owner can.');
  });

  it('that add a license open the sheet, and lead a pasted text to the deployment', async () => {
    const { desk: at } = await desk();
    at.goDeployment(1);
    addLicenseActs(at, 1)[1]?.act();
    expect(at.sheet).toBe('paste');
    await at.checkText('a.b.c');
    expect(at.sheet).toEqual({ kind: 'install', deployment: 1, check: 'pasted-1' });
    expect(at.shown?.id).toBe(1);
  });
});

describe('a file dropped on the page of a deployment', () => {
  it('goes on to the sheet that installs it there', async () => {
    const { host } = await open(1);
    const check = { ...DEMO_CHECKS.find(({ id }) => id === 'renewal-2027.jwt')!, id: 'dropped.jwt', fingerprint: 'x' };
    host.emit('dragHover', { count: 1, files_look_like_licenses: true, first_name: 'dropped.jwt' });
    const batch = { id: 1, done: 0, total: 1, summary: '' };
    host.emit('batchChanged', { batch: { ...batch, state: 'running' } });
    host.drop([check]);
    host.emit('batchChanged', { batch: { ...batch, done: 1, state: 'finished' } });
    expect(await screen.findByRole('dialog', { name: 'Install a license' })).toBeTruthy();
    expect(host.title).toBe('Production — Seatkeeper');
  });

  it('shows its card instead where it must not be installed', async () => {
    const { host } = await open(1);
    const check = { ...DEMO_CHECKS.find(({ id }) => id === 'changed.jwt')!, id: 'dropped.jwt' };
    host.emit('dragHover', { count: 1, files_look_like_licenses: true, first_name: 'dropped.jwt' });
    host.drop([check]);
    await waitFor(() => expect(host.title).toBe('License files — Seatkeeper'));
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});

describe('the card of a license file', () => {
  const openCard = async (label: string) => {
    const opened = await openWindow({ deployments: 'four', place: 'files' });
    await opened.user.click(row(label));
    return opened;
  };
  const next = () => screen.getByRole('group', { name: 'What to do next' });

  it('names where it fits, and installs there', async () => {
    const { user } = await openCard('renewal-2027.jwt');
    await user.click(await within(next()).findByRole('button', { name: 'Install on Production…' }));
    expect(await screen.findByRole('dialog', { name: 'Install a license' })).toBeTruthy();
    expect(screen.getByText('Fits Production. Not installed there yet.')).toBeTruthy();
  });

  it('leads to the license that is there already', async () => {
    const { user, host } = await openCard('prod-500.jwt');
    await user.click(await within(next()).findByRole('button', { name: 'Open #4 on Production' }));
    expect(host.title).toBe('Production — Seatkeeper');
    await waitFor(() => expect(document.activeElement?.getAttribute('aria-label')).toBe('License 4'));
  });

  it('offers a menu where it fits several', async () => {
    await openCard('lab-50.jwt');
    expect(await within(next()).findByRole('button', { name: 'Install on…' })).toBeTruthy();
  });

  it('names the deployment that a license for another one fits', async () => {
    await openCard('eu-renewal.jwt');
    expect(await within(next()).findByRole('button', { name: 'Install on EU…' })).toBeTruthy();
  });

  it('offers no Install for what must not be installed', async () => {
    for (const label of ['changed.jwt', 'old.jwt', 'hs256.jwt']) {
      const { unmount } = await openCard(label);
      expect(within(next()).queryByRole('button', { name: /^Install/ })).toBeNull();
      unmount();
    }
  });

  it('offers to install what only Coder can judge', async () => {
    await openCard('next-key.jwt');
    expect(await within(next()).findByRole('button', { name: 'Install on Production…' })).toBeTruthy();
    expect(within(next()).getByRole('button', { name: 'Add a trusted key…' })).toBeTruthy();
  });
});

describe('axe finds nothing', () => {
  it.each([
    [1, 'summary'],
    [3, 'summary'],
    [1, 'licenses'],
    [4, 'licenses'],
    [3, 'seats'],
  ])('in deployment %d, %s', async (id, view) => {
    await open(id, view);
    await waitFor(() => expect(panel().getAttribute('aria-busy')).toBe('false'));
    expect(await accessibilityFindings()).toEqual([]);
  });
});
