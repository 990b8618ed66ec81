import { DEMO_NOW, sentence } from './demo-checks';
import { demoTermsOf } from './demo-terms';
import type {
  AttentionView,
  DeploymentRowView,
  DeploymentView,
  ErrorView,
  FeatureView,
  InstalledLicenseView,
  LicenseListView,
  OverviewView,
} from './host';

/** What the four deployments of the demo are shown in. */
export type DemoDeployments =
  'none' | 'four' | 'covered' | 'loading' | 'refreshing' | 'offline' | 'signin' | 'forbidden';

const CHECKED = '2026-11-23T18:04:20Z';
const LAB_KNOWN = '2026-11-20T13:02:00Z';

export const LAB_SILENT: ErrorView = {
  code: 'deployment_timed_out',
  message: 'lab.coder.example.com did not answer within 10 s.',
  hint: 'Try again in a moment; if it stays silent, ask whoever runs it.',
  subject: 'lab.coder.example.com',
};
const SESSION_OVER: ErrorView = {
  code: 'session_rejected',
  message: 'The session on EU has ended.',
  hint: 'Sign in again.',
  subject: 'EU',
};

type Told = Pick<DeploymentRowView, 'id' | 'name' | 'state' | 'weight'> & {
  word: string;
  license: string;
  until: string;
  untilAt: string | null;
  used: number | null;
  limit: number | null;
  attention?: boolean;
};

function row(told: Told): DeploymentRowView {
  const host = told.id === 1 ? 'coder.example.com' : `${told.name.toLowerCase()}.coder.example.com`;
  const { used, limit } = told;
  return {
    id: told.id,
    name: told.name,
    letter: told.name.charAt(0),
    hue: told.id - 1,
    host,
    origin: `https://${host}`,
    state: told.state,
    word: sentence(told.word),
    weight: told.weight,
    attention: told.attention ?? false,
    license: sentence(told.license),
    covered_until: sentence(told.until),
    covered_until_at: told.untilAt,
    seats: sentence(used === null ? '–' : limit === null ? `#${used}, no limit` : `#${used} / #${limit}`),
    seats_used: used,
    seats_limit: limit,
    seats_noun: 'active users',
    known_at: CHECKED,
    stale: false,
    failure: null,
    checking: false,
    session: 'pasted',
    signed_in_as: 'ana',
    session_ends_at: '2026-12-23T18:00:00Z',
    session_until_quit: false,
  };
}

const PRODUCTION = row({
  id: 1,
  name: 'Production',
  state: 'covered',
  weight: 10,
  word: 'Covered, 109 days',
  license: 'Valid, 109 d',
  until: '{2027-03-12T00:00:00Z|12 Mar 2027}',
  untilAt: '2027-03-12T00:00:00Z',
  used: 412,
  limit: 500,
});
const STAGING = row({
  id: 2,
  name: 'Staging',
  state: 'grace',
  weight: 1,
  word: 'In grace, 7 days',
  license: 'In grace, 7 d',
  until: 'ended {2026-11-09T00:00:00Z|9 Nov 2026}',
  untilAt: '2026-11-09T00:00:00Z',
  used: 31,
  limit: 100,
  attention: true,
});
const EU = row({
  id: 3,
  name: 'EU',
  state: 'over',
  weight: 2,
  word: 'Over by 8',
  license: 'Over by 8',
  until: '{2026-12-05T00:00:00Z|5 Dec 2026}, gap',
  untilAt: '2026-12-05T00:00:00Z',
  used: 128,
  limit: 120,
  attention: true,
});
const LAB: DeploymentRowView = {
  ...row({
    id: 4,
    name: 'Lab',
    state: 'not_reachable',
    weight: 7,
    word: 'Not reachable since {2026-11-20T13:02:00Z|20 Nov 2026}',
    license: 'Not reachable',
    until: '{2027-07-01T00:00:00Z|1 Jul 2027}',
    untilAt: '2027-07-01T00:00:00Z',
    used: 14,
    limit: 50,
  }),
  known_at: LAB_KNOWN,
  stale: true,
  failure: LAB_SILENT,
};

const ATTENTION: AttentionView[] = [
  {
    deployment: 2,
    state: 'grace',
    sentence: sentence('Staging is in its grace period. Features stop on {2026-11-30T00:00:00Z|30 Nov 2026} (7 days).'),
    place: 'licenses',
  },
  { deployment: 3, state: 'over', sentence: sentence('EU is over its limit by 8 seats (128 of 120).'), place: 'seats' },
  {
    deployment: 3,
    state: 'gap',
    sentence: sentence('EU has a gap: no license from 8 to {2026-12-18T00:00:00Z|18 Dec 2026} (10 days).'),
    place: 'licenses',
  },
];

