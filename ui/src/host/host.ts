import type {
  AddKeyRequest,
  BatchView,
  CheckView,
  CopyRequest,
  DragHover,
  ErrorView,
  SessionView,
  SettingRequest,
  SettingsView,
  TrustedKeyView,
  UndoView,
} from '../generated/bindings';
import type { DeploymentsHost, DeploymentView, OverviewView } from './deployments';
import type { ReclaimHost } from './reclaim';
import type { SeatsHost } from './seats';
import type { TermsHost } from './terms';
import type { PlansHost } from './plans';

export type {
  AboutView,
  AddKeyRequest,
  BatchView,
  CheckView,
  ClaimView,
  CopyRequest,
  DragHover,
  ErrorView,
  EvidenceView,
  GrantView,
  Mark,
  MenuEntryView,
  PartView,
  RemarkView,
  SessionView,
  SettingRequest,
  SettingsView,
  TrustedKeyView,
  UndoView,
} from '../generated/bindings';

export type * from './deployments';
export type * from './reclaim';
export type * from './seats';
export type * from './terms';
export type * from './plans';

/** A sentence in pieces. */
export type SentenceView = import('../generated/bindings').PartView[];

/** An answer that says no: a code, what happened, what to do. */
export class HostError extends Error {
  constructor(readonly view: ErrorView) {
    super(view.message);
  }
}

/** What the host tells the page, unasked. */
export type HostEvents = {
  dragHover: DragHover;
  dragLeft: null;
  checksChanged: { checks: CheckView[] };
  checksRemoved: { ids: string[] };
  batchChanged: { batch: BatchView };
  menuChosen: { id: string };
  keysChanged: { keys: TrustedKeyView[] };
  overviewChanged: { overview: OverviewView; next_check_at: string | null };
  deploymentChanged: { deployment: DeploymentView };
  /** What is known of the seats of a deployment changed, or more of its users were read. */
  seatsChanged: { deployment: number };
  settingsChanged: { settings: SettingsView };
  actFailed: { error: ErrorView };
};

export type HostHandlers = { [Name in keyof HostEvents]: (payload: HostEvents[Name]) => void };

/** All that the page may ask of the program around it. A refused request rejects with a {@link HostError}. */
export interface Host extends DeploymentsHost, PlansHost, ReclaimHost, TermsHost {
  readonly seatsHost: SeatsHost;
  session(): Promise<SessionView>;
  openFiles(): Promise<void>;
  checkText(text: string): Promise<CheckView[]>;
  /** Judges without adding an entry. */
  previewText(text: string): Promise<CheckView[]>;
  cancelBatch(id: number): Promise<void>;
  keep(id: string): Promise<CheckView>;
  forget(ids: string[]): Promise<UndoView>;
  undo(id: number): Promise<void>;
  revealRaw(id: string): Promise<string>;
  copy(request: CopyRequest): Promise<void>;
  showFolder(id: string): Promise<void>;
  showDataFolder(): Promise<void>;
  saveCopy(id: string): Promise<void>;
  setSetting(request: SettingRequest): Promise<SettingsView>;
  addKey(request: AddKeyRequest): Promise<TrustedKeyView[]>;
  removeKey(keyId: string): Promise<TrustedKeyView[]>;
  clearRecent(): Promise<void>;
  closeWindow(): Promise<void>;
  quit(): Promise<void>;
  setTitle(title: string): Promise<void>;
  /** Resolves once every handler listens. */
  listen(handlers: HostHandlers): Promise<() => void>;
}
