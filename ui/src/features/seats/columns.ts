import type { PersonMark, PersonView } from '../../host/host';
import type { Manner } from '../../format/date';
import { plain } from '../../format/sentence';

/** The columns of the table of people, as they are sorted by. */
export const COLUMNS = [
  { column: 'name', label: 'Name' },
  { column: 'email', label: 'E-mail' },
  { column: 'last_seen', label: 'Last seen' },
  { column: 'dormant_on', label: 'Becomes dormant' },
  { column: 'status', label: 'Status' },
  { column: 'roles', label: 'Roles' },
  { column: 'login_type', label: 'Login' },
] as const;

export const MARKS: Record<PersonMark, string> = {
  you: 'you',
  owner: 'owner',
  service_account: 'service account',
  never_seen: 'never logged in',
  seen_in_future: 'seen in the future',
  ai_seat: 'AI seat',
};

/** A row as text, for the clipboard. */
export function rowText(person: PersonView, manner: Manner): string {
  const { name, email, last_seen, dormant_on, status_word, roles, login_type } = person;
  const [seen, dormant] = [plain(last_seen, manner), plain(dormant_on, manner)];
  return [name, email, seen, dormant, status_word, roles, login_type].join('\t');
}
