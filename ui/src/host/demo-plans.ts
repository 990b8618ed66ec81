import { sentence } from './demo-checks';
import type {
  AssignmentView,
  ChangeView,
  CheckView,
  ComparableView,
  CompareRequest,
  ComparedView,
  DeploymentRowView,
  LeftLicenseView,
  LicenseRef,
  PlanAct,
  PlanChoicesView,
  PlanDraft,
  PlanRemarkView,
  WorkedPlanView,
} from './host';

// Examples in the words of the program; nothing is worked out here.

const END = '{2027-03-12T00:00:00Z|12 Mar 2027}';
const NEXT_END = '{2028-03-12T00:00:00Z|12 Mar 2028}';

const line = (kind: string, label: string, a: string, b: string, change: string) => ({
  label,
  a: sentence(a),
  b: sentence(b),
  change: sentence(change),
  kind,
});

const ROWS = [
  line('loss', 'Agent hours', '#1000', '#800', '− #200'),
  line('gain', 'Term', `to ${END}`, `to ${NEXT_END}`, '+ #366 days'),
  line('gain', 'Seats', '#500', '#600', '+ #100'),
  line('gain', 'Add-ons', '–', 'AI Governance', 'new'),
  line('change', 'Starts', '{2026-03-12T00:00:00Z|12 Mar 2026}', END, 'different'),
  line('same', 'Grace', '14 days', '14 days', 'same'),
  line('same', 'Account', '0015f00000AbCdE', '0015f00000AbCdE', 'same'),
];

export function demoComparable(checks: CheckView[], rows: DeploymentRowView[]): ComparableView[] {
  const files = checks
    .filter((check) => check.claims.length > 0)
    .map((check) => ({
      license: { kind: 'file' as const, check: check.id },
      name: check.source.label,
      group: 'License files',
    }));
  const installed = rows.slice(0, 2).map((row) => ({
    license: { kind: 'installed' as const, deployment: row.id, license: 4 },
    name: '#4, Premium',
    group: row.name,
  }));
  return [...files, ...installed];
}

export function demoCompared({ a, b }: CompareRequest, rows: DeploymentRowView[]): ComparedView {
  const side = (license: LicenseRef) => {
    if (license.kind === 'file') return { name: license.check, remark: '' };
    const name = rows.find((row) => row.id === license.deployment)?.name ?? '';
    return { name: `${name} #${license.license}`, remark: `As ${name} reports it; Coder gives no signature.` };
  };
  const same = JSON.stringify(a) === JSON.stringify(b);
  return {
    a: side(a),
    b: side(b),
    comparison: {
      sentence: same
        ? sentence('A and B say the same.')
        : sentence('B runs a year longer, adds #100 seats and AI Governance; it has #200 agent hours less.'),
      rows: same ? ROWS.map((row) => ({ ...row, kind: 'same', change: sentence('same') })) : ROWS,
    },
  };
}

export function demoAssignment(checks: CheckView[], rows: DeploymentRowView[]): AssignmentView {
  const at = (verdict: string) => checks.filter((check) => check.verdict === verdict);
  const [first, , third] = rows;
  const place = (row: DeploymentRowView | undefined, licenses: CheckView[], words: string, loses: boolean) =>
    row && licenses.length > 0
      ? [
          {
            row,
            effect: sentence(words),
            loses,
            licenses: licenses.map((check) => ({
              check: check.id,
              name: check.source.label,
              headline: check.headline,
              remark: '',
              may: { allowed: true, reason: '' },
            })),
          },
        ]
      : [];
  const left = (check: CheckView, outcome: string, words: string, more: Partial<LeftLicenseView> = {}) => ({
    check: check.id,
    name: check.source.label,
    outcome,
    sentence: [{ kind: 'text' as const, text: words }],
    deployment: null,
    license: null,
    ...more,
  });
  const bad = ['expired', 'bad_signature', 'not_a_license'].flatMap(at);
  const there = checks.filter((check) => check.id === 'prod-500.jwt');
  return {
    headline: sentence('2 licenses belong on 2 deployments; the others are left.'),
    deployments: [
      ...place(
        first,
        at('not_yet_valid'),
        `Production is covered until ${NEXT_END} instead of ${END}; agent hours fall from #1000 to #800.`,
        true,
      ),
      ...place(third, at('wrong_deployment'), 'Seats rise from #120 to #140.', false),
    ],
    left: [
      ...bad.map((check) => left(check, 'unusable', 'It cannot be installed: see its card.')),
      ...there.map((check) =>
        left(check, 'already_installed', 'It is installed on Production already, as #4.', {
          deployment: 1,
          license: 4,
        }),
      ),
    ],
  };
}

