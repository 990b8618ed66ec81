import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import type { DemoDeployments } from '../src/host/demo-deployments';
import { accessibilityFindings, asked, live, openWindow } from './window';

const SECRET = 'abcdefghij-abcdefghijabcdefghijab';
const ADD = 'Add a deployment';

async function open(deployments: DemoDeployments = 'four') {
  const opened = await openWindow({ deployments, checks: [] });
  await opened.user.keyboard('{Control>}n{/Control}');
  const sheet = await screen.findByRole('dialog', { name: ADD });
  return { ...opened, sheet, in: within(sheet) };
}
async function seen(address: string) {
  const opened = await open();
  await opened.user.type(opened.in.getByLabelText('Address'), address);
  await opened.user.keyboard('{Enter}');
  return opened;
}
const press = (name: string) => within(screen.getByRole('dialog')).getByRole('button', { name });
const said = (field: HTMLElement) => document.getElementById(field.getAttribute('aria-describedby') ?? '')?.textContent;

describe('the address', () => {
  it('becomes https without its path, and that is said', async () => {
    const { sheet, host } = await seen('new.example.com/foo');
    await screen.findByTestId('seen');
    expect(screen.getByTestId('seen').textContent?.replace(/\s+/g, ' ')).toContain(
      'Coder v2.29.3 at https://new.example.com',
    );
    expect(sheet.textContent).toContain('https is used');
    expect(sheet.textContent).toContain('What follows the host was cut.');
    expect(asked(host, 'look')).toHaveLength(1);
  });

  it('without encryption asks for a choice before going on', async () => {
    const { user, host, sheet } = await seen('http://new.example.com');
    await waitFor(() => expect(sheet.textContent).toContain('Not encrypted. The token could be read on the way.'));
    expect(screen.queryByLabelText('Session token')).toBeNull();
    await user.click(press('Use anyway'));
    expect(await screen.findByLabelText('Session token')).toBeTruthy();
    expect(asked(host, 'look').at(-1)).toMatchObject({ allow_unencrypted: true });
  });

  it.each([
    ['nowhere.example.com', 'the name is not known', 'Check the address, the network and the VPN'],
    ['self-signed.example.com', 'issued by "Example Root CA"', 'name its CA file'],
    ['www.example.com', 'answers, but is not Coder', 'a sign-in page, a proxy, another site'],
  ])('%s is refused beside its field, in two sentences', async (address, what, remedy) => {
    await seen(address);
    const field = screen.getByLabelText('Address');
    await waitFor(() => expect(field.getAttribute('aria-invalid')).toBe('true'));
    expect(said(field)).toContain(what);
    expect(said(field)).toContain(remedy);
    await waitFor(() => expect(document.activeElement).toBe(field));
    expect(live().textContent).toContain(what);
  });

  it('of the list leads to signing in there again', async () => {
    const { user, sheet } = await seen('coder.example.com');
    await waitFor(() => expect(sheet.textContent).toContain('This is Production, which is in your list already.'));
    await user.click(press('Sign in to it again'));
    expect(await screen.findByRole('dialog', { name: 'Sign in to Production' })).toBeTruthy();
  });

  it('that is missing is said', async () => {
    const { user } = await open();
    await user.click(press('Continue'));
    expect(said(screen.getByLabelText('Address'))).toContain('The address is missing.');
  });
});

