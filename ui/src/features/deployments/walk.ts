/**
 * Moves the focus between the rows of a table, each of which has one `[data-row]` button: arrows, Home, End, and the
 * letters a name begins with.
 */
export function walk(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const target = event.target as HTMLElement;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row]')];
  const here = rows.findIndex((row) => row.closest('tr') === target.closest('tr'));
  if (here < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
  const steps: Record<string, number> = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: rows.length - 1 };
  const step = steps[event.key];
  const begins = (row: HTMLElement) => row.dataset.row?.toLowerCase().startsWith(event.key.toLowerCase());
  const letter = event.key.length === 1 && event.key !== ' ';
  const next = letter
    ? [...rows.slice(here + 1), ...rows.slice(0, here + 1)].find(begins)
    : step === undefined
      ? undefined
      : rows[Math.min(rows.length - 1, Math.max(0, step))];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

/** Opens the menu of a row by the keys of a menu: Shift+F10 and the Menu key. */
export function rowMenu(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  if (event.key !== 'ContextMenu' && !(event.key === 'F10' && event.shiftKey)) return;
  event.preventDefault();
  // The menu's button opens by the pointer or by keys, and begins at its first entry by keys.
  const button = event.currentTarget.closest('tr')?.querySelector<HTMLElement>('.more');
  button?.focus();
  button?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
}
