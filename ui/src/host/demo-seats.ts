import { dayText } from '../format/days';
import { sentence } from './demo-checks';
import { dated, demoLastSeen, demoPeople, demoTable, dice, TODAY } from './demo-people';
import type { ChartFile, SeatsHost } from './seats';
import type {
  FleetSeatsView,
  ForecastPointView,
  PeopleRequest,
  PersonView,
  SeatChangeRequest,
  SeatChangeView,
  SeatPointView,
  SeatsView,
  UserCountsView,
} from './seat-views';
import type { DeploymentRowView } from './deployments';

/** What the seats of the demo are shown in. */
export type DemoSeatState =
  | 'whole'
  | 'near'
  | 'unlimited'
  | 'unreported'
  | 'capable'
  | 'short'
  | 'gaps'
  | 'flat'
  | 'no_history'
  | 'forbidden'
  | 'unread'
  | 'reading'
  | 'failed'
  | 'differs'
  | 'numbers'
  | 'empty';

type Told = { state: DemoSeatState; used: number; limit: number | null; row: DeploymentRowView };

const COUNTED_AT = '2026-11-23T17:02:00Z';
const ZONE_DAYS = 365;

function points({ state, used, limit }: Told): SeatPointView[] {
  if (state === 'no_history' || state === 'unreported') return [];
  const chance = dice(used + 7);
  const many = state === 'short' ? 13 : ZONE_DAYS - 1;
  const list: SeatPointView[] = [];
  for (let ago = many; ago >= 0; ago -= 1) {
    const missing = state === 'gaps' || state === 'whole' ? ago >= 45 && ago <= 51 : false;
    if (missing) continue;
    const day = dayText(TODAY - ago);
    const rise = state === 'flat' ? 0 : (used * 0.1 * ago) / 60;
    const weekend = [0, 6].includes(new Date(`${day}T12:00:00Z`).getUTCDay()) ? used * 0.01 : 0;
    const bump = ago > 155 && ago < 175 ? used * 0.2 : 0;
    const count =
      ago === 0 ? used : Math.max(1, Math.round(used - rise + bump - weekend + (chance() - 0.5) * used * 0.01));
    const source = ago < 60 ? 'coder' : 'own';
    const licensed = limit === null ? null : ago > 256 ? Math.round(limit * 0.9) : limit;
    list.push({
      day,
      active: count,
      dormant: Math.round(used / 6.5),
      suspended: Math.round(used / 34),
      limit: licensed,
      source,
      whole: ago > 0,
      sentence: sentence(
        `#${count} active users on ${dated(day)}, ${source === 'coder' ? 'counted by Coder' : 'counted here'}` +
          (ago === 0 ? '; the day is not over' : ''),
      ),
    });
  }
  return list;
}

function ahead({ state, used }: Told): ForecastPointView[] {
  return Array.from({ length: 180 }, (_, place) => {
    const days = place + 1;
    const middle = used + (state === 'flat' ? 0 : (used * 0.1 * days) / 60);
    const width = used * 0.012 * Math.sqrt(days);
    const day = dayText(TODAY + days);
    return { day, middle, low: Math.max(0, middle - width), high: middle + width, measured: days <= 90 };
  });
}

function counts(people: PersonView[], fromList: boolean) {
  const source = sentence(fromList ? 'from the user list' : `from Coder’s history, ${dated(dayText(TODAY))}`);
  const of = (status: string) => people.filter((each) => each.status === status).length;
  const count = (kind: string, label: string, many: number | null, holds_seat: boolean | null) => ({
    kind,
    label,
    count: many,
    holds_seat,
    source,
  });
  return [
    count('active', 'Active', of('active'), true),
    count('dormant', 'Dormant', of('dormant'), false),
    count('suspended', 'Suspended', of('suspended'), false),
    ...(fromList
      ? [
          count(
            'service_accounts',
            'Service accounts',
            people.filter((each) => each.marks.includes('service_account')).length,
            null,
          ),
        ]
      : []),
    count('all', 'All', fromList ? people.length : null, null),
  ];
}

function users(told: Told, people: PersonView[]): UserCountsView {
  switch (told.state) {
    case 'forbidden':
      return {
        kind: 'not_permitted',
        sentence: sentence(
          'This token may not list users. A User Admin, a Template Admin, an Auditor or an Owner can.',
        ),
        counts: counts(people, false),
      };
    case 'unread':
      return {
        kind: 'unknown',
        sentence: sentence('The list of users was not read yet.'),
        counts: counts(people, false),
      };
    case 'failed':
      return {
        kind: 'unknown',
        sentence: sentence(
          'The list of users broke off after #300 of #487 users: coder.example.com did not answer within 10 s.',
        ),
        counts: counts(people, false),
      };
    case 'reading':
      return { kind: 'reading', done: 300, total: people.length };
    default:
      return {
        kind: 'counted',
        at: COUNTED_AT,
        counts: counts(people, true),
        source: sentence('From the user list, read today at {2026-11-23T17:02:00Z|18:02}.'),
      };
  }
}

