import { answerOf, headerValues, isSuccess, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation, ResourceType } from '../../../contract/model.ts';
import { lastInPath } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Fact } from '../../../model/verdict.ts';
import { at, defineProbe, inconclusive, observed } from '../../kit/define.ts';
import { factOf, type facts, valueKind } from '../../kit/facts.ts';
import { rootLocation } from '../../../model/location.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import { once, type Session } from '../../kit/session.ts';
import { ownUnknownPath, unknownPath } from '../../requests/unknown-path.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { unknownId } from '../../scenarios/calls/unknown-id.ts';
import { idParameterOf } from '../../subjects/resources.ts';
import { outsideRequest } from '../../requests/outside-request.ts';

type Result = { readonly path: Exchange; readonly methods: readonly Exchange[] };

export const undocumentedCallsRecorded = defineProbe({
  id: 'errors/undocumented-calls-recorded',
  title: 'The answers to an undocumented path and to undocumented methods are recorded',
  why: 'Clients meet these answers after a typing error, and services with the same documentation differ in them.',
  fix: 'Any error response will do; an Allow header with a 405 lists the available methods.',
  reads: 'unknown',
  phase: 'mutate',
  stage: 'looking-back',
  exclusive: 'collection',
  over: (contract) => (contract.conventions.unknown === undefined ? [] : [at(rootLocation, { resources: readables(contract) })]),
  prerequisites: () => [],
  cost: ({ resources }) => ({ requests: 1 + resources.flatMap(({ methods }) => methods).length * 6, creates: 0 }),
  async run({ resources }, session): Promise<Result> {
    const path = await once(session, unknownPath(session, ownUnknownPath));
    return { path, methods: await callsByOtherMethods(session, resources) };
  },
  judge(_subject, { path, methods }, { contract }) {
    const observations = [
      ...factAbout('unknown.path-answer', 'outside', path, contract),
      ...methods.flatMap((exchange) =>
        factAbout('unknown.method-answer', `${exchange.request.method} ${exchange.request.path}`, exchange, contract),
      ),
    ];
    return observations.length > 0 ? observed(observations) : inconclusive('No such call was answered', [path, ...methods]);
  },
});

/** Methods whose meaning is to change one resource (RFC 9110 section 9.3.4, RFC 5789). DELETE is never sent where it is undocumented. */
const changing = ['PUT', 'PATCH'] as const;

type Readable = { readonly resourceType: ResourceType; readonly read: Operation; readonly methods: readonly string[] };

/** The resource types with a read at a path that lacks some of the methods. */
const readables = ({ resourceTypes, operations }: Contract): Readable[] =>
  resourceTypes.flatMap((resourceType) => {
    const { read } = resourceType;
    if (!read || !lastInPath(read)) return [];
    const methods = changing.filter((method) => !operations.some((one) => one.method === method && one.path === read.path));
    return methods.length > 0 ? [{ resourceType, read, methods }] : [];
  });

/**
 * Calls with undocumented methods on the path of a resource, without a body and with a made-up id. None is sent where a read of that id does not
 * report it as unknown. A resource that such a call nevertheless creates is removed, where an operation can remove it.
 */
const callsByOtherMethods = async (session: Session, over: readonly Readable[]): Promise<readonly Exchange[]> => {
  const sent: Exchange[] = [];
  for (const { resourceType, read, methods } of isAllowed({ effect: 'changes' }, session.target) ? over : []) {
    const { exchange: looked, id } = await session.run(unknownId, { operation: read.key });
    if (![404, 410].includes(statusOf(looked) ?? 0)) continue;
    const { pathValues, credential, path } = looked.request;
    for (const method of methods) {
      // The answer to an undocumented method is undocumented, so the request has no fault.
      const exchange = await session.send(outsideRequest(path, credential, { method, pathValues }));
      sent.push(exchange);
      const { remove } = resourceType;
      if (!remove || !isSuccess(exchange) || !isAllowed(remove, session.target)) continue;
      const removal = usableRequest(session, remove, 'undocumented', { pathValues: { ...pathValues, [idParameterOf(remove)]: id } });
      await session.send({ ...removal, faults: ['unknown-id'] });
    }
  }
  return sent;
};

/** The fact about one answer. A 429, or no answer, gives no fact. */
const factAbout = (fact: keyof typeof facts, where: string, exchange: Exchange, contract: Contract): Fact[] => {
  const status = statusOf(exchange);
  if (status === undefined || status === 429) return [];
  return [
    factOf(fact, where, { status, allow: allowIn(exchange), body: bodyOf(exchange), quotaHeaders: quotaHeadersIn(exchange, contract) }),
  ];
};

/** The methods in Allow, sorted; null where the header is absent. */
const allowIn = (exchange: Exchange): readonly string[] | null => {
  const values = headerValues(exchange, 'Allow');
  if (values.length === 0) return null;
  const methods = values.flatMap((value) => value.split(',')).map((method) => method.trim());
  return [...new Set(methods.filter((method) => method !== ''))].sort();
};

const bodyOf = (exchange: Exchange): string => {
  const json = answerOf(exchange)?.json;
  if (json?.kind === 'value') return `JSON ${valueKind(json.value)}`;
  return json?.kind === 'invalid' ? 'no JSON' : 'empty';
};

/** How many of the documented quota headers the answer has; null where the contract names none. */
const quotaHeadersIn = (exchange: Exchange, { conventions }: Contract): 'all' | 'some' | 'none' | null => {
  const { limit, remaining, reset } = conventions.rateLimit?.headers ?? {};
  const names = [limit, remaining, reset?.name].filter((name) => name !== undefined);
  if (names.length === 0) return null;
  const present = names.filter((name) => headerValues(exchange, name).length > 0);
  return present.length === names.length ? 'all' : present.length > 0 ? 'some' : 'none';
};
