import type { DeploymentRowView } from '../../host/host';

export type Column = 'name' | 'license' | 'covered' | 'seats' | 'checked';
export type Order = { column: Column; down: boolean };

const KEYS: Record<Exclude<Column, 'name'>, (row: DeploymentRowView) => string | number | null> = {
  license: (row) => row.weight,
  covered: (row) => row.covered_until_at,
  seats: (row) => row.seats_used,
  checked: (row) => row.known_at,
};

/** The rows in an order; what is not known stands last, whichever way the order runs. */
export function sorted(rows: DeploymentRowView[], { column, down }: Order, locale: string): DeploymentRowView[] {
  const names = new Intl.Collator(locale, { numeric: true });
  const byName = (a: DeploymentRowView, b: DeploymentRowView) => names.compare(a.name, b.name);
  const turned = down ? -1 : 1;
  return [...rows].sort((a, b) => {
    if (column === 'name') return turned * byName(a, b);
    const [left, right] = [KEYS[column](a), KEYS[column](b)];
    if (left === right) return byName(a, b);
    if (left === null || right === null) return left === null ? 1 : -1;
    return turned * (left < right ? -1 : 1);
  });
}
