/** The places of the window, two levels and never three. */
export const PLACES = ['overview', 'files', 'settings'] as const;
export type Place = (typeof PLACES)[number];

export const PLACE_NAMES: Record<Place, string> = {
  overview: 'Overview',
  files: 'License files',
  settings: 'Settings',
};

export function asPlace(name: string): Place {
  return PLACES.find((place) => place === name) ?? 'overview';
}

/** What may lie over a place. */
export type Sheet = 'paste' | 'shortcuts' | 'about' | 'addKey';
