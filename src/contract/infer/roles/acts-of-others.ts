import { saidIn } from '../../said.ts';
import type { Contract, Operation } from '../../model.ts';
import { valueAt } from '../../pointer.ts';
import { nodeOf } from '../../../model/location.ts';
import { endsInParameter } from '../path-template.ts';
import { sentencesOf } from '../sentences.ts';

const holder =
  '(?:account|tenant|user|customer|organi[sz]ation|org|workspace|team|company|branch|merchant|member|person|client|side|party|one)';
const maker = `(?:maker|creator|owner|sender|author|issuer|offerer|inviter|${holder} (?:that|who|which) (?:offered|created|made|sent|issued|opened|proposed|started) (?:it|them|this|one|the \\p{L}+))`;

/** Sentences by which whoever made a thing is not the one who acts on it. */
const forms: readonly RegExp[] = [
  `\\bnot (?:be \\p{L}+ )?(?:by|for) (?:the|its|their) (?:own )?(?:${maker}|(?:offering|creating|sending|issuing|inviting) ${holder})\\b`,
  `\\b(?:only |can be \\p{L}+ |must be \\p{L}+ |has to be \\p{L}+ )(?:by|for) (?:the (?:other|receiving|target|invited|recipient)|another|a different) ${holder}\\b`,
  `\\b(?:by|for) (?:an?|any|the) (?:other )?${holder} (?:other than|different from) (?:the|its) ${maker}\\b`,
  `\\b(?:${maker}) (?:itself |themselves |himself |herself )?(?:cannot|can['’]t|can not|may not|must not) \\p{L}+ (?:it|them|one)\\b`,
  `\\b(?:cannot|can['’]t|can not|may not|must not) \\p{L}+ (?:your|their|its|his|her) own\\b`,
].map((form) => new RegExp(form, 'iu'));

/**
 * Does the text of an action say that it is not for the account that made what it is about: "Only open offers can be accepted and not by the account that made it",
 * "You cannot accept your own offer".
 */
export const isActOfOthers = ({ document }: Pick<Contract, 'document'>, { location, method, path }: Operation): boolean =>
  (method === 'POST' || (method === 'PUT' && !endsInParameter(path))) &&
  saidIn(valueAt(document, nodeOf(location)))
    .flatMap(sentencesOf)
    .some((sentence) => forms.some((form) => form.test(sentence)));
