import type { SentenceView } from './host';

// The views of seats as the program gives them, until the generated types have them.

/** The Seats view of a deployment. The people are asked for apart, a part of the table at a time. */
export type SeatsView = {
  /** The deployment. */
  deployment: number;
  /** The h2: "412 of 500 seats are used. 88 are free." */
  headline: SentenceView;
  /** Who counted and when: "Counted by Coder today at 18:02 (active users). Peak since the term began: 431." */
  source: SentenceView;
  /** The figures. */
  figures: SeatFiguresView;
  /** What the user list says, or why there is none. */
  users: UserCountsView;
  /** Our count of the list beside the server's number; null without a list or a number. */
  agreement: AgreementView | null;
  /** Every other limit: AI governance seats, managed agents, agent hours, and what this program does not know. */
  limits: SeatLimitView[];
  /** The past, for the chart. */
  history: SeatHistoryView;
  /** The future, for the chart. */
  forecast: SeatForecastView;
  /** What to order at the renewal. */
  order: OrderView;
  /** When those who hold a seat were last seen; null without a list. */
  last_seen: LastSeenView | null;
  /** A graver remark than the headline, where there is one: "Coder shows admins a warning."; else empty. */
  remark: SentenceView;
};

/** Seats in numbers. */
export type SeatFiguresView = {
  /** `normal`, `near` (90 % or more), `over`, `no_limit`, or `unknown` (Coder reported no count). */
  state: string;
  /** "Nearly full", "Over by 8", "88 free", "No limit", "Not reported": stands with the shape. */
  word: string;
  /** Seats used, by Coder's own count. */
  actual: number | null;
  /** Seats licensed; null where there is no limit. */
  limit: number | null;
  /** Seats left; null where there is no limit, 0 where it is passed. */
  free: number | null;
  /** Seats used beyond the limit; 0 where there are none. */
  over: number;
  /** "active users", "workspace-capable users". */
  noun: string;
  /** `entitled`, `grace_period`, `not_entitled`, or what else the server says. */
  entitlement: string;
  /** Whether the limit is given by a license in its grace period. */
  grace: boolean;
  /** The highest count since the term began; null where no day of it is known. */
  peak: PeakView | null;
  /** When Coder worked out the count; when it was received on servers that do not say. */
  counted_at: string | null;
  /** Whether the last try failed or Coder's figures are older than 15 minutes, so that these are old. */
  stale: boolean;
  /** What the meter says to a screen reader: "412 of 500 seats used, 88 free". */
  meter: string;
};

/** The highest count of a time. */
export type PeakView = {
  /** How many. */
  count: number;
  /** The first day on which it was reached. */
  day: string;
  /** "Peak since the term began: 431 (14 Jun 2026)." or since when counts are known, where that is later. */
  sentence: SentenceView;
  /** Whether counts are known from the first day of the term on. */
  whole_term: boolean;
};

/** What is counted in the user list. */
export type UserCountsView =
  | {
      kind: 'counted';
      /** When the last page was read. */
      at: string;
      /** Each status and kind, with its source. */
      counts: UserCountView[];
      /** "From the user list, read today at 18:02." */
      source: SentenceView;
    }
  | {
      kind: 'reading';
      /** Users read so far. */
      done: number;
      /** Users in all, where the first page said it. */
      total: number | null;
    }
  | {
      kind: 'not_permitted';
      /** "This token may not list users. A User Admin, a Template Admin, an Auditor or an Owner can." */
      sentence: SentenceView;
      /** From the history's last day, each with its source. */
      counts: UserCountView[];
    }
  | {
      kind: 'unknown';
      /** Why. */
      sentence: SentenceView;
      /** From the history's last day, each with its source. */
      counts: UserCountView[];
    };

/** One count of users. */
export type UserCountView = {
  /** `active`, `dormant`, `suspended`, `service_accounts`, `all`, or a status that this program does not know. */
  kind: string;
  /** "Active", "Service accounts". */
  label: string;
  /** How many; null is shown as "–". */
  count: number | null;
  /** Whether they hold a seat; null where it is not for all the same ("All"). */
  holds_seat: boolean | null;
  /** "from the user list", "from Coder's history, 23 Nov 2026". */
  source: SentenceView;
};

