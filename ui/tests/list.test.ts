import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { DEMO_CHECKS } from '../src/host/demo-checks';
import type { CheckView } from '../src/host/host';
import { asked, card, headline, list, live, openWindow, row, rows } from './window';

const example = DEMO_CHECKS[0] as CheckView;
const many = (count: number): CheckView[] =>
  Array.from({ length: count }, (_, place) => ({
    ...example,
    id: `file-${place}`,
    source: { ...example.source, label: `file-${String(place).padStart(3, '0')}.jwt` },
  }));
const selected = () => list().querySelector('[aria-selected="true"]')?.textContent ?? '';

describe('the list', () => {
  it('stands with the worst first', async () => {
    await openWindow({ place: 'files' });
    expect(rows()[0]?.textContent).toContain('changed.jwt');
    expect(rows().at(-1)?.textContent).toContain('lab-50.jwt');
  });

  it('is one stop of the keyboard: arrows, Home, End and letters move in it', async () => {
    const { user } = await openWindow({ place: 'files' });
    list().focus();
    await user.keyboard('{End}');
    expect(selected()).toContain('lab-50.jwt');
    await user.keyboard('{ArrowUp}');
    expect(selected()).toContain('prod-500.jwt');
    await user.keyboard('{Home}{ArrowDown}');
    expect(selected()).toContain('hs256.jwt');
    await user.keyboard('re');
    expect(selected()).toContain('renewal-2027.jwt');
    expect(list().getAttribute('aria-activedescendant')).toBe(row('renewal-2027.jwt').id);
    await user.keyboard('{Enter}');
    expect(document.activeElement).toBe(card());
  });

  it('forgets by Delete and brings back by Ctrl+Z', async () => {
    const { user, host } = await openWindow({ place: 'files' });
    await user.click(row('old.jwt'));
    list().focus();
    await user.keyboard('{Delete}');
    expect(asked(host, 'forget')).toEqual([['old.jwt']]);
    expect(screen.queryByRole('option', { name: /old\.jwt/ })).toBeNull();
    expect(selected()).not.toBe('');
    expect(screen.getByTestId('toast').textContent).toContain('Forgot old.jwt.');
    expect(live().textContent).toContain('Forgot old.jwt.');
    await user.keyboard('{Control>}z{/Control}');
    expect(asked(host, 'undo')).toEqual([1]);
    expect(row('old.jwt')).toBeTruthy();
  });

  it('forgets again by Ctrl+Shift+Z what Ctrl+Z brought back, until something else is done', async () => {
    const { user, host } = await openWindow({ place: 'files' });
    await user.click(row('old.jwt'));
    list().focus();
    await user.keyboard('{Delete}{Control>}z{/Control}');
    await waitFor(() => expect(row('old.jwt')).toBeTruthy());
    await user.keyboard('{Control>}{Shift>}Z{/Shift}{/Control}');
    await waitFor(() => expect(screen.queryByRole('option', { name: /old\.jwt/ })).toBeNull());
    expect(asked(host, 'forget')).toEqual([['old.jwt'], ['old.jwt']]);
    await user.keyboard('{Control>}z{/Control}');
    await waitFor(() => expect(row('old.jwt')).toBeTruthy());
    await user.click(row('changed.jwt'));
    list().focus();
    await user.keyboard('{Delete}{Control>}{Shift>}Z{/Shift}{/Control}');
    expect(asked(host, 'forget')).toEqual([['old.jwt'], ['old.jwt'], ['changed.jwt']]);
    expect(live().textContent).toContain('There is nothing to redo.');
  });

  it('chooses several by Shift and Ctrl, with keys and pointer, and forgets them at once', async () => {
    const { user, host } = await openWindow({ place: 'files' });
    const names = () =>
      rows().filter((each) => each.ariaSelected === 'true' || each.getAttribute('aria-selected') === 'true');
    const total = rows().length;
    await user.click(rows()[0] as HTMLElement);
    list().focus();
    await user.keyboard('{Shift>}{ArrowDown}{ArrowDown}{/Shift}');
    expect(names()).toEqual(rows().slice(0, 3));
    await user.keyboard('{Shift>}{ArrowUp}{/Shift}');
    expect(names()).toEqual(rows().slice(0, 2));
    await user.keyboard('[ControlLeft>]');
    await user.click(rows()[4] as HTMLElement);
    await user.click(rows()[0] as HTMLElement);
    await user.keyboard('[/ControlLeft]');
    expect(names()).toEqual([rows()[1], rows()[4]]);
    expect(headline()?.textContent).toBeTruthy();
    const ids = names().map((each) => each.id.slice(each.id.indexOf('-', 1) + 1));
    list().focus();
    await user.keyboard('{Delete}');
    const forgotten = asked(host, 'forget').flat() as string[];
    expect(forgotten).toHaveLength(2);
    for (const id of forgotten) expect(ids.some((each) => each.endsWith(id))).toBe(true);
    expect(rows()).toHaveLength(total - 2);
    await user.keyboard('{Control>}a{/Control}');
    expect(names()).toHaveLength(total - 2);
    await user.keyboard('{Escape}');
    expect(names()).toHaveLength(1);
  });

  it('copies the row by Ctrl+C', async () => {
    const { user, host } = await openWindow({ place: 'files' });
    await user.click(row('old.jwt'));
    list().focus();
    await user.keyboard('{Control>}c{/Control}');
    expect(asked(host, 'copy')).toEqual([{ kind: 'details', id: 'old.jwt' }]);
  });

  it('is filtered by chips that are counts, and by words; Escape clears', async () => {
    const { user } = await openWindow({ place: 'files' });
    await user.click(screen.getByRole('button', { name: 'Expired 2' }));
    expect(rows().map((each) => each.dataset.verdict)).toEqual(['expired', 'expired']);
    const field = screen.getByRole('searchbox', { name: 'Filter this list' });
    await user.type(field, 'trial');
    expect(rows()).toHaveLength(1);
    await user.type(field, 'zzz');
    expect(screen.getByText('No file matches the filter.')).toBeTruthy();
    await user.type(field, '{Escape}');
    expect(rows()).toHaveLength(DEMO_CHECKS.length);
  });

  it('reaches its filter by Ctrl+F from anywhere', async () => {
    const { user } = await openWindow();
    await user.keyboard('{Control>}f{/Control}');
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('searchbox')));
  });

  it('keeps the reader where he is when a verdict changes by itself', async () => {
    const { user, host } = await openWindow({ place: 'files' });
    await user.click(row('prod-500.jwt'));
    const before = live().textContent;
    host.drop([
      { ...example, headline: [{ kind: 'text', text: 'In its grace period.' }], verdict: 'grace', weight: 50 },
    ]);
    await waitFor(() => expect(headline()?.textContent).toBe('In its grace period.'));
    expect(live().textContent).toBe(before);
  });
});

