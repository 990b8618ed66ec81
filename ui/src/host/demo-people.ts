import { dayNumber, dayText } from '../format/days';
import { DEMO_NOW, sentence } from './demo-checks';
import type { LastSeenView, PeopleRequest, PeopleView, PersonMark, PersonView } from './seat-views';

export const TODAY = dayNumber(DEMO_NOW.slice(0, 10));
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** "23 Nov 2026" */
export function written(day: string): string {
  const [year, month, date] = day.split('-').map(Number);
  return `${date} ${MONTHS[(month ?? 1) - 1]} ${year}`;
}

/** A day in a demo sentence, shown in the reader's locale. */
export const dated = (day: string) => `{${day}T12:00:00Z|${written(day)}}`;

/** Numbers that look like chance and are the same each time. */
export function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const FIRST = 'Ada Ben Chi Dana Eli Fatou Gus Hana Ivo Jo Kim Lena Milo Nora Omar Pia Quim Rosa Sven Tove'.split(' ');
const LAST = 'Abel Berg Cruz Diaz Egan Falk Gray Holt Ilic Jain Kaya Lund Mora Nash Okoye Park Reyes Silva'.split(' ');
export const AGES = [
  { code: 'd0_7', label: '0-7 days', from: 0, to: 7, share: 288 },
  { code: 'd8_30', label: '8-30 days', from: 8, to: 30, share: 71 },
  { code: 'd31_60', label: '31-60 days', from: 31, to: 60, share: 29 },
  { code: 'd61_83', label: '61-83 days', from: 61, to: 83, share: 15 },
  { code: 'd84_90', label: '84-90 days', from: 84, to: 90, share: 9 },
];
const SHARES = 412;
const RISKY = ['=1+1', '<b>bold</b>', 'اسم طويل', `Name of ${'many '.repeat(50)}letters`];

function person(number: number, status: string, days: number): PersonView {
  const first = FIRST[number % FIRST.length] ?? '';
  const last = LAST[Math.floor(number / FIRST.length) % LAST.length] ?? '';
  const turn = Math.floor(number / (FIRST.length * LAST.length));
  const username = `${first}.${last}${turn || ''}`.toLowerCase();
  const never = number % 97 === 96;
  const active = status === 'active';
  const seen = dayText(TODAY - days);
  const due = dayText(TODAY - days + 90);
  const service = number % 61 === 60;
  const marks: PersonMark[] = [
    ...(number === 0 ? (['you', 'owner'] as const) : number % 149 === 5 ? (['owner'] as const) : []),
    ...(service ? (['service_account'] as const) : []),
    ...(never ? (['never_seen'] as const) : []),
    ...(number % 37 === 3 ? (['ai_seat'] as const) : []),
  ];
  const roles = marks.includes('owner') ? 'owner' : number % 53 === 7 ? 'template-admin, auditor' : 'member';
  return {
    id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    name: RISKY[number - 20] ?? `${first} ${last}${turn ? ` ${turn + 1}` : ''}`,
    username,
    email: number % 211 === 50 ? '' : `${username}@example.com`,
    last_seen: sentence(never ? 'never' : dated(seen)),
    last_seen_at: never ? null : `${seen}T09:30:00Z`,
    dormant_on: sentence(!active || service ? '–' : never ? 'any minute' : dated(due)),
    dormant_at: !active || service ? null : never ? DEMO_NOW : `${due}T09:30:00Z`,
    status,
    status_word: status.charAt(0).toUpperCase() + status.slice(1),
    holds_seat: active,
    roles,
    login_type: service ? 'token' : (['oidc', 'oidc', 'github', 'password'][number % 4] ?? 'oidc'),
    marks,
    link: `https://coder.example.com/users?filter=${username}`,
  };
}

/** As many users that hold a seat, with ages in the shares of the example, and a seventh of that without one. */
export function demoPeople(holders: number): PersonView[] {
  const chance = dice(holders);
  const people: PersonView[] = [];
  let share = 0;
  for (const age of AGES) {
    share += age.share;
    while (people.length < Math.round((holders * share) / SHARES)) {
      const lean = chance() ** (age.from === 0 ? 2 : 1);
      people.push(person(people.length, 'active', age.from + Math.floor(lean * (age.to - age.from + 1))));
    }
  }
  const dormant = Math.round((holders * 63) / SHARES);
  for (let more = 0; more < dormant; more += 1) people.push(person(people.length, 'dormant', 91 + (more % 200)));
  for (let more = 0; more < Math.round((holders * 12) / SHARES); more += 1)
    people.push(person(people.length, 'suspended', 20 + more));
  return people;
}

