import { counted } from '../../format/number';
import type { CheckView } from '../../host/host';
import type { Desk } from '../../stores/desk.svelte';

/** An entry of a menu; where it is unavailable, the reason stands under it. */
export type CheckAct = { label: string; act: () => void; unavailable?: string };

const FILES = { one: 'file', other: 'files' };

/** What can be done with an entry; the list's menu and the card's are this one list. */
export function checkActs(desk: Desk, check: CheckView): CheckAct[] {
  const acts: (CheckAct | false)[] = [
    check.keepable && !check.kept && { label: 'Keep a copy', act: () => void desk.keep(check.id) },
    check.keepable && {
      label: 'Save a copy as…',
      act: () => void desk.attempt(() => desk.host.saveCopy(check.id)),
    },
    check.source.path !== null && {
      label: 'Show in folder',
      act: () => void desk.attempt(() => desk.host.showFolder(check.id)),
    },
    { label: 'Copy details for support', act: () => void desk.copy({ kind: 'details', id: check.id }) },
    check.claims.length > 0 && {
      label: 'Compare with…',
      act: () => desk.compare({ kind: 'file', check: check.id }),
    },
    check.claims.length > 0 && {
      label: 'Copy claims as JSON',
      act: () => void desk.copy({ kind: 'claims', id: check.id }),
    },
    { label: 'Forget', act: () => void desk.forget([check.id]) },
  ];
  return acts.filter((act) => act !== false);
}

/** What the list's menu offers: about one entry all of it, about several what can be done to them at once. */
export function listActs(desk: Desk, lead: CheckView): CheckAct[] {
  const ids = desk.checks.chosenIds;
  if (ids.length < 2) return checkActs(desk, lead);
  const [a = '', b = ''] = ids;
  const file = (check: string) => ({ kind: 'file' as const, check });
  return [
    ...(ids.length === 2 ? [{ label: 'Compare', act: () => desk.compare(file(a), file(b)) }] : []),
    ...(desk.deployments.rows.length > 0 ? [{ label: 'Which deployment?', act: () => desk.assign(ids) }] : []),
    { label: `Forget ${counted(ids.length, FILES, desk.manner.locale)}`, act: () => void desk.forget(ids) },
  ];
}
