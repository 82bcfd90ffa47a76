import type { Contract } from '../../contract/model.ts';
import { below, isObject } from '../../contract/pointer.ts';
import type { Place } from '../../model/place.ts';

/** The servers that a document prints with an https address (OpenAPI 3.1, Server Object). */
export const secureServers = ({ document }: Contract): Place[] => {
  const { servers } = document;
  return (Array.isArray(servers) ? servers : []).flatMap((server: unknown, index): Place[] =>
    isObject(server) && typeof server['url'] === 'string' && /^https:\/\//i.test(server['url'])
      ? [{ operation: null, way: ['#', below('#', 'servers', index)] }]
      : [],
  );
};
