import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { DEMO_CHECKS } from '../src/host/demo-checks';
import { HostError } from '../src/host/host';
import { accessibilityFindings, asked, live, openWindow, row } from './window';

const region = () => (document.activeElement?.closest('[data-region]') as HTMLElement | null)?.dataset.region;

describe('the first run', () => {
  it('offers Open, Paste and Add a deployment, and says that nothing is sent', async () => {
    const { user, host } = await openWindow({ empty: true });
    const main = screen.getByRole('main');
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Is this license good?');
    expect(
      within(main)
        .getAllByRole('button')
        .map((button) => button.textContent?.trim()),
    ).toEqual(['Open a license file…', 'Paste text…', 'Add a deployment…']);
    expect(main.textContent).toContain('Nothing is sent');
    await user.click(screen.getByRole('button', { name: 'Open a license file…' }));
    expect(asked(host, 'openFiles')).toHaveLength(1);
  });

  it('leads to the sheet that adds a deployment', async () => {
    const { user } = await openWindow({ empty: true });
    for (const name of ['Add a deployment…', 'Add deployment']) {
      await user.click(screen.getByRole('button', { name }));
      expect(await screen.findByRole('dialog', { name: 'Add a deployment' })).toBeTruthy();
      await user.keyboard('{Escape}');
      await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    }
  });
});

describe('places', () => {
  it('name the window, are marked, and are remembered', async () => {
    const { host, user } = await openWindow();
    expect(host.title).toBe('Overview — Seatkeeper');
    await user.click(screen.getByRole('button', { name: /^License files/ }));
    expect(host.title).toBe('License files — Seatkeeper');
    expect(screen.getByRole('button', { name: /^License files/ }).getAttribute('aria-current')).toBe('page');
    expect(asked(host, 'setSetting')).toEqual([{ name: 'place', value: 'files' }]);
    await user.keyboard('{Alt>}{ArrowLeft}{/Alt}');
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Overview');
    await user.keyboard('{Alt>}{ArrowRight}{/Alt}');
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('License files');
    await user.keyboard('{Control>},{/Control}');
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Settings');
  });

  it('open where they were left', async () => {
    await openWindow({ place: 'settings' });
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Settings');
  });

  it('list what needs attention, worst first, and lead there', async () => {
    const { user } = await openWindow();
    expect(screen.getByRole('heading', { name: '13 license files need attention.' })).toBeTruthy();
    expect(screen.getByRole('heading', { name: 'No deployments yet.' })).toBeTruthy();
    expect(within(screen.getByRole('main')).getAllByRole('listitem')).toHaveLength(5);
    expect(screen.getByRole('button', { name: 'and 8 more' })).toBeTruthy();
    await user.click(screen.getByRole('button', { name: /^changed\.jwt/ }));
    expect(row('changed.jwt').getAttribute('aria-selected')).toBe('true');
  });

  it('are left alone when nothing needs attention', async () => {
    await openWindow({ checks: DEMO_CHECKS.filter((check) => check.verdict === 'valid') });
    expect(screen.getByRole('heading', { name: 'No license file needs attention.' })).toBeTruthy();
  });
});

