import { Later } from './stores/later.svelte';

/** The parts of the window that its first frame does without. */
export const parts = {
  files: new Later(() => import('./pages/LicenseFilesPage.svelte')),
  settings: new Later(() => import('./pages/SettingsPage.svelte')),
  deployment: new Later(() => import('./pages/DeploymentPage.svelte')),
  sheets: new Later(() => import('./features/shell/Sheets.svelte')),
};

/** Asks for all of them, so that none is waited for later. */
export async function fetchAll(): Promise<void> {
  await Promise.all(Object.values(parts).map((part) => part.fetch()));
}

/** Waits until the window stands finished before its reader, in its own letters. */
export async function quiet(): Promise<void> {
  // An engine that cannot say when its letters are there draws without them.
  await document.fonts?.ready;
  await new Promise((done) => setTimeout(done));
}
