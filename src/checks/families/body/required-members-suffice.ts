import { outcomeOf, isSuccess, statusOf } from '../../../contract/message.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { creationNeeds, creators, operationAt } from '../../subjects/creators.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { created } from '../../scenarios/lifecycle/created.ts';
import { namesMember } from '../../subjects/named-member.ts';

/** Refusals of the request as such, whatever stands in its body (RFC 9110 section 15.5). */
const refusals = new Set([400, 404, 405, 415]);

export const requiredMembersSuffice = defineProbe<Exchange>({
  id: 'body/required-members-suffice',
  title: 'A body with just the required members creates what it asks for',
  why: 'Whoever follows the documentation sends no more than it asks for, and would learn of a hidden demand by trying.',
  fix: 'Take every member that is documented as optional for absent, or document it as required in a new version.',
  phase: 'mutate',
  stage: 'between-pages',
  alone: 'collection',
  places: (contract) => creators(contract).flatMap(({ body }) => (body ? [body.place] : [])),
  needs: creationNeeds,
  cost: () => ({ requests: 5, creates: 1 }),
  measure: async (place, session) => (await session.measure(created, { operation: place.operation ?? '' })).exchange,
  judge(place, exchange, { contract }) {
    const operation = operationAt(contract, place);
    const status = statusOf(exchange);
    if (isSuccess(exchange)) return pass(1);
    const demanded = bodyMembers(contract, operation).find(({ name, required }) => !required && namesMember(operation, exchange, name));
    const finding = { where: 'request body', expected: 'a success of the smallest body', actual: `status ${outcomeOf(exchange)}` };
    if (status === 422 && demanded) {
      return fail({ code: 'optional-member-demanded', ...finding, actual: `${finding.actual}, which names "${demanded.name}"` }, [
        exchange,
      ]);
    }
    if (status !== undefined && refusals.has(status)) return fail({ code: 'smallest-body-refused', ...finding }, [exchange]);
    return inconclusive(`The smallest body was answered ${outcomeOf(exchange)}, for a reason of its own`, [exchange]);
  },
});
