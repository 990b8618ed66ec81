import type { CheckView, ClaimView, EvidenceView, GrantView, PartView, RemarkView, SentenceView } from './host';

/** The instant of all demo verdicts. */
export const DEMO_NOW = '2026-11-23T18:06:27Z';

/** "…{2027-03-12T00:00:00Z|12 Mar 2027}…" as a sentence: braces hold an instant and its text, `#1000` a count. */
export function sentence(text: string): SentenceView {
  return text.split(/(\{[^}]*\}|#\d+)/).flatMap((piece): PartView[] => {
    if (!piece) return [];
    if (piece.startsWith('#')) {
      const digits = piece.slice(1);
      return [{ kind: 'count', digits, text: new Intl.NumberFormat('en-GB').format(Number(digits)) }];
    }
    if (!piece.startsWith('{')) return [{ kind: 'text', text: piece }];
    const [at = '', words = ''] = piece.slice(1, -1).split('|');
    return [{ kind: words.includes(':') ? 'clock' : 'day', at, text: words }];
  });
}

const line = (mark: EvidenceView['mark'], label: string, finding: string, hint = ''): EvidenceView => ({
  mark,
  label,
  finding: sentence(finding),
  hint,
});
const grant = (label: string, value: string, known = true): GrantView => ({ label, value: sentence(value), known });
const claim = (name: string, raw: string, words = ''): ClaimView => ({
  name,
  words: sentence(words),
  raw,
  known: words !== '',
});
const remark = (code: string, message: string, hint = ''): RemarkView => ({ code, message, hint });

const SIGNED = line('good', 'Signature', 'Ed25519, by the key "2022-08-12" (Coder)');
const FORMAT = line('good', 'Format', 'version 3, all required claims are there');
const TERM = line('good', 'Term', '{2026-03-12T00:00:00Z|12 Mar 2026} to {2027-03-12T00:00:00Z|12 Mar 2027}');
const GRACE = line('good', 'Grace', 'to {2027-03-26T00:00:00Z|26 Mar 2027} (14 days)');
const LOCK = line('unknown', 'Deployment', 'locked to 2 deployments; none is in your list yet');
const ACCEPTED = line('info', 'Coder', 'would accept this upload (predicted)');
const REFUSED = line('info', 'Coder', 'would refuse this upload (predicted)');
const GRANTS = [
  grant('Feature set', 'Premium'),
  grant('Seats', '#500'),
  grant('AI Governance', 'on'),
  grant('AI Governance seats', '#50'),
  grant('Agent hours', '#1000'),
];
const CLAIMS = [
  claim('version', '3', '3'),
  claim('account_id', '"0015f00000AbCdE"', '0015f00000AbCdE'),
  claim('account_type', '"salesforce"', 'salesforce'),
  claim('license_expires', '1804809600', 'The term ends on {2027-03-12T00:00:00Z|12 Mar 2027}'),
  claim('exp', '1806019200', 'The grace period ends on {2027-03-26T00:00:00Z|26 Mar 2027}'),
  claim('features', '{"user_limit":500,"ai_governance_user_limit":50}', '2 limits'),
  claim('support_tier', '"gold"'),
];

const base: CheckView = {
  id: '',
  source: { label: '', path: null, index: null, also: [] },
  verdict: 'valid',
  weight: 90,
  word: '',
  headline: [],
  detail: [],
  summary: 'Premium, 500 seats, AI Governance.',
  reasons: [],
  notes: [],
  coder: { counts_now: true, accepts_upload: true, refusal: null },
  evidence: [SIGNED, FORMAT, TERM, GRACE, LOCK, ACCEPTED],
  grants: GRANTS,
  claims: CLAIMS,
  claims_unverified: false,
  raw_preview: 'eyJhbGciOi…b2fQ',
  fingerprint: '7c1e0b52f1a94d0f8c1de5c7a2b9f3d4e6178ab0c9d2e3f405162738495a6b7c',
  checked_at: DEMO_NOW,
  kept: false,
  keepable: true,
};

type Told = Omit<Partial<CheckView>, 'headline' | 'detail'> & { headline: string; detail?: string };

function check(label: string, told: Told): CheckView {
  return {
    ...base,
    ...told,
    id: label,
    source: { label, path: `~/Downloads/${label}`, index: null, also: [] },
    headline: sentence(told.headline),
    detail: sentence(told.detail ?? ''),
  };
}

