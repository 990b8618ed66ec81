import type { DeploymentView, InstalledLicenseView } from '../../host/host';
import type { Desk } from '../../stores/desk.svelte';
import type { CheckAct } from '../checks/menu';

/** The licenses that are shown: all, or those whose grace period is not over. */
export function shownLicenses(page: DeploymentView, onlyCurrent: boolean): InstalledLicenseView[] {
  if (page.licenses.kind !== 'listed') return [];
  return page.licenses.licenses.filter((license) => !onlyCurrent || !license.past);
}

export function removeLicense(desk: Desk, page: DeploymentView, license: number): void {
  if (page.may.remove.allowed) desk.sheet = { kind: 'remove', deployment: page.row.id, license };
  else desk.notices.tell(page.may.remove.reason, '');
}

/** What can be done with an installed license. */
export function licenseActs(desk: Desk, page: DeploymentView, license: InstalledLicenseView): CheckAct[] {
  const all = desk.deployments;
  const acts: (CheckAct | false)[] = [
    { label: 'Details', act: () => document.querySelector<HTMLElement>('[data-region="details"]')?.focus() },
    {
      label: 'Compare with…',
      act: () => desk.compare({ kind: 'installed', deployment: page.row.id, license: license.id }),
    },
    license.uuid !== '' && {
      label: 'Copy UUID',
      act: () => void all.copyDetail(page.row.id, `uuid:${license.id}`),
    },
    { label: 'Copy as JSON', act: () => void all.copyDetail(page.row.id, `json:${license.id}`) },
    {
      label: `Remove from ${page.row.name}…`,
      act: () => removeLicense(desk, page, license.id),
      unavailable: page.may.remove.allowed ? '' : page.may.remove.reason,
    },
  ];
  return acts.filter((act) => act !== false);
}
