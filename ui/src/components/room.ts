/** Tells how wide an element is, now and whenever that changes. */
export function room(tell: (width: number) => void) {
  return (element: HTMLElement) => {
    // An engine that lays nothing out has no such observer.
    if (typeof ResizeObserver === 'undefined') return;
    const observer = new ResizeObserver(() => tell(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  };
}