const unknown = (of: DeploymentRowView): DeploymentRowView => ({
  ...of,
  state: 'checking',
  word: sentence('Checking…'),
  license: [],
  covered_until: sentence('–'),
  seats: sentence('–'),
  seats_used: null,
  seats_limit: null,
  known_at: null,
  stale: false,
  failure: null,
  checking: true,
});
const silent = (of: DeploymentRowView): DeploymentRowView => ({
  ...of,
  state: 'not_reachable',
  word: sentence('Not reachable'),
  license: sentence('Not reachable'),
  stale: true,
  failure: {
    ...LAB_SILENT,
    code: 'deployment_unreachable',
    message: `${of.host} cannot be reached: the name is not known.`,
    hint: 'Check the address, the network and the VPN; then try again.',
  },
});

/** The overview of one of the demo's states. */
export function demoOverview(as: DemoDeployments): OverviewView {
  const four: OverviewView = {
    headline: sentence('Three things need attention.'),
    reachable: '3 of 4 deployments reachable',
    offline: [],
    attention: ATTENTION,
    deployments: [PRODUCTION, STAGING, EU, LAB],
    checking: null,
    checked_at: CHECKED,
  };
  const all = four.deployments;
  switch (as) {
    case 'four':
      return four;
    case 'none':
      return { ...four, headline: [], reachable: '', attention: [], deployments: [], checked_at: null };
    case 'covered':
      return {
        ...four,
        headline: sentence('Production is covered until at least {2027-03-12T00:00:00Z|12 Mar 2027}.'),
        reachable: '1 of 1 deployments reachable',
        attention: [],
        deployments: [PRODUCTION],
      };
    case 'loading':
      return {
        ...four,
        headline: sentence('Nothing is known yet.'),
        reachable: '',
        attention: [],
        deployments: all.map(unknown),
        checking: { done: 0, total: 4 },
        checked_at: null,
      };
    case 'refreshing':
      return {
        ...four,
        deployments: all.map((each) => ({ ...each, checking: each.id > 2 })),
        checking: { done: 2, total: 4 },
      };
    case 'offline':
      return {
        ...four,
        reachable: '0 of 4 deployments reachable',
        offline: sentence('This computer seems to be offline. Showing what was known at {2026-11-23T18:04:20Z|19:04}.'),
        deployments: all.map(silent),
      };
    case 'signin':
      return {
        ...four,
        deployments: all.map((each) =>
          each.id === 3
            ? {
                ...each,
                state: 'sign_in_again',
                weight: 3,
                word: sentence('Sign in again'),
                license: sentence('Sign in again'),
                stale: true,
                failure: SESSION_OVER,
              }
            : each,
        ),
        attention: [
          ...ATTENTION.slice(0, 1),
          {
            deployment: 3,
            state: 'sign_in_again',
            sentence: sentence('EU asks you to sign in again: its session has ended.'),
            place: 'sign_in',
          },
          ...ATTENTION.slice(1),
          ...[5, 6].map((n) => ({ ...ATTENTION[1]!, sentence: sentence(`Test ${n} is over its limit by 1 seat.`) })),
        ],
        headline: sentence('Six things need attention.'),
      };
    case 'forbidden':
      return {
        ...four,
        deployments: all.map((each) =>
          each.id === 1
            ? {
                ...each,
                state: 'not_permitted',
                weight: 8,
                word: sentence('Not permitted'),
                license: sentence('Not permitted'),
                covered_until: sentence('Not permitted'),
                covered_until_at: null,
              }
            : each,
        ),
      };
  }
}

