import type { OutlookView, PresentView, TermsView } from '../generated/bindings';

export type {
  BoundaryView,
  DeploymentTermsView,
  DifferenceView,
  OutlookView,
  PresentView,
  StretchView,
  TermRowView,
  TermsView,
} from '../generated/bindings';

/** What the page may ask of time. */
export interface TermsHost {
  /** Coverage of all deployments. */
  terms(): Promise<TermsView>;
  /** What changes on a deployment in the next three years. */
  outlook(id: number): Promise<OutlookView>;
  /** What Coder reported beside what the licenses give by our reading. */
  present(id: number): Promise<PresentView>;
  copyPresentReport(id: number): Promise<void>;
}
