import { pathItems } from './path-items.ts';
import { isObject, valueAt } from './pointer.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * The addresses that count as production: every server of the document, of its paths and of its operations that is not declared as a
 * sandbox, with each value that its variables may have (OpenAPI 3.1, Server Object and Server Variable Object). For a variable without
 * listed values there are two: the address with the default, and the address with the variable in braces.
 */
export const productionUrls = (document: Json): string[] => {
  const items = pathItems(document);
  const operations = items.flatMap((item) => Object.values(item).filter(isObject));
  const servers = [document, ...items, ...operations].flatMap(({ servers: own }) => (Array.isArray(own) ? own.filter(isObject) : []));
  return [...new Set(servers.filter((server) => valueAt(server, '/x-assay/environment') !== 'sandbox').flatMap(addressesOf))];
};

const addressesOf = (server: Json): string[] => {
  const { url, variables } = server;
  if (typeof url !== 'string') return [];
  const filled = Object.entries(isObject(variables) ? variables : {}).reduce<string[]>(
    (urls, [name, variable]) => urls.flatMap((one) => valuesOf(variable, name).map((value) => one.replaceAll(`{${name}}`, value))),
    [url],
  );
  return filled.map((one) => one.replace(/\/+$/, ''));
};

const valuesOf = (variable: unknown, name: string): string[] => {
  const { default: usual, enum: listed } = isObject(variable) ? variable : {};
  const texts = [usual, ...(Array.isArray(listed) ? listed : [`{${name}}`])].filter((one) => typeof one === 'string');
  return [...new Set(texts)];
};
