import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { selfSigned } from '../../../../src/reference/kit/certificate.ts';
import { behaviour, type Group, type Listening } from '../behaviour.ts';
import { stopped } from '../expected.ts';

import { message, sound } from '../octets.ts';
import { onConnection } from './connections.ts';

/** A sound service over TLS. */
const encrypted = async (options: TlsOptions, trusted?: string): Promise<Listening> => {
  const sockets = new Set<Socket>();
  const server = createTlsServer(options, (socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (octets: Buffer) =>
      socket.write(/^(?:GET|HEAD) \/(?:ill|well) /u.test(octets.toString('latin1')) ? sound : message('404 Not Found')),
    );
  });
  server.on('connection', (socket: Socket) => sockets.add(socket));
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...(trusted === undefined ? {} : { ca: trusted }),
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

const withCertificate = (
  forHost: string | undefined,
  { expired = false, isTrusted = true, ...options }: TlsOptions & { expired?: boolean; isTrusted?: boolean } = {},
) => ({
  listen() {
    const { certificate, key } = selfSigned(forHost, { expired });
    return encrypted({ cert: certificate, key, ...options }, isTrusted ? certificate : undefined);
  },
});

const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
/** Heartbeats of a handshake that never comes; a fatal alert (RFC 8446, section 6.2). */
const alert = Buffer.from('15030300020228', 'hex');

export const encryption: Group = {
  title: 'TLS',
  behaviours: [
    behaviour('trusted-certificate', 'Has a certificate that is trusted.', withCertificate(undefined), { all: { exit: 0 } }),
    behaviour(
      'expired-certificate',
      'Has a certificate that has expired.',
      withCertificate(undefined, { expired: true }),
      stopped(/has expired/u),
    ),
    behaviour(
      'self-signed-certificate',
      'Has a certificate that signs itself and is not trusted.',
      withCertificate(undefined, { isTrusted: false }),
      stopped(/is self-signed and not trusted/u),
    ),
    behaviour(
      'certificate-of-another-host',
      'Has a certificate for another host.',
      withCertificate('elsewhere.example'),
      stopped(/is for another host/u),
    ),
    behaviour('outdated-tls', 'Speaks TLS 1.1 at most.', withCertificate(undefined, old), stopped(/TLSv1\.1 only/u)),
    behaviour('no-certificate', 'Has no certificate.', { listen: () => encrypted({}) }, stopped(/the handshake failed/u)),
    behaviour(
      'handshake-cut',
      'Closes the connection in the handshake.',
      { listen: () => onConnection((socket) => socket.once('data', () => socket.end()), 'https') },
      stopped(/the handshake failed/u),
    ),
    behaviour(
      'handshake-reset',
      'Resets the connection in the handshake.',
      { listen: () => onConnection((socket) => socket.once('data', () => socket.resetAndDestroy()), 'https') },
      stopped(/accepts the connection and closes it/u),
    ),
    behaviour(
      'handshake-alert',
      'Ends the handshake with an alert.',
      { listen: () => onConnection((socket) => socket.once('data', () => socket.end(alert)), 'https') },
      stopped(/the handshake failed/u),
    ),
    behaviour(
      'handshake-without-end',
      'Never answers in the handshake.',
      { listen: () => onConnection(() => undefined, 'https') },
      { ...stopped(/no connection to \S+ was made in time/u), timeoutMs: 2_500 },
    ),
    behaviour(
      'http-on-tls-port',
      'Speaks plain HTTP where https is asked for.',
      { listen: () => onConnection((socket) => socket.once('data', () => socket.end(sound)), 'https') },
      stopped(/answers in plain text/u),
    ),
    behaviour(
      'mail-on-tls-port',
      'Greets like a mail server where https is asked for.',
      { listen: () => onConnection((socket) => socket.end('220 mail.example ESMTP\r\n'), 'https') },
      stopped(/answers in plain text/u),
    ),
    behaviour(
      'tls-on-http-port',
      'Speaks TLS where http is asked for.',
      {
        listen: async () => {
          const lab = await withCertificate(undefined).listen();
          return { ...lab, url: lab.url.replace('https', 'http') };
        },
      },
      stopped(/the port speaks TLS/u),
    ),
  ],
};