/** Our count of the user list beside the server's number. */
export type AgreementView = {
  /** Whether they are the same. */
  agrees: boolean;
  /** Seats by our count of the list and the rule of the server's version. */
  ours: number;
  /** The server's number. */
  coder: number;
  /** "The user list says 414, Coder counts 412." */
  sentence: SentenceView;
  /** Likely reasons, the likeliest first; empty where they agree. */
  reasons: AgreementReasonView[];
};

/** Why two counts may differ. */
export type AgreementReasonView = {
  /** `workspace_capable`, `service_accounts`, `dormancy_job`, `entitlements_age`, `list_age`, or `unknown`. */
  code: string;
  /** "2 service accounts are active: this server counts them, …" */
  sentence: SentenceView;
  /** Whether it explains the whole difference. */
  explains: boolean;
};

/** A limit other than seats, in their form. */
export type SeatLimitView = {
  /** Coder's name for it. */
  name: string;
  /** "AI Governance seats". */
  label: string;
  /** "12 of 50 are used. 38 are free.", "no limit", "–". */
  sentence: SentenceView;
  /** `normal`, `near`, `over`, `no_limit` or `unknown`. */
  state: string;
  /** How full it is, in thousandths, 1000 at the limit; null without a count or a limit. */
  permille: number | null;
  /** The usage period in words, where there is one; else empty. */
  period: SentenceView;
};

/** The past as the chart draws it. */
export type SeatHistoryView = {
  /** The figure's caption: "In the last 60 days the count rose by 40." */
  sentence: SentenceView;
  /** All that is known, oldest first, each day once; the page cuts it to the range that is chosen. */
  points: SeatPointView[];
  /** Stretches of days without a point between two points. */
  breaks: BreakView[];
  /** The limit over time, oldest first, as far back as the licenses tell and to the end of the forecast. */
  steps: LimitStepView[];
  /** What may be chosen: 30, 60, 90 and 365 days. */
  ranges: RangeView[];
  /** Days in the history, today's not whole one included. */
  days: number;
  /** What is known to be off in the history, a sentence each: "Coder's history counts service accounts." */
  remarks: SentenceView[];
  /** Why Coder gave no history (old server, no permission, failed), or empty. */
  missing: SentenceView;
  /** "Solid: counted by Coder. Dotted: counted here. …", for the line under the chart. */
  legend: string;
};

/** One day of the history. */
export type SeatPointView = {
  /** "2026-11-23". */
  day: string;
  /** Users that held a seat. */
  active: number;
  /** Dormant users, where known. */
  dormant: number | null;
  /** Suspended users, where known. */
  suspended: number | null;
  /** Seats licensed on that day; null where there was no limit or it is not known. */
  limit: number | null;
  /** Who counted. */
  source: PointSource;
  /** False for today: the day is not over. */
  whole: boolean;
  /** "412 active users on 23 Nov 2026, counted by Coder": the spoken value and the row of the table. */
  sentence: SentenceView;
};

/** Who counted a point. */
export type PointSource = 'coder' | 'own';

/** Days of which nothing is known. */
export type BreakView = {
  /** The first day without a point. */
  from: string;
  /** The last day without a point. */
  to: string;
  /** "No data from 3 to 9 Oct 2026." */
  sentence: SentenceView;
};

/** The limit from a day on, until the next step. */
export type LimitStepView = {
  /** The first day. */
  day: string;
  /** Seats licensed; null where there is no limit (or no license). */
  limit: number | null;
  /** `limit`, `no_limit`, `no_license`, or `unknown` (before what the licenses or the record tell). */
  kind: string;
  /** "limit 500 (#4)". */
  label: string;
  /** Whether the license is in its grace period then. */
  grace: boolean;
};

/** A span of days to look at. */
export type RangeView = {
  /** 30, 60, 90 or 365. */
  days: number;
  /** "30 d", "1 y". */
  label: string;
  /** The first day it shows. */
  from: string;
  /** Points in it. */
  points: number;
};

