import type { Contract } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';

/** The address of a server with the defaults of its variables (OpenAPI 3.1, Server Variable Object). */
const addressOf = (server: unknown): string | undefined => {
  if (!isObject(server) || typeof server['url'] !== 'string') return undefined;
  const variables = isObject(server['variables']) ? server['variables'] : {};
  return server['url'].replaceAll(/\{([^{}]+)\}/g, (whole, name: string) => {
    const variable = variables[name];
    return isObject(variable) && typeof variable['default'] === 'string' ? variable['default'] : whole;
  });
};

/** Does a document print the host of an address: what it promises of a host, it promises of that one. */
export const isPrintedHost = ({ document: { servers } }: Contract, address: string): boolean => {
  if (!URL.canParse(address)) return false;
  const { hostname } = new URL(address);
  return (Array.isArray(servers) ? servers : [])
    .flatMap((server: unknown) => addressOf(server) ?? [])
    .some((printed) => URL.canParse(printed) && new URL(printed).hostname === hostname);
};
