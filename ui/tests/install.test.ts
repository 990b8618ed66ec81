import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../src/host/demo-manager';
import { HostError } from '../src/host/host';
import { accessibilityFindings, asked, live, openWindow, row } from './window';

const alarm = () => screen.getByTestId('live-assertive').textContent;

/** The sheet that installs renewal-2027.jwt on Production. */
async function install(outcome: Outcome = 'installed') {
  const opened = await openWindow({ deployments: 'four', place: 'files' });
  opened.host.outcome = outcome;
  await opened.user.click(row('renewal-2027.jwt'));
  await opened.user.click(await screen.findByRole('button', { name: 'Install on Production…' }));
  const sheet = await screen.findByRole('dialog', { name: 'Install a license' });
  await within(sheet).findByText(/nowhere else/);
  return { ...opened, sheet, in: within(sheet) };
}
const send = async (outcome: Outcome) => {
  const opened = await install(outcome);
  await opened.user.click(opened.in.getByRole('button', { name: 'Install on Production' }));
  return opened;
};
/** The dialog that removes a license. */
async function remove(deployment: number, license: number) {
  const opened = await openWindow({ deployments: 'four', place: `deployment:${deployment}:licenses` });
  (await screen.findByRole('button', { name: `License ${license}` })).focus();
  await opened.user.keyboard('{Delete}');
  const sheet = await screen.findByRole('dialog');
  await waitFor(() => expect(sheet.querySelector('[data-part="effect"]')).not.toBeNull());
  return { ...opened, sheet, in: within(sheet) };
}

describe('the sheet that installs', () => {
  it('shows before and after, losses first, and names where the text goes', async () => {
    const { sheet, in: inside, host } = await install();
    const changes = within(inside.getByRole('table', { name: 'What changes' }))
      .getAllByRole('row')
      .slice(1);
    expect(changes[0]?.textContent?.replace(/\s+/g, ' ')).toMatch(/Agent hours\s*1,000\s*800\s*▼ less/);
    expect(changes[1]?.textContent).toContain('to 12 Mar 2027');
    expect(changes[1]?.textContent).toContain('to 12 Mar 2028, no gap');
    expect(sheet.textContent).toContain('The license text is sent to coder.example.com and nowhere else.');
    expect(sheet.textContent).toContain('Not valid yet. It starts on 1 Jan 2027');
    expect(sheet.textContent).toContain('It requires telemetry, which is off there.');
    expect(inside.getByRole('button', { name: 'Install on Production' })).toBeTruthy();
    expect(asked(host, 'install')).toEqual([]);
  });

  it('closes when it is there, says so, and puts the focus on the new row', async () => {
    const { host } = await send('installed');
    expect((await screen.findByTestId('toast')).textContent).toContain('Installed on Production as #8.');
    expect(live().textContent).toBe('Installed on Production as #8.');
    expect(host.title).toBe('Production — Seatkeeper');
    await waitFor(() => expect(document.activeElement?.getAttribute('aria-label')).toBe('License 8'));
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(asked(host, 'install')).toEqual([{ deployment: 1, check: 'renewal-2027.jwt' }]);
  });

  it('stays when Coder refuses, quotes it, adds our finding, and says so at once', async () => {
    const { in: inside } = await send('refused');
    const failed = await inside.findByTestId('install-failed');
    expect(failed.querySelector('q')?.textContent).toBe('license has multiple issues; contact support');
    expect(failed.textContent).toContain("Seatkeeper's own check found: expired on 20 Nov 2026.");
    expect(alarm()).toContain('Coder answered: license has multiple issues');
    expect(inside.getByRole('button', { name: 'Install on Production' }).getAttribute('aria-disabled')).toBeNull();
  });

  it('leads to signing in again where the session has ended', async () => {
    const { user, in: inside } = await send('session');
    await user.click(await inside.findByRole('button', { name: 'Sign in again' }));
    expect(await screen.findByRole('dialog', { name: 'Sign in to Production' })).toBeTruthy();
  });

  it('says what to do where the token may not add licenses', async () => {
    const { in: inside } = await send('forbidden');
    const failed = await inside.findByTestId('install-failed');
    expect(failed.textContent).toContain('This token may not add licenses. Sign in as an Owner, or ask one.');
  });

  it('looks at the list before it offers to send again what may be there', async () => {
    const { user, host, in: inside } = await send('unknown');
    const failed = await inside.findByTestId('install-failed');
    expect(failed.textContent).toContain('No answer after 30 s. The license may or may not be installed.');
    const again = inside.getByRole('button', { name: 'Install on Production' });
    expect(again.getAttribute('aria-disabled')).toBe('true');
    await user.click(again);
    expect(asked(host, 'install')).toHaveLength(1);
    await user.click(inside.getByRole('button', { name: 'Look' }));
    await inside.findByText('It is not there. You can send it again.');
    expect(again.getAttribute('aria-disabled')).toBeNull();
  });

  it('takes it for installed where the look finds it', async () => {
    const { user, host, in: inside } = await send('unknown');
    host.found = 9;
    await user.click(await inside.findByRole('button', { name: 'Look' }));
    expect((await screen.findByTestId('toast')).textContent).toContain('Installed on Production as #9.');
  });

  it('says that it is there already, and where it fits instead', async () => {
    const { user, in: inside, sheet } = await install();
    await user.selectOptions(inside.getByLabelText('License'), 'prod-500.jwt');
    await inside.findByText('Already installed on Production as #4.');
    expect(inside.getByRole('button', { name: 'Install on Production' }).getAttribute('aria-disabled')).toBe('true');
    await user.selectOptions(inside.getByLabelText('License'), 'eu-renewal.jwt');
    await inside.findByText('It fits EU.');
    expect(sheet.textContent).toContain('It is locked to other deployments than Production.');
    await user.click(inside.getByRole('button', { name: 'Install on EU…' }));
    expect(await inside.findByRole('button', { name: 'Install on EU' })).toBeTruthy();
  });

  it('says that only Coder can check the signature of an unknown key', async () => {
    const { user, in: inside } = await install();
    await user.selectOptions(inside.getByLabelText('License'), 'next-key.jwt');
    expect(await inside.findByText('Seatkeeper cannot check this signature. Coder will.')).toBeTruthy();
  });

  it('does not open for what must not be installed', async () => {
    const { user } = await openWindow({ deployments: 'four', place: 'files' });
    await user.click(row('changed.jwt'));
    await user.keyboard('{Control>}i{/Control}');
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(live().textContent).toContain('Bad signature.');
  });

  it('opens by Ctrl+I for the chosen file', async () => {
    const { user } = await openWindow({ deployments: 'four', place: 'files' });
    await user.click(row('renewal-2027.jwt'));
    await user.keyboard('{Control>}i{/Control}');
    const sheet = await screen.findByRole('dialog', { name: 'Install a license' });
    expect(within(sheet).getByLabelText<HTMLSelectElement>('License').value).toBe('renewal-2027.jwt');
  });
});