describe('files that come in', () => {
  it('show and say the verdict of one at once', async () => {
    const { host } = await openWindow({ empty: true });
    host.drop([example]);
    await waitFor(() => expect(headline()?.textContent).toMatch(/^Valid until/));
    expect(live().textContent).toMatch(/^Checked\. Valid until/);
    expect(host.title).toBe('License files — Seatkeeper');
  });

  it('show their verdict again when they are opened again', async () => {
    const { host } = await openWindow();
    host.drop([example]);
    await waitFor(() => expect(headline()?.textContent).toMatch(/^Valid until/));
    expect(live().textContent).toMatch(/^Checked\. Valid until/);
  });

  it('are counted while they come, with Cancel, and said once at the end', async () => {
    const { host, user } = await openWindow({ empty: true });
    const batch = { id: 7, total: 500, summary: '' };
    host.emit('batchChanged', { batch: { ...batch, done: 0, state: 'running' } });
    host.drop(many(250));
    host.emit('batchChanged', { batch: { ...batch, done: 250, state: 'running' } });
    const header = await screen.findByTestId('batch');
    await waitFor(() => expect(rows()).toHaveLength(250));
    expect(header.textContent).toContain('Checked 250 of 500.');
    expect(live().textContent).toBe('');
    await user.click(within(header).getByRole('button', { name: 'Cancel' }));
    expect(asked(host, 'cancelBatch')).toEqual([7]);
    const summary = 'Stopped after 250 of 500: 250 valid.';
    host.emit('batchChanged', { batch: { ...batch, done: 250, state: 'cancelled', summary } });
    await waitFor(() => expect(live().textContent).toBe(summary));
    expect(screen.getByTestId('batch').textContent).toContain(summary);
    expect(rows()).toHaveLength(250);
  });

  it('are announced by an overlay that goes when they leave, or by Escape', async () => {
    const { host, user } = await openWindow();
    const three = { count: 3, files_look_like_licenses: true, first_name: 'a.jwt' };
    host.emit('dragHover', three);
    const overlay = await screen.findByTestId('drop-overlay');
    expect(overlay.textContent).toContain('Check 3 files');
    expect(overlay.textContent).toContain('Nothing is sent. Release to check.');
    host.emit('dragLeft', null);
    await waitFor(() => expect(screen.queryByTestId('drop-overlay')).toBeNull());
    host.emit('dragHover', { ...three, count: 1, files_look_like_licenses: false, first_name: 'photo.png' });
    expect((await screen.findByTestId('drop-overlay')).textContent).toContain(
      'This is not a license file. It will be checked as text.',
    );
    await user.keyboard('{Escape}');
    expect(screen.queryByTestId('drop-overlay')).toBeNull();
  });
});

