import type { Proxies, RouteSecretName } from '../model/target.ts';
import { isLoopback } from './address.ts';
import type { Outside } from './outside.ts';
import type { Settings } from './settings.ts';
import { parseSource, readSecret } from './source.ts';
import { UsageError } from './usage-error.ts';

/** Where a connection is to lead; a port that is empty is that of the scheme. */
export type Reached = { readonly protocol: string; readonly hostname: string; readonly port: string };

const schemes = ['http', 'https'] as const;
type Scheme = (typeof schemes)[number];

/** `example.org`, `.example.org`, `*.example.org`, each with a port or without, and `*`: as undici and other clients read NO_PROXY. */
const isExempt = ({ protocol, hostname, port }: Reached, entries: readonly string[]): boolean => {
  const host = hostname.replaceAll(/^\[|\]$/gu, '').toLowerCase();
  const number = port === '' ? (protocol === 'https:' ? '443' : '80') : port;
  return entries.some((entry) => {
    if (entry === '*') return true;
    const [, name = entry, wanted] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/u.exec(entry) ?? [];
    const exempt = name.replaceAll(/^\[|\]$|^\*?\./gu, '').toLowerCase();
    return (wanted === undefined || wanted === number) && (host === exempt || host.endsWith(`.${exempt}`));
  });
};

/**
 * The proxy that leads to a host; undefined where it is reached directly. An address of this machine is reached directly, unless the config names
 * a proxy that is on this machine too: at another one, the address would mean that one.
 */
export const proxyFor = (proxies: Proxies, to: Reached): { readonly scheme: Scheme; readonly origin: string } | undefined => {
  const scheme: Scheme = to.protocol === 'https:' ? 'https' : 'http';
  const origin = proxies[scheme];
  if (origin === undefined || isExempt(to, proxies.noProxy)) return undefined;
  const isHere = (hostname: string): boolean =>
    isLoopback(hostname.includes(':') && !hostname.startsWith('[') ? `[${hostname}]` : hostname);
  if (isHere(to.hostname) && (proxies.isNamed !== true || !isHere(new URL(origin).hostname))) return undefined;
  return { scheme, origin };
};

/** A proxy as somebody wrote it, with its credentials apart from it, or half a sentence that states why it cannot be used. */
type Written =
  | { readonly kind: 'proxy'; readonly origin: string; readonly credentials: string | undefined }
  | { readonly kind: 'problem'; readonly text: string };

/** Reads `http://NAME:PASSWORD@HOST:PORT`; without a scheme it is http, as in other programs. A problem never quotes it. */
const writtenProxy = (text: string): Written => {
  const address = /^[a-z][a-z0-9+.-]*:\/\//iu.test(text) ? text : `http://${text}`;
  if (!URL.canParse(address)) return { kind: 'problem', text: 'is not the address of a proxy: write it like http://proxy.example:3128' };
  const { protocol, origin, username, password, pathname, search } = new URL(address);
  if (protocol !== 'http:' && protocol !== 'https:')
    return { kind: 'problem', text: `is a proxy by ${protocol.slice(0, -1)}, and only http:// and https:// are supported` };
  if (pathname.length > 1 || search !== '')
    return { kind: 'problem', text: 'has more than a host and a port: write it like http://proxy.example:3128' };
  const credentials = username === '' ? undefined : `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { kind: 'proxy', origin, credentials };
};

const fromEnvironment = (env: Outside['env'], name: string): readonly [variable: string, text: string] | undefined => {
  for (const variable of [name.toLowerCase(), name]) {
    const text = env[variable]?.trim();
    if (text) return [variable, text];
  }
  return undefined;
};

const listIn = (text: string): readonly string[] => text.split(/[\s,]+/u).filter((entry) => entry !== '');

export type Found = { readonly proxies?: Proxies; readonly secrets: Readonly<Partial<Record<RouteSecretName, string>>> };

const none: Found = { secrets: {} };

/**
 * The proxies that the environment names: HTTP_PROXY, HTTPS_PROXY and NO_PROXY, in capital or small letters; small ones come first.
 * @throws {UsageError} for one that cannot be used.
 */
export const environmentProxies = (env: Outside['env']): Found => {
  const found: { -readonly [Name in Scheme]?: string } = {};
  const secrets: Partial<Record<RouteSecretName, string>> = {};
  for (const scheme of schemes) {
    const [variable, text] = fromEnvironment(env, `${scheme.toUpperCase()}_PROXY`) ?? [];
    if (variable === undefined || text === undefined) continue;
    const written = writtenProxy(text);
    if (written.kind === 'problem') throw new UsageError(`Cannot use environment variable ${variable}: it ${written.text}`);
    found[scheme] = written.origin;
    if (written.credentials !== undefined) secrets[`proxy:${scheme}`] = written.credentials;
  }
  if (found.http === undefined && found.https === undefined) return none;
  return { proxies: { ...found, noProxy: listIn(fromEnvironment(env, 'NO_PROXY')?.[1] ?? '') }, secrets };
};

/**
 * The proxies of a target: that of its config for every address, else those of the environment.
 * @param isLocal Every address of the target is of this machine, so that the environment names no proxy for it.
 * @throws {UsageError} for a proxy that cannot be used, and for credentials that are written in clear.
 */
export const proxiesOf = async (settings: Settings, isLocal: boolean, outside: Outside, unread: boolean): Promise<Found> => {
  const { proxy: text, noProxy } = settings.config.http ?? {};
  if (text === 'none') return none;
  if (text === undefined) {
    if (isLocal || unread) return none;
    const found = environmentProxies(outside.env);
    return found.proxies === undefined || noProxy === undefined ? found : { ...found, proxies: { ...found.proxies, noProxy } };
  }
  const path = ['http', 'proxy'];
  const source = parseSource(text);
  if (source.kind === 'unreadable') throw settings.complaint(path, source.why);
  if (source.kind === 'cmd' && settings.isAssigned(path)) throw settings.complaint(path, 'cmd: is allowed in a config file only');
  if (unread && source.kind !== 'literal') return none;
  const value = await readSecret(source, settings.directoryOf(path), outside, settings.fromCode);
  if (value.kind === 'problem') throw settings.complaint(path, value.text);
  const written = writtenProxy(value.value);
  if (written.kind === 'problem') throw settings.complaint(path, written.text);
  const { origin, credentials } = written;
  if (credentials !== undefined && source.kind === 'literal')
    throw settings.complaint(path, 'has a user name or password in clear: put the whole address into a variable and write env:NAME');
  return {
    proxies: {
      http: origin,
      https: origin,
      noProxy: noProxy ?? listIn(fromEnvironment(outside.env, 'NO_PROXY')?.[1] ?? ''),
      isNamed: true,
    },
    secrets: credentials === undefined ? {} : { 'proxy:http': credentials, 'proxy:https': credentials },
  };
};
