import { commands } from '../generated/bindings';
import { ask, tell } from './ask';
import type { SeatsHost } from './seats';

/** Seats, by the real program. */
export const tauriSeats: SeatsHost = {
  seats: (deployment) => ask(commands.seats(deployment)),
  fleetSeats: () => ask(commands.fleetSeats()),
  people: (request) => ask(commands.people(request)),
  readPeople: (deployment) => tell(commands.readPeople(deployment)),
  stopPeople: (deployment) => tell(commands.stopReadingPeople(deployment)),
  openPerson: (deployment, person) => tell(commands.openPerson(deployment, person)),
  seatChange: (request) => ask(commands.seatChange(request)),
  saveHistory: (deployment) => tell(commands.saveSeatHistory(deployment)),
  savePeople: (request) => tell(commands.savePeople(request)),
  saveChart: (file) => tell(commands.saveChart(file)),
  saveFleetSeats: () => tell(commands.saveFleetSeats()),
};