/** The seats of a deployment in one of their states. */
export function demoSeats(row: DeploymentRowView, state: DemoSeatState, people: PersonView[]): SeatsView {
  const limit = state === 'unlimited' ? null : state === 'near' ? (row.seats_used ?? 0) + 6 : row.seats_limit;
  const told: Told = { state, row, used: row.seats_used ?? 0, limit };
  const used = state === 'unreported' ? null : told.used;
  const noun = state === 'capable' ? 'workspace-capable users' : 'active users';
  const over = used !== null && limit !== null ? Math.max(0, used - limit) : 0;
  const free = used !== null && limit !== null ? Math.max(0, limit - used) : null;
  const near = used !== null && limit !== null && over === 0 && used >= 0.9 * limit;
  const kind = used === null ? 'unknown' : limit === null ? 'no_limit' : over > 0 ? 'over' : near ? 'near' : 'normal';
  const headlines: Record<string, string> = {
    unknown: 'Coder did not report a count.',
    no_limit: `#${used} active users. This deployment has no seat limit.`,
    over: `Over by #${over}: #${used} ${noun}, #${limit} licensed.`,
    near: `Nearly full: #${free} seats left.`,
    normal:
      state === 'capable'
        ? `#${used} workspace-capable users of #${limit}. #${free} seats are free.`
        : `#${used} of #${limit} seats are used. #${free} are free.`,
  };
  const words: Record<string, string> = {
    unknown: 'Not reported',
    no_limit: 'No limit',
    over: `Over by ${over}`,
    near: 'Nearly full',
    normal: `${free} free`,
  };
  const history = points(told);
  const enough = history.length >= 28;
  const list = users(told, people);
  const counted = list.kind === 'counted';
  const peakCount = Math.round(told.used * 1.046);
  const peakDay = '2026-06-14';
  const peak = used !== null && limit !== null && state !== 'short';
  const peakWords = `Peak since the term began: #${peakCount} (${dated(peakDay)}).`;
  const ours = told.used + (state === 'differs' ? 2 : 0);
  return {
    deployment: row.id,
    headline: sentence(headlines[kind] ?? ''),
    source: sentence(
      used === null
        ? 'Coder answered today at {2026-11-23T17:02:00Z|18:02} without a count of seats.'
        : `Counted by Coder today at {2026-11-23T17:02:00Z|18:02} (${noun}).${peak ? ` ${peakWords}` : ''}`,
    ),
    figures: {
      state: kind,
      word: words[kind] ?? '',
      actual: used,
      limit,
      free,
      over,
      noun,
      entitlement: 'entitled',
      grace: row.state === 'grace',
      peak: peak ? { count: peakCount, day: peakDay, sentence: sentence(peakWords), whole_term: true } : null,
      counted_at: COUNTED_AT,
      stale: row.stale,
      meter: `${used} of ${limit} seats used, ${over > 0 ? `over by ${over}` : `${free} free`}`,
    },
    users: list,
    agreement:
      counted && used !== null
        ? {
            agrees: ours === used,
            ours,
            coder: used,
            sentence: sentence(
              ours === used
                ? `The user list and Coder agree: #${used}.`
                : `The user list says #${ours}, Coder counts #${used}.`,
            ),
            reasons:
              ours === used
                ? []
                : [
                    {
                      code: 'service_accounts',
                      sentence: sentence('#2 service accounts are active: this server does not count them.'),
                      explains: true,
                    },
                    {
                      code: 'dormancy_job',
                      sentence: sentence('Users become dormant by a job that runs every 15 minutes.'),
                      explains: false,
                    },
                  ],
          }
        : null,
    limits: [
      {
        name: 'ai_governance_user_limit',
        label: 'AI Governance seats',
        sentence: sentence('#12 of #50 are used. #38 are free.'),
        state: 'normal',
        permille: 240,
        period: [],
      },
      {
        name: 'managed_agent_limit',
        label: 'Agent hours',
        sentence: sentence('950.3 of #1000 hours are used. 49.7 are free.'),
        state: 'near',
        permille: 950,
        period: sentence('{2026-11-01T00:00:00Z|1 Nov 2026} to {2026-12-01T00:00:00Z|1 Dec 2026}'),
      },
      {
        name: 'connected_builds',
        label: 'Connected builds',
        sentence: sentence('–, no limit'),
        state: 'unknown',
        permille: null,
        period: [],
      },
    ],
    history: {
      sentence: sentence(
        history.length === 0
          ? 'No day is known yet.'
          : state === 'flat'
            ? 'In the last 60 days the count stayed where it was.'
            : state === 'short'
              ? 'In the last 14 days the count rose by #9.'
              : `In the last 60 days the count rose by #${Math.round(told.used * 0.1)}.`,
      ),
      points: history,
      breaks:
        state === 'gaps' || state === 'whole'
          ? [{ from: '2026-10-03', to: '2026-10-09', sentence: sentence('No data from 3 to 9 Oct 2026.') }]
          : [],
      steps:
        limit === null
          ? [{ day: '2025-03-12', limit: null, kind: 'no_limit', label: 'no limit', grace: false }]
          : [
              {
                day: '2025-03-12',
                limit: Math.round(limit * 0.9),
                kind: 'limit',
                label: `limit ${Math.round(limit * 0.9)} (#2)`,
                grace: false,
              },
              { day: '2026-03-12', limit, kind: 'limit', label: `limit ${limit} (#4)`, grace: false },
              { day: '2027-03-12', limit, kind: 'limit', label: `limit ${limit} (#4, grace)`, grace: true },
              { day: '2027-03-26', limit: null, kind: 'no_license', label: 'no license', grace: false },
            ],
      ranges: [30, 60, 90, 365].map((days) => {
        const from = dayText(TODAY - days + 1);
        const label = days === 365 ? '1 y' : `${days} d`;
        return { days, label, from, points: history.filter((point) => point.day >= from).length };
      }),
      days: history.length,
      remarks: state === 'whole' ? [sentence('Coder’s history counts service accounts; its seats do not.')] : [],
      missing: history.length === 0 ? sentence('Coder gave no history: this token may not see it.') : [],
      legend:
        'Solid: counted by Coder. Dotted: counted here. Dashed: forecast, with the band that held 80 % of past errors.',
    },
    forecast: {
      enough,
      lacking: enough ? [] : sentence(`${history.length} days of history so far. A forecast needs 28.`),
      sentence: !enough
        ? []
        : sentence(
            state === 'flat' || limit === null
              ? 'At this pace the limit is not reached.'
              : over > 0
                ? 'The limit is passed already.'
                : `At this pace the limit is reached around ${dated('2027-04-04')} (between ${dated('2027-02-20')} and ${dated('2027-05-22')}, or later), after this term ends.`,
          ),
      outcome: !enough
        ? 'none'
        : limit === null
          ? 'no_limit'
          : over > 0
            ? 'already_over'
            : state === 'flat'
              ? 'not_reached'
              : 'reached',
      around: enough && kind === 'normal' && state !== 'flat' ? '2027-04-04' : null,
      earliest: enough && kind === 'normal' && state !== 'flat' ? '2027-02-20' : null,
      latest: null,
      points: enough ? ahead(told) : [],
      per_month: enough ? (state === 'flat' ? 0 : Math.round(told.used * 0.05)) : null,
      method: [
        'A straight line is laid through the last 60 daily counts, by the middle of all slopes between two of them; a few odd days do not tilt it.',
        'The band holds 80 % of the errors that the same line made in the past at the same distance.',
        'Beyond 90 days no error could be measured: there the band widens with the square root of the distance.',
        'It is never drawn beyond 180 days, and no day is named without its range.',
      ].map(sentence),
    },
    order: {
      day: limit === null ? null : '2027-03-12',
      peak: peak ? peakCount : null,
      forecast: enough
        ? {
            middle: Math.round(told.used * 1.18),
            low: Math.round(told.used * 1.05),
            high: Math.round(told.used * 1.31),
          }
        : null,
      reclaimable: counted ? 24 : null,
      sentence: sentence(
        enough
          ? `For ${dated('2027-03-12')}: the peak was #${peakCount}, the forecast says #${Math.round(told.used * 1.18)} (#${Math.round(told.used * 1.05)} to #${Math.round(told.used * 1.31)})${counted ? ', and #24 seats could come free by then' : ''}.`
          : 'There is not enough history to say what will be needed.',
      ),
    },
    last_seen: counted ? demoLastSeen(people) : null,
    remark: over > 0 ? sentence('Coder shows admins a warning.') : [],
  };
}

