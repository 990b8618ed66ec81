import type {
  AssignmentView,
  ComparableView,
  CompareRequest,
  ComparedView,
  PlanChoicesView,
  PlanDraft,
  PlanRowView,
  UndoView,
  WorkedPlanView,
} from '../generated/bindings';

export type {
  AssignedDeploymentView,
  AssignmentView,
  ComparableView,
  CompareRequest,
  ComparedView,
  ComparisonRowView,
  LeftLicenseView,
  LicenseRef,
  PlanAct,
  PlanChoicesView,
  PlanDraft,
  PlannedDayView,
  PlanRemarkView,
  PlanRowView,
  PlanStep,
  WhatIfView,
  WinnerView,
  WorkedPlanView,
} from '../generated/bindings';

/** What the page may ask about comparing, assigning and planning. Nothing of it is sent anywhere. */
export interface PlansHost {
  comparable(): Promise<ComparableView[]>;
  compare(request: CompareRequest): Promise<ComparedView>;
  assignment(checks: string[]): Promise<AssignmentView>;
  plans(): Promise<PlanRowView[]>;
  plan(id: number): Promise<PlanDraft>;
  planChoices(deployment: number): Promise<PlanChoicesView>;
  workOutPlan(draft: PlanDraft): Promise<WorkedPlanView>;
  savePlan(draft: PlanDraft): Promise<PlanDraft>;
  forgetPlan(id: number): Promise<UndoView>;
  undoForgetPlan(id: number): Promise<void>;
  copyPlan(draft: PlanDraft): Promise<void>;
  savePlanText(draft: PlanDraft): Promise<void>;
}