describe('a session token', () => {
  it('goes into a password field, takes paste, and is nowhere in the page once it is sent', async () => {
    const { user, host } = await seen('new.example.com');
    const field = await screen.findByLabelText<HTMLInputElement>('Session token');
    expect(field.type).toBe('password');
    field.focus();
    await user.paste(SECRET);
    expect(field.value).toBe(SECRET);
    await user.click(press('Check'));
    await screen.findByTestId('trial');
    expect(asked(host, 'trySignIn')).toMatchObject([{ way: { kind: 'token', token: SECRET } }]);
    expect(document.documentElement.outerHTML).not.toContain(SECRET);
    for (const input of document.querySelectorAll('input')) expect(input.value).not.toContain('abcdefghij');
    expect(JSON.stringify({ ...localStorage })).not.toContain(SECRET);
  });

  it('that is refused is said beside the field, which is empty by then', async () => {
    const { user } = await seen('new.example.com');
    const field = await screen.findByLabelText<HTMLInputElement>('Session token');
    await user.type(field, 'wrong');
    await user.click(press('Check'));
    await waitFor(() => expect(field.getAttribute('aria-invalid')).toBe('true'));
    expect(said(field)).toContain('Coder refused the token.');
    expect(field.value).toBe('');
  });

  it('that is missing is asked for', async () => {
    const { user } = await seen('new.example.com');
    const field = await screen.findByLabelText('Session token');
    await user.click(press('Check'));
    expect(said(field)).toContain('The token is missing.');
  });

  it('is to be had from the deployment’s page, or by a command', async () => {
    const { user, host } = await seen('new.example.com');
    await user.click(await screen.findByRole('button', { name: 'Open new.example.com/cli-auth in the browser' }));
    expect(asked(host, 'openTokenPage')).toEqual(['https://new.example.com']);
    await user.click(press('Copy the command'));
    expect(asked(host, 'copy')).toEqual([{ kind: 'text', text: 'coder tokens create' }]);
    expect(screen.getByRole('dialog').textContent).toContain('GitHub or Okta');
  });

  it('is kept in the keychain that is named', async () => {
    await seen('new.example.com');
    expect((await screen.findByTestId('keychain')).textContent).toBe('Kept in: GNOME Keyring');
  });

  it('is kept until quit where there is no keychain, and that is said', async () => {
    const opened = await open();
    opened.host.keychainFault = { code: 'keychain_unavailable', message: '', hint: '', subject: null };
    await opened.user.type(screen.getByLabelText('Address'), 'new.example.com{Enter}');
    expect((await screen.findByTestId('keychain')).textContent).toBe(
      'No keychain is available. The token is kept until you quit, and nowhere else.',
    );
    await opened.user.type(screen.getByLabelText('Session token'), SECRET);
    await opened.user.click(press('Check'));
    await screen.findByTestId('trial');
    await opened.user.click(press('Add deployment'));
    await waitFor(() => expect(asked(opened.host, 'finishSignIn')).toMatchObject([{ until_quit: true }]));
  });

  it('waits for a keychain that is locked, or is kept until quit by choice', async () => {
    const opened = await open();
    const fault = {
      code: 'keychain_locked',
      message: 'Your keychain is locked.',
      hint: 'Unlock it, then try again.',
      subject: null,
    };
    opened.host.keychainFault = fault;
    await opened.user.type(screen.getByLabelText('Address'), 'new.example.com{Enter}');
    await screen.findByText(/Your keychain is locked\./);
    expect(screen.getByRole('switch', { name: 'Keep it only until Seatkeeper quits' })).toBeTruthy();
    opened.host.keychainFault = null;
    await opened.user.click(press('Try again'));
    expect((await screen.findByTestId('keychain')).textContent).toBe('Kept in: GNOME Keyring');
  });
});

describe('the other ways in', () => {
  it('take e-mail and password, which is gone once it is sent', async () => {
    const { user, host } = await seen('new.example.com');
    await user.click(await screen.findByRole('radio', { name: 'E-mail and password' }));
    await user.click(press('Check'));
    expect(said(screen.getByLabelText('E-mail'))).toContain('The e-mail address is missing.');
    await user.type(screen.getByLabelText('E-mail'), 'ana@example.com');
    const password = screen.getByLabelText<HTMLInputElement>('Password');
    expect(password.type).toBe('password');
    await user.type(password, 'wrong');
    await user.click(press('Check'));
    await waitFor(() => expect(said(password)).toContain('Incorrect email or password.'));
    expect(password.value).toBe('');
    await user.type(password, 'correct horse');
    await user.click(press('Check'));
    await screen.findByTestId('trial');
    expect(asked(host, 'trySignIn').at(-1)).toMatchObject({
      way: { kind: 'password', email: 'ana@example.com', password: 'correct horse' },
    });
    expect(document.documentElement.outerHTML).not.toContain('correct horse');
  });

  it('show what the coder program has before it is taken', async () => {
    const { user, host, sheet } = await seen('new.example.com');
    await user.click(await screen.findByRole('radio', { name: 'Take over from the coder program' }));
    expect(sheet.textContent).toContain('https://new.example.com');
    expect(sheet.textContent).toContain('~/.config/coderv2');
    expect(asked(host, 'trySignIn')).toHaveLength(0);
    await user.click(press('Check'));
    await screen.findByTestId('trial');
    expect(asked(host, 'trySignIn')).toMatchObject([{ way: { kind: 'coder_cli' } }]);
  });

  it('watch without signing in', async () => {
    const { user, sheet } = await seen('new.example.com');
    await user.click(await screen.findByRole('radio', { name: 'Watch without signing in' }));
    expect(screen.queryByTestId('keychain')).toBeNull();
    await user.click(press('Check'));
    await screen.findByTestId('trial');
    expect(sheet.textContent).not.toContain('Signed in as');
  });
});

