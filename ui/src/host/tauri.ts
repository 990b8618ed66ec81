import { getCurrentWindow } from '@tauri-apps/api/window';
import { commands, events, type ErrorView } from '../generated/bindings';
import { HostError, type Host } from './host';
import { deploymentNews, tauriDeployments } from './tauri-deployments';

type Answer<T> = { status: 'ok'; data: T } | { status: 'error'; error: ErrorView };

async function ask<T>(answer: Promise<Answer<T>>): Promise<T> {
  const said = await answer;
  if (said.status === 'error') throw new HostError(said.error);
  return said.data;
}

async function tell(answer: Promise<Answer<unknown>>): Promise<void> {
  await ask(answer);
}

/** The real program around the page. */
export const tauriHost: Host = {
  ...tauriDeployments,
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
      ...deploymentNews(on),
    ]);
    return () => stops.forEach((stop) => stop());
  },
};
