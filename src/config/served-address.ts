import { parse } from 'yaml';
import { isObject } from '../model/json.ts';
import { isLoopback, parseAddress } from './address.ts';

const textIn = (node: unknown, member: string): string | undefined => {
  const value = isObject(node) ? node[member] : undefined;
  return typeof value === 'string' ? value : undefined;
};

/** OpenAPI 3.1, Server Object, with the defaults of its variables; Swagger 2.0 has host and base path apart. */
const firstServer = (document: unknown): string => {
  if (!isObject(document)) return '/';
  if (document['swagger'] !== undefined) return textIn(document, 'basePath') ?? '/';
  const [server]: readonly unknown[] = Array.isArray(document['servers']) ? document['servers'] : [];
  const variables = isObject(server) && isObject(server['variables']) ? server['variables'] : {};
  return Object.entries(variables).reduce(
    (url, [name, variable]) => url.replaceAll(`{${name}}`, textIn(variable, 'default') ?? `{${name}}`),
    textIn(server, 'url') ?? '/',
  );
};

const parsed = (text: string): unknown => {
  try {
    return /^\s*\{/u.test(text) ? JSON.parse(text) : parse(text);
  } catch {
    // Why it cannot be read is said when the contract is loaded.
    return undefined;
  }
};

/**
 * The base URL of an API of this machine whose document was fetched from this machine too: the first server of the document where that is here, else its path at
 * the host of the document. Undefined where the document came from elsewhere: every other address has to be given.
 */
export const servedAddress = ({ text, url }: { readonly text: string; readonly url: URL }): string | undefined => {
  if (!isLoopback(url.hostname)) return undefined;
  const printed = firstServer(parsed(text));
  if (/[{}]/u.test(printed) || !URL.canParse(printed, url.href)) return undefined;
  const server = new URL(printed, url.href);
  const address = parseAddress(isLoopback(server.hostname) ? server.href : `${url.origin}${server.pathname}`);
  return address.kind === 'address' ? address.text : undefined;
};
