import { answerOf, headerValues, statusOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Fact } from '../../../model/verdict.ts';
import { defineProbe, inconclusive, observed } from '../../kit/define.ts';
import { factOf, type facts } from '../../kit/facts.ts';
import { undocumentedCalls, undocumentedMethods } from '../../scenarios/calls/undocumented-methods.ts';
import { unknownPath } from '../../scenarios/calls/unknown-path.ts';
import { rootPlace } from '../../kit/root-place.ts';
import { unknownPaths } from '../../subjects/unknown-paths.ts';
import { valueKind } from '../../kit/value-kind.ts';

type Measured = { readonly path: Exchange; readonly methods: readonly Exchange[] };

export const undocumentedCallsRecorded = defineProbe<Measured>({
  id: 'errors/undocumented-calls-recorded',
  title: 'How a path and methods that are not documented are answered is recorded',
  why: 'Clients meet these answers by a slip of the pen, and services that follow one documentation differ in them.',
  fix: 'Any refusal will do; an Allow header beside a 405 says what there is.',
  reads: 'unknown',
  phase: 'mutate',
  stage: 'looking-back',
  alone: 'collection',
  places: (contract) => (contract.conventions.unknown === undefined ? [] : [rootPlace]),
  needs: () => [],
  cost: (_place, { contract }) => ({ requests: 1 + undocumentedMethods(contract).length * 6, creates: 0 }),
  async measure(_place, session) {
    const path = await session.measure(unknownPath, { path: unknownPaths(session.contract)[0] ?? '' });
    return { path, methods: await session.measure(undocumentedCalls, {}) };
  },
  judge(_place, { path, methods }, { contract }) {
    const told = [
      ...factAbout('unknown.path-answer', 'outside', path, contract),
      ...methods.flatMap((exchange) =>
        factAbout('unknown.method-answer', `${exchange.request.method} ${exchange.request.path}`, exchange, contract),
      ),
    ];
    return told.length > 0 ? observed(told) : inconclusive('No such call was answered', [path, ...methods]);
  },
});

/** A refusal by quota, or no answer, tells nothing of what was asked. */
const factAbout = (fact: keyof typeof facts, at: string, exchange: Exchange, contract: Contract): Fact[] => {
  const status = statusOf(exchange);
  if (status === undefined || status === 429) return [];
  return [factOf(fact, at, { status, allow: allowIn(exchange), body: bodyOf(exchange), quotaHeaders: quotaHeadersIn(exchange, contract) })];
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