const nothing = {
  summary: '',
  coder: null,
  evidence: [],
  grants: [],
  claims: [],
  raw_preview: null,
  fingerprint: null,
  keepable: false,
} satisfies Partial<CheckView>;

/** One of each: what the window shows for every verdict and its variants. */
export const DEMO_CHECKS: CheckView[] = [
  check('prod-500.jwt', {
    word: 'Valid, 109 days',
    headline: 'Valid until {2027-03-12T00:00:00Z|12 Mar 2027} (109 days), then a 14-day grace period.',
    notes: [remark('unknown_claim', 'The claim "support_tier" is kept, not understood.')],
    kept: true,
  }),
  check('lab-50.jwt', {
    word: 'Valid, 109 days',
    headline: 'Valid until {2027-03-12T00:00:00Z|12 Mar 2027} (109 days). No grace period.',
    detail: 'Coder stops counting it at that moment.',
    summary: 'Premium, 50 seats.',
    notes: [
      remark('cleaned_line_breaks', 'Line breaks and 2 spaces were removed before checking.'),
      remark('no_grace', 'It has no grace period.'),
    ],
  }),
  check('eu-120.jwt', {
    verdict: 'expiring',
    weight: 60,
    word: 'Ends in 12 days',
    headline: 'Ends in 12 days, on {2026-12-05T00:00:00Z|5 Dec 2026}, then a 14-day grace period.',
    detail: 'Nothing follows it yet.',
    summary: 'Premium, 120 seats.',
  }),
  check('last-day.jwt', {
    verdict: 'expiring',
    weight: 55,
    word: 'Ends today',
    headline: 'Ends today at {2026-11-23T23:00:00Z|00:00} (in 5 hours), then a 14-day grace period.',
    summary: 'Premium, 100 seats.',
  }),
  check('staging.jwt', {
    verdict: 'grace',
    weight: 50,
    word: 'In grace, 7 days',
    headline: 'In its grace period: its features stay on until {2026-11-30T00:00:00Z|30 Nov 2026} (7 days).',
    detail: 'The term ended on {2026-11-09T00:00:00Z|9 Nov 2026}. Features stop when the grace period ends.',
    summary: 'Premium, 100 seats.',
    evidence: [
      line(
        'info',
        'Term',
        'ended on {2026-11-09T00:00:00Z|9 Nov 2026}',
        'Install a renewal before the grace period ends.',
      ),
      SIGNED,
      FORMAT,
      line('good', 'Grace', 'to {2026-11-30T00:00:00Z|30 Nov 2026} (7 days left)'),
      ACCEPTED,
    ],
  }),
  check('old.jwt', {
    verdict: 'expired',
    weight: 30,
    word: 'Expired 3 days ago',
    headline: 'Expired. The grace period ended on {2026-11-20T00:00:00Z|20 Nov 2026} (3 days ago).',
    detail: 'Coder no longer counts it and refuses it when installed anew.',
    reasons: [remark('expired', 'The license has expired.', 'Ask for a renewal.')],
    coder: { counts_now: false, accepts_upload: false, refusal: 'token is expired' },
    evidence: [
      line('bad', 'Grace', 'ended on {2026-11-20T00:00:00Z|20 Nov 2026} (3 days ago)', 'Ask for a renewal.'),
      SIGNED,
      FORMAT,
      TERM,
      REFUSED,
    ],
  }),
  check('trial-2026.jwt', {
    verdict: 'expired',
    weight: 30,
    word: 'Expired 3 days ago',
    headline: 'Expired on {2026-11-20T00:00:00Z|20 Nov 2026} (3 days ago). It had no grace period.',
    detail: 'Coder no longer counts it and refuses it when installed anew.',
    summary: 'Trial, 50 seats.',
    notes: [remark('trial', 'This is a trial license.')],
  }),
  check('renewal-2027.jwt', {
    verdict: 'not_yet_valid',
    weight: 80,
    word: 'Starts 1 Jan 2027',
    headline:
      'Not valid yet. It starts on {2027-01-01T00:00:00Z|1 Jan 2027} (in 39 days) and runs to {2027-12-31T00:00:00Z|31 Dec 2027}.',
    detail: 'It can be installed now; it counts from its start.',
    coder: { counts_now: false, accepts_upload: true, refusal: null },
  }),
  check('eu-renewal.jwt', {
    verdict: 'wrong_deployment',
    weight: 25,
    word: 'For another deployment',
    headline: 'Locked to a deployment that is not in your list.',
    detail: 'ID 7c1e…9b2f.',
    reasons: [remark('locked_to_others', 'It is locked to other deployments.', 'Install it on one of those.')],
  }),
  check('changed.jwt', {
    verdict: 'bad_signature',
    weight: 10,
    word: 'Bad signature',
    headline: 'Bad signature. The text was changed after signing, or Coder did not sign it.',
    detail: 'Do not install it. Ask for the file again; mail programs sometimes alter text.',
    summary: '',
    reasons: [remark('signature_invalid', 'The signature does not fit the text.', 'Ask for the file again.')],
    evidence: [
      line('bad', 'Signature', 'does not fit the text (key "2022-08-12")', 'Ask for the file again.'),
      FORMAT,
      REFUSED,
    ],
    coder: { counts_now: false, accepts_upload: false, refusal: 'ed25519: verification error' },
    grants: [],
    claims_unverified: true,
    keepable: false,
  }),
  check('next-key.jwt', {
    verdict: 'unknown_key',
    weight: 40,
    word: 'Cannot tell',
    headline: 'Cannot tell. It is signed with the key "2027-01-15", which Seatkeeper does not know.',
    detail: 'Coder may know it.',
    summary: '',
    reasons: [remark('key_id_unknown', 'The key "2027-01-15" is not known here.', 'Add it as a trusted key.')],
    evidence: [line('unknown', 'Signature', 'by the key "2027-01-15", which is not known here'), FORMAT],
    grants: [],
    claims_unverified: true,
  }),
  check('hs256.jwt', {
    verdict: 'unsigned',
    weight: 12,
    word: "Not signed by Coder's rules",
    headline: 'Not signed the way Coder signs licenses (HS256; Coder uses EdDSA).',
    detail: 'Do not install it.',
    summary: '',
    reasons: [
      remark('algorithm_not_eddsa', 'It is signed with HS256.', 'Ask Coder for a license.'),
      remark('key_id_missing', 'It names no key.', 'Ask Coder for a license.'),
    ],
    evidence: [line('bad', 'Signature', 'HS256; Coder uses EdDSA', 'Do not install it.'), FORMAT],
    grants: [],
    claims_unverified: true,
    keepable: false,
  }),
  check('incomplete.jwt', {
    verdict: 'refused',
    weight: 20,
    word: 'Coder would refuse it',
    headline: 'Incomplete: it has no account ID, so Coder would refuse it.',
    detail: 'Signature is good: the mistake is in the license.',
    reasons: [remark('account_id_missing', 'It has no account ID.', 'Send the details to support.')],
    coder: { counts_now: false, accepts_upload: false, refusal: 'account id must be set' },
    evidence: [
      line('bad', 'Format', 'has no account ID', 'Send the details to support.'),
      SIGNED,
      TERM,
      GRACE,
      REFUSED,
    ],
  }),
  check('half.jwt', {
    ...nothing,
    verdict: 'malformed',
    weight: 15,
    word: 'Not a license',
    headline: 'Not a license. A license is three blocks of letters joined by dots; this has two.',
    detail: 'Check that the whole text was copied.',
    reasons: [remark('segment_count', 'It has two blocks instead of three.', 'Copy the whole text.')],
    evidence: [line('bad', 'Format', 'two blocks instead of three', 'Check that the whole text was copied.')],
    raw_preview: 'eyJhbGciOi…Mzc2',
  }),
  check('token.txt', {
    ...nothing,
    verdict: 'not_a_license',
    weight: 18,
    word: 'Session token',
    headline: 'This looks like a session token, not a license.',
    detail: 'It was not kept. If it was meant for a deployment, add the deployment.',
    reasons: [remark('text_is_session_token', 'It is a session token.', 'Do not send it to anyone.')],
  }),
  check('photo.png', {
    ...nothing,
    verdict: 'unreadable',
    weight: 17,
    word: 'Not read',
    headline:
      "photo.png is 4.2 MB. License files are small texts (Coder's are under 2 kB; the limit here is 1 MiB), so it was not read.",
    reasons: [remark('text_too_large', 'photo.png is 4.2 MB.', 'Choose the license file.')],
  }),
];
