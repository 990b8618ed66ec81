import type { DeploymentRowView } from '../../host/host';
import type { Desk } from '../../stores/desk.svelte';
import type { CheckAct } from '../checks/menu';
import { watches } from './words';

export function signIn(desk: Desk, deployment: number | null): void {
  desk.sheet = { kind: 'signIn', deployment };
}

/** What can be done with a deployment; the menu of its row and that of its page are this one list. */
export function deploymentActs(desk: Desk, row: DeploymentRowView): CheckAct[] {
  const all = desk.deployments;
  const may = all.page(row.id)?.may;
  const acts: (CheckAct | false)[] = [
    desk.shown?.id !== row.id && { label: 'Open', act: () => desk.goDeployment(row.id) },
    { label: 'Check again', act: () => void all.check([row.id]) },
    { label: 'Install a license…', act: () => desk.install(null, row.id) },
    { label: 'Ask for a renewal', act: () => void all.copyRenewalRequest([row.id]) },
    { label: 'Copy deployment ID', act: () => void all.copyDetail(row.id, 'deployment_id') },
    may !== undefined && {
      label: 'Refresh entitlements',
      act: () => void all.refresh(row.id),
      unavailable: may.refresh.allowed ? '' : may.refresh.reason,
    },
    { label: 'Name and mark…', act: () => (desk.sheet = { kind: 'mark', deployment: row.id }) },
    { label: watches(row) ? 'Sign in…' : 'Sign in again…', act: () => signIn(desk, row.id) },
    !watches(row) && { label: 'Sign out', act: () => void all.signOut(row.id) },
    { label: `Forget ${row.name}`, act: () => void all.forget(row.id) },
  ];
  return acts.filter((act) => act !== false);
}

/** The ways in of a license: the same three wherever one is added. */
export function addLicenseActs(desk: Desk, deployment: number | null): CheckAct[] {
  const known = desk.checks.all.length > 0;
  return [
    { label: 'Open a file…', act: () => void desk.openFiles(deployment) },
    { label: 'Paste text…', act: () => desk.paste(deployment) },
    {
      label: 'Choose from license files…',
      act: () => desk.install(null, deployment),
      unavailable: known ? '' : 'No license file is on this computer yet.',
    },
  ];
}
