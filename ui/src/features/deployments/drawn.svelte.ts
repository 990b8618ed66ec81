/** Fills any window that is not taller than most screens. */
const AT_ONCE = 24;
/** What one frame takes on, so that the page goes on answering. */
const A_FRAME = 24;

/**
 * How many rows of a long table are drawn. What fits the window is there with the place itself; the rest, which has to
 * be scrolled to, follows frame by frame.
 */
export class Drawn {
  count = $state(AT_ONCE);

  /** To be made where a component begins, as it lives as long as that. */
  constructor(length: () => number) {
    $effect(() => {
      if (this.count >= length()) return;
      const frame = requestAnimationFrame(() => (this.count += A_FRAME));
      return () => cancelAnimationFrame(frame);
    });
  }

  /** Draws the row at this place now, as somebody goes there. */
  reach(place: number): void {
    this.count = Math.max(this.count, place + 1);
  }
}
