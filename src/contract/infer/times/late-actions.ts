import { valueAt } from '../../pointer.ts';
import { saidIn } from '../../said.ts';
import { nodeOf } from '../../../model/location.ts';
import { rememberedByPair } from '../../../model/remembered.ts';
import type { Contract, Operation } from '../../model.ts';
import { isActing } from '../acting.ts';
import { itemOf } from '../covering.ts';
import { isDirectlyBelow } from '../path-template.ts';
import { sentencesOf } from '../sentences.ts';

/** An action comes too late so many days after what a member of its resource shows. */
export type LateAfter = { readonly member: string; readonly days: number };

const unitDays: Readonly<Record<string, number>> = { day: 1, week: 7, month: 28, year: 365 };

/** "today is more than 180 days after `period_end`", "too late more than 2 weeks after the `endsOn`". */
const after =
  /\b(?:more|later|longer) than (?<count>\d+) (?<unit>day|week|month|year)s? (?:after|past|behind) (?:the |its |their )?`(?<member>[\w-]+)`/giu;

/** Words by which it is the present day that is late. */
const present = /\b(?:today|now|the (?:present|current) (?:day|date|moment)|too[ _]late)\b/iu;

/** What turns the rule round. */
const turned = /\b(?:unless|except|only (?:if|when|once)|not before|earliest|at least)\b/iu;

const lateIn = (sentence: string): readonly LateAfter[] =>
  !present.test(sentence) || turned.test(sentence)
    ? []
    : [...sentence.matchAll(after)].flatMap(({ groups: { count = '', unit = '', member = '' } = {} }) => [
        { member, days: Number(count) * (unitDays[unit.toLowerCase()] ?? 0) },
      ]);

/**
 * After what of a resource, and how many days, some action on it comes too late, as the text of that says: "`too_late`: today is more than 180 days after `period_end`". Of what a creation makes;
 * empty of any other operation.
 */
export const lateActionsAfter = rememberedByPair((contract: Contract, operation: Operation): readonly LateAfter[] => {
  if (contract.standard.size === 0) return [];
  const made = contract.inferredResourceTypes.find((one) => one.create.key === operation.key);
  if (!made) return [];
  const item = itemOf(made).path;
  return contract.operations
    .filter((one) => one.key !== operation.key && isActing(one) && isDirectlyBelow(one.path, item))
    .flatMap(({ location }) =>
      saidIn(valueAt(contract.document, nodeOf(location)))
        .flatMap(sentencesOf)
        .flatMap(lateIn),
    )
    .filter(({ days }) => days >= 2);
});
