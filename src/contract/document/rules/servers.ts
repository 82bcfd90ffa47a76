import { below, isObject } from '../../pointer.ts';
import type { Defect } from '../judge-document.ts';
import { note, type Rule } from './rule.ts';

/** OpenAPI 3.0.4 and 3.1.1, Server Object. A run is sent to the base URL that it is given, whatever stands here. */
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
  const say = (message: string): Defect => note('server-url', below(pointer, 'url'), message);
  return [
    ...(/[?#]/.test(url) ? [say(`the address "${url}" has a query or a fragment, which no path can be added to`)] : []),
    ...(/^(https?:\/\/|\{)/i.test(url)
      ? []
      : [say(`the address "${url}" names no host: only the base URL of the run says where the API is`)]),
    ...unknown.map((name) => say(`the address has {${name}}, and its variables have no such name`)),
  ];
};
