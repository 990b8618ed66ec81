import { screen, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { SHAPES } from '../src/errors/presentation';
import { plain } from '../src/format/sentence';
import { DEMO_CHECKS } from '../src/host/demo-checks';
import { asked, card, headline, live, openWindow, row } from './window';

const open = async (label: string) => {
  const window = await openWindow({ place: 'files' });
  await window.user.click(row(label));
  return window;
};
const manner = { locale: 'en-GB', zone: 'Europe/Berlin' };

describe('the card', () => {
  it.each(DEMO_CHECKS.map((check) => [check.id, plain(check.headline, manner)]))(
    'of %s opens with its headline',
    async (label, sentence) => {
      await open(label);
      expect(headline()?.textContent).toBe(sentence);
      expect(card().textContent?.trim().startsWith(sentence)).toBe(true);
    },
  );

  it('says of a valid license exactly until when', async () => {
    await open('prod-500.jwt');
    expect(headline()?.textContent).toBe('Valid until 12 Mar 2027 (109 days), then a 14-day grace period.');
  });

  it('never offers to install', async () => {
    await open('changed.jwt');
    expect(screen.queryByRole('button', { name: /install/i })).toBeNull();
    expect(card().textContent).toContain('Do not install it');
  });

  it('shows failed evidence first, each line with a sign and words', async () => {
    await open('changed.jwt');
    const lines = [...card().querySelectorAll<HTMLElement>('[data-mark]')];
    expect(lines[0]?.dataset.mark).toBe('bad');
    for (const line of lines) expect(line.textContent).toMatch(/^[✓✕?→]\s*\S{4,}/u);
  });

  it('folds the claims, and lists those it does not understand', async () => {
    const { user } = await open('prod-500.jwt');
    expect(screen.queryByText('support_tier')).toBeNull();
    await user.click(screen.getByRole('button', { name: /^Claims/ }));
    const claim = screen.getByRole('row', { name: /support_tier/ });
    expect(within(claim).getByText('"gold"')).toBeTruthy();
    expect(claim.textContent).toContain('kept, not understood');
  });

  it('marks claims that nobody signed', async () => {
    const { user } = await open('changed.jwt');
    await user.click(screen.getByRole('button', { name: /^Claims/ }));
    expect(card().textContent).toContain('nobody signed these words');
  });

  it('shows 10 and 4 characters of the text until Show is pressed', async () => {
    const { user, host } = await open('prod-500.jwt');
    expect(screen.getByTestId('raw-preview').textContent).toBe('eyJhbGciOi…b2fQ');
    expect(screen.queryByTestId('raw-text')).toBeNull();
    expect(asked(host, 'revealRaw')).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Show' }));
    expect(screen.getByTestId('raw-text').textContent).toMatch(/^eyJhbGciOi.*b2fQ$/);
    await user.click(screen.getByRole('button', { name: 'Hide' }));
    expect(screen.queryByTestId('raw-text')).toBeNull();
  });

  it('forgets the revealed text when another file is chosen', async () => {
    const { user } = await open('prod-500.jwt');
    await user.click(screen.getByRole('button', { name: 'Show' }));
    await user.click(row('lab-50.jwt'));
    expect(screen.queryByTestId('raw-text')).toBeNull();
  });

  it('gives every date as a time with zone and UTC', async () => {
    await open('prod-500.jwt');
    const times = [...document.querySelectorAll('time')];
    expect(times.length).toBeGreaterThan(3);
    for (const time of times) {
      expect(time.getAttribute('datetime')).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
      expect(time.title).toMatch(/^\d+ \w+ \d{4}, \d\d:\d\d \S+ \(.*UTC\)$/);
    }
    expect(headline()?.querySelector('time')?.title).toBe('12 Mar 2027, 01:00 CET (00:00 UTC)');
  });

  it('says that a copied text is like a password', async () => {
    const { user, host } = await open('prod-500.jwt');
    await user.click(screen.getByRole('button', { name: 'Copy' }));
    expect(asked(host, 'copy')).toEqual([{ kind: 'raw', id: 'prod-500.jwt' }]);
    expect(screen.getByRole('button', { name: 'Copied' })).toBeTruthy();
    expect(live().textContent).toBe('Copied. A license is a bearer text: treat it like a password.');
  });

  it('keeps a copy and says so', async () => {
    const { user, host } = await open('lab-50.jwt');
    await user.click(screen.getByRole('button', { name: 'Keep a copy' }));
    expect(asked(host, 'keep')).toEqual(['lab-50.jwt']);
    expect(card().textContent).toContain('Kept on this computer');
    expect(live().textContent).toContain('is kept on this computer');
  });

  it('offers to trust the key it does not know, by its name', async () => {
    const { user } = await open('next-key.jwt');
    await user.click(screen.getByRole('button', { name: 'Add a trusted key…' }));
    expect(await screen.findByLabelText<HTMLInputElement>('Key ID')).toHaveProperty('value', '2027-01-15');
  });

  it('lets details be copied for support where the license is at fault', async () => {
    const { user, host } = await open('incomplete.jwt');
    await user.click(screen.getByRole('button', { name: 'Copy details for support' }));
    expect(asked(host, 'copy')).toEqual([{ kind: 'details', id: 'incomplete.jwt' }]);
  });
});

describe('shapes', () => {
  it('differ between the verdicts that ask for different acts', () => {
    const seven = [
      'valid',
      'grace',
      'expired',
      'not_yet_valid',
      'wrong_deployment',
      'bad_signature',
      'unknown_key',
    ] as const;
    expect(new Set(seven.map((verdict) => SHAPES[verdict].icon)).size).toBe(7);
    expect(new Set(seven.map((verdict) => SHAPES[verdict].chip)).size).toBe(7);
  });
});