describe('the dialog that removes', () => {
  it('begins with the true effect, and with the focus on Cancel', async () => {
    const { sheet, in: inside } = await remove(1, 4);
    expect(inside.getByRole('heading', { name: 'Remove license #4 from Production?' })).toBeTruthy();
    expect(sheet.querySelector('form p')?.textContent).toBe('Production will have no license from now.');
    expect(sheet.textContent).toContain('You hold a copy (prod-500.jwt), so you can install it again.');
    await waitFor(() => expect(document.activeElement).toBe(inside.getByRole('button', { name: 'Cancel' })));
  });

  it('does nothing until the name is typed, where something is lost', async () => {
    const { user, host, in: inside } = await remove(1, 4);
    const button = inside.getByRole('button', { name: 'Remove from Production' });
    const field = inside.getByLabelText(/type the deployment’s name/);
    await user.type(field, 'Productio{Enter}');
    await user.click(button);
    expect(button.getAttribute('aria-disabled')).toBe('true');
    expect(asked(host, 'removeLicense')).toEqual([]);
    await user.type(field, 'n');
    await user.click(button);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(asked(host, 'removeLicense')).toEqual([{ deployment: 1, license: 4, typed_name: 'Production' }]);
    expect(live().textContent).toBe('Removed #4 from Production.');
  });

  it('asks for no name where nothing changes', async () => {
    const { user, host, in: inside, sheet } = await remove(1, 2);
    expect(sheet.textContent).toContain('Nothing changes: it no longer counts.');
    expect(inside.queryByRole('textbox')).toBeNull();
    await user.click(inside.getByRole('button', { name: 'Remove from Production' }));
    await waitFor(() => expect(asked(host, 'removeLicense')).toEqual([{ deployment: 1, license: 2, typed_name: '' }]));
  });

  it('warns that features stop where the license is in grace, and that no copy is held', async () => {
    const { sheet } = await remove(2, 2);
    expect(sheet.textContent).toContain('its features, which are on in grace, stop at once');
    const copy = sheet.querySelector('[data-part="copy"]');
    expect(copy?.textContent).toContain('Seatkeeper has no copy of this license, and Coder does not give it back.');
    expect(copy?.classList.contains('lost')).toBe(true);
  });

  it('is left by Escape', async () => {
    const { user, host } = await remove(1, 2);
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(asked(host, 'removeLicense')).toEqual([]);
  });

  it('stays where it fails, and says so at once', async () => {
    const { user, host, in: inside } = await remove(1, 2);
    host.removeLicense = () =>
      Promise.reject(
        new HostError({
          code: 'session_rejected',
          message: 'The session on Production has ended.',
          hint: 'Sign in again.',
          subject: null,
        }),
      );
    await user.click(inside.getByRole('button', { name: 'Remove from Production' }));
    expect(await inside.findByText(/The session on Production has ended\./)).toBeTruthy();
    expect(alarm()).toBe('The session on Production has ended. Sign in again.');
    await user.click(inside.getByRole('button', { name: 'Sign in again' }));
    expect(await screen.findByRole('dialog', { name: 'Sign in to Production' })).toBeTruthy();
  });
});

