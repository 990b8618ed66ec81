// What is photographed: a name, what the demo page is asked, and what is done before the picture.
const verdicts = [
  'prod-500.jwt',
  'lab-50.jwt',
  'eu-120.jwt',
  'last-day.jwt',
  'staging.jwt',
  'old.jwt',
  'trial-2026.jwt',
  'renewal-2027.jwt',
  'eu-renewal.jwt',
  'changed.jwt',
  'next-key.jwt',
  'hs256.jwt',
  'incomplete.jwt',
  'half.jwt',
  'token.txt',
  'photo.png',
];

const files = (name, act) => ({ name, query: { place: 'files' }, act });
const select = (label) => (page) => page.getByRole('option', { name: label }).click();
const emit = (page, event, payload) =>
  page.evaluate(([name, what]) => window.demoHost.emit(name, what), [event, payload]);

export const scenes = [
  { name: 'first-run', query: { checks: 'none' } },
  { name: 'overview', query: {} },
  { name: 'files-empty', query: { place: 'files', checks: 'none' } },
  ...verdicts.map((label) => files(`verdict-${label}`, select(label))),
  files('unfolded', async (page) => {
    await select('prod-500.jwt')(page);
    await page.getByRole('button', { name: 'Claims' }).click();
    await page.getByRole('button', { name: 'Show', exact: true }).click();
  }),
  files('drop', (page) =>
    emit(page, 'dragHover', { count: 3, files_look_like_licenses: true, first_name: 'prod-500.jwt' }),
  ),
  files('drop-other', (page) =>
    emit(page, 'dragHover', { count: 1, files_look_like_licenses: false, first_name: 'photo.png' }),
  ),
  files('batch', (page) =>
    emit(page, 'batchChanged', { batch: { id: 1, done: 212, total: 480, state: 'running', summary: '' } }),
  ),
  files('batch-done', (page) =>
    emit(page, 'batchChanged', {
      batch: {
        id: 1,
        done: 480,
        total: 480,
        state: 'finished',
        summary: '480 checked: 455 valid, 12 expired, 9 for other deployments, 4 unreadable.',
      },
    }),
  ),
  files('forgotten', async (page) => {
    await select('old.jwt')(page);
    await page.getByRole('button', { name: 'Forget', exact: true }).click();
  }),
  files('menu', async (page) => {
    await select('prod-500.jwt')(page);
    await page.getByRole('button', { name: 'More for prod-500.jwt' }).click();
    await page.getByRole('menu').waitFor();
  }),
  files('paste', async (page) => {
    await page.getByRole('button', { name: 'Paste…' }).click();
    await page.getByLabel('License text').fill('eyJhbGciOiJFZERTQSJ9.eyJ2ZXJzaW9uIjozfQ.c2ln');
    await page.getByTestId('preview').getByText('Valid until').waitFor();
  }),
  { name: 'compact', query: { place: 'files', rows: 'compact' }, act: select('old.jwt') },
  { name: 'german', query: { place: 'files', locale: 'de-DE' }, act: select('prod-500.jwt') },
  { name: 'settings', query: { place: 'settings' } },
  {
    name: 'add-key',
    query: { place: 'settings' },
    act: async (page) => {
      await page.getByRole('button', { name: 'Add a key…' }).click();
      await page.getByRole('button', { name: 'Add this key' }).click();
    },
  },
  { name: 'shortcuts', query: {}, act: (page) => page.keyboard.press('F1') },
  {
    name: 'about',
    query: { place: 'settings' },
    act: (page) => page.getByRole('button', { name: 'About' }).click(),
  },
  {
    name: 'sidebar',
    query: {},
    act: async (page) => {
      const toggle = page.getByRole('button', { name: 'Show or hide the sidebar' });
      if (await toggle.isVisible()) await toggle.click();
    },
  },
];
