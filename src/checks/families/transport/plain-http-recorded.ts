import { answerOf, headerValues, jsonOf } from '../../../contract/message.ts';
import { parameterlessReads } from '../../../contract/operation.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Answer, Exchange } from '../../../model/exchange.ts';
import type { Fact } from '../../../model/verdict.ts';
import { defineProbe, observed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { readElsewhere } from '../../scenarios/transport/read-elsewhere.ts';
import { clearCredential, clearNeeds } from '../../subjects/clear-address.ts';
import { secureServers } from '../../subjects/server-places.ts';

export const plainHttpRecorded = defineProbe<Exchange>({
  id: 'transport/plain-http-recorded',
  title: 'How a call without encryption ends is recorded',
  why: 'A closed port, a refusal and a redirect all keep data safe, and clients meet them in different ways.',
  fix: 'Nothing is wrong with any of them; a closed port is the only one that never sees a credential.',
  phase: 'read',
  alone: 'nothing',
  places: (contract) => (parameterlessReads(contract).length > 0 ? secureServers(contract) : []),
  needs: (_place, { target }) => clearNeeds(target),
  cost: () => ({ requests: 1, creates: 0 }),
  measure: (_place, session) =>
    session.measure(readElsewhere, {
      operation: parameterlessReads(session.contract)[0]?.key ?? '',
      base: { kind: 'named', name: 'plain' },
      credential: clearCredential(session.target),
    }),
  judge(_place, exchange) {
    const { operation } = exchange.request;
    const answer = answerOf(exchange);
    const outcome = exchange.reply.kind === 'answer' ? exchange.reply.status : exchange.reply.failure;
    const facts: Fact[] = [factOf('transport.plain-http-outcome', operation, outcome)];
    if (!answer) return observed(facts);
    return observed([
      ...facts,
      factOf('transport.plain-http-location', operation, headerValues(exchange, 'Location')[0] ?? null),
      factOf('transport.plain-http-body', operation, bodyOf(exchange, answer)),
    ]);
  },
});

/** The body in a word: JSON with its members, since their values differ from call to call. */
const bodyOf = (exchange: Exchange, { json }: Answer): string => {
  if (json.kind === 'none') return 'none';
  const value = jsonOf(exchange);
  if (isObject(value)) return `JSON: ${Object.keys(value).sort().join(', ')}`;
  return json.kind === 'value' ? 'JSON' : 'no JSON';
};
