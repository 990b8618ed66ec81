import { DEMO_NOW, sentence } from './demo-checks';
import type {
  DeploymentRowView,
  DeploymentTermsView,
  DeploymentView,
  InstalledLicenseView,
  OutlookView,
  PartView,
  PresentView,
  SentenceView,
  StretchView,
  TermRowView,
  TermsView,
} from './host';

const FROM = '2026-01-31T23:00:00Z';
const TO = '2028-01-31T23:00:00Z';
const CAPTION = sentence(
  'From {2026-01-31T23:00:00Z|1 Feb 2026} to {2028-01-31T23:00:00Z|1 Feb 2028}; the line is today, ' +
    `{${DEMO_NOW}|23 Nov 2026}. Solid: term. Hatched: grace period. Outlined: not started. Dotted: no license counts.`,
);

type Day = Extract<PartView, { kind: 'day' }>;
const dayOf = (parts: SentenceView) => parts.find((part): part is Day => part.kind === 'day') ?? null;
const within = (at: string) => (at < FROM ? FROM : at > TO ? TO : at);

function stretch(kind: string, starts: Day | null, ends: Day | null, words: string): StretchView {
  return {
    kind,
    from_at: within(starts?.at ?? FROM),
    to_at: within(ends?.at ?? TO),
    starts: starts ? [starts] : [],
    ends: ends ? [ends] : [],
    sentence: sentence(words),
  };
}

const on = (day: Day) => `{${day.at}|${day.text}}`;
const range = (from: Day, to: Day) => `from ${on(from)} to ${on(to)}`;

/** The rows of one license, as the program would say them. */
function licenseRow(license: InstalledLicenseView): TermRowView {
  const [starts, ends, last] = [dayOf(license.starts), dayOf(license.ends), dayOf(license.grace_to)];
  if (!starts || !ends || !last) throw new Error('a license of the demo has all its dates');
  const ahead = starts.at > DEMO_NOW;
  return {
    kind: 'license',
    license: license.id,
    label: [...sentence(`No. ${license.id} ${license.kind} · `), ...license.seats].map((part) =>
      part.kind === 'text' ? { ...part, text: part.text.replace('No. ', '#') } : part,
    ),
    note: last.at <= DEMO_NOW ? sentence('ended') : [],
    stretches: [
      stretch('none', null, starts, `Before its start on ${on(starts)}.`),
      stretch(
        ahead ? 'ahead' : 'term',
        starts,
        ends,
        `${ahead ? 'Not started: its term runs' : 'In its term'} ${range(starts, ends)}.`,
      ),
      stretch('grace', ends, last, `In grace ${range(ends, last)}.`),
      stretch('none', last, null, `Over ${last.at <= DEMO_NOW ? 'since' : 'from'} ${on(last)} on.`),
    ],
  };
}

const SAID: Record<string, (from: Day, to: Day) => string> = {
  term: (from, to) => `Covered ${range(from, to)}.`,
  ahead: (from, to) => `Not started: covered ${range(from, to)}.`,
  grace: (from, to) => `In grace ${range(from, to)}.`,
  gap: (from, to) => `Gap: no license ${range(from, to)} (10 days).`,
};

/** Coverage of the demo's licenses, none of which overlap but the trial, which is over. */
function coverage(rows: TermRowView[]): StretchView[] {
  const drawn = rows
    .flatMap((row) => row.stretches)
    .filter(({ kind, to_at }) => kind !== 'none' && to_at > DEMO_NOW)
    .sort((left, right) => left.from_at.localeCompare(right.from_at));
  const all: StretchView[] = [];
  const said = (kind: string, from: Day, to: Day) => stretch(kind, from, to, SAID[kind]?.(from, to) ?? '');
  for (const each of drawn) {
    const [from, to] = [dayOf(each.starts), dayOf(each.ends)];
    const before = dayOf(all.at(-1)?.ends ?? []);
    if (!from || !to) continue;
    if (before && before.at < from.at) all.push(said('gap', before, from));
    all.push(said(each.kind, from, to));
  }
  const [first, last] = [dayOf(all[0]?.starts ?? []), dayOf(all.at(-1)?.ends ?? [])];
  if (!first || !last) return [stretch('none', null, null, 'No license counts.')];
  return [
    stretch('none', null, first, `No license counted before ${on(first)}.`),
    ...all,
    stretch('none', last, null, `No license counts from ${on(last)} on.`),
  ];
}

