import type { PeopleRequest, PeopleView, PersonView, SeatsHost } from '../../host/host';

/** Rows that are asked for at a time. */
const PART = 100;
/** Rows that are looked through at a time for the letters a name begins with. */
const LOOK = 500;

type Attempt = (act: () => Promise<void>) => Promise<boolean>;

export const EVERYBODY: Omit<PeopleRequest, 'deployment' | 'offset' | 'limit'> = {
  search: '',
  status: 'holders',
  age: '',
  frees_by: '',
  role: '',
  login_type: '',
  mark: '',
  sort: 'name',
  descending: false,
};

/** The table of people of a deployment. Rust holds and sorts them; here are the parts that are looked at. */
export class People {
  request = $state.raw(EVERYBODY);
  /** What the last answer said of the whole; null before the first. */
  answer = $state.raw<PeopleView | null>(null);
  /** Those chosen by hand, by ID, with their names. */
  chosen = $state.raw<ReadonlyMap<string, string>>(new Map());
  #parts = $state.raw<ReadonlyMap<number, PersonView[]>>(new Map());
  #asked = new Set<number>();
  /** Grows with each change of what is asked for, so that late answers are told apart. */
  #turn = 0;

  constructor(
    readonly deployment: number,
    private readonly host: SeatsHost,
    private readonly attempt: Attempt,
  ) {}

  get matching(): number {
    return this.answer?.matching ?? 0;
  }

  /** The whole request, for what is done with all that it finds. */
  get whole(): PeopleRequest {
    return { ...this.request, deployment: this.deployment, offset: 0, limit: LOOK };
  }

  /** Whether anything but the order is other than at first. */
  get filtered(): boolean {
    const { sort, descending } = this.request;
    return JSON.stringify(this.request) !== JSON.stringify({ ...EVERYBODY, sort, descending });
  }

  /** The row at a place; undefined while it is fetched. */
  row(place: number): PersonView | undefined {
    return this.#parts.get(Math.floor(place / PART))?.[place % PART];
  }

  choose(change: Partial<typeof EVERYBODY>): Promise<boolean> {
    this.request = { ...this.request, ...change };
    return this.#ask(true);
  }

  sortBy(column: string): Promise<boolean> {
    const { sort, descending } = this.request;
    return this.choose({ sort: column, descending: sort === column && !descending });
  }

  /** Asks anew as the list changed; the rows that are shown stay until the new ones are there. */
  reload(): Promise<boolean> {
    return this.#ask(false);
  }

  #ask(others: boolean): Promise<boolean> {
    this.#turn += 1;
    this.#asked = new Set();
    return this.#fetch(0, others);
  }

  /** Sees to it that the rows between two places come. */
  need(first: number, last: number): void {
    for (let part = Math.floor(first / PART); part <= Math.floor(last / PART); part += 1) {
      if (part * PART < this.matching && !this.#asked.has(part)) void this.#fetch(part, false);
    }
  }

  toggle(person: PersonView): void {
    const chosen = new Map(this.chosen);
    if (!chosen.delete(person.id)) chosen.set(person.id, person.name);
    this.chosen = chosen;
  }

  clear(): void {
    this.chosen = new Map();
  }

  /** The place of the next row whose name begins with these letters, going round; null where none does. */
  async find(letters: string, from: number): Promise<number | null> {
    const [turn, all, wanted] = [this.#turn, this.matching, letters.toLowerCase()];
    for (let gone = 0; gone < all; gone += LOOK) {
      const offset = (from + gone) % all;
      const { rows } = await this.host.people({ ...this.whole, offset, limit: Math.min(LOOK, all - offset) });
      if (turn !== this.#turn || rows.length === 0) return null;
      const found = rows.findIndex((row) => row.name.toLowerCase().startsWith(wanted));
      if (found >= 0) return offset + found;
      // The end of the table came before a whole look: go on from its beginning.
      if (rows.length < LOOK) gone -= LOOK - rows.length;
    }
    return null;
  }

  #fetch(part: number, others: boolean): Promise<boolean> {
    const turn = this.#turn;
    this.#asked.add(part);
    return this.attempt(async () => {
      const answer = await this.host.people({ ...this.whole, offset: part * PART, limit: PART });
      if (turn !== this.#turn) return;
      this.answer = answer;
      this.#parts = new Map(others ? [] : this.#parts).set(part, answer.rows);
    });
  }
}
