const FOCUSABLE =
  'a[href], button:not(:disabled), input:not(:disabled), select, textarea, [tabindex]:not([tabindex="-1"])';

/** Moves the focus to the next region of the window: sidebar, toolbar, main, details, status. */
export function nextRegion(step: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter((region) => !region.inert);
  if (regions.length === 0) return;
  const here = regions.findIndex((region) => region.contains(document.activeElement));
  const from = here < 0 && step < 0 ? 0 : here;
  const target = regions[(from + step + regions.length) % regions.length];
  const inside = target?.querySelector<HTMLElement>('[data-region-focus]');
  const first = [...(target?.querySelectorAll<HTMLElement>(FOCUSABLE) ?? [])].find((element) => element.tabIndex >= 0);
  (inside ?? first ?? target)?.focus();
}
