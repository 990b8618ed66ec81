import type {
  AddressView,
  DeploymentRowView,
  DeploymentView,
  FinishRequest,
  FitView,
  InstallRequest,
  InstallView,
  InstalledView,
  LookRequest,
  OverviewView,
  RemovalView,
  RemoveRequest,
  RemovedView,
  SignInRequest,
  SignedOutView,
  TrialView,
  UndoView,
} from '../generated/bindings';

export type {
  AddressView,
  AttentionView,
  CapabilityView,
  ChangeView,
  CoderCliView,
  CoderMessageView,
  ConnectionRequest,
  DeploymentRowView,
  DeploymentView,
  DetailsView,
  FeatureView,
  FinishRequest,
  FitView,
  HeaderRequest,
  HeldView,
  InstallRequest,
  InstallView,
  InstalledLicenseView,
  InstalledView,
  KeychainView,
  LicenseListView,
  LimitView,
  LookRequest,
  MayView,
  MethodsView,
  OverviewView,
  PermissionView,
  ProgressView,
  RemovalView,
  RemoveRequest,
  RemovedView,
  SignInRequest,
  SignInWay,
  SignedOutView,
  TrialView,
} from '../generated/bindings';

/** What stands on a deployment's page and can be copied. */
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
  saveOverviewCsv(): Promise<void>;
  openTokenPage(origin: string): Promise<void>;
  fits(check: string): Promise<FitView[]>;
  eraseEverything(): Promise<void>;
  /** Asks for a file under a title; null where none was chosen. */
  chooseConnectionFile(title: string): Promise<string | null>;
}
