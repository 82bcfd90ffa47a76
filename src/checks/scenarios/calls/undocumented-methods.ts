import { isSuccess, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation, Resource } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import { idParameterOf } from '../../subjects/resource-at.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { unknownId } from './unknown-id.ts';

/** Methods that change one thing by their name (RFC 9110 section 9.3.4, RFC 5789). DELETE is never sent where it is not documented. */
const changing = ['PUT', 'PATCH'] as const;

export type UndocumentedMethod = { readonly method: string; readonly path: string };

type OneThing = { readonly resource: Resource; readonly read: Operation; readonly methods: readonly string[] };

/** Kinds of things that are read at a path which does not have all methods. */
const readables = ({ resources, operations }: Contract): OneThing[] =>
  resources.flatMap((resource) => {
    const { read } = resource;
    if (!read?.parameters.some((one) => one.in === 'path')) return [];
    const methods = changing.filter((method) => !operations.some((one) => one.method === method && one.path === read.path));
    return methods.length > 0 ? [{ resource, read, methods }] : [];
  });

/** Methods that the path of a thing does not have. */
export const undocumentedMethods = (contract: Contract): UndocumentedMethod[] =>
  readables(contract).flatMap(({ read: { path }, methods }) => methods.map((method) => ({ method, path })));

/**
 * Calls by methods that the path of a thing does not have, without a body and for an id that names nothing. None where a
 * read of that id is not refused as one. What such a call creates all the same is removed, where something removes it.
 */
export const undocumentedCalls = defineMeasurement<Readonly<Record<string, never>>, readonly Exchange[]>({
  id: 'undocumented-calls',
  async run(session) {
    const sent: Exchange[] = [];
    for (const { resource, read, methods } of isAllowed({ effect: 'changes' }, session.target) ? readables(session.contract) : []) {
      const { exchange: looked, id } = await session.measure(unknownId, { operation: read.key });
      if (![404, 410].includes(statusOf(looked) ?? 0)) continue;
      const { pathValues, credential, path } = looked.request;
      for (const method of methods) {
        // No documentation says what a method gets that a path does not have, so the request names no fault.
        const exchange = await session.send({ operation: null, method, path, pathValues, query: [], headers: [], credential, faults: [] });
        sent.push(exchange);
        const { remove } = resource;
        if (!remove || !isSuccess(exchange) || !isAllowed(remove, session.target)) continue;
        const removal = usableRequest(session, remove, 'undocumented', { pathValues: { ...pathValues, [idParameterOf(remove)]: id } });
        await session.send({ ...removal, faults: ['unknown-id'] });
      }
    }
    return sent;
  },
});
