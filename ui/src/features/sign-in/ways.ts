import type { MethodsView, SignInWay } from '../../host/host';

export type Way = SignInWay['kind'];

/** What is typed into the fields of a way. The fields are emptied when it is sent. */
export type Credentials = { token: string; email: string; password: string };

const LABELS: Record<Way, string> = {
  token: 'Token from the browser',
  password: 'E-mail and password',
  coder_cli: 'Take over from the coder program',
  watch: 'Watch without signing in',
};

/** The ways that a deployment offers; where it could not be asked, those that need no asking. */
export function offered(methods: MethodsView | null): { value: Way; label: string }[] {
  const ways: Way[] = ['token'];
  if (!methods || methods.password) ways.push('password');
  if (!methods || methods.coder_cli) ways.push('coder_cli');
  ways.push('watch');
  return ways.map((value) => ({ value, label: LABELS[value] }));
}

/** What is missing, beside its field; empty where nothing is. */
export function lacking(way: Way, credentials: Credentials): Partial<Credentials> {
  if (way === 'token' && !credentials.token.trim()) {
    return { token: 'The token is missing. Paste the one that the deployment’s page shows.' };
  }
  if (way !== 'password') return {};
  const missing: Partial<Credentials> = {};
  if (!credentials.email.trim())
    missing.email = 'The e-mail address is missing. It is the one you sign in to Coder with.';
  if (!credentials.password) missing.password = 'The password is missing. Type the one of this deployment.';
  return missing;
}

/** Takes the credentials out of the fields: what is sent stands in the page no longer. */
export function taken(way: Way, credentials: Credentials): SignInWay {
  const { token, email, password } = credentials;
  credentials.token = '';
  credentials.password = '';
  if (way === 'token') return { kind: 'token', token };
  if (way === 'password') return { kind: 'password', email: email.trim(), password };
  return { kind: way };
}
