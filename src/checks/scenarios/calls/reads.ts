import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { distinct } from '../../../model/json.ts';
import type { Fault, PlannedRequest } from '../../../model/request.ts';
import { dayMs } from '../../kit/days.ts';
import { momentFor, timeBounds } from '../../subjects/time-bounds.ts';
import { smallRead } from '../../requests/small-read.ts';
import { sendInDeclaredTypes } from './documented-variants.ts';

/** One authorised read with only what the operation requires. */
export const plainRead = defineScenario<{ readonly operation: string }, Exchange>({
  id: 'plain-read',
  run: async (session, { operation: key }) => {
    const operation = operationOf(session.contract, key);
    return sendInDeclaredTypes(session, operation, usableRequest(session, operation, 'plain'));
  },
});

/**
 * A read with only what it requires. A span of time is the last day, unless the operator gives another under `values`, because a
 * printed example is long past when the read is sent.
 */
export const recentRequest = (session: Session, key: string): PlannedRequest => {
  const { contract, target } = session;
  const operation = operationOf(contract, key);
  const request = usableRequest(session, operation, 'recent');
  const bounds = timeBounds(contract, operation);
  if (!bounds) return request;
  const toMs = session.now();
  const moments = [
    { parameter: bounds.from, ms: toMs - dayMs },
    { parameter: bounds.to, ms: toMs },
  ].filter(({ parameter: { name } }) => target.values[key]?.[name] === undefined);
  const others = request.query.filter(([name]) => !moments.some(({ parameter }) => parameter.name === name));
  return {
    ...request,
    query: [...others, ...moments.map(({ parameter, ms }) => [parameter.name, momentFor(contract, parameter, ms)] as const)],
  };
};

/** Sends {@link recentRequest}. */
export const recentRead = defineScenario<{ readonly operation: string }, Exchange>({
  id: 'recent-read',
  run: (session, { operation }) => session.send(recentRequest(session, operation)),
});

type QueryValue = { readonly operation: string; readonly parameter: string; readonly value: string; readonly fault: Fault };

/** An authorised read with one query parameter that is wrong on purpose. */
export const queryValue = defineScenario<QueryValue, Exchange>({
  id: 'query-value',
  run: async (session, { operation, parameter, value, fault }) => {
    const request = usableRequest(session, operationOf(session.contract, operation), 'query');
    const others = request.query.filter(([name]) => name !== parameter);
    return session.send({ ...request, query: [...others, [parameter, value]], faults: [fault] });
  },
});

/**
 * An authorised read with an unusual text in a query parameter that takes any text. It counts as a faulty request, because a service may refuse it for
 * reasons that no document gives, but its text is made up and no mistake.
 */
export const unusualQueryText = defineScenario<Omit<QueryValue, 'fault'>, Exchange>({
  id: 'unusual-query-text',
  run: async (session, { operation, parameter, value }) => {
    const { madeUp = [], ...request } = usableRequest(session, operationOf(session.contract, operation), 'query');
    const others = request.query.filter(([name]) => name !== parameter);
    const query = [...others, [parameter, value] as const];
    return session.send({ ...request, query, faults: ['query-unknown-value'], madeUp: distinct([...madeUp, parameter]) });
  },
});

/** Was a request made by {@link unusualQueryText}. */
export const isUnusualText = ({ faults, madeUp = [], query }: PlannedRequest): boolean =>
  faults.includes('query-unknown-value') && madeUp.includes(query.at(-1)?.[0] ?? '');

/** A small read with a query parameter that its operation does not declare; the documentation does not describe its effect. */
export const undeclaredParameter = defineScenario<{ readonly operation: string; readonly name: string; readonly value: string }, Exchange>({
  id: 'undeclared-parameter',
  run(session, { operation, name, value }) {
    const request = smallRead(session, operationOf(session.contract, operation));
    return session.send({ ...request, query: [...request.query, [name, value]], faults: ['query-unknown-value'] });
  },
});