/** The forecast. */
export type SeatForecastView = {
  /** Whether there is enough history for one; else no line is drawn. */
  enough: boolean;
  /** "14 days of history so far. A forecast needs 28."; empty where there is enough. */
  lacking: SentenceView;
  /** "At this pace the limit is reached around 4 Apr 2027 (between 20 Feb and 22 May 2027, or later), after this term ends." One date never stands without its range. */
  sentence: SentenceView;
  /** `reached`, `not_reached`, `already_over`, `no_limit` or `none`. */
  outcome: string;
  /** The likeliest day; null where the limit is not reached within 180 days. */
  around: string | null;
  /** The first day on which it may be reached. */
  earliest: string | null;
  /** The last one; null where it may as well be later than the forecast goes, or never. */
  latest: string | null;
  /** The days ahead, from tomorrow on, at most 180. */
  points: ForecastPointView[];
  /** Users more or less in a month at this pace, rounded; null without a forecast. */
  per_month: number | null;
  /** "How is this worked out?", a sentence each. */
  method: SentenceView[];
};

/** One day of the forecast. */
export type ForecastPointView = {
  /** "2026-12-24". */
  day: string;
  /** The line. */
  middle: number;
  /** Lower end of the band that holds 80 % of past errors; never below 0. */
  low: number;
  /** Its upper end. */
  high: number;
  /** Whether the band rests on errors that were measured at this distance; beyond, it is widened with the square root of the distance. */
  measured: boolean;
};

/** What to order at a renewal: three numbers and a sentence. */
export type OrderView = {
  /** The day it is worked out for: the end of the coverage, or the day that was asked for; null without one. */
  day: string | null;
  /** The highest count since the term began. */
  peak: number | null;
  /** The forecast for that day, with its range; null without a forecast or beyond 180 days. */
  forecast: RangeCountView | null;
  /** Seats that come free by that day if those who were not seen for 60 days stay away; null without a list. */
  reclaimable: number | null;
  /** "For 12 Mar 2027: the peak was 431, …" */
  sentence: SentenceView;
};

/** A count with its range. */
export type RangeCountView = {
  /** The likeliest. */
  middle: number;
  /** Lower end of the 80 % band. */
  low: number;
  /** Upper end. */
  high: number;
};

/** When those who hold a seat were last seen. */
export type LastSeenView = {
  /** By whole days since: `days[0]` today, `days[90]` 90 days ago or longer. 91 counts. */
  days: number[];
  /** The five ages, youngest first; their counts add up to those listed. */
  buckets: AgeBucketView[];
  /** "9 seats come free by 30 Nov if these users stay away." */
  sentence: SentenceView;
  /** The day of the sentence, for "See the 9". */
  by: string;
  /** How many that are. */
  frees: number;
  /** On which day how many come free if nobody comes back, soonest first, days without any left out. */
  frees_by_day: FreesDayView[];
  /** Holders of a seat who were never seen; they are in the last bucket, and in the first days of `frees_by_day`. */
  never_seen: number;
};

/** One of the five ages. */
export type AgeBucketView = {
  /** `d0_7`, `d8_30`, `d31_60`, `d61_83` or `d84_90`: the filter of [`PeopleRequest::age`]. */
  code: string;
  /** "0-7 days". */
  label: string;
  /** How many. */
  count: number;
};

/** Seats that come free on a day. */
export type FreesDayView = {
  /** The day. */
  day: string;
  /** On that day. */
  count: number;
  /** On it and before. */
  total: number;
  /** "3 seats on 25 Nov 2026, 9 by then". */
  sentence: SentenceView;
};

/** A part of the table of people. */
export type PeopleRequest = {
  /** The deployment. */
  deployment: number;
  /** Words to look for in name, user name and e-mail; empty for all. */
  search: string;
  /** `holders` (who hold a seat), `all`, or a status. */
  status: string;
  /** A code of [`AgeBucketView`], or empty. */
  age: string;
  /** Only those whose seat comes free on or before this day ("2026-11-30"), or empty. */
  frees_by: string;
  /** A role as the server writes it ("owner"; "member" for who has none), or empty. */
  role: string;
  /** A login type as the server writes it ("oidc"), or empty. */
  login_type: string;
  /** A mark as [`PersonMark`] is written ("service_account"), or empty. */
  mark: string;
  /** `name`, `email`, `last_seen`, `dormant_on`, `status`, `roles` or `login_type`. */
  sort: string;
  /** Turns the order round; those without a value stay last. */
  descending: boolean;
  /** The first row wanted, from 0. */
  offset: number;
  /** How many rows; at most 500 are given. */
  limit: number;
};