describe('pasting', () => {
  const clipboard = (text: string) => ({ clipboardData: { getData: () => text } });

  it('outside a field checks the text', async () => {
    const { host } = await openWindow({ empty: true });
    await fireEvent.paste(document.body, clipboard('a.b.c'));
    expect(asked(host, 'checkText')).toEqual(['a.b.c']);
    await waitFor(() => expect(headline()?.textContent).toMatch(/^Valid until/));
  });

  it('inside a field checks nothing', async () => {
    const { host, user } = await openWindow({ place: 'files' });
    await user.click(screen.getByRole('searchbox'));
    await user.paste('a.b.c');
    expect(screen.getByRole('searchbox')).toHaveProperty('value', 'a.b.c');
    expect(asked(host, 'checkText')).toEqual([]);
  });

  it('by the sheet shows the verdict once typing stops, and checks', async () => {
    const { host, user } = await openWindow({ empty: true });
    await user.keyboard('{Control>}{Shift>}v{/Shift}{/Control}');
    const field = await screen.findByLabelText('License text');
    expect(field.getAttribute('placeholder')).toBe('eyJ…');
    await user.click(field);
    await user.paste('a.b.c');
    expect(asked(host, 'previewText')).toEqual([]);
    await waitFor(() => expect(screen.getByTestId('preview').textContent).toContain('Valid until'));
    await user.click(screen.getByRole('button', { name: 'Check' }));
    expect(asked(host, 'checkText')).toEqual(['a.b.c']);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('says what is missing when there is no text', async () => {
    const { user } = await openWindow({ empty: true });
    await user.click(screen.getByRole('button', { name: 'Paste text…' }));
    await user.click(await screen.findByRole('button', { name: 'Check' }));
    const field = screen.getByLabelText('License text');
    expect(field.getAttribute('aria-invalid')).toBe('true');
    expect(document.activeElement).toBe(field);
  });

  it('never loses what was typed, but drops what must not be kept', async () => {
    const { user } = await openWindow({ empty: true });
    await user.click(screen.getByRole('button', { name: 'Paste text…' }));
    await user.type(await screen.findByLabelText('License text'), 'half.');
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await user.click(screen.getByRole('button', { name: 'Paste text…' }));
    const field = await screen.findByLabelText('License text');
    expect(field).toHaveProperty('value', 'half.');
    await user.clear(field);
    await user.type(field, 'abcdefghij-abcdefghijklmnopqrstuv');
    await waitFor(() => expect(screen.getByTestId('preview').textContent).toContain('session token'));
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await user.click(screen.getByRole('button', { name: 'Paste text…' }));
    expect(await screen.findByLabelText('License text')).toHaveProperty('value', '');
  });
});
