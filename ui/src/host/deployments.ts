// The types of deployments as they cross from Rust (`seatkeeper_core::view`), until the generated bindings have them.
import type { CheckView, ClaimView, ErrorView, Mark, PartView, RemarkView, UndoView } from '../generated/bindings';

type SentenceView = PartView[];

export type OverviewView = {
  headline: SentenceView;
  reachable: string;
  offline: SentenceView;
  attention: AttentionView[];
  deployments: DeploymentRowView[];
  checking: ProgressView | null;
  checked_at: string | null;
};

export type ProgressView = { done: number; total: number };

export type AttentionView = { deployment: number; state: string; sentence: SentenceView; place: string };

export type DeploymentRowView = {
  id: number;
  name: string;
  letter: string;
  hue: number;
  host: string;
  origin: string;
  state: string;
  word: SentenceView;
  weight: number;
  attention: boolean;
  license: SentenceView;
  covered_until: SentenceView;
  covered_until_at: string | null;
  seats: SentenceView;
  seats_used: number | null;
  seats_limit: number | null;
  seats_noun: string;
  known_at: string | null;
  stale: boolean;
  failure: ErrorView | null;
  checking: boolean;
  session: string;
  signed_in_as: string;
  session_ends_at: string | null;
  session_until_quit: boolean;
};

export type DeploymentView = {
  row: DeploymentRowView;
  version: string;
  role: string;
  verdict: SentenceView;
  seats_sentence: SentenceView;
  coverage: SentenceView;
  coverage_remarks: SentenceView[];
  licenses: LicenseListView;
  coder_says: CoderMessageView[];
  features: FeatureView[];
  limits: LimitView[];
  details: DetailsView;
  may: MayView;
};

export type LicenseListView =
  | { kind: 'listed'; licenses: InstalledLicenseView[]; at: string; empty: SentenceView }
  | { kind: 'not_permitted'; sentence: string }
  | { kind: 'unknown'; sentence: string };

export type InstalledLicenseView = {
  id: number;
  kind: string;
  uuid: string;
  state: string;
  word: string;
  headline: SentenceView;
  seats: SentenceView;
  starts: SentenceView;
  ends: SentenceView;
  grace_to: SentenceView;
  past: boolean;
  account: string;
  installed_at: string | null;
  issued_at: string | null;
  lock: SentenceView;
  lock_mark: Mark;
  addons: string[];
  requires_telemetry: boolean;
  provenance: string;
  held: HeldView | null;
  claims: ClaimView[];
  json: string;
};

export type HeldView = { fingerprint: string; label: string; sentence: string };

export type CoderMessageView = { kind: string; text: string };

export type FeatureView = { name: string; label: string; state: string; word: string; known: boolean };

export type LimitView = {
  name: string;
  label: string;
  value: SentenceView;
  period: SentenceView;
  state: string;
  over: boolean;
};

export type DetailsView = {
  deployment_id: string | null;
  other_access_url: string | null;
  trial: boolean;
  telemetry_required: boolean;
  telemetry_on: boolean | null;
  entitlements_at: string | null;
  refresh_from: string | null;
  clock_ahead_seconds: number | null;
  remarks: RemarkView[];
};

export type MayView = {
  install: PermissionView;
  remove: PermissionView;
  refresh: PermissionView;
  list_users: PermissionView;
};

export type PermissionView = { allowed: boolean; reason: string };

export type LookRequest = { address: string; allow_unencrypted: boolean; connection: ConnectionRequest };

export type ConnectionRequest = {
  ca_file: string;
  client_certificate: string;
  client_key: string;
  proxy: string;
  proxy_login: string | null;
  headers: HeaderRequest[];
};

export type HeaderRequest = { name: string; value: string; secret: boolean };

export type AddressView = {
  origin: string;
  host: string;
  remarks: RemarkView[];
  needs_consent: boolean;
  version: string;
  deployment_id: string | null;
  already: number | null;
  name: string;
  methods: MethodsView;
  keychain: KeychainView;
};

export type MethodsView = {
  password: boolean;
  browser: string[];
  token_page: string;
  coder_cli: CoderCliView | null;
};