/** What was asked for of the table of people. */
export type PeopleView = {
  /** When the list was read; null where there is none. */
  at: string | null;
  /** Users in the list. */
  total: number;
  /** Users that fit the search and the filters. */
  matching: number;
  /** "412 users hold a seat.", "9 of 412 users who hold a seat." */
  sentence: SentenceView;
  /** Place of the first row among those that fit. */
  offset: number;
  /** The rows. */
  rows: PersonView[];
};

/** A user. */
export type PersonView = {
  /** The UUID. */
  id: string;
  /** The display name, else the user name; hidden characters made visible. */
  name: string;
  /** The user name. */
  username: string;
  /** May be empty. */
  email: string;
  /** "27 Aug 2026"; "never" or "–". */
  last_seen: SentenceView;
  /** The instant, for sorting and tooltips; null for never. */
  last_seen_at: string | null;
  /** "25 Nov 2026"; "any minute"; "–" for who does not become dormant. */
  dormant_on: SentenceView;
  /** The earliest instant by the server's rule. */
  dormant_at: string | null;
  /** `active`, `dormant`, `suspended`, or what the server says. */
  status: string;
  /** The status in words. */
  status_word: string;
  /** Whether this user holds a seat by the rule of the server's version. */
  holds_seat: boolean;
  /** "owner, auditor"; "member" for none. */
  roles: string;
  /** "password", "github", "oidc", "token", "none"; as the server says. */
  login_type: string;
  /** What marks this user. */
  marks: PersonMark[];
  /** Where Coder shows this user. */
  link: string;
};

/** What marks a user. */
export type PersonMark = 'you' | 'owner' | 'service_account' | 'never_seen' | 'seen_in_future' | 'ai_seat';

/** Two days to compare. */
export type SeatChangeRequest = {
  /** The deployment. */
  deployment: number;
  /** The earlier day, "2026-11-01". */
  from: string;
  /** The later one. */
  to: string;
};

/** Why the count changed between two days. */
export type SeatChangeView = {
  /** "From 1 to 23 Nov 2026 the count rose by 12, from 400 to 412." */
  headline: SentenceView;
  /** `names` (who was there is kept for both days), `numbers` (only the counts are), or `nothing`. */
  rests_on: string;
  /** The same in a sentence, with what would have to be kept for more. */
  basis: SentenceView;
  /** What made the change, the largest first. */
  rows: SeatChangeRowView[];
};

/** One cause of a change. */
export type SeatChangeRowView = {
  /** `new`, `woke`, `activated`, `fell_dormant`, `suspended`, `gone`, `rule`, or `unexplained`. */
  kind: string;
  /** What it did to the count; negative where it freed seats. */
  effect: number;
  /** "7 users woke: they were dormant and came back." */
  sentence: SentenceView;
  /** Whose they are, by name; empty where only numbers are known. */
  people: string[];
};

/** The seats of all deployments together, and a row each for the Overview. */
export type FleetSeatsView = {
  /** "585 of 770 seats are used on 4 deployments. 185 are free." */
  headline: SentenceView;
  /** Seats licensed, added up over deployments with a limit; null where none has one. */
  bought: number | null;
  /** Seats used, added up over those that reported; null where none did. */
  used: number | null;
  /** Seats left, added up; what one is over is not taken from another. */
  free: number | null;
  /** Seats that come free if those who were not seen for 60 days stay away or are suspended; null without a list. */
  reclaimable: number | null;
  /** Persons who hold a seat somewhere, each counted once by e-mail; null without a list. */
  persons: number | null;
  /** "523 persons hold 585 seats; 41 of them on more than one deployment.", and which lists are missing. */
  persons_sentence: SentenceView;
  /** One a deployment, in the admin's order. */
  rows: FleetSeatRowView[];
};

/** The seats of one of the deployments. */
export type FleetSeatRowView = {
  /** The deployment. */
  deployment: number;
  /** Its name. */
  name: string;
  /** Seats used, where reported. */
  used: number | null;
  /** Seats licensed, where there is a limit. */
  limit: number | null;
  /** Seats left. */
  free: number | null;
  /** As in [`FleetSeatsView::reclaimable`]. */
  reclaimable: number | null;
  /** As in [`SeatFiguresView::state`]. */
  state: string;
  /** The last 90 days, oldest first, null where nothing is known: 90 values. */
  sparkline: (number | null)[];
  /** The sparkline in words: "rose by 12 in 90 days", "no history". */
  trend: SentenceView;
};