const daysSince = (each: PersonView) =>
  Math.min(90, TODAY - dayNumber((each.last_seen_at ?? '2020-01-01').slice(0, 10)));

export function demoLastSeen(people: PersonView[]): LastSeenView {
  const holders = people.filter((each) => each.holds_seat);
  const days = Array.from({ length: 91 }, () => 0);
  for (const each of holders) days[daysSince(each)] = (days[daysSince(each)] ?? 0) + 1;
  const by = '2026-11-30';
  const due = new Map<string, number>();
  for (const each of holders) {
    const day = each.dormant_at?.slice(0, 10);
    if (day) due.set(day, (due.get(day) ?? 0) + 1);
  }
  let total = 0;
  const frees = [...due].sort().map(([day, count]) => ({
    day,
    count,
    total: (total += count),
    sentence: sentence(`#${count} ${count === 1 ? 'seat' : 'seats'} on ${dated(day)}, #${total} by then`),
  }));
  const freed = frees.findLast((each) => each.day <= by)?.total ?? 0;
  return {
    days,
    buckets: AGES.map(({ code, label, from, to }) => ({
      code,
      label,
      count: days.slice(from, to + 1).reduce((sum, count) => sum + count, 0),
    })),
    sentence: sentence(
      `#${freed} ${freed === 1 ? 'seat comes' : 'seats come'} free by ${dated(by)} if these users stay away.`,
    ),
    by,
    frees: freed,
    frees_by_day: frees,
    never_seen: holders.filter((each) => each.marks.includes('never_seen')).length,
  };
}

const KEYS: Record<string, (each: PersonView) => string | null> = {
  email: (each) => each.email || null,
  last_seen: (each) => each.last_seen_at,
  dormant_on: (each) => each.dormant_at,
  status: (each) => each.status,
  roles: (each) => each.roles,
  login_type: (each) => each.login_type,
  name: (each) => each.name.toLowerCase(),
};

const holdsSeat = (each: PersonView) => each.holds_seat;

function fits(each: PersonView, request: PeopleRequest): boolean {
  const { search, status, age, frees_by, role, login_type, mark } = request;
  const bucket = AGES.find(({ code }) => code === age);
  const days = daysSince(each);
  const words = `${each.name} ${each.username} ${each.email}`.toLowerCase();
  return (
    (status === 'all' || (status === 'holders' ? holdsSeat(each) : each.status === status)) &&
    words.includes(search.trim().toLowerCase()) &&
    (!bucket || (days >= bucket.from && days <= bucket.to)) &&
    (!frees_by || (each.dormant_at !== null && each.dormant_at.slice(0, 10) <= frees_by)) &&
    (!role || each.roles.split(', ').includes(role)) &&
    (!login_type || each.login_type === login_type) &&
    (!mark || each.marks.some((own) => own === mark))
  );
}

/** Lists found before, by what was asked: the program keeps its list sorted too, and the page is what is measured. */
const found = new WeakMap<PersonView[], Map<string, PersonView[]>>();

function chosenOf(people: PersonView[], request: PeopleRequest): PersonView[] {
  const asked = JSON.stringify({ ...request, offset: 0, limit: 0 });
  const before = found.get(people) ?? new Map<string, PersonView[]>();
  found.set(people, before);
  const known = before.get(asked);
  if (known) return known;
  const key = KEYS[request.sort] ?? KEYS.name!;
  const turned = request.descending ? -1 : 1;
  const chosen = people.filter((each) => fits(each, request));
  chosen.sort((a, b) => {
    const [left, right] = [key(a), key(b)];
    if (left === right) return a.username < b.username ? -1 : 1;
    if (left === null || right === null) return left === null ? 1 : -1;
    return turned * (left < right ? -1 : 1);
  });
  before.set(asked, chosen);
  return chosen;
}

/** The part of the table that was asked for. */
export function demoTable(people: PersonView[], request: PeopleRequest, at: string | null): PeopleView {
  const chosen = chosenOf(people, request);
  const holders = people.filter(holdsSeat).length;
  const whole = request.status === 'holders' && chosen.length === holders;
  return {
    at,
    total: people.length,
    matching: chosen.length,
    sentence: sentence(
      whole
        ? `#${holders} users hold a seat.`
        : request.status === 'holders'
          ? `#${chosen.length} of #${holders} users who hold a seat.`
          : `#${chosen.length} of #${people.length} users.`,
    ),
    offset: request.offset,
    rows: chosen.slice(request.offset, request.offset + Math.min(500, request.limit)),
  };
}
