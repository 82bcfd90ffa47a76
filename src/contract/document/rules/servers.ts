import { below, isObject } from '../../pointer.ts';
import type { Defect } from '../judge-document.ts';
import { note, type Rule } from './rule.ts';

/** OpenAPI 3.0.4 and 3.1.1, Server Object. A run uses the base URL that it is given, not these addresses. */
export const servers: Rule = ({ document, operations }) => {
  const written = new Map<unknown, string>([[document['servers'], '#/servers']]);
  for (const { item, itemPointer, operation, pointer } of operations) {
    written.set(item['servers'], below(itemPointer, 'servers'));
    written.set(operation['servers'], below(pointer, 'servers'));
  }
  return [...written].flatMap(([list, pointer]) =>
    (Array.isArray(list) ? list : []).flatMap((server: unknown, index) => inServer(server, below(pointer, index))),
  );
};

const inServer = (server: unknown, pointer: string): Defect[] => {
  if (!isObject(server) || typeof server['url'] !== 'string') return [];
  const { url } = server;
  const declared = isObject(server['variables']) ? server['variables'] : {};
  const unknown = [...url.matchAll(/\{([^{}]+)\}/g)].map(([, name]) => name ?? '').filter((name) => !Object.hasOwn(declared, name));
  const report = (message: string): Defect => note('server-url', below(pointer, 'url'), message);
  return [
    ...(/[?#]/.test(url) ? [report(`the address "${url}" has a query or a fragment, so no path can be added to it`)] : []),
    ...(/^(https?:\/\/|\{)/i.test(url)
      ? []
      : [report(`the address "${url}" has no host: only the base URL of the run defines where the API is`)]),
    ...unknown.map((name) => report(`the address has {${name}}, but its variables have no such name`)),
  ];
};
