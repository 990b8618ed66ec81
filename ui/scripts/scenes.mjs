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

const overview = (name, deployments, act) => ({
  name: `overview-${name}`,
  query: { deployments, checks: 'none' },
  act,
});
const deployment = (name, id, view, act, deployments = 'four') => ({
  name: `deployment-${name}`,
  query: { place: `deployment:${id}:${view}`, deployments },
  act,
});
/** The states of the Seats view besides the whole one. */
const seatStates = [
  'near',
  'unlimited',
  'unreported',
  'capable',
  'short',
  'flat',
  'no_history',
  'forbidden',
  'unread',
  'reading',
  'failed',
  'differs',
];
const seats = (name, state, act) => ({
  name: `seats-${name}`,
  query: { place: 'deployment:1:seats', seats: state },
  act,
});
const chooses = (button, entry) => async (page) => {
  await page.getByRole('button', { name: button, exact: true }).first().click();
  await page.getByRole('menuitem', { name: entry }).click();
  await page.getByRole('dialog').waitFor();
};
const adds = (address, then) => async (page) => {
  await page.evaluate(() => window.demoHost.emit('menuChosen', { id: 'add_deployment' }));
  await page.getByLabel('Address').fill(address);
  await page.getByRole('button', { name: 'Continue' }).click();
  await then?.(page);
};
const signsIn = async (page) => {
  await page.getByLabel('Session token').fill('abcdefghij-abcdefghijabcdefghijab');
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await page.getByTestId('trial').waitFor();
};
const installs = (outcome) => async (page) => {
  await page.evaluate((how) => (window.demoHost.outcome = how), outcome);
  await chooses('Add license…', 'Choose from license files…')(page);
  await page.getByLabel('License', { exact: true }).selectOption('renewal-2027.jwt');
  await page.getByText('nowhere else').waitFor();
  if (!outcome) return;
  await page.getByRole('button', { name: /^Install on/ }).click();
  await page.getByTestId(outcome === 'installed' ? 'toast' : 'install-failed').waitFor();
};

const scrollsTo = (test, then) => async (page) => {
  await page.getByTestId(test).scrollIntoViewIfNeeded();
  await then?.(page);
};
const walks = async (page) => {
  await page.getByRole('slider').focus();
  for (const key of ['ArrowDown', 'PageUp', 'ArrowRight']) await page.keyboard.press(key);
};
const asTable = (page) => page.getByRole('button', { name: 'Show as table' }).click();
const compares = async (page) => {
  await page.getByLabel('A', { exact: true }).selectOption('prod-500.jwt');
  await page.getByLabel('B', { exact: true }).selectOption('renewal-2027.jwt');
  await page.getByRole('table').waitFor();
};
const plans = (name, act) => ({ name: `plans-${name}`, query: { place: 'plans', deployments: 'four' }, act });
const makesPlan = async (page) => {
  await page.getByRole('button', { name: 'New plan' }).click();
  await page.getByLabel('Name').fill('Renewal in March');
  const add = page.getByRole('button', { name: 'Add a step' });
  await add.click();
  await page.getByLabel('License').selectOption('renewal-2027.jwt');
  await add.click();
  await page.getByLabel('What').nth(1).selectOption('remove');
  await page.getByLabel('Day, as 2027-03-12').nth(1).fill('2027-03-26');
  await page.getByText('Remove #4.').waitFor();
};