describe('adding', () => {
  const trial = async () => {
    const opened = await seen('new.example.com');
    await opened.user.type(await screen.findByLabelText('Session token'), SECRET);
    await opened.user.click(press('Check'));
    await screen.findByTestId('trial');
    return opened;
  };

  it('shows what the sign-in gives, takes a name and a mark, and opens the deployment', async () => {
    const { user, host } = await trial();
    const checks = screen.getByTestId('trial');
    expect(checks.textContent).toContain('Signed in as ana');
    expect(checks.textContent).toContain('No: User list');
    expect(checks.textContent).toContain('the list of users will be empty');
    const name = screen.getByLabelText('Name');
    await user.clear(name);
    await user.type(name, 'New');
    await user.click(screen.getByRole('radio', { name: 'Violet' }));
    await user.click(press('Add deployment'));
    await waitFor(() => expect(host.title).toBe('New — Seatkeeper'));
    expect(asked(host, 'finishSignIn')).toEqual([{ ticket: 7, name: 'New', hue: 3, until_quit: false }]);
    expect(asked(host, 'dropTrial')).toEqual([]);
  });

  it('says beside the name that it is taken, and loses nothing', async () => {
    const { user } = await trial();
    const name = screen.getByLabelText('Name');
    await user.clear(name);
    await user.type(name, 'Production');
    await user.click(press('Add deployment'));
    await waitFor(() => expect(said(name)).toContain('already a deployment called "Production"'));
    expect(screen.getByTestId('trial')).toBeTruthy();
  });

  it('drops the trial when it is cancelled, and when the address changes', async () => {
    const first = await trial();
    await first.user.type(screen.getByLabelText('Address'), 'x');
    await waitFor(() => expect(asked(first.host, 'dropTrial')).toEqual([7]));
    first.unmount();
    const second = await trial();
    await second.user.click(press('Cancel'));
    await waitFor(() => expect(asked(second.host, 'dropTrial')).toEqual([7]));
  });

  it('drops a trial that is answered after the sheet was closed', async () => {
    const { user, host } = await seen('new.example.com');
    const answered = host.trySignIn.bind(host);
    let answer = () => {};
    host.trySignIn = async (request) => {
      await new Promise<void>((resolve) => (answer = resolve));
      return answered(request);
    };
    await user.type(await screen.findByLabelText('Session token'), SECRET);
    await user.click(press('Check'));
    await user.click(press('Cancel'));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(asked(host, 'dropTrial')).toEqual([]);
    answer();
    await waitFor(() => expect(asked(host, 'dropTrial')).toEqual([7]));
  });

  it('signs in again where it was before, with the address standing', async () => {
    const { user, host } = await openWindow({ deployments: 'signin', checks: [] });
    const [button] = screen.getAllByRole('button', { name: 'Sign in to EU again' });
    await user.click(button!);
    const sheet = await screen.findByRole('dialog', { name: 'Sign in to EU' });
    expect(within(sheet).queryByLabelText('Address')).toBeNull();
    expect(sheet.textContent).toContain('https://eu.coder.example.com');
    await user.type(await screen.findByLabelText('Session token'), SECRET);
    await user.click(press('Check'));
    await screen.findByTestId('trial');
    await user.click(press('Sign in'));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(asked(host, 'trySignIn')).toMatchObject([{ deployment: 3 }]);
    expect(asked(host, 'finishSignIn')).toMatchObject([{ hue: null }]);
  });
});

describe('connection settings', () => {
  it('send files, proxy and headers, and forget what is secret after the trial', async () => {
    const { user, host } = await open();
    await user.click(screen.getByRole('button', { name: /^Connection settings/ }));
    await user.click(press('Choose the file: CA file'));
    await waitFor(() =>
      expect(screen.getByLabelText<HTMLInputElement>('CA file').value).toBe('/home/ana/certificates/root-ca.pem'),
    );
    await user.type(screen.getByLabelText('Proxy'), 'http://proxy.example.com:3128');
    const login = screen.getByLabelText<HTMLInputElement>('Sign-in of the proxy');
    expect(login.type).toBe('password');
    await user.type(login, 'ana:proxy-secret');
    await user.click(press('Add a header'));
    await user.type(screen.getByLabelText('Name of header 1'), 'X-Access');
    const value = screen.getByLabelText<HTMLInputElement>('Value of header 1');
    expect(value.type).toBe('password');
    await user.type(value, 'header-secret');
    await user.type(screen.getByLabelText('Address'), 'new.example.com');
    await user.click(press('Continue'));
    const token = await screen.findByLabelText('Session token');
    expect(asked(host, 'look')).toMatchObject([
      {
        connection: {
          ca_file: '/home/ana/certificates/root-ca.pem',
          proxy: 'http://proxy.example.com:3128',
          proxy_login: 'ana:proxy-secret',
          headers: [{ name: 'X-Access', value: 'header-secret', secret: true }],
        },
      },
    ]);
    await user.type(token, SECRET);
    await user.click(press('Check'));
    await screen.findByTestId('trial');
    expect(login.value).toBe('');
    expect(value.value).toBe('');
  });
});

describe('axe finds nothing', () => {
  it('in the empty sheet, with settings unfolded, and at every way', async () => {
    const { user } = await open();
    await user.click(screen.getByRole('button', { name: /^Connection settings/ }));
    await user.click(press('Add a header'));
    expect(await accessibilityFindings()).toEqual([]);
    await user.type(screen.getByLabelText('Address'), 'new.example.com');
    await user.click(press('Continue'));
    for (const radio of await screen.findAllByRole('radio')) {
      await user.click(radio);
      expect(await accessibilityFindings()).toEqual([]);
    }
    await user.click(press('Check'));
    await screen.findByTestId('trial');
    expect(await accessibilityFindings()).toEqual([]);
  });
});
