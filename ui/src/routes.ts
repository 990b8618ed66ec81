/** The places of the window, two levels and never three. */
export const PLACES = ['overview', 'files', 'compare', 'plans', 'settings'] as const;
export type FixedPlace = (typeof PLACES)[number];

/** The views of one deployment. */
export const VIEWS = ['summary', 'licenses', 'seats'] as const;
export type View = (typeof VIEWS)[number];

/** A place, as the store remembers it: "deployment:3:licenses" is a deployment's. */
export type Place = FixedPlace | `deployment:${number}:${View}`;

export const PLACE_NAMES: Record<FixedPlace, string> = {
  overview: 'Overview',
  files: 'License files',
  compare: 'Compare',
  plans: 'Plans',
  settings: 'Settings',
};

/** Those that stand in the sidebar; two licenses to compare are chosen elsewhere. */
export const IN_SIDEBAR = ['overview', 'files', 'plans', 'settings'] as const satisfies readonly FixedPlace[];

export const VIEW_NAMES: Record<View, string> = { summary: 'Summary', licenses: 'Licenses', seats: 'Seats' };

export function isFixed(place: string): place is FixedPlace {
  return PLACES.some((fixed) => fixed === place);
}

export function deploymentPlace(id: number, view: View = 'summary'): Place {
  return `deployment:${id}:${view}`;
}

/** The deployment and the view that a place shows; null for the fixed ones. */
export function shownDeployment(place: string): { id: number; view: View } | null {
  const [, id, name] = /^deployment:(\d+):(\w+)$/.exec(place) ?? [];
  const view = VIEWS.find((each) => each === name);
  return id && view ? { id: Number(id), view } : null;
}

export function asPlace(name: string): Place {
  const shown = shownDeployment(name);
  if (shown) return deploymentPlace(shown.id, shown.view);
  return isFixed(name) ? name : 'overview';
}

/** What may lie over a place: by its name, or with what it is about. */
export type Sheet =
  | 'paste'
  | 'shortcuts'
  | 'about'
  | 'addKey'
  | 'erase'
  | { kind: 'signIn'; deployment: number | null }
  | { kind: 'install'; deployment: number | null; check: string | null }
  | { kind: 'remove'; deployment: number; license: number }
  | { kind: 'mark'; deployment: number }
  | { kind: 'reclaim'; deployment: number; only: string[] };
