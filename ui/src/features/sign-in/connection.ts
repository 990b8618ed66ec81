import type { ConnectionRequest } from '../../host/host';

/** How a deployment is reached, as it stands in the sheet. */
export type Connection = Omit<ConnectionRequest, 'proxy_login'> & { proxy_login: string };

export const noConnection = (): Connection => ({
  ca_file: '',
  client_certificate: '',
  client_key: '',
  proxy: '',
  proxy_login: '',
  headers: [],
});

/** What is sent: texts without blanks around them, and only headers that have a name. */
export function asRequest(connection: Connection): ConnectionRequest {
  return {
    ca_file: connection.ca_file.trim(),
    client_certificate: connection.client_certificate.trim(),
    client_key: connection.client_key.trim(),
    proxy: connection.proxy.trim(),
    proxy_login: connection.proxy_login || null,
    headers: connection.headers.filter(({ name }) => name.trim()).map((header) => ({ ...header })),
  };
}

/** Empties what is secret; the rest stays as it was typed. */
export function forgetSecrets(connection: Connection): void {
  connection.proxy_login = '';
  for (const header of connection.headers) if (header.secret) header.value = '';
}
