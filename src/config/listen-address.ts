import { isIP } from 'node:net';

/** A host and a port to listen on. */
export type ListenAddress = { readonly host: string; readonly port: number };

/** Hosts that mean every interface of the machine; no client can call them. */
const everyInterface = new Set(['0.0.0.0', '::']);

/** Does a host stand for every interface of the machine. */
export const isEveryInterface = ({ host }: ListenAddress): boolean => everyInterface.has(host);

/** Reads `HOST:PORT`, with an IPv6 address in brackets; undefined for any other form. */
export const parseListen = (text: string): ListenAddress | undefined => {
  const [, bracketed, plain, digits = ''] = /^(?:\[([^\]]+)\]|([A-Za-z0-9.-]+)):(\d{1,5})$/u.exec(text) ?? [];
  const host = bracketed ?? plain;
  const port = Number(digits);
  if (host === undefined || port > 65_535 || (bracketed !== undefined && isIP(bracketed) !== 6)) return undefined;
  return { host, port };
};

/** The address under which a client on the same machine reaches what listens there. */
export const urlOfListen = ({ host, port }: ListenAddress): string => `http://${host.includes(':') ? `[${host}]` : host}:${port}/`;
