import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { hasStatus } from '../../kit/success.ts';
import { type UnusualText, unusualText } from '../../scenarios/bodies/unusual-text.ts';
import { type CreationMember, creationMembers, prerequisitesToCreate } from '../../subjects/creators.ts';
import { freshTexts } from '../../subjects/texts-of-ours.ts';

/** The accepted letters are seldom documented, so these errors are as good as a success (RFC 9110 sections 15.5.1, 15.5.21). */
const accepted: readonly number[] = [400, 422];

const isServerError = (exchange: Exchange): boolean => {
  const status = statusOf(exchange);
  return status !== undefined && status >= 500 && status < 600;
};

export const unusualTextNoServerError = defineProbe<CreationMember, UnusualText>({
  id: 'body/unusual-text-no-server-error',
  title: 'A text with letters outside ASCII is not answered with a 5xx',
  why: 'Names of people and towns have such letters; a service that breaks on them breaks for whole countries.',
  fix: 'Handle texts as Unicode from the request to the store, or refuse unsupported letters with the documented status.',
  phase: 'mutate',
  stage: 'using',
  exclusive: 'collection',
  over: (contract) => creationMembers(contract, freshTexts),
  prerequisites: prerequisitesToCreate,
  cost: () => ({ requests: 4, creates: 1 }),
  run: ({ operation, member }, session) => session.run(unusualText, { operation: operation.key, member: member.name }),
  judge({ member: { name } }, { first, repeated }) {
    if (isSuccess(first) || hasStatus(first, accepted)) return pass(1);
    if (!isServerError(first) || !repeated)
      return inconclusive(`Letters outside ASCII in "${name}" were answered ${outcomeOf(first)}`, [first]);
    const { usual, again } = repeated;
    const actual = `status ${outcomeOf(first)}, and ${outcomeOf(again)} again; with ASCII letters ${outcomeOf(usual)}`;
    if (!isSuccess(usual) || !isServerError(again))
      return inconclusive(`Letters outside ASCII in "${name}" got ${actual}`, [first, usual, again]);
    const expected = 'a success, 400 or 422 for letters outside ASCII';
    return fail({ code: 'unusual-text-server-error', where: `request body /${name}`, expected, actual }, [first, usual, again]);
  },
});
