import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import type { ErrorView } from '../generated/bindings';
import type { DeploymentsHost, DeploymentView, OverviewView } from './deployments';
import { HostError } from './host';

const isView = (said: unknown): said is ErrorView => typeof said === 'object' && said !== null && 'code' in said;

async function ask<T>(command: string, about: Record<string, unknown> = {}): Promise<T> {
  try {
    return await invoke<T>(command, about);
  } catch (said) {
    throw isView(said) ? new HostError(said) : said;
  }
}

/** The deployments of the real program. */
export const tauriDeployments: DeploymentsHost = {
  overview: () => ask('overview'),
  deployment: (id) => ask('deployment', { id }),
  look: (request) => ask('look', { request }),
  trySignIn: (request) => ask('try_sign_in', { request }),
  finishSignIn: (request) => ask('finish_sign_in', { request }),
  dropTrial: (ticket) => ask('drop_trial', { ticket }),
  signOut: (id) => ask('sign_out', { id }),
  renameDeployment: (id, name) => ask('rename_deployment', { id, name }),
  setDeploymentHue: (id, hue) => ask('set_deployment_hue', { id, hue }),
  reorderDeployments: (ids) => ask('reorder_deployments', { ids }),
  forgetDeployment: (id) => ask('forget_deployment', { id }),
  undoForget: (id) => ask('undo_forget', { id }),
  checkDeployments: (ids) => ask('check_deployments', { ids }),
  cancelChecks: () => ask('cancel_checks'),
  refreshEntitlements: (id) => ask('refresh_entitlements', { id }),
  planInstall: (request) => ask('plan_install', { request }),
  install: (request) => ask('install', { request }),
  lookAfterInstall: (request) => ask('look_after_install', { request }),
  planRemoval: (deployment, license) => ask('plan_removal', { deployment, license }),
  removeLicense: (request) => ask('remove_license', { request }),
  copyRenewalRequest: (ids) => ask('copy_renewal_request', { ids }),
  copyDetail: (deployment, what) => ask('copy_detail', { deployment, what }),
  saveOverviewCsv: () => ask('save_overview_csv'),
  openTokenPage: (origin) => ask('open_token_page', { origin }),
  fits: (check) => ask('fits', { check }),
  eraseEverything: () => ask('erase_everything'),
  chooseConnectionFile: (kind) => ask('choose_connection_file', { kind }),
};

/** What the program says of deployments, unasked. */
export const deploymentNews = (on: {
  overviewChanged: (payload: { overview: OverviewView }) => void;
  deploymentChanged: (payload: { deployment: DeploymentView }) => void;
}) => [
  listen<{ overview: OverviewView }>('overview-changed', (event) => on.overviewChanged(event.payload)),
  listen<{ deployment: DeploymentView }>('deployment-changed', (event) => on.deploymentChanged(event.payload)),
];
