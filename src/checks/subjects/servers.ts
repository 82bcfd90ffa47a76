import type { Contract, Operation } from '../../contract/model.ts';
import { parameterlessReads } from '../../contract/operation.ts';
import { below, isObject } from '../../contract/pointer.ts';
import { at, type Subject } from '../kit/define.ts';

/** A server that a document prints with an https address, with a read to try it. */
export type SecureServer = Subject & { readonly read: Operation };

const serversOf = ({ document: { servers } }: Contract): readonly unknown[] => (Array.isArray(servers) ? servers : []);

/** The servers that a document prints with an https address (OpenAPI 3.1, Server Object); none where it has no plain read. */
export const secureServers = (contract: Contract): SecureServer[] => {
  const [read] = parameterlessReads(contract);
  return serversOf(contract).flatMap((server, index) =>
    read && isObject(server) && typeof server['url'] === 'string' && /^https:\/\//i.test(server['url'])
      ? [at({ operation: null, way: ['#', below('#', 'servers', index)] }, { read })]
      : [],
  );
};

/** The address of a server with the defaults of its variables (OpenAPI 3.1, Server Variable Object). */
const addressOf = (server: unknown): string | undefined => {
  if (!isObject(server) || typeof server['url'] !== 'string') return undefined;
  const variables = isObject(server['variables']) ? server['variables'] : {};
  return server['url'].replaceAll(/\{([^{}]+)\}/g, (whole, name: string) => {
    const variable = variables[name];
    return isObject(variable) && typeof variable['default'] === 'string' ? variable['default'] : whole;
  });
};

/** Does a document print the host of an address, so that its requirements about a host hold for it. */
export const isPrintedHost = (contract: Contract, address: string): boolean => {
  if (!URL.canParse(address)) return false;
  const { hostname } = new URL(address);
  return serversOf(contract)
    .flatMap((server) => addressOf(server) ?? [])
    .some((printed) => URL.canParse(printed) && new URL(printed).hostname === hostname);
};
