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

type Result = { readonly path: Exchange; readonly methods: readonly Exchange[] };

export const undocumentedCallsRecorded = defineProbe({
  id: 'errors/undocumented-calls-recorded',
  title: 'How a path and methods that are not documented are answered is recorded',
  why: 'Clients meet these answers by a slip of the pen, and services that follow one documentation differ in them.',
  fix: 'Any refusal will do; an Allow header beside a 405 says what there is.',
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
    const reported = [
      ...factAbout('unknown.path-answer', 'outside', path, contract),
      ...methods.flatMap((exchange) =>
        factAbout('unknown.method-answer', `${exchange.request.method} ${exchange.request.path}`, exchange, contract),
      ),
    ];
    return reported.length > 0 ? observed(reported) : inconclusive('No such call was answered', [path, ...methods]);
  },
});

/** Methods that change one thing by their name (RFC 9110 section 9.3.4, RFC 5789). DELETE is never sent where it is not documented. */
const changing = ['PUT', 'PATCH'] as const;

type OneResource = { readonly resourceType: ResourceType; readonly read: Operation; readonly methods: readonly string[] };

/** Kinds of things that are read at a path which does not have all methods. */
const readables = ({ resourceTypes, operations }: Contract): OneResource[] =>
  resourceTypes.flatMap((resourceType) => {
    const { read } = resourceType;
    if (!read || !lastInPath(read)) return [];
    const methods = changing.filter((method) => !operations.some((one) => one.method === method && one.path === read.path));
    return methods.length > 0 ? [{ resourceType, read, methods }] : [];
  });

/**
 * Calls by methods that the path of a thing does not have, without a body and for an id that names nothing. None where a
 * read of that id is not refused as one. What such a call creates all the same is removed, where something removes it.
 */
const callsByOtherMethods = async (session: Session, over: readonly OneResource[]): Promise<readonly Exchange[]> => {
  const sent: Exchange[] = [];
  for (const { resourceType, read, methods } of isAllowed({ effect: 'changes' }, session.target) ? over : []) {
    const { exchange: looked, id } = await session.run(unknownId, { operation: read.key });
    if (![404, 410].includes(statusOf(looked) ?? 0)) continue;
    const { pathValues, credential, path } = looked.request;
    for (const method of methods) {
      // No documentation says what a method gets that a path does not have, so the request names no fault.
      const exchange = await session.send({ operation: null, method, path, pathValues, query: [], headers: [], credential, faults: [] });
      sent.push(exchange);
      const { remove } = resourceType;
      if (!remove || !isSuccess(exchange) || !isAllowed(remove, session.target)) continue;
      const removal = usableRequest(session, remove, 'undocumented', { pathValues: { ...pathValues, [idParameterOf(remove)]: id } });
      await session.send({ ...removal, faults: ['unknown-id'] });
    }
  }
  return sent;
};

/** A refusal by quota, or no answer, tells nothing of what was asked. */
const factAbout = (fact: keyof typeof facts, where: string, exchange: Exchange, contract: Contract): Fact[] => {
  const status = statusOf(exchange);
  if (status === undefined || status === 429) return [];
  return [
    factOf(fact, where, { status, allow: allowIn(exchange), body: bodyOf(exchange), quotaHeaders: quotaHeadersIn(exchange, contract) }),
  ];
};

/** The methods of Allow in an order of their own; null where the header is absent. */
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

/** How many of the documented headers about the quota came with it; null where the contract names none. */
const quotaHeadersIn = (exchange: Exchange, { conventions }: Contract): 'all' | 'some' | 'none' | null => {
  const { limit, remaining, reset } = conventions.rateLimit?.headers ?? {};
  const names = [limit, remaining, reset?.name].filter((name) => name !== undefined);
  if (names.length === 0) return null;
  const present = names.filter((name) => headerValues(exchange, name).length > 0);
  return present.length === names.length ? 'all' : present.length > 0 ? 'some' : 'none';
};