const license = (told: Partial<InstalledLicenseView> & Pick<InstalledLicenseView, 'id'>): InstalledLicenseView => ({
  kind: 'Premium',
  uuid: '1f0c52c8-2c55-4b26-9d4f-0d2f5a6f7e77',
  state: 'valid',
  word: 'Valid, 109 days',
  headline: sentence('Valid until {2027-03-12T00:00:00Z|12 Mar 2027} (109 days), then a 14-day grace period.'),
  seats: sentence('#500'),
  starts: sentence('{2026-03-12T00:00:00Z|12 Mar 2026}'),
  ends: sentence('{2027-03-12T00:00:00Z|12 Mar 2027}'),
  grace_to: sentence('{2027-03-26T00:00:00Z|26 Mar 2027}'),
  past: false,
  account: 'Salesforce account 0015f00000AbCdE',
  installed_at: '2026-03-12T09:00:00Z',
  issued_at: '2026-03-02T00:00:00Z',
  lock: sentence('Locked to 2 deployments; this is one of them.'),
  lock_mark: 'good',
  addons: ['AI Governance'],
  requires_telemetry: false,
  provenance:
    'Reported by Production. Coder does not give licenses back, so the signature cannot be checked from here.',
  held: null,
  claims: [
    { name: 'version', words: sentence('3'), raw: '3', known: true },
    { name: 'account_type', words: sentence('salesforce'), raw: '"salesforce"', known: true },
    { name: 'support_tier', words: [], raw: '"gold"', known: false },
  ],
  json: '{"version":3}',
  ...told,
});

const GOOD = license({
  id: 4,
  held: {
    fingerprint: '7c1e0b52f1a94d0f8c1de5c7a2b9f3d4e6178ab0c9d2e3f405162738495a6b7c',
    label: 'prod-500.jwt',
    sentence: 'The file prod-500.jwt on this computer is the same license: signature checked here.',
  },
});
const TRIAL = license({
  id: 2,
  kind: 'Trial',
  state: 'expired',
  word: 'Expired 260 days ago',
  headline: sentence('Expired. The grace period ended on {2026-03-08T00:00:00Z|8 Mar 2026} (260 days ago).'),
  seats: sentence('#50'),
  starts: sentence('{2026-02-01T00:00:00Z|1 Feb 2026}'),
  ends: sentence('{2026-03-01T00:00:00Z|1 Mar 2026}'),
  grace_to: sentence('{2026-03-08T00:00:00Z|8 Mar 2026}'),
  past: true,
});
export const NEW_LICENSE = license({ id: 8, held: GOOD.held });

const NAMES = [
  'Audit log',
  'SCIM',
  'Template RBAC',
  'High availability',
  'Multiple external auth',
  'Workspace proxies',
];
const features = (state: string, word: string): FeatureView[] => [
  ...NAMES.map((label) => ({ name: label.toLowerCase().replaceAll(' ', '_'), label, state, word, known: true })),
  { name: 'browser_only', label: 'Browser only', state: 'unused', word: 'Not switched on', known: true },
  { name: 'quantum_mode', label: 'Quantum mode', state: 'off', word: 'Off', known: false },
];

type Page = Pick<DeploymentView, 'verdict' | 'seats_sentence' | 'coverage' | 'coverage_remarks'> & {
  licenses: InstalledLicenseView[];
};

const listed = (licenses: InstalledLicenseView[], name: string): LicenseListView => ({
  kind: 'listed',
  licenses: licenses.map((each) => ({ ...each, provenance: each.provenance.replace('Production', name) })),
  at: CHECKED,
  empty: licenses.length > 0 ? [] : sentence(`${name} has no license. It runs on the free features.`),
});