function change(request: SeatChangeRequest, state: DemoSeatState): SeatChangeView {
  const names = state !== 'numbers';
  const between = `From ${dated(request.from)} to ${dated(request.to)}`;
  return {
    headline: sentence(`${between} the count rose by #12, from #400 to #412.`),
    rests_on: names ? 'names' : 'numbers',
    basis: sentence(
      names
        ? 'From the lists of users of both days.'
        : 'From the counts of both days alone: names are not kept. With names kept, it says who.',
    ),
    rows: names
      ? [
          {
            kind: 'new',
            effect: 9,
            sentence: sentence('#9 users are new.'),
            people: ['Ada Abel', 'Ben Berg', 'Chi Cruz'],
          },
          {
            kind: 'woke',
            effect: 7,
            sentence: sentence('#7 users woke: they were dormant and came back.'),
            people: ['Dana Diaz'],
          },
          { kind: 'suspended', effect: -4, sentence: sentence('#4 users were suspended.'), people: ['Eli Egan'] },
        ]
      : [
          {
            kind: 'unexplained',
            effect: 16,
            sentence: sentence('#16 more users hold a seat: new ones, or dormant ones who came back.'),
            people: [],
          },
          { kind: 'suspended', effect: -4, sentence: sentence('#4 users more are suspended.'), people: [] },
        ],
  };
}

