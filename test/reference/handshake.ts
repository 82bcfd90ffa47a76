import { request as requestOverTls } from 'node:https';
import { connect } from 'node:tls';
import type { Reference } from '../../src/reference/index.ts';

/** What a client that trusts what it is told to comes to: the version of the protocol, a code of failure, or `none` without encryption. */
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

/** Location of the answer to an encrypted read; undefined where there is none, or no encryption. */
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