function pageOf(of: DeploymentRowView): Page {
  switch (of.id) {
    case 2:
      return {
        verdict: sentence(
          'In its grace period: its features stay on until {2026-11-30T00:00:00Z|30 Nov 2026} (7 days).',
        ),
        seats_sentence: sentence('31 of 100 seats are used.'),
        coverage: sentence(
          'In grace until {2026-11-30T00:00:00Z|30 Nov 2026} (7 days). Install a renewal before then.',
        ),
        coverage_remarks: [],
        licenses: [
          license({
            id: 2,
            state: 'grace',
            word: 'In grace, 7 days',
            headline: sentence('In its grace period until {2026-11-30T00:00:00Z|30 Nov 2026} (7 days).'),
            seats: sentence('#100'),
            ends: sentence('{2026-11-09T00:00:00Z|9 Nov 2026}'),
            grace_to: sentence('{2026-11-30T00:00:00Z|30 Nov 2026}'),
          }),
        ],
      };
    case 3:
      return {
        verdict: sentence('Gap: no license from 8 to {2026-12-18T00:00:00Z|18 Dec 2026} (10 days).'),
        seats_sentence: sentence('Over by 8: 128 active users, 120 licensed. Coder shows admins a warning.'),
        coverage: sentence('Gap: no license from 8 to {2026-12-18T00:00:00Z|18 Dec 2026} (10 days).'),
        coverage_remarks: [],
        licenses: [
          license({
            id: 9,
            state: 'expiring',
            word: 'Ends in 12 days',
            headline: sentence('Ends in 12 days, on {2026-12-05T00:00:00Z|5 Dec 2026}, then a 3-day grace period.'),
            seats: sentence('#120'),
            ends: sentence('{2026-12-05T00:00:00Z|5 Dec 2026}'),
            grace_to: sentence('{2026-12-08T00:00:00Z|8 Dec 2026}'),
          }),
          license({
            id: 12,
            state: 'not_yet_valid',
            word: 'Starts 18 Dec 2026',
            headline: sentence('Not valid yet. It starts on {2026-12-18T00:00:00Z|18 Dec 2026} (in 25 days).'),
            seats: sentence('#160'),
            starts: sentence('{2026-12-18T00:00:00Z|18 Dec 2026}'),
            ends: sentence('{2027-12-18T00:00:00Z|18 Dec 2027}'),
            grace_to: sentence('{2028-01-01T00:00:00Z|1 Jan 2028}'),
          }),
        ],
      };
    case 4:
      return {
        verdict: sentence('Covered until {2027-07-01T00:00:00Z|1 Jul 2027}. No answer since 20 Nov 2026.'),
        seats_sentence: sentence('14 of 50 seats are used.'),
        coverage: [],
        coverage_remarks: [],
        licenses: [],
      };
    default:
      return {
        verdict: sentence('Covered until {2027-03-12T00:00:00Z|12 Mar 2027} (109 days), then a 14-day grace period.'),
        seats_sentence: sentence('412 of 500 seats are used.'),
        coverage: sentence('Covered until {2027-03-12T00:00:00Z|12 Mar 2027}. Nothing follows it yet.'),
        coverage_remarks: [],
        licenses: [GOOD, TRIAL],
      };
  }
}

const allowed = { allowed: true, reason: '' };

/** A deployment's page, with what was installed on it meanwhile and without what was removed. */
export function demoPage(of: DeploymentRowView, added: InstalledLicenseView[], removed: Set<number>): DeploymentView {
  const { licenses, ...words } = pageOf(of);
  const there = [...added, ...licenses].filter((each) => !removed.has(each.id));
  const forbidden = of.state === 'not_permitted';
  const owner = forbidden ? { allowed: false, reason: 'This token may not change licenses. An Owner can.' } : allowed;
  const grace = of.state === 'grace';
  return {
    ...words,
    row: of,
    version: 'v2.29.3',
    role: forbidden ? 'Auditor' : 'Owner',
    terms: demoTermsOf(of, forbidden ? [] : there, words.coverage),
    licenses: forbidden
      ? { kind: 'not_permitted', sentence: 'This token may not list licenses. An Owner can.' }
      : listed(there, of.name),
    coder_says: [
      { kind: 'warning', text: 'The AI Governance add-on is required to use AI Gateway. Please contact sales.' },
      ...(of.state === 'over'
        ? [{ kind: 'error', text: 'Your deployment has 128 active users but is only licensed for 120.' }]
        : []),
    ],
    features: features(grace ? 'grace' : 'on', grace ? 'On in grace' : 'On'),
    limits: [
      {
        name: 'ai_governance_user_limit',
        label: 'AI Governance seats',
        value: sentence('12 / 50'),
        period: [],
        state: 'on',
        over: false,
      },
      {
        name: 'managed_agent_limit',
        label: 'Agent hours',
        value: sentence('400.3 / #1000 hours'),
        period: sentence('{2026-11-01T00:00:00Z|1 Nov 2026} to {2026-12-01T00:00:00Z|1 Dec 2026}'),
        state: 'on',
        over: of.state === 'over',
      },
    ],
    details: {
      deployment_id: `7c1e0b52-f1a9-4d0f-8c1d-e5c7a2b9${of.id}b2f`,
      other_access_url: of.id === 3 ? 'https://eu.example.com' : null,
      trial: false,
      telemetry_required: false,
      telemetry_on: true,
      entitlements_at: '2026-11-23T18:02:00Z',
      refresh_from: of.id === 1 ? '2026-11-23T18:12:00Z' : null,
      clock_ahead_seconds: of.id === 3 ? 720 : null,
      remarks: of.id === 3 ? [{ code: 'old_server', message: 'This server is two versions old.', hint: '' }] : [],
    },
    may: { install: owner, remove: owner, refresh: allowed, list_users: forbidden ? owner : allowed },
  };
}

export { DEMO_NOW };
