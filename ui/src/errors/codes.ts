import type { LucideIcon } from '@lucide/svelte';
import CircleX from '@lucide/svelte/icons/circle-x';
import KeyRound from '@lucide/svelte/icons/key-round';
import Lock from '@lucide/svelte/icons/lock';
import TriangleAlert from '@lucide/svelte/icons/triangle-alert';
import WifiOff from '@lucide/svelte/icons/wifi-off';

export type Severity = 'bad' | 'warn' | 'none';
/** What the window offers beside the sentence. */
export type Remedy = 'none' | 'try_again' | 'sign_in' | 'look' | 'connection';
/** The part of the sign-in sheet that the error stands beside. */
export type Part = 'address' | 'connection' | 'credentials' | 'keychain' | 'name' | 'sheet';
type Told = { severity: Severity; icon: LucideIcon; remedy: Remedy; part: Part };

const told =
  (severity: Severity, icon: LucideIcon, remedy: Remedy) =>
  (part: Part = 'sheet'): Told => ({ severity, icon, remedy, part });

const wrong = told('bad', CircleX, 'none');
const fault = told('bad', CircleX, 'try_again');
const silent = told('none', WifiOff, 'try_again');
const route = told('warn', TriangleAlert, 'connection');
const session = told('warn', KeyRound, 'sign_in');
const forbidden = told('none', Lock, 'sign_in');
const unclear = told('warn', TriangleAlert, 'look');

/** Every error's code: how grave it is, its shape, what is offered, and where it stands. */
export const ERRORS = {
  key_invalid: wrong(),
  key_id_taken: wrong(),
  time_invalid: wrong(),
  duration_invalid: wrong(),
  license_unknown: wrong(),
  license_not_kept: wrong(),
  store_damaged: wrong(),
  store_from_newer_version: wrong(),
  store_write_failed: fault(),
  store_busy: fault(),
  export_failed: fault(),
  clipboard_failed: fault(),
  entry_unknown: wrong(),
  undo_over: wrong(),
  setting_invalid: wrong(),
  address_invalid: wrong('address'),
  address_not_encrypted: wrong('address'),
  deployment_unknown: wrong('address'),
  deployment_not_named: wrong('address'),
  deployment_already_added: wrong('address'),
  deployment_name_taken: wrong('name'),
  deployment_name_invalid: wrong('name'),
  deployment_unreachable: silent('address'),
  deployment_timed_out: silent('address'),
  deployment_certificate_untrusted: route('address'),
  deployment_certificate_expired: route('address'),
  deployment_name_mismatch: route('address'),
  deployment_tls_failed: route('address'),
  deployment_redirects: wrong('address'),
  deployment_not_coder: wrong('address'),
  deployment_is_proxy: wrong('address'),
  deployment_too_old: wrong('address'),
  connection_invalid: route('connection'),
  proxy_failed: route('connection'),
  token_invalid: wrong('credentials'),
  sign_in_refused: session('credentials'),
  session_rejected: session('credentials'),
  session_missing: session('credentials'),
  session_not_permitted: forbidden('credentials'),
  coder_cli_missing: wrong('credentials'),
  api_refused: wrong(),
  api_unavailable: fault('address'),
  api_response_unexpected: fault('address'),
  api_rate_limited: silent('address'),
  api_missing: wrong('address'),
  outcome_unknown: unclear(),
  license_not_installable: wrong(),
  license_not_readable: wrong(),
  facts_invalid: wrong(),
  license_not_installed: wrong(),
  license_already_installed: wrong(),
  people_not_read: wrong(),
  people_incomplete: fault(),
  reclaim_unknown: wrong(),
  reclaim_unfinished: wrong(),
  reclaim_changed: fault(),
  reclaim_nobody: wrong(),
  people_query_invalid: wrong(),
  keep_list_unreadable: wrong(),
  name_not_typed: wrong('name'),
  not_confirmed: wrong(),
  keychain_unavailable: fault('keychain'),
  keychain_locked: fault('keychain'),
  keychain_denied: fault('keychain'),
  keychain_timed_out: fault('keychain'),
  trial_over: wrong('credentials'),
  plan_unknown: wrong(),
  plan_invalid: wrong('name'),
  internal: fault(),
} as const satisfies Record<string, Told>;

export type ErrorCode = keyof typeof ERRORS;

const known = (code: string): code is ErrorCode => code in ERRORS;

export function errorShape(code: string): Told {
  return ERRORS[known(code) ? code : 'internal'];
}
