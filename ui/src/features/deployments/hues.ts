/** The names of the hues of a tile, in the order of their numbers. */
export const HUES = ['Blue', 'Green', 'Red', 'Violet', 'Amber', 'Cyan', 'Magenta', 'Olive'] as const;
