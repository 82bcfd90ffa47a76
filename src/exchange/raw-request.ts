import type { HeaderPair } from '../model/exchange.ts';
import { sentOf, type Outgoing } from './outgoing.ts';

const line = ([name, value]: HeaderPair): string => `${name}: ${value}\r\n`;

/**
 * The octets of a request on a new connection, as the HTTP client writes them: request line, header section, body. They contain secrets.
 * Source: RFC 9112, sections 2.1 and 3.
 */
export const requestBytes = (message: Outgoing, host: string): Buffer => {
  const { method, target, headers, body } = message;
  // The recorded form is written by the same rule as the sent one; only the secrets differ.
  const inClear = { ...message, recorded: { target, headers, body: null } };
  const fields = sentOf(inClear, { host, keptAlive: false }).headers;
  const head = Buffer.from(`${method} ${target} HTTP/1.1\r\n${fields.map(line).join('')}\r\n`, 'latin1');
  return body === null ? head : Buffer.concat([head, body]);
};