describe('the deployments of the settings', () => {
  const open = () => openWindow({ deployments: 'four', place: 'settings', checks: [] });
  const table = () => screen.getByRole('table', { name: 'Deployments of the list' });

  it('name host, account and where the session is kept', async () => {
    await open();
    const text = within(table()).getByRole('row', { name: /Production/ }).textContent;
    for (const words of ['coder.example.com', 'ana', 'a pasted token', 'keychain']) expect(text).toContain(words);
  });

  it('sign out, and say what that did', async () => {
    const { user } = await open();
    await user.click(screen.getByRole('button', { name: 'Sign out of Production' }));
    await waitFor(() => expect(live().textContent).toContain('Signed out of Production.'));
    expect(screen.getByRole('button', { name: 'Sign in to Production' })).toBeTruthy();
  });

  it('forget for ten seconds: Ctrl+Z brings the deployment back, and Ctrl+Shift+Z forgets it again', async () => {
    const { user, host } = await open();
    await user.click(screen.getByRole('button', { name: 'Forget Staging' }));
    expect((await screen.findByTestId('toast')).textContent).toContain('Forgot Staging.');
    expect(within(table()).queryByRole('row', { name: /Staging/ })).toBeNull();
    await user.keyboard('{Control>}z{/Control}');
    await waitFor(() => expect(within(table()).getByRole('row', { name: /Staging/ })).toBeTruthy());
    expect(asked(host, 'undoForget')).toEqual([100]);
    await user.keyboard('{Control>}{Shift>}Z{/Shift}{/Control}');
    await waitFor(() => expect(asked(host, 'forgetDeployment')).toEqual([2, 2]));
  });

  it('say how often they are checked', async () => {
    const { user, host } = await open();
    await user.click(screen.getByRole('radio', { name: '6 h' }));
    expect(asked(host, 'setSetting')).toEqual([{ name: 'check_every_minutes', value: 360 }]);
  });

  it('are erased with everything else, after a question that begins at Cancel', async () => {
    const { user, host } = await open();
    await user.click(screen.getByRole('button', { name: 'Erase everything Seatkeeper keeps…' }));
    const sheet = await screen.findByRole('dialog', { name: 'Erase everything Seatkeeper keeps?' });
    await waitFor(() => expect(document.activeElement).toBe(within(sheet).getByRole('button', { name: 'Cancel' })));
    expect(asked(host, 'eraseEverything')).toEqual([]);
    await user.click(within(sheet).getByRole('button', { name: 'Erase everything' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(asked(host, 'eraseEverything')).toHaveLength(1);
    expect(screen.queryByRole('table', { name: 'Deployments of the list' })).toBeNull();
  });
});

describe('name and mark', () => {
  it('are changed in a sheet', async () => {
    const { user, host } = await openWindow({ deployments: 'four', place: 'deployment:1:summary' });
    host.emit('menuChosen', { id: 'mark' });
    const sheet = await screen.findByRole('dialog', { name: 'Name and mark' });
    const name = within(sheet).getByLabelText('Name');
    await user.clear(name);
    await user.type(name, 'Main');
    await user.click(within(sheet).getByRole('radio', { name: 'Green' }));
    await user.click(within(sheet).getByRole('button', { name: 'Save name and mark' }));
    await waitFor(() => expect(host.title).toBe('Main — Seatkeeper'));
    expect(asked(host, 'renameDeployment')).toEqual([[1, 'Main']]);
    expect(asked(host, 'setDeploymentHue')).toEqual([[1, 1]]);
  });
});

describe('axe finds nothing', () => {
  it('in the sheet that installs, before and after a refusal', async () => {
    const { user, in: inside } = await install('refused');
    expect(await accessibilityFindings()).toEqual([]);
    await user.click(inside.getByRole('button', { name: 'Install on Production' }));
    await inside.findByTestId('install-failed');
    expect(await accessibilityFindings()).toEqual([]);
  });

  it('in the dialog that removes', async () => {
    await remove(1, 4);
    expect(await accessibilityFindings()).toEqual([]);
  });

  it('in the question before all is erased', async () => {
    const { user } = await openWindow({ deployments: 'four', place: 'settings' });
    expect(await accessibilityFindings()).toEqual([]);
    await user.click(screen.getByRole('button', { name: /^Erase everything/ }));
    await screen.findByRole('dialog');
    expect(await accessibilityFindings()).toEqual([]);
  });
});
