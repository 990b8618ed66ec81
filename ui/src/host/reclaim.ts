import type { ApplyReclaimRequest, ReclaimPlanView, ReclaimRequest, ReclaimView } from '../generated/bindings';

export type {
  ApplyReclaimRequest,
  ReclaimCountsView,
  ReclaimPersonView,
  ReclaimPlanView,
  ReclaimRequest,
  ReclaimStepView,
  ReclaimView,
} from '../generated/bindings';

/** What the page may ask about reclaiming seats, and about names that are kept. */
export interface ReclaimHost {
  keepsNames(): Promise<boolean>;
  /** Turning it off erases the names that are kept. */
  keepNames(keep: boolean): Promise<void>;
  protectedPeople(id: number): Promise<string[]>;
  protectPeople(id: number, people: string[]): Promise<void>;
  /** Sends nothing. */
  simulateReclaim(request: ReclaimRequest): Promise<ReclaimView>;
  /** Resolves when the plan ends or stops. */
  applyReclaim(request: ApplyReclaimRequest): Promise<ReclaimPlanView>;
  reclaims(id: number): Promise<ReclaimPlanView[]>;
  resumeReclaim(id: number, plan: number): Promise<ReclaimPlanView>;
  stopReclaim(plan: number): Promise<void>;
  undoReclaim(id: number, plan: number): Promise<ReclaimPlanView>;
  eraseReclaim(id: number, plan: number): Promise<void>;
  copyReclaim(request: ReclaimRequest): Promise<void>;
  saveReclaimCsv(request: ReclaimRequest): Promise<void>;
}