type Around = {
  rows: () => DeploymentRowView[];
  ask: (what: string, about: unknown) => void;
  told: (deployment: number) => void;
};

/** The seats of the demo's deployments, in memory. */
export class DemoSeats implements SeatsHost {
  /** The people of the first deployment; others have as many as they use seats. */
  #people = new Map<number, PersonView[]>();

  constructor(
    private readonly around: Around,
    public state: DemoSeatState = 'whole',
    private readonly holders: number | null = null,
  ) {}

  #row(id: number): DeploymentRowView {
    const row = this.around.rows().find((each) => each.id === id);
    if (!row) throw new Error('no such deployment');
    return row;
  }

  #list(id: number): PersonView[] {
    const holders = this.state === 'empty' ? 0 : (this.holders ?? this.#row(id).seats_used ?? 0);
    const made = this.#people.get(id) ?? demoPeople(holders);
    this.#people.set(id, made);
    return made;
  }

  /** Shows another state, and says so. */
  turn(state: DemoSeatState): void {
    this.state = state;
    for (const row of this.around.rows()) this.around.told(row.id);
  }

  seats = async (id: number) => demoSeats(this.#row(id), id === 1 ? this.state : 'whole', this.#list(id));

  fleetSeats = async (): Promise<FleetSeatsView> => {
    const rows = this.around.rows();
    const sum = (of: (row: DeploymentRowView) => number) => rows.reduce((total, row) => total + of(row), 0);
    const used = sum((row) => row.seats_used ?? 0);
    const bought = sum((row) => row.seats_limit ?? 0);
    const free = sum((row) => Math.max(0, (row.seats_limit ?? 0) - (row.seats_used ?? 0)));
    return {
      headline: sentence(`#${used} of #${bought} seats are used on #${rows.length} deployments. #${free} are free.`),
      bought,
      used,
      free,
      reclaimable: 31,
      persons: 523,
      persons_sentence: sentence(`#523 persons hold #${used} seats; #41 of them on more than one deployment.`),
      rows: rows.map((row) => {
        const told = { state: 'whole' as const, used: row.seats_used ?? 0, limit: row.seats_limit, row };
        const known = new Map(points(told).map((point) => [point.day, point.active]));
        const sparkline = Array.from({ length: 90 }, (_, place) =>
          row.seats_used === null ? null : (known.get(dayText(TODAY - 89 + place)) ?? null),
        );
        return {
          deployment: row.id,
          name: row.name,
          used: row.seats_used,
          limit: row.seats_limit,
          free: row.seats_limit === null ? null : Math.max(0, row.seats_limit - (row.seats_used ?? 0)),
          reclaimable: row.id === 1 ? 24 : row.id === 4 ? null : 3,
          state: row.state === 'over' ? 'over' : 'normal',
          sparkline,
          trend: sentence(
            row.seats_used === null ? 'no history' : `rose by #${Math.round(told.used * 0.15)} in #90 days`,
          ),
        };
      }),
    };
  };

  people = async (request: PeopleRequest) => {
    this.around.ask('people', request);
    const partial = ['reading', 'forbidden', 'unread', 'failed'].includes(this.state);
    const list = this.#list(request.deployment);
    const rows = this.state === 'reading' ? list.slice(0, 300) : partial ? [] : list;
    return demoTable(rows, request, partial ? null : COUNTED_AT);
  };

  readPeople = async (deployment: number) => {
    this.around.ask('readPeople', deployment);
  };

  stopPeople = async (deployment: number) => {
    this.around.ask('stopPeople', deployment);
    this.turn('unread');
  };

  openPerson = async (deployment: number, person: string) => this.around.ask('openPerson', [deployment, person]);
  seatChange = async (request: SeatChangeRequest) => {
    this.around.ask('seatChange', request);
    return change(request, this.state);
  };
  saveHistory = async (deployment: number) => this.around.ask('saveHistory', deployment);
  savePeople = async (request: PeopleRequest) => this.around.ask('savePeople', request);
  saveChart = async (file: ChartFile) => this.around.ask('saveChart', file);
  saveFleetSeats = async () => this.around.ask('saveFleetSeats', null);
}
