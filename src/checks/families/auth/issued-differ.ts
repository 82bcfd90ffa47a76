import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { creationNeeds } from '../../subjects/creators.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import {
  candidatesIn,
  type Issued,
  issuedCredential,
  issuing,
  mostCandidates,
  type Tried,
  tryIssued,
} from '../../scenarios/lifecycle/issued-credential.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { issuers } from '../../subjects/issuers.ts';

type Measured = {
  readonly first: Issued;
  readonly second: Exchange | undefined;
  /** What the second answer holds and the first one does not. */
  readonly others: Tried;
  /** The second answer holds the credential of the first one. */
  readonly isRepeated: boolean;
};

const nothing: Tried = { opened: undefined, refused: [] };

/** Two credentials for one thing, one after the other. */
const issuedTwice = defineMeasurement<{ readonly operation: string }, Measured>({
  id: 'issued-twice',
  async run(session, { operation }) {
    const first = await session.measure(issuedCredential, { operation });
    // Whether two credentials differ can only be told of those that were recognised.
    if (!first.opened) return { first, second: undefined, others: nothing, isRepeated: false };
    const second = await session.measure(issuing, { operation, turn: 'second' });
    const candidates = candidatesIn(session, second);
    const others = candidates.filter((handle) => !first.candidates.includes(handle));
    return {
      first,
      second,
      others: await tryIssued(session, others.slice(0, mostCandidates)),
      isRepeated: candidates.includes(first.opened.handle),
    };
  },
});

export const issuedDiffer = defineProbe<Measured>({
  id: 'auth/issued-differ',
  title: 'Issuing twice gives two different credentials',
  why: 'Who shares one credential with somebody else can neither be told apart from them nor be locked out alone.',
  fix: 'Make a new credential for each request.',
  phase: 'mutate',
  stage: 'refusals',
  alone: 'collection',
  places: issuers,
  needs: creationNeeds,
  cost: () => ({ requests: 200, creates: 2 }),
  measure: (place, session) => session.measure(issuedTwice, { operation: place.operation ?? '' }),
  judge(_place, { first, second, others, isRepeated }) {
    if (!second) return inconclusive(`No credential was recognised in the first answer: ${outcomeOf(first.issuing)}`, [first.issuing]);
    const both = [second, first.issuing] as const;
    if (!isSuccess(second)) return inconclusive(`No second credential was issued: ${outcomeOf(second)}`, both);
    if (others.opened) return pass(1);
    if (!isRepeated) return inconclusive('No credential was recognised in the second answer', both);
    if (others.refused.some((exchange) => statusOf(exchange) !== 401)) {
      return inconclusive('Whether another text of the second answer is a credential was not told', [...both, ...others.refused]);
    }
    return fail(
      { code: 'issued-again', where: 'answer', expected: 'another credential than the first time', actual: 'the same one' },
      both,
    );
  },
});
