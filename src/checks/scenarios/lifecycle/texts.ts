import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { shown as written } from '../../../contract/schema/evaluate.ts';
import type { Place } from '../../../model/place.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { creators } from '../../subjects/creators.ts';
import { fail, inconclusive, pass } from '../../kit/define.ts';
import type { KeptText } from '../bodies/kept-text.ts';
import { freshTexts } from '../bodies/unusual-text.ts';

/** Members of creations whose text is made by us. */
export const textPlaces = (contract: Contract): Place[] =>
  creators(contract).flatMap((operation) => freshTexts(contract, operation).map(({ place }) => place));

/** Judges the text of an accepted creation; one that was not accepted decides nothing. */
export const judgeText = (member: string, { sent, creation, shown }: KeptText): Verdict => {
  if (!isSuccess(creation))
    return inconclusive(`A creation with ${written(sent)} in "${member}" was answered ${outcomeOf(creation)}`, [creation]);
  const other = shown.find(({ text }) => typeof text === 'string' && text !== sent);
  if (other) {
    const finding = { code: 'text-changed', where: `/${member}`, expected: written(sent), actual: written(other.text) };
    return fail(finding, [other.exchange, creation]);
  }
  return shown.some(({ text }) => text === sent) ? pass(1) : inconclusive(`No answer shows "${member}" again`, [creation]);
};

/** Refusals that say nothing of the text. */
const aboutUs: ReadonlySet<number> = new Set([401, 403, 404, 408, 409, 429]);

/** The same where a refusal is as good. */
export const judgeTextOrRefusal = (member: string, told: KeptText): Verdict => {
  const status = statusOf(told.creation) ?? 0;
  return status >= 400 && status < 500 && !aboutUs.has(status) ? pass(1) : judgeText(member, told);
};
