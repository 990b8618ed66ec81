import type { BatchView, CheckView } from '../host/host';

const CHUNK_MS = 40;

/** The entries of the list, worst first, with what is selected and how they are filtered. */
export class Checks {
  all = $state.raw<CheckView[]>([]);
  batches = $state.raw<BatchView[]>([]);
  /** Verdict codes that are shown; empty shows all. */
  chips = $state.raw<string[]>([]);
  query = $state('');

  #lead = $state<string | null>(null);
  #others = $state.raw<readonly string[]>([]);
  /** Where a range begins that Shift draws. */
  #anchor: string | null = null;
  #byId = new Map<string, CheckView>();
  #pending = false;
  #last = -Infinity;

  counts = $derived.by(() => {
    const counts = new Map<string, number>();
    for (const check of this.all) counts.set(check.verdict, (counts.get(check.verdict) ?? 0) + 1);
    return [...counts].map(([verdict, count]) => ({ verdict, count }));
  });

  shown = $derived.by(() => {
    const query = this.query.trim().toLowerCase();
    const chips = this.chips.filter((chip) => this.counts.some((count) => count.verdict === chip));
    if (!query && chips.length === 0) return this.all;
    return this.all.filter(
      (check) => (chips.length === 0 || chips.includes(check.verdict)) && (!query || searchText(check).includes(query)),
    );
  });

  /** How often an entry was chosen: another time is another, though it be the same entry. */
  choices = $state(0);

  /** The entry whose card is shown; to set it chooses it alone. */
  get selectedId(): string | null {
    return this.#lead;
  }
  set selectedId(id: string | null) {
    this.choices += 1;
    this.#lead = id;
    this.#others = [];
    this.#anchor = id;
  }

  selected = $derived(this.all.find((check) => check.id === this.#lead) ?? null);

  #chosen = $derived(new Set([this.#lead, ...this.#others].filter((id) => id !== null)));

  /** The chosen entries in the order of the list. What the filter hides is spared, but for the card's own entry. */
  chosenIds = $derived.by(() => {
    const shown = this.shown.filter((check) => this.#chosen.has(check.id)).map((check) => check.id);
    return shown.length > 0 ? shown : this.selected ? [this.selected.id] : [];
  });

  isChosen(id: string): boolean {
    return this.#chosen.has(id);
  }

  /** Chooses an entry beside the others, or no longer. */
  toggle(id: string): void {
    const rest = this.shown.map((check) => check.id).filter((other) => other !== id && this.#chosen.has(other));
    const lead = this.#chosen.has(id) ? (rest.at(-1) ?? id) : id;
    this.#lead = lead;
    this.#others = rest.filter((other) => other !== lead);
    this.#anchor = id;
  }

  /** Chooses everything from where the range begins to this entry. */
  extendTo(id: string): void {
    const ids = this.shown.map((check) => check.id);
    const to = ids.indexOf(id);
    const from = Math.max(0, ids.indexOf(this.#anchor ?? id));
    this.#lead = id;
    this.#others = ids.slice(Math.min(from, to), Math.max(from, to) + 1).filter((other) => other !== id);
  }

  chooseAll(): void {
    const ids = this.shown.map((check) => check.id);
    const lead = this.#lead !== null && ids.includes(this.#lead) ? this.#lead : (ids[0] ?? null);
    this.#lead = lead;
    this.#others = ids.filter((id) => id !== lead);
  }

  running = $derived(this.batches.find((batch) => batch.state === 'running') ?? null);
  ended = $derived(this.batches.findLast((batch) => batch.state !== 'running') ?? null);

  /** What is known under the name that an entry bears. */
  before(check: CheckView): CheckView | undefined {
    return this.#byId.get(check.id);
  }

  /** Takes entries in. The first goes to the screen at once, a stream of them in chunks. */
  upsert(checks: CheckView[]): void {
    for (const check of checks) this.#byId.set(check.id, check);
    if (this.#pending) return;
    const wait = this.#last + CHUNK_MS - performance.now();
    if (wait <= 0) return this.#publish();
    this.#pending = true;
    setTimeout(() => this.#publish(), wait);
  }

  remove(ids: string[]): void {
    const next = ids.includes(this.selectedId ?? '') ? this.#neighbor(ids) : this.selectedId;
    for (const id of ids) this.#byId.delete(id);
    const others = this.#others.filter((id) => !ids.includes(id));
    this.#publish();
    if (next !== this.#lead) this.selectedId = next;
    else this.#others = others;
    if (this.all.length === 0) this.clearFilter();
  }

  replace(checks: CheckView[], batches: BatchView[]): void {
    this.#byId = new Map(checks.map((check) => [check.id, check]));
    this.batches = batches;
    this.#publish();
  }

  batch(batch: BatchView): void {
    const others = this.batches.filter((other) => other.id !== batch.id && other.state === 'running');
    this.batches = [...others, batch];
  }

  dismissBatch(): void {
    this.batches = this.batches.filter((batch) => batch.state === 'running');
  }

  toggleChip(verdict: string): void {
    this.chips = this.chips.includes(verdict)
      ? this.chips.filter((chip) => chip !== verdict)
      : [...this.chips, verdict];
  }

  clearFilter(): void {
    this.chips = [];
    this.query = '';
  }

  #publish(): void {
    this.#pending = false;
    this.#last = performance.now();
    this.all = [...this.#byId.values()].sort((a, b) => a.weight - b.weight);
  }

  /** The entry after those that go, else the one before, so that Delete can be pressed again. */
  #neighbor(ids: string[]): string | null {
    const shown = this.shown;
    const from = shown.findIndex((check) => ids.includes(check.id));
    const stays = (check: CheckView) => !ids.includes(check.id);
    return (shown.slice(from).find(stays) ?? shown.slice(0, from).findLast(stays))?.id ?? null;
  }
}

function searchText(check: CheckView): string {
  return `${check.source.label} ${check.source.path ?? ''} ${check.word} ${check.summary}`.toLowerCase();
}
