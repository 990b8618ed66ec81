import type { PlanAct, PlanChoicesView, PlanStep } from '../../host/host';

/** The choices of one list: what is installed, and what is removed. */
export type Choice = {
  key: string;
  label: string;
  act: PlanAct;
  /** The day that suggests itself. */ day: string | null;
};

export function choicesOf(choices: PlanChoicesView, kind: PlanAct['kind']): Choice[] {
  if (kind === 'install') {
    return choices.install.map(({ fingerprint, name, starts }) => ({
      key: fingerprint,
      label: name,
      act: { kind, fingerprint, name },
      day: starts,
    }));
  }
  return choices.remove.map(({ license, uuid, name, ends }) => ({
    key: String(license),
    label: name,
    act: { kind, license, uuid },
    day: ends,
  }));
}

export const keyOf = (act: PlanAct) => (act.kind === 'install' ? act.fingerprint : String(act.license));

/** How a step's license is named where it is no longer among the choices. */
export const nameOf = (act: PlanAct) => (act.kind === 'install' ? act.name : `#${act.license}`);

/** A step to begin with: the first file, or the first license to remove; null where there is neither. */
export function firstStep(choices: PlanChoicesView, day: string): PlanStep | null {
  const first = choicesOf(choices, 'install')[0] ?? choicesOf(choices, 'remove')[0];
  return first ? { day: later(first.day, day), act: first.act } : null;
}

/** The later of two days, the first of which may not be known. */
export function later(one: string | null, other: string): string {
  return one !== null && one > other ? one : other;
}
