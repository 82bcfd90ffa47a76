import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { codelessExchange, errorOf, madeUpCode, tokenExchange } from '../../scenarios/credentials/token-exchange.ts';
import { tokenNeeds, tokenRequest } from '../../subjects/token-operation.ts';
import { exchangePlaces } from '../../subjects/token-places.ts';

type Measured = { readonly exchange: Exchange; /** The client is one that is known. */ readonly isKnown: boolean };

/** The exchange of a code that was never given, after one of a code that was. */
const unknownCode = defineMeasurement<{ readonly operation: string }, Measured>({
  id: 'unknown-code',
  async run(session, { operation }) {
    const known = session.target.oauth?.codes ? await session.measure(tokenExchange, { operation }) : undefined;
    await session.measure(codelessExchange, { operation });
    const form = { code: madeUpCode(session, 'unknown'), faults: ['value-unusable'] } as const;
    const exchange = await session.send(tokenRequest(operationOf(session.contract, operation), session.target, form));
    return { exchange, isKnown: known !== undefined && isSuccess(known) };
  },
});

/** Codes by which the client is refused, or its form (RFC 6749 section 5.2). */
const ofClient: readonly unknown[] = ['invalid_client', 'unauthorized_client', 'invalid_request'];

export const unknownCodeRefused = defineProbe<Measured>({
  id: 'oauth/unknown-code-refused',
  title: 'A code that was never given is refused with 400 and the error invalid_grant',
  why: 'A client that cannot tell a bad code from a failure asks the user again and again, or never.',
  fix: 'Answer 400 with the member error set to invalid_grant (RFC 6749 section 5.2).',
  phase: 'mutate',
  stage: 'refusals',
  alone: 'collection',
  places: exchangePlaces,
  needs: (_place, around) => tokenNeeds(around, 0),
  cost: () => ({ requests: 3, creates: 0 }),
  measure: (place, session) => session.measure(unknownCode, { operation: place.operation ?? '' }),
  judge(_place, { exchange, isKnown }) {
    const error = errorOf(exchange);
    const status = statusOf(exchange);
    if (status === 400 && error === 'invalid_grant') return pass(1);
    const told = typeof error === 'string' ? ` with ${error}` : '';
    const finding = { where: 'status', expected: '400 with invalid_grant', actual: `status ${outcomeOf(exchange)}${told}` };
    if (isSuccess(exchange)) return fail({ code: 'unknown-code-accepted', ...finding }, [exchange]);
    const isOther = status === 400 && error !== 'unsupported_grant_type' && (isKnown || !ofClient.includes(error));
    if (status === 422 || isOther) return fail({ code: 'other-refusal', ...finding }, [exchange]);
    return inconclusive(`The exchange of a made-up code was answered ${outcomeOf(exchange)}${told}`, [exchange]);
  },
});
