import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Call } from './behaviour.ts';

type Octets = string | Buffer;
type Answer = (call: Call) => void;

/** The moment of an answer (RFC 9110, section 6.6.1). */
const date = (): string => `Date: ${new Date().toUTCString()}`;

export const head = `HTTP/1.1 200 OK\r\n${date()}\r\n`;
export const asJson = 'Content-Type: application/json\r\n';

/** A sound body, and a sound answer with it. */
export const text = '{"ok":true}';
export const announced = `${asJson}Content-Length: ${text.length}\r\n\r\n`;
export const sized = announced + text;
export const sound = head + sized;
export const chunked = `${asJson}Transfer-Encoding: chunked\r\n\r\n`;
export const chunk = `${text.length.toString(16)}\r\n${text}\r\n`;
export const lastChunk = '0\r\n\r\n';

/** An answer with a status, header fields and a body, and its length. */
export const message = (status: string, fields: readonly string[] = [], body: Octets = ''): Buffer => {
  const octets = Buffer.from(body);
  const dated = fields.some((field) => field.startsWith('Date:')) ? fields : [date(), ...fields];
  const lines = [`HTTP/1.1 ${status}`, ...dated, `Content-Length: ${octets.length}`, '', ''];
  return Buffer.concat([Buffer.from(lines.join('\r\n'), 'latin1'), octets]);
};

/** A sound answer with more header fields. */
export const withFields = (...fields: readonly string[]): Buffer => message('200 OK', ['Content-Type: application/json', ...fields], text);

/** A 200 with another body. */
export const withBody = (body: Octets, ...fields: readonly string[]): Buffer =>
  message('200 OK', ['Content-Type: application/json', ...fields], body);

const octets = (of: Octets): Buffer => (typeof of === 'string' ? Buffer.from(of, 'latin1') : of);

/** Sends this and keeps the connection. */
export const sends =
  (what: Octets): Answer =>
  ({ socket }) =>
    void socket.write(octets(what));

/** Sends what takes long to make, and is made when it is first asked for. */
export const sendsMade = (make: () => Buffer): Answer => {
  let made: Buffer | undefined;
  return ({ socket }) => void socket.write((made ??= make()));
};

/** Sends this and closes the connection. */
export const sendsAndCloses =
  (what: Octets = ''): Answer =>
  ({ socket }) =>
    void socket.end(octets(what));

/** Sends this and resets the connection when it is out. */
export const sendsAndResets =
  (what: Octets = ''): Answer =>
  ({ socket }) => {
    if (what === '') socket.resetAndDestroy();
    // What is still on its way when a connection is reset is lost.
    else socket.write(octets(what), () => setTimeout(() => socket.resetAndDestroy(), 5));
  };

/** Sends one thing, and another some milliseconds later. */
export const sendsLater =
  (first: Octets, afterMs: number, then: Octets): Answer =>
  ({ socket }) => {
    if (first.length > 0) socket.write(octets(first));
    const timer = setTimeout(() => socket.write(octets(then)), afterMs);
    socket.on('close', () => clearTimeout(timer));
  };

/** Sends one thing, and then a piece again and again with a pause between, or each of several. */
export const trickles =
  (first: Octets, pieces: Iterable<string>, everyMs: number): Answer =>
  ({ socket }) => {
    socket.write(octets(first));
    void trickle(socket, pieces, everyMs);
  };

const trickle = async (socket: Socket, pieces: Iterable<string>, everyMs: number): Promise<void> => {
  for (const piece of pieces) {
    if (socket.destroyed) return;
    socket.write(octets(piece));
    await sleep(everyMs);
  }
};

/** The same for ever. */
export function* always(piece: string): Generator<string> {
  for (;;) yield piece;
}

/** Sends one thing, and then a piece for ever, or so many times, as fast as the client reads, and then another. */
export const pours = (first: Octets, piece: Octets, times = Number.POSITIVE_INFINITY, then: Octets = ''): Answer => {
  const repeated = octets(piece);
  return ({ socket }) => {
    let left = times;
    socket.write(octets(first));
    const go = (): void => {
      while (left > 0 && !socket.destroyed) {
        left -= 1;
        if (socket.write(repeated)) continue;
        // A client that reads as fast as this writes would leave nobody else a turn.
        socket.once('drain', () => setImmediate(go));
        return;
      }
      if (then.length > 0 && !socket.destroyed) socket.write(octets(then));
    };
    go();
  };
};

/** A sound answer the first time, and every second time after; this in between. */
export const everySecond =
  (fault: Answer): Answer =>
  (call) =>
    call.number % 2 === 1 ? void call.socket.write(sound) : fault(call);
