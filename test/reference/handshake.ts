import { request as requestOverTls } from 'node:https';
import { connect } from 'node:tls';
import type { Reference } from '../../src/reference/index.ts';

/**
 * The result of a handshake with the certificate that the reference hands out: the version of the protocol, the code of a
 * failure, or `none` without encryption.
 */
export const handshakeOf = ({ url, ca }: Pick<Reference, 'url' | 'ca'>): Promise<string> =>
  new Promise((resolve) => {
    const { protocol, hostname, port } = new URL(url);
    if (protocol === 'http:') return resolve('none');
    const socket = connect({ host: hostname, port: Number(port), ...(ca !== undefined && { ca }) }, () => {
      resolve(socket.getProtocol() ?? 'none');
      socket.destroy();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    return undefined;
  });

/** The Location of the answer to an encrypted read; undefined without one, or without encryption. */
export const encryptedLocation = ({ url, ca, credentials }: Reference, target: string): Promise<string | undefined> =>
  new Promise((resolve, reject) => {
    if (!url.startsWith('https:')) return resolve(undefined);
    const headers = { authorization: `Bearer ${credentials['key']}` };
    const asked = requestOverTls(url + target, { headers, agent: false, ...(ca !== undefined && { ca }) }, (answer) => {
      answer.resume();
      resolve(answer.headers.location);
    });
    asked.on('error', reject).end();
    return undefined;
  });
