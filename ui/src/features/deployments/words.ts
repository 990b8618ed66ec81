import type { Manner } from '../../format/date';
import { plain } from '../../format/sentence';
import type { DeploymentRowView } from '../../host/host';

const lower = (words: string) => words.charAt(0).toLowerCase() + words.slice(1);

/** "Staging, staging.coder.example.com, in grace, 7 days left" */
export function sidebarName(row: DeploymentRowView, manner: Manner): string {
  const word = lower(plain(row.word, manner));
  const left = row.state === 'grace' ? ' left' : '';
  const old = row.stale && row.state !== 'not_reachable' ? ', last known' : '';
  return `${row.name}, ${row.host}, ${word}${left}${old}`;
}

/** "signed in as ana (Owner)" */
export function signedIn(row: DeploymentRowView, role: string): string {
  if (row.session === 'watching') return 'watched, not signed in';
  if (!row.signed_in_as) return '';
  return role ? `signed in as ${row.signed_in_as} (${role})` : `signed in as ${row.signed_in_as}`;
}

/** Whether there is a session that can be ended or renewed. */
export const watches = (row: DeploymentRowView) => row.session === 'watching';
