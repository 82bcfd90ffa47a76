import { isObject } from '../../contract/pointer.ts';
import type { Contract } from '../../contract/model.ts';

const slashless = (path: string): string => path.replace(/\/+$/, '');

/** Paths of the addresses that the document prints for itself, the variables with their defaults (OpenAPI 3.1, Server Object). */
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
  // A relative address counts from where the document lies, which nobody knows here: it is taken from the root.
  return [...new Set(urls.filter((url) => URL.canParse(url, 'http://host')).map((url) => slashless(new URL(url, 'http://host').pathname)))];
};

/**
 * Other paths on the host of a base URL below which the API may be found instead: that which the document prints, that path below the one
 * given, and the path given without its last segment. The likeliest first, and few.
 */
export const otherPaths = (contract: Pick<Contract, 'document'>, baseUrl: string): string[] => {
  const own = slashless(new URL(baseUrl).pathname);
  const printed = documentedPaths(contract);
  const candidates = [...printed, ...printed.map((path) => `${own}${path}`), ...(own === '' ? [] : [own.replace(/\/[^/]*$/, ''), ''])];
  return [...new Set(candidates)].filter((path) => path !== own).slice(0, 6);
};

/** How the base URL differs from what the document prints; undefined where it does not, or the document prints nothing. */
export const pathDifference = (contract: Pick<Contract, 'document'>, baseUrl: string): string | undefined => {
  const own = slashless(new URL(baseUrl).pathname);
  const printed = documentedPaths(contract);
  if (printed.length === 0 || printed.some((path) => own.endsWith(path) && (path !== '' || own === ''))) return undefined;
  const [path = ''] = printed;
  return path === ''
    ? `the document's address has no path, your base URL has ${own}`
    : `the document's address ends in ${path}, your base URL does not`;
};