describe('the keyboard', () => {
  it('walks the regions by F6 and back by Shift+F6', async () => {
    const { user } = await openWindow({ place: 'files' });
    await user.click(row('old.jwt'));
    screen.getByRole('link', { name: 'Skip to content' }).focus();
    const walked: (string | undefined)[] = [];
    for (let step = 0; step < 6; step += 1) {
      await user.keyboard('{F6}');
      walked.push(region());
    }
    expect(walked).toEqual(['sidebar', 'toolbar', 'main', 'details', 'status', 'sidebar']);
    await user.keyboard('{Shift>}{F6}{/Shift}');
    expect(region()).toBe('status');
  });

  it('begins with Skip to content', async () => {
    const { user } = await openWindow();
    await user.tab();
    expect(document.activeElement?.textContent?.trim()).toBe('Skip to content');
    await user.keyboard('{Enter}');
    expect(document.activeElement).toBe(screen.getByRole('main'));
  });

  it('moves in the sidebar by arrows, as one stop', async () => {
    const { user } = await openWindow();
    screen.getByRole('button', { name: /^Overview/ }).focus();
    await user.keyboard('{ArrowDown}');
    expect(document.activeElement?.textContent).toContain('License files');
    await user.keyboard('{End}{Enter}');
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Settings');
  });

  it('hides the sidebar by F9 and shows the way back', async () => {
    const { user } = await openWindow();
    await user.keyboard('{F9}');
    expect(screen.queryByRole('navigation', { name: 'Places' })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Show or hide the sidebar' }));
    expect(screen.getByRole('navigation', { name: 'Places' })).toBeTruthy();
  });

  it('sizes the sidebar by arrows', async () => {
    const { user, host } = await openWindow();
    screen.getByRole('separator').focus();
    await user.keyboard('{ArrowRight}{End}');
    expect(asked(host, 'setSetting')).toEqual([
      { name: 'sidebar_width', value: 250 },
      { name: 'sidebar_width', value: 320 },
    ]);
  });

  it('zooms in steps of ten between 80 and 200', async () => {
    const { user, host } = await openWindow();
    await user.keyboard('{Control>}={/Control}');
    expect(asked(host, 'setSetting')).toEqual([{ name: 'zoom_percent', value: 110 }]);
    await user.keyboard('{Control>}0{/Control}');
    expect(asked(host, 'setSetting').at(-1)).toEqual({ name: 'zoom_percent', value: 100 });
  });

  it('never reloads the page', async () => {
    await openWindow();
    for (const init of [{ key: 'r', ctrlKey: true }, { key: 'F5' }]) {
      const event = new KeyboardEvent('keydown', { ...init, bubbles: true, cancelable: true });
      document.body.dispatchEvent(event);
      expect(event.defaultPrevented).toBe(true);
    }
    await waitFor(() => expect(live().textContent).toContain('nothing to check again'));
  });

  it('acts once where the menu bar and the page both hear a stroke', async () => {
    const { user, host } = await openWindow();
    await user.keyboard('{Control>}o{/Control}');
    host.emit('menuChosen', { id: 'open' });
    expect(asked(host, 'openFiles')).toHaveLength(1);
  });

  it('does in the menu what it does by keys', async () => {
    const { host } = await openWindow();
    host.emit('menuChosen', { id: 'about' });
    expect(await screen.findByRole('dialog', { name: 'About Seatkeeper' })).toBeTruthy();
  });
});

describe('the page', () => {
  it('keeps links, drops and the engine menu from leading away', async () => {
    await openWindow();
    const heading = screen.getByRole('heading', { level: 1 });
    for (const name of ['drop', 'dragover', 'contextmenu']) {
      const event = new Event(name, { bubbles: true, cancelable: true });
      heading.dispatchEvent(event);
      expect(event.defaultPrevented, name).toBe(true);
    }
  });

  it('says a failure in two sentences, the second saying what to do', async () => {
    const { host, user } = await openWindow();
    host.openFiles = () =>
      Promise.reject(
        new HostError({
          code: 'internal',
          message: 'The dialog did not open.',
          hint: 'Drop the files instead.',
          subject: null,
        }),
      );
    await user.click(screen.getByRole('button', { name: 'Open…' }));
    expect((await screen.findByTestId('toast')).textContent).toContain('Drop the files instead.');
    expect(live().textContent).toBe('The dialog did not open. Drop the files instead.');
  });

  it('says that the clock is doubtful and that settings cannot be stored', async () => {
    await openWindow({
      session: {
        clock_doubtful: true,
        store_warning: {
          code: 'store_damaged',
          message: 'Settings are read only.',
          hint: 'Free some space.',
          subject: null,
        },
      },
    });
    expect(screen.getByRole('note', { name: 'Clock' }).textContent).toContain('Verdicts depend on the date.');
    expect(screen.getByRole('note', { name: 'Stored data' }).textContent).toContain('Free some space.');
  });
});

describe('settings', () => {
  it('apply at once', async () => {
    const { host, user } = await openWindow({ place: 'settings' });
    await user.click(screen.getByRole('radio', { name: 'Dark' }));
    expect(document.documentElement.dataset.theme).toBe('dark');
    await user.click(screen.getByRole('radio', { name: 'Compact' }));
    expect(document.documentElement.dataset.rows).toBe('compact');
    await user.selectOptions(screen.getByRole('combobox', { name: 'Dates and numbers' }), 'de-DE');
    await user.click(screen.getByRole('switch', { name: 'Keep checked files' }));
    expect(asked(host, 'setSetting')).toEqual([
      { name: 'theme', value: 'dark' },
      { name: 'rows', value: 'compact' },
      { name: 'locale', value: 'de-DE' },
      { name: 'keep_checked_files', value: true },
    ]);
  });

  it('write dates in the chosen locale', async () => {
    const { user } = await openWindow({ place: 'files', locale: 'de-DE' });
    await user.click(row('prod-500.jwt'));
    expect(screen.getByTestId('card').querySelector('h2')?.textContent).toContain('12.03.2027');
  });

  it('refuse a wrong key beside its field, and take a right one', async () => {
    const { user } = await openWindow({ place: 'settings' });
    await user.click(screen.getByRole('button', { name: 'Add a key…' }));
    await user.click(await screen.findByRole('button', { name: 'Add this key' }));
    const id = screen.getByLabelText('Key ID');
    expect(id.getAttribute('aria-invalid')).toBe('true');
    await waitFor(() => expect(document.activeElement).toBe(id));
    await user.type(id, '2027-01-15');
    const key = screen.getByLabelText('Public key');
    await user.type(key, 'abc');
    await user.click(screen.getByRole('button', { name: 'Add this key' }));
    await waitFor(() => expect(key.getAttribute('aria-invalid')).toBe('true'));
    expect(screen.getByText(/has not 32 bytes/)).toBeTruthy();
    await user.clear(key);
    await user.type(key, 'ab'.repeat(32));
    await user.click(screen.getByRole('button', { name: 'Add this key' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(screen.getByRole('row', { name: /2027-01-15.*Added by you/ })).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Remove the key 2027-01-15' }));
    expect(screen.queryByRole('row', { name: /2027-01-15/ })).toBeNull();
  });
});

describe('sheets', () => {
  it('list the shortcuts of the menus, with a filter', async () => {
    const { user } = await openWindow();
    await user.keyboard('{F1}');
    const sheet = await screen.findByRole('dialog', { name: 'Keyboard shortcuts' });
    expect(within(sheet).getByRole('row', { name: /Open License Files….*Ctrl\+O/ })).toBeTruthy();
    await user.type(within(sheet).getByRole('searchbox', { name: 'Filter' }), 'region');
    expect(within(sheet).getAllByRole('row')).toHaveLength(3);
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('give the focus back', async () => {
    const { user } = await openWindow({ place: 'settings' });
    const button = screen.getByRole('button', { name: 'About' });
    await user.click(button);
    await screen.findByRole('dialog');
    await user.keyboard('{Escape}');
    await waitFor(() => expect(document.activeElement).toBe(button));
  });
});

describe('axe finds nothing', () => {
  it.each(['overview', 'files', 'settings'])('in %s', async (place) => {
    const { user } = await openWindow({ place });
    if (place === 'files') await user.click(row('changed.jwt'));
    expect(await accessibilityFindings()).toEqual([]);
  });
  it.each(['overview', 'files'])('in an empty %s', async (place) => {
    await openWindow({ place, empty: true });
    expect(await accessibilityFindings()).toEqual([]);
  });
  it.each(['paste', 'shortcuts', 'about'])('in the sheet %s', async (id) => {
    const { host } = await openWindow();
    host.emit('menuChosen', { id });
    await screen.findByRole('dialog');
    expect(await accessibilityFindings()).toEqual([]);
  });
});
