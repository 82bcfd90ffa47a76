import { isObject } from '../../contract/pointer.ts';
import type { Contract } from '../../contract/model.ts';

const slashless = (path: string): string => path.replace(/\/+$/, '');

/** Paths of the addresses that the document declares, variables replaced by their defaults (OpenAPI 3.1, Server Object). */
export const documentedPaths = ({ document }: Pick<Contract, 'document'>): string[] => {
  const { servers } = document;
  const urls = (Array.isArray(servers) ? servers : []).filter(isObject).flatMap(({ url, variables }) => {
    if (typeof url !== 'string') return [];
    return [
      Object.entries(isObject(variables) ? variables : {}).reduce(
        (filled, [name, variable]) =>
          isObject(variable) && typeof variable['default'] === 'string' ? filled.replaceAll(`{${name}}`, variable['default']) : filled,
        url,
      ),
    ];
  });
  // A relative address is relative to the location of the document, which is unknown here: the root is assumed.
  return [...new Set(urls.filter((url) => URL.canParse(url, 'http://host')).map((url) => slashless(new URL(url, 'http://host').pathname)))];
};

/**
 * Other paths on the host of a base URL at which the API may be found: the documented one, that one below the given path, and the given
 * path without its last segment. The most likely first, and few.
 */
export const otherPaths = (contract: Pick<Contract, 'document'>, baseUrl: string): string[] => {
  const own = slashless(new URL(baseUrl).pathname);
  const printed = documentedPaths(contract);
  const candidates = [...printed, ...printed.map((path) => `${own}${path}`), ...(own === '' ? [] : [own.replace(/\/[^/]*$/, ''), ''])];
  return [...new Set(candidates)].filter((path) => path !== own).slice(0, 6);
};

/** How the base URL differs from the documented one; undefined where it does not, or the document declares none. */
export const pathDifference = (contract: Pick<Contract, 'document'>, baseUrl: string): string | undefined => {
  const own = slashless(new URL(baseUrl).pathname);
  const printed = documentedPaths(contract);
  if (printed.length === 0 || printed.some((path) => own.endsWith(path) && (path !== '' || own === ''))) return undefined;
  const [path = ''] = printed;
  return path === ''
    ? `the document's address has no path, your base URL has ${own}`
    : `the document's address ends in ${path}, your base URL does not`;
};