export function demoChoices(checks: CheckView[], deployment: number): PlanChoicesView {
  const usable = checks.filter((check) => check.fingerprint !== null && check.claims.length > 0);
  return {
    install: usable.map((check) => ({
      // The examples share one fingerprint; here their names tell them apart.
      fingerprint: check.id,
      name: check.source.label,
      starts: check.verdict === 'not_yet_valid' ? '2027-03-12' : null,
    })),
    remove: [
      {
        license: deployment === 1 ? 4 : 1,
        uuid: '1f0c',
        name: `#${deployment === 1 ? 4 : 1}, Premium`,
        ends: '2027-03-12',
      },
    ],
  };
}

const change = (kind: string, label: string, before: string, after: string): ChangeView => ({
  label,
  before: sentence(before),
  after: sentence(after),
  kind,
});

const words = (act: PlanAct) => (act.kind === 'install' ? `install ${act.name}` : `remove #${act.license}`);

export function demoWorked(draft: PlanDraft, name: string): WorkedPlanView {
  const remarks: PlanRemarkView[] = draft.steps.flatMap((step, place) =>
    step.act.kind === 'install' && /old|changed/.test(step.act.name)
      ? [
          {
            step: place,
            kind: 'left_out',
            sentence: sentence(`${step.act.name} is left out. Expired on {2026-11-20T00:00:00Z|20 Nov 2026}.`),
          },
        ]
      : step.day < '2026-11-23'
        ? [
            {
              step: place,
              kind: 'past',
              sentence: sentence(`The day of this step is past; it is reckoned as if it were done now.`),
            },
          ]
        : [],
  );
  const left = new Set(remarks.filter((remark) => remark.kind === 'left_out').map((remark) => remark.step));
  const done = draft.steps
    .filter((_, place) => !left.has(place))
    .sort((one, other) => one.day.localeCompare(other.day));
  const loses = done.some((step) => step.act.kind === 'remove');
  const days = [...new Set(done.map((step) => step.day))].map((day) => {
    const acts = done.filter((step) => step.day === day);
    const removes = acts.some((step) => step.act.kind === 'remove');
    const said = acts.map((step) => words(step.act)).join(', ');
    return {
      at: `${day}T00:00:00Z`,
      day: sentence(`{${day}T00:00:00Z|${day}}`),
      acts: `${said.charAt(0).toUpperCase()}${said.slice(1)}.`,
      what_if: {
        effect: removes
          ? sentence('Agent hours fall from #1000 to #800.')
          : sentence(`${name} is covered until ${NEXT_END} instead of ${END}.`),
        changes: removes
          ? [change('loss', 'Agent hours', '#1000', '#800')]
          : [
              change('gain', 'Coverage', `to ${END}`, `to ${NEXT_END}, no gap`),
              change('gain', 'Seats', '#500', `#600 from ${END}`),
            ],
        winners: [
          {
            label: 'Seats',
            license: 'renewal-2027.jwt',
            why: sentence('renewal-2027.jwt wins: #412 users fit its #600.'),
          },
        ],
        cautions: removes
          ? []
          : [
              {
                code: 'telemetry_off',
                sentence: sentence(
                  `renewal-2027.jwt requires telemetry from ${END}, and ${name} has it off: Coder then changes nothing at all. Switch telemetry on before.`,
                ),
              },
            ],
        loses: removes,
      },
    };
  });
  return {
    headline:
      days.length === 0
        ? sentence(`No step changes anything on ${name} yet.`)
        : sentence(
            `With this plan ${name} has a license until {2028-03-26T00:00:00Z|26 Mar 2028}, grace included, instead of {2027-03-26T00:00:00Z|26 Mar 2027}${loses ? `; something is lost on 1 of its ${days.length} days` : ''}.`,
          ),
    loses,
    days,
    remarks,
    boundaries:
      days.length === 0
        ? []
        : [
            {
              at: '2027-03-12T00:00:00Z',
              day: sentence(END),
              sentence: "renewal-2027.jwt's term starts.",
              changes: [change('gain', 'Seats', '#500', '#600')],
            },
          ],
    coverage: [
      {
        kind: 'block',
        starts_at: '2026-03-12T00:00:00Z',
        ends_at: '2028-03-26T00:00:00Z',
        sentence: sentence(`Covered until ${NEXT_END}, in grace until {2028-03-26T00:00:00Z|26 Mar 2028}.`),
      },
    ],
    guesses: [],
    keeps: draft.steps.some((step) => step.act.kind === 'install')
      ? 'Saving the plan keeps a copy of renewal-2027.jwt on this computer.'
      : '',
    known_at: '2026-11-23T18:04:20Z',
  };
}
