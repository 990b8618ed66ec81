import type { ErrorView } from '../generated/bindings';
import { HostError } from './host';

type Answer<T> = { status: 'ok'; data: T } | { status: 'error'; error: ErrorView };

/** The answer of a command, or its error thrown. */
export async function ask<T>(answer: Promise<Answer<T>>): Promise<T> {
  const said = await answer;
  if (said.status === 'error') throw new HostError(said.error);
  return said.data;
}

/** The same where nothing comes back. */
export async function tell(answer: Promise<Answer<unknown>>): Promise<void> {
  await ask(answer);
}
