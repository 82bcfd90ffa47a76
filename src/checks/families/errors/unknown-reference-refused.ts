import { statuses, statusWords } from '../../../contract/conventions-at.ts';
import type { StatusList } from '../../../contract/conventions.ts';
import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import { at, defineProbe, inconclusive } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { isClass, isReading, judgeErrorResponse, otherMistakes } from '../../kit/error-response.ts';
import { unknownReference } from './unknown-reference.ts';
import { referringIn } from '../../subjects/referring.ts';

export const unknownReferenceRefused = defineProbe({
  id: 'errors/unknown-reference-refused',
  title: 'A request that refers to an unknown resource is refused with the documented status',
  why: 'A resource without its parent cannot be found, and is never removed.',
  fix: 'Look up the references of a request before anything is done.',
  reads: 'refusals.reference',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: (contract) =>
    contract.operations
      .filter(({ conventions }) => statuses(conventions.refusals?.reference).length > 0)
      .flatMap((operation) => referringIn(contract, operation).map((referring) => at(referring.location, { operation, ...referring }))),
  prerequisites: ({ operation }, around) => prerequisitesFor(operation, around),
  cost: ({ operation }) => ({ requests: 8, creates: operation.effect.startsWith('creates') ? 2 : 0 }),
  run: ({ operation, name }, session) => session.run(unknownReference, { operation: operation.key, name }),
  judge({ operation, name, where }, { control, exchange, id, without }) {
    if (!exchange) return inconclusive(`The same request with an existing id was answered ${outcomeOf(control)}`, [control]);
    if (without && isSuccess(exchange) && isSuccess(without)) {
      return inconclusive(`The service may know "${name}" under another name: a request without it was accepted as well`, [
        exchange,
        without,
      ]);
    }
    const documented = operation.conventions.refusals?.reference;
    const expected = refusing(documented);
    return judgeErrorResponse(exchange, {
      expected,
      words: statusWords(documented),
      wrong: isClass(documented) || isReading(documented) ? [] : otherMistakes(operation, expected),
      code: 'unknown-reference',
      where: `${where} ${name}`,
      mistake: `an unknown "${name}", ${id}`,
    });
  },
});

/**
 * The accepted statuses. Of a class, all except 401: a service may answer 403 to an unknown resource as to one of another account.
 */
const refusing = (documented: StatusList | undefined): number[] =>
  isClass(documented) ? statuses(documented, 'access').filter((status) => status !== 401) : statuses(documented);
