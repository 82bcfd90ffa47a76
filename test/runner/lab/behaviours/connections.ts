import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { behaviour, type Group, type Listening, type Settings } from '../behaviour.ts';
import { lost, lostEverywhere, stopped } from '../expected.ts';

import { announced, chunked, everySecond, head, message, sends, sendsAndCloses, sendsAndResets } from '../octets.ts';

/** A server that does something with each connection before anything was asked. */
export const onConnection = async (act: (socket: Socket) => void, scheme = 'http'): Promise<Listening> => {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    act(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

const nobody = async (): Promise<Listening> => {
  const { url, close } = await onConnection(() => undefined);
  await close();
  return { url, close: () => Promise.resolve() };
};

// A label of more than 63 octets (RFC 1035, section 2.3.4): no server is asked for it.
const nameless = (): Promise<Listening> => Promise.resolve({ url: `http://${'a'.repeat(64)}.invalid`, close: () => Promise.resolve() });

const inHead = `${head}Content-Ty`;
const beforeBody = head + announced;
const inBody = `${beforeBody}{"ok`;
const inChunk = `${head}${chunked}b\r\n{"ok`;

/** What is answered is judged; what would need the others is not. */
const sometimes: Settings = { one: { exit: 0, open: /was answered/u, isJudged: true } };

export const connections: Group = {
  title: 'Connections that are refused, closed or reset',
  behaviours: [
    behaviour('refused', 'Does not listen on the port.', { listen: nobody }, stopped(/nothing accepts a connection at/u)),
    behaviour('unresolved', 'Has a name without an address.', { listen: nameless }, stopped(/has no address/u)),
    behaviour(
      'reset-on-accept',
      'Resets each connection as soon as it is made.',
      { listen: () => onConnection((socket) => socket.resetAndDestroy()) },
      stopped(/accepts the connection and closes it/u),
    ),
    behaviour(
      'close-on-accept',
      'Closes each connection as soon as it is made.',
      { listen: () => onConnection((socket) => socket.end()) },
      stopped(/accepts the connection and closes it/u),
    ),
    behaviour('reset-before-head', 'Reads the request and resets the connection.', sendsAndResets(), lostEverywhere('closed|reset')),
    behaviour('close-before-head', 'Reads the request and closes the connection.', sendsAndCloses(), lostEverywhere('closed|reset')),
    behaviour('reset-in-head', 'Resets the connection in the middle of a header field.', sendsAndResets(inHead), lost('closed|reset')),
    behaviour('close-in-head', 'Closes the connection in the middle of a header field.', sendsAndCloses(inHead), lost('closed|reset')),
    behaviour('reset-before-body', 'Resets the connection between head and body.', sendsAndResets(beforeBody), lost('closed|reset')),
    behaviour('close-before-body', 'Closes the connection between head and body.', sendsAndCloses(beforeBody), lost('closed|reset')),
    behaviour('reset-in-body', 'Resets the connection in the middle of the body.', sendsAndResets(inBody), lost('closed|reset')),
    behaviour('close-in-body', 'Closes the connection in the middle of the body.', sendsAndCloses(inBody), lostEverywhere('closed|reset')),
    behaviour('reset-in-chunk', 'Resets the connection in the middle of a chunk.', sendsAndResets(inChunk), lost('closed|reset')),
    behaviour('close-in-chunk', 'Closes the connection in the middle of a chunk.', sendsAndCloses(inChunk), lost('closed|reset')),
    behaviour('every-second-closed', 'Closes the connection instead of every second answer.', everySecond(sendsAndCloses()), sometimes),
    behaviour('every-second-reset', 'Resets the connection instead of every second answer.', everySecond(sendsAndResets()), sometimes),
    behaviour('every-second-500', 'Fails with 500 every second time.', everySecond(sends(message('500 Internal Server Error'))), {
      all: { exit: 1, broken: ['OAS-5'], open: /was answered/u, isJudged: true },
    }),
    behaviour('every-second-503', 'Is unavailable (503) every second time.', everySecond(sends(message('503 Service Unavailable'))), {
      all: { exit: 0, open: /503, which may come from a gateway/u, isJudged: true },
    }),
  ],
};