function termsOf(of: DeploymentRowView, licenses: InstalledLicenseView[], said: SentenceView): DeploymentTermsView {
  const rows = licenses.map(licenseRow);
  const covered = coverage(rows);
  const gap = covered.find((each) => each.kind === 'gap');
  const none = sentence('No gap.');
  const gaps: TermRowView[] = gap
    ? [
        {
          kind: 'gap',
          license: null,
          label: sentence('Gap'),
          note: sentence('from 8 to {2026-12-18T00:00:00Z|18 Dec 2026} (10 days)'),
          stretches: [
            { ...gap, kind: 'none', from_at: FROM, to_at: gap.from_at, sentence: none },
            gap,
            { ...gap, kind: 'none', from_at: gap.to_at, to_at: TO, sentence: none },
          ],
        },
      ]
    : [];
  const first: TermRowView = {
    kind: 'coverage',
    license: null,
    label: sentence('Coverage'),
    note: [],
    stretches: covered,
  };
  return { deployment: of.id, name: of.name, sentence: said, rows: rows.length > 0 ? [first, ...gaps, ...rows] : [] };
}

const timeline = (deployments: DeploymentTermsView[]): TermsView => ({
  today_at: DEMO_NOW,
  from_at: FROM,
  to_at: TO,
  caption: CAPTION,
  deployments,
});

/** Coverage of one deployment over time. */
export const demoTermsOf = (of: DeploymentRowView, licenses: InstalledLicenseView[], said: SentenceView) =>
  timeline([termsOf(of, licenses, said)]);

/** Coverage of all, without what is over; a license that is all there is to cover stands alone. */
export const demoTerms = (pages: [DeploymentRowView, DeploymentView][]): TermsView =>
  timeline(
    pages.map(([of, page]) => {
      const licenses = page.licenses.kind === 'listed' ? page.licenses.licenses : [];
      const terms = termsOf(
        of,
        licenses.filter((license) => !license.past),
        page.coverage.length > 0
          ? page.coverage
          : sentence('Covered, as Coder reports. Until when, only an Owner can see.'),
      );
      return terms.rows.length === 2 ? { ...terms, rows: terms.rows.filter((row) => row.license !== null) } : terms;
    }),
  );

/** What changes on EU, and what on the others. */
export function demoOutlook(id: number): OutlookView {
  const boundary = (at: string, text: string, said: string, changes: OutlookView['boundaries'][number]['changes']) => ({
    at,
    day: sentence(`{${at}|${text}}`),
    sentence: said,
    changes,
  });
  const line = (kind: string, label: string, before: string, after: string) => ({
    label,
    before: sentence(before),
    after: sentence(after),
    kind,
  });
  if (id !== 3) {
    return {
      boundaries: [
        boundary('2027-02-11T00:00:00Z', '11 Feb 2027', 'Coder begins to warn that the term ends.', [
          line('change', 'Coder says', '', 'Your license expires in 29 days.'),
        ]),
        boundary('2027-03-12T00:00:00Z', '12 Mar 2027', '#4’s term ends and its grace period begins.', [
          line('loss', 'Features', '21 on', '21 on in grace'),
        ]),
        boundary('2027-03-26T00:00:00Z', '26 Mar 2027', '#4’s grace period ends.', [
          line('loss', 'Seats', '#500, in grace', 'none licensed; #412 users are active'),
          line('loss', 'Features', '21 on in grace', '21 off: Audit Log, SCIM, …'),
        ]),
      ],
      coverage: [],
      guesses: ['Whether several servers run is not reported; one is assumed.'],
    };
  }
  return {
    boundaries: [
      boundary('2026-12-05T00:00:00Z', '5 Dec 2026', '#9’s term ends and its grace period begins.', [
        line('loss', 'Features', '21 on', '21 on in grace'),
      ]),
      boundary('2026-12-08T00:00:00Z', '8 Dec 2026', '#9’s grace period ends.', [
        line('loss', 'Seats', '#120, in grace', 'none licensed; #128 users are active'),
        line('loss', 'Features', '21 on in grace', '21 off: Audit Log, SCIM, …'),
      ]),
      boundary('2026-12-18T00:00:00Z', '18 Dec 2026', '#12 starts.', [
        line('gain', 'Seats', 'none licensed; #128 users are active', '#160; #128 users are active'),
        line('gain', 'Features', '21 off', '21 on'),
      ]),
    ],
    coverage: [],
    guesses: [],
  };
}

/** EU follows other rules than we know. */
export function demoPresent(id: number): PresentView {
  const at = '2026-11-23T18:02:00Z';
  if (id !== 3) {
    return {
      at,
      fits: true,
      sentence: sentence('Coder reports what these licenses give by our reading.'),
      differences: [],
    };
  }
  return {
    at,
    fits: false,
    sentence: sentence(
      'One thing that Coder reports is not what these licenses give by our reading: this server may follow other rules.',
    ),
    differences: [
      {
        label: 'Seats',
        coder: sentence('#250'),
        ours: sentence('#120'),
        sentence: sentence('Seats: Coder reports #250, by our reading #120.'),
      },
    ],
  };
}