export type CoderCliView = { origin: string; place: string };

export type KeychainView = { place: string; fault: ErrorView | null };

export type SignInRequest = { deployment: number | null; look: LookRequest; way: SignInWay };

export type SignInWay =
  | { kind: 'watch' }
  | { kind: 'token'; token: string }
  | { kind: 'password'; email: string; password: string }
  | { kind: 'coder_cli' };

export type TrialView = {
  ticket: number;
  signed_in_as: string;
  role: string;
  session_ends_at: string | null;
  checks: CapabilityView[];
};

export type CapabilityView = { label: string; mark: Mark; sentence: string };

export type FinishRequest = { ticket: number; name: string; hue: number | null; until_quit: boolean };

export type SignedOutView = { sentence: string; failure: ErrorView | null };

export type InstallRequest = { deployment: number; check: string };

export type InstallView = {
  deployment: DeploymentRowView;
  license: CheckView;
  changes: ChangeView[];
  warnings: RemarkView[];
  may: PermissionView;
  already: number | null;
  fits: FitView[];
  sends: string;
  button: string;
};

export type FitView = { deployment: number; name: string; already: number | null };

export type ChangeView = { label: string; before: SentenceView; after: SentenceView; kind: string };

export type InstalledView =
  | { kind: 'installed'; license: number; sentence: string }
  | { kind: 'refused'; error: ErrorView; coder: string; finding: SentenceView }
  | { kind: 'unknown'; error: ErrorView };

export type RemovalView = {
  deployment: DeploymentRowView;
  license: number;
  title: string;
  effect: SentenceView;
  changes: ChangeView[];
  copy: string;
  held: boolean;
  type_name: boolean;
  may: PermissionView;
  button: string;
};

export type RemoveRequest = { deployment: number; license: number; typed_name: string };

export type RemovedView = { sentence: string };

/** Which file of a connection is asked for. */
export type ConnectionFile = 'ca_file' | 'client_certificate' | 'client_key';

/** What stands on a deployment's page and can be copied; the text goes to the clipboard in Rust. */
export type Detail = 'deployment_id' | 'access_url' | `uuid:${number}` | `json:${number}`;

/** What the page may ask about deployments. */
export interface DeploymentsHost {
  overview(): Promise<OverviewView>;
  deployment(id: number): Promise<DeploymentView>;
  look(request: LookRequest): Promise<AddressView>;
  trySignIn(request: SignInRequest): Promise<TrialView>;
  finishSignIn(request: FinishRequest): Promise<DeploymentRowView>;
  dropTrial(ticket: number): Promise<void>;
  signOut(id: number): Promise<SignedOutView>;
  renameDeployment(id: number, name: string): Promise<void>;
  setDeploymentHue(id: number, hue: number): Promise<void>;
  reorderDeployments(ids: number[]): Promise<void>;
  forgetDeployment(id: number): Promise<UndoView>;
  undoForget(id: number): Promise<void>;
  /** Null asks all of them. */
  checkDeployments(ids: number[] | null): Promise<void>;
  cancelChecks(): Promise<void>;
  refreshEntitlements(id: number): Promise<void>;
  planInstall(request: InstallRequest): Promise<InstallView>;
  install(request: InstallRequest): Promise<InstalledView>;
  /** After an unknown outcome: the number under which the license is there, or null where it is not. */
  lookAfterInstall(request: InstallRequest): Promise<number | null>;
  planRemoval(deployment: number, license: number): Promise<RemovalView>;
  removeLicense(request: RemoveRequest): Promise<RemovedView>;
  copyRenewalRequest(ids: number[]): Promise<void>;
  copyDetail(deployment: number, what: Detail): Promise<void>;
  saveOverviewCsv(): Promise<void>;
  openTokenPage(origin: string): Promise<void>;
  fits(check: string): Promise<FitView[]>;
  eraseEverything(): Promise<void>;
  /** The chosen path; empty where the dialog was closed. */
  chooseConnectionFile(kind: ConnectionFile): Promise<string>;
}
