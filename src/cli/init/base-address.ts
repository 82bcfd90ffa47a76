import { isLoopback, isSameHost, parseAddress } from '../../config/address.ts';
import { UsageError } from '../../config/usage-error.ts';
import type { Contract } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import type { Permission } from '../../model/target.ts';

/** The address that a target is given, and those that it is not given without being asked for. */
export type BaseAddress = {
  /** Absent if the operator has to give one. */
  readonly chosen?: {
    readonly url: string;
    /** How it was found, as a part of a sentence. */
    readonly why: string;
    readonly isSandbox: boolean;
    /** Permissions without which a run refuses it. */
    readonly needs: readonly Permission[];
  };
  /** Addresses of other machines that the document does not declare as a sandbox. */
  readonly production: readonly { readonly url: string; readonly description: string }[];
  /** What the path of an address ends with, by the first server of the document; empty for none. */
  readonly path: string;
};

type Server = { readonly url: string; readonly description: string; readonly isSandbox: boolean };

const textIn = (node: unknown, member: string): string | undefined => {
  const value = isObject(node) ? node[member] : undefined;
  return typeof value === 'string' ? value : undefined;
};

/** OpenAPI 3.1, Server Object: the address with the defaults of its variables. */
const filled = (server: Readonly<Record<string, unknown>>): string =>
  Object.entries(isObject(server['variables']) ? server['variables'] : {}).reduce(
    (url, [name, variable]) => url.replaceAll(`{${name}}`, textIn(variable, 'default') ?? `{${name}}`),
    textIn(server, 'url') ?? '',
  );

/** Servers of the document in its order; without any it has the one at `/` (OpenAPI 3.1, OpenAPI Object). */
const serversOf = ({ document }: Pick<Contract, 'document'>): readonly Server[] => {
  const listed = Array.isArray(document['servers']) ? document['servers'].filter(isObject) : [];
  const servers = listed.map((server) => ({
    url: filled(server),
    description: textIn(server, 'description')?.trim().split('\n')[0] ?? '',
    isSandbox: valueAt(server, '/x-assay/environment') === 'sandbox',
  }));
  return servers.length > 0 ? servers : [{ url: '/', description: '', isSandbox: false }];
};

const pathOf = (url: string): string => {
  const host = 'http://a.invalid';
  return URL.canParse(url, host) ? new URL(url, host).pathname.replace(/\/+$/u, '') : '';
};

const given = (text: string, { production }: Pick<Contract, 'production'>): NonNullable<BaseAddress['chosen']> => {
  const address = parseAddress(text);
  if (address.kind === 'problem') throw new UsageError(`Cannot use --base-url: ${address.text}`);
  const { hostname, protocol } = address.url;
  const isHere = isLoopback(hostname);
  const needs: Permission[] = [
    ...(!isHere && protocol === 'http:' ? ['plaintext' as const] : []),
    ...(!isHere && production.some((printed) => isSameHost(hostname, printed)) ? ['production' as const] : []),
  ];
  return { url: address.text, why: 'as given by --base-url', isSandbox: false, needs };
};

/**
 * Finds the address of a target. Only an address of this machine, or one that the document declares as a sandbox, is chosen without being
 * asked for: every other one counts as production.
 * @param from The address that the document was fetched from: a relative server is resolved against it (OpenAPI 3.1, Server Object).
 * @param wanted What the operator gives, which comes before anything else.
 * @throws {UsageError} where `wanted` cannot be used.
 */
export const baseAddress = (
  contract: Pick<Contract, 'document' | 'production'>,
  from: URL | undefined,
  wanted: string | undefined,
): BaseAddress => {
  const servers = serversOf(contract);
  const absolute = servers.flatMap((server, index) => {
    if (/[{}]/u.test(server.url) || !URL.canParse(server.url, from?.href)) return [];
    const address = parseAddress(new URL(server.url, from?.href).href);
    if (address.kind === 'problem') return [];
    const { hostname, protocol } = address.url;
    const isRelative = !URL.canParse(server.url);
    return [{ ...server, index, url: address.text, isHere: isLoopback(hostname), isEncrypted: protocol === 'https:', isRelative }];
  });
  const rest = {
    production: absolute.filter(({ isHere, isSandbox }) => !isHere && !isSandbox).map(({ url, description }) => ({ url, description })),
    path: pathOf(servers[0]?.url ?? ''),
  };
  if (wanted !== undefined) return { ...rest, chosen: given(wanted, contract) };
  const safe = absolute.find(({ isHere, isSandbox, isEncrypted }) => isHere || (isSandbox && isEncrypted));
  if (safe) {
    const { url, index, isSandbox, isRelative } = safe;
    const which = `server ${index + 1} of the document`;
    const why = isRelative
      ? `${which}, relative to the address of the document`
      : isSandbox
        ? `${which}, a sandbox`
        : `${which}, on this machine`;
    return { ...rest, chosen: { url, why, isSandbox, needs: [] } };
  }
  if (from !== undefined && isLoopback(from.hostname)) {
    const url = `${from.origin}${rest.path}`;
    return {
      ...rest,
      chosen: { url, why: 'the document was fetched from there; its own servers are on other machines', isSandbox: false, needs: [] },
    };
  }
  return rest;
};