export const scenes = [
  { name: 'first-run', query: { checks: 'none', deployments: 'none' } },
  { name: 'overview', query: {} },
  { name: 'overview-files-only', query: { deployments: 'none' } },
  ...['four', 'covered', 'loading', 'refreshing', 'offline', 'signin', 'forbidden'].map((as) => overview(as, as)),
  overview('cancel', 'refreshing', (page) => page.getByRole('button', { name: 'Cancel' }).waitFor()),
  overview('menu', 'four', (page) => page.getByRole('button', { name: 'More for EU' }).first().click()),
  overview('filter', 'four', (page) => page.getByLabel('Filter deployments').fill('nothing')),
  ...[1, 2, 3, 4].map((id) => deployment(`summary-${id}`, id, 'summary')),
  deployment('features', 1, 'summary', (page) => page.getByRole('button', { name: 'Features' }).click()),
  deployment('forbidden', 1, 'summary', null, 'forbidden'),
  ...[1, 2, 3, 4].map((id) => deployment(`licenses-${id}`, id, 'licenses')),
  deployment('current', 1, 'licenses', (page) => page.getByRole('switch').click()),
  overview('terms', 'four', scrollsTo('terms')),
  overview('terms-walked', 'four', scrollsTo('terms', walks)),
  overview('terms-table', 'four', scrollsTo('terms', asTable)),
  deployment('terms-walked', 3, 'licenses', walks),
  deployment('terms-table', 3, 'licenses', asTable),
  ...[1, 3].map((id) => deployment(`changes-${id}`, id, 'licenses', scrollsTo('changes-ahead'))),
  deployment('licenses-forbidden', 1, 'licenses', null, 'forbidden'),
  ...[1, 2, 3, 4].map((id) => deployment(`seats-${id}`, id, 'seats')),
  ...seatStates.map((state) => seats(state, state)),
  seats('people', 'whole', async (page) => {
    await page.getByRole('button', { name: 'See the' }).click();
    await page.getByRole('grid').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
  }),
  seats('reclaim', 'whole', async (page) => {
    await page.getByRole('button', { name: 'Reclaim seats…' }).click();
    await page.getByTestId('reclaim-outcome').waitFor();
  }),
  seats('reclaim-stopped', 'whole', async (page) => {
    await page.evaluate(() => (window.demoHost.stopsAfter = 5));
    await page.getByRole('button', { name: 'Reclaim seats…' }).click();
    await page.getByRole('button', { name: /^Suspend/ }).click();
    await page.getByTestId('reclaim-plan').waitFor();
  }),
  seats('change', 'whole', async (page) => {
    await page.getByRole('button', { name: 'Compare' }).click();
    await page.getByRole('button', { name: 'Who' }).first().click();
  }),
  seats('table', 'whole', (page) => page.getByRole('button', { name: 'Show as table' }).first().click()),
  seats('year', 'whole', async (page) => {
    await page.getByText('1 y').click();
    await page.getByRole('slider').first().focus();
    await page.keyboard.press('Home');
  }),
  deployment('mark', 1, 'summary', chooses('More for Production', 'Name and mark…')),
  deployment('install', 1, 'summary', installs('')),
  ...['installed', 'refused', 'session', 'forbidden', 'unknown'].map((how) =>
    deployment(`install-${how}`, 1, 'summary', installs(how)),
  ),
  deployment('remove', 1, 'licenses', async (page) => {
    await page.getByRole('button', { name: 'Remove…' }).click();
    await page.getByText('will have no license').waitFor();
  }),
  deployment('remove-grace', 2, 'licenses', async (page) => {
    await page.getByRole('button', { name: 'Remove…' }).click();
    await page.getByText('no copy of this license').waitFor();
  }),
  { name: 'add', query: {}, act: (page) => page.keyboard.press('Control+n') },
  { name: 'add-seen', query: {}, act: adds('new.example.com/foo', (page) => page.getByTestId('seen').waitFor()) },
  { name: 'add-http', query: {}, act: adds('http://new.example.com') },
  { name: 'add-fault', query: {}, act: adds('self-signed.example.com') },
  { name: 'add-already', query: {}, act: adds('coder.example.com') },
  {
    name: 'add-password',
    query: {},
    act: adds('new.example.com', (page) => page.getByLabel('E-mail and password').click()),
  },
  { name: 'add-coder', query: {}, act: adds('new.example.com', (page) => page.getByLabel('Take over').click()) },
  {
    name: 'add-keyless',
    query: {},
    act: async (page) => {
      await page.evaluate(
        () => (window.demoHost.keychainFault = { code: 'keychain_unavailable', message: '', hint: '', subject: null }),
      );
      await adds('new.example.com')(page);
    },
  },
  {
    name: 'add-locked',
    query: {},
    act: async (page) => {
      await page.evaluate(
        () =>
          (window.demoHost.keychainFault = {
            code: 'keychain_locked',
            message: 'Your keychain is locked.',
            hint: 'Unlock it, then try again.',
            subject: null,
          }),
      );
      await adds('new.example.com')(page);
    },
  },
  {
    name: 'add-connection',
    query: {},
    act: async (page) => {
      await page.keyboard.press('Control+n');
      await page.getByRole('button', { name: /^Connection settings/ }).click();
      await page.getByRole('button', { name: 'Add a header' }).click();
    },
  },
  { name: 'add-trial', query: {}, act: adds('new.example.com', signsIn) },
  {
    name: 'sign-in-again',
    query: { deployments: 'signin', checks: 'none' },
    act: (page) => page.getByRole('button', { name: 'Sign in to EU again' }).first().click(),
  },
  {
    name: 'erase',
    query: { place: 'settings' },
    act: (page) => page.getByRole('button', { name: /^Erase everything/ }).click(),
  },
  {
    name: 'forget-deployment',
    query: { place: 'settings' },
    act: (page) => page.getByRole('button', { name: 'Forget Staging' }).click(),
  },
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
  files('assignment', async (page) => {
    await page.evaluate(() => window.demoHost.emit('menuChosen', { id: 'assign' }));
    await page.getByText('Not to be installed').waitFor();
  }),
  { name: 'compare', query: { place: 'compare', deployments: 'four' }, act: compares },
  {
    name: 'compare-all',
    query: { place: 'compare', deployments: 'four' },
    act: async (page) => {
      await compares(page);
      await page.getByRole('switch').click();
    },
  },
  { name: 'compare-empty', query: { place: 'compare', deployments: 'four' } },
  plans('empty'),
  plans('made', makesPlan),
  plans('left-out', async (page) => {
    await makesPlan(page);
    await page.getByLabel('License').first().selectOption('old.jwt');
    await page.getByText('old.jwt is left out').waitFor();
  }),
  plans('unnamed', async (page) => {
    await page.getByRole('button', { name: 'New plan' }).click();
    await page.getByRole('button', { name: 'Add a step' }).click();
    await page.getByRole('button', { name: 'Save plan' }).click();
    await page.getByText('it has no name').first().waitFor();
  }),
  plans('list', async (page) => {
    await makesPlan(page);
    await page.getByRole('button', { name: 'Save plan' }).click();
    await page.getByRole('button', { name: 'All plans' }).click();
    await page.getByRole('button', { name: 'Renewal in March', exact: true }).waitFor();
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
