import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { expect } from 'vitest';
import App from '../src/App.svelte';
import { DemoHost, type DemoOptions } from '../src/host/demo';

/** The window on the in-memory host, ready for its reader. */
export async function openWindow(options: DemoOptions = {}) {
  const host = new DemoHost(options);
  const user = userEvent.setup();
  const view = render(App, { host });
  await waitFor(() => expect(view.container.querySelector('[data-ready]')).not.toBeNull());
  return { host, user, ...view };
}

export const card = () => screen.getByTestId('card');
export const list = () => screen.getByTestId('check-list');
export const rows = () => [...list().querySelectorAll<HTMLElement>('[role="option"]')];
export const row = (label: string) => screen.getByRole('option', { name: new RegExp(`^${label}`) });
export const live = () => screen.getByTestId('live-polite');
export const headline = () => card().querySelector('h2');

/** What was asked of the host under this name. */
export const asked = (host: DemoHost, what: string) =>
  host.asked.filter(([name]) => name === what).map(([, about]) => about);

/** Colors need a drawing engine: the screenshots' script asks for those. */
export async function accessibilityFindings() {
  const { violations } = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } });
  return violations.flatMap((violation) => violation.nodes.map((node) => `${violation.id}: ${node.html}`));
}
