import { getCurrentWindow } from '@tauri-apps/api/window';
import { commands, events } from '../generated/bindings';
import { ask, tell } from './ask';
import type { Host } from './host';
import { tauriSeats } from './tauri-seats';

/** The real program around the page. */
export const tauriHost: Host = {
  seatsHost: tauriSeats,
  session: () => ask(commands.session()),
  openFiles: () => tell(commands.openFiles()),
  checkText: (text) => ask(commands.checkText({ text })),
  previewText: (text) => ask(commands.previewText({ text })),
  cancelBatch: (id) => tell(commands.cancelBatch(id)),
  keep: (id) => ask(commands.keep(id)),
  forget: (ids) => ask(commands.forget(ids)),
  undo: (id) => tell(commands.undo(id)),
  revealRaw: (id) => ask(commands.revealRaw(id)),
  copy: (request) => tell(commands.copy(request)),
  showFolder: (id) => tell(commands.showFolder(id)),
  showDataFolder: () => tell(commands.showDataFolder()),
  saveCopy: (id) => tell(commands.saveCopy(id)),
  setSetting: (request) => ask(commands.setSetting(request)),
  addKey: (request) => ask(commands.addKey(request)),
  removeKey: (keyId) => ask(commands.removeKey(keyId)),
  clearRecent: () => tell(commands.clearRecent()),
  overview: () => ask(commands.overview()),
  deployment: (id) => ask(commands.deployment(id)),
  look: (request) => ask(commands.look(request)),
  trySignIn: (request) => ask(commands.trySignIn(request)),
  finishSignIn: (request) => ask(commands.finishSignIn(request)),
  dropTrial: (ticket) => tell(commands.dropTrial(ticket)),
  signOut: (id) => ask(commands.signOut(id)),
  renameDeployment: (id, name) => tell(commands.renameDeployment(id, name)),
  setDeploymentHue: (id, hue) => tell(commands.setDeploymentHue(id, hue)),
  reorderDeployments: (ids) => tell(commands.reorderDeployments(ids)),
  forgetDeployment: (id) => ask(commands.forgetDeployment(id)),
  undoForget: (id) => tell(commands.undoForget(id)),
  checkDeployments: (ids) => tell(commands.checkDeployments(ids)),
  cancelChecks: () => tell(commands.cancelChecks()),
  refreshEntitlements: (id) => tell(commands.refreshEntitlements(id)),
  planInstall: (request) => ask(commands.planInstall(request)),
  install: (request) => ask(commands.install(request)),
  lookAfterInstall: (request) => ask(commands.lookAfterInstall(request)),
  planRemoval: (deployment, license) => ask(commands.planRemoval(deployment, license)),
  removeLicense: (request) => ask(commands.removeLicense(request)),
  copyRenewalRequest: (ids) => tell(commands.copyRenewalRequest(ids)),
  saveOverviewCsv: () => tell(commands.saveOverviewCsv()),
  openTokenPage: (origin) => tell(commands.openTokenPage(origin)),
  fits: (check) => ask(commands.fits(check)),
  eraseEverything: () => tell(commands.eraseEverything()),
  terms: () => ask(commands.terms()),
  outlook: (id) => ask(commands.outlook(id)),
  present: (id) => ask(commands.present(id)),
  copyPresentReport: (id) => tell(commands.copyPresentReport(id)),
  chooseConnectionFile: (title) => ask(commands.chooseConnectionFile(title)),
  closeWindow: () => tell(commands.closeWindow()),
  quit: () => tell(commands.quit()),
  setTitle: (title) => getCurrentWindow().setTitle(title),
  listen: async (on) => {
    const stops = await Promise.all([
      events.dragHover.listen((event) => on.dragHover(event.payload)),
      events.dragLeft.listen(() => on.dragLeft(null)),
      events.checksChanged.listen((event) => on.checksChanged(event.payload)),
      events.checksRemoved.listen((event) => on.checksRemoved(event.payload)),
      events.batchChanged.listen((event) => on.batchChanged(event.payload)),
      events.menuChosen.listen((event) => on.menuChosen(event.payload)),
      events.keysChanged.listen((event) => on.keysChanged(event.payload)),
      events.settingsChanged.listen((event) => on.settingsChanged(event.payload)),
      events.overviewChanged.listen((event) => on.overviewChanged(event.payload)),
      events.deploymentChanged.listen((event) => {
        on.deploymentChanged(event.payload);
        // Its seats, or the reading of its users, may be what changed.
        on.seatsChanged({ deployment: event.payload.deployment.row.id });
      }),
      events.actFailed.listen((event) => on.actFailed(event.payload)),
    ]);
    return () => stops.forEach((stop) => stop());
  },
};
