import type {
  FleetSeatsView,
  PeopleRequest,
  PeopleView,
  SeatChangeRequest,
  SeatChangeView,
  SeatsView,
} from './seat-views';

export type * from './seat-views';

/** A chart as a file: the text of an SVG, or the bytes of a PNG in base64. */
export type ChartFile = { kind: 'svg' | 'png'; name: string; content: string };

/** What the page may ask about seats and the people who hold them. */
export interface SeatsHost {
  seats(deployment: number): Promise<SeatsView>;
  fleetSeats(): Promise<FleetSeatsView>;
  people(request: PeopleRequest): Promise<PeopleView>;
  /** Reads the list of users anew; ends when it is read, stopped or failed. Its progress comes as news. */
  readPeople(deployment: number): Promise<void>;
  stopPeople(deployment: number): Promise<void>;
  /** Shows a user in Coder, in the system's browser. */
  openPerson(deployment: number, person: string): Promise<void>;
  seatChange(request: SeatChangeRequest): Promise<SeatChangeView>;
  /** Every day of the history, as CSV. */
  saveHistory(deployment: number): Promise<void>;
  /** The people that the request chooses, in its order. */
  savePeople(request: PeopleRequest): Promise<void>;
  saveChart(file: ChartFile): Promise<void>;
  saveFleetSeats(): Promise<void>;
}
