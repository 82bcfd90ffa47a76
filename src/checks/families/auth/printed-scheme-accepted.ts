import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, type Entry, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { plainRead } from '../../scenarios/calls/plain-read.ts';
import { isProven, proofOf, provenRead, type ProvenRead } from '../../scenarios/transport/proven-read.ts';
import { bearerPlaces } from '../../subjects/bearer-places.ts';
import { firstRead } from '../../subjects/first-read.ts';

type Measured = { readonly plain: Exchange; readonly small: ProvenRead | undefined };

/** Where every plain read is refused, the credential itself may be wrong: it is good where the other spelling opens what is shut to strangers. */
const judging = {
  async measure(place, session) {
    const operation = place.operation ?? '';
    const plain = await session.measure(plainRead, { operation });
    return {
      plain,
      small: statusOf(plain) === 401 ? await session.measure(provenRead, { operation, form: { kind: 'small-scheme' } }) : undefined,
    };
  },
  judge(place, { plain, small }, { contract }) {
    if (isSuccess(plain)) return pass(1);
    const operation = operationOf(contract, place.operation ?? '');
    if (!small || !isProven(operation, small)) return inconclusive(`${operation.key} was answered ${outcomeOf(plain)}`, [plain]);
    const expected = 'a success where the scheme is spelt Bearer';
    const actual = `status ${outcomeOf(plain)}, and ${outcomeOf(small.served)} where it is spelt bearer`;
    return unconfirmed(fail({ code: 'printed-spelling-refused', where: 'Authorization', expected, actual }, [plain, ...proofOf(small)]));
  },
} satisfies Entry<Measured>;

export const printedSchemeAccepted = defineProbe<Measured>({
  id: 'auth/printed-scheme-accepted',
  title: 'A valid credential is accepted where the name of its scheme is spelt as in the documentation',
  why: 'Names of schemes are read without regard to case (RFC 9110 section 11.1); a client that copies the documentation is locked out.',
  fix: 'Compare the name of the scheme without regard to case.',
  phase: 'read',
  alone: 'nothing',
  places: (contract) => firstRead(contract).flatMap((operation) => bearerPlaces(contract, operation)),
  needs: () => [],
  cost: () => ({ requests: 1, creates: 0 }),
  ...judging,
  entry: judging,
});
