import { timeMeantBy } from '../../contract/infer/times/meant-time.ts';
import { partsOf } from '../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { clausesOf, inWords, textsOf } from './state-mentions.ts';

const last =
  '(?<moment>[a-z]+(?: [a-z]+){0,2}?)(?: (?:has|have|is|are|comes|begins|otherwise|409|422|400|at|only|and|or|to|by|if|date|day|too|before)| $)';
const that = '(?:(?:the|its|their|your|an?) )*';

/** Clauses that let an action be done on a day, or from it on: "Not before the day of arrival", "Only on the day of the visit", "No earlier than the start date". */
const forms: readonly RegExp[] = [
  `(?:not|never|no|only|cannot|can not|refused|impossible)(?: [a-z0-9]+){0,4}? (?:before|earlier than|sooner than|until|prior to) ${that}(?:day|date|morning) (?:of|it) ${that}${last}`,
  `(?:not|never|no|cannot|can not|refused|impossible)(?: [a-z0-9]+){0,4}? (?:before|earlier than|sooner than|until|prior to) ${that}(?<moment>[a-z]+(?: [a-z]+)?) (?:day|date) `,
  `(?:only|possible|allowed|can|may|works?|earliest)(?: [a-z0-9]+){0,5}? (?:on|from|at|as of|starting|since)(?: [a-z]+)? ${that}(?:day|date|morning) of ${that}${last}`,
  `(?:only|possible|allowed|can|may|works?|earliest)(?: [a-z0-9]+){0,5}? (?:on|from|at|as of|starting|since) ${that}(?<moment>[a-z]+(?: [a-z]+)?) (?:day|date) `,
].map((form) => new RegExp(` ${form}`, 'u'));

/** "Not before `startDate`", "No earlier than `starts_on`": the member itself. */
const beforeNamed =
  /\b(?:not|never|no|cannot)\b[^.;`]{0,30}\b(?:before|earlier than|sooner than|until|prior to) (?:the |its )?`(?:\w+\.)?(?<member>\w+)`/iu;

/** Words by which a clause is about the past, fees or others. */
const elsewise = / (?:charg\w*|fees?|free|costs?|refund\w*|remind\w*|notif\w*|emails?|sent|usually|normally|discount\w*) /u;

/**
 * The member of a creation with the day from which an action on what it creates is possible: `arrivesOn` for "Not before the day of arrival (409)". What is to be acted
 * on is created for today. Undefined where no text says so. Nothing is judged by it.
 */
export const dayMemberFor = (contract: Contract, create: Operation, action: Operation): string | undefined =>
  contract.standard.size === 0 || action.method === 'GET'
    ? undefined
    : dayMemberIn(contract, create, textsOf(contract, action).flatMap(clausesOf));

/** The same by some clauses of the text of an action. */
export const dayMemberIn = (contract: Contract, create: Operation, clauses: readonly string[]): string | undefined => {
  const members = bodyMembers(contract, create);
  const times = members
    .filter(({ schema }) => partsOf(contract.document, schema).some(({ format }) => format === 'date'))
    .map(({ name }) => name);
  if (times.length === 0) return undefined;
  const names = members.map(({ name }) => name);
  const named = clauses
    .filter((clause) => !elsewise.test(inWords(clause)))
    .map((clause) => beforeNamed.exec(clause)?.groups?.['member'])
    .filter((member) => member !== undefined && times.includes(member));
  const told = clauses
    .map((clause) => inWords(clause.replaceAll(/`\w+`/gu, ' ')))
    .filter((words) => !elsewise.test(words))
    .flatMap((words) =>
      forms.flatMap((form) => {
        const moment = form.exec(words)?.groups?.['moment'];
        return moment === undefined ? [] : [timeMeantBy(wordsOf(moment), { names, times }) ?? []].flat();
      }),
    );
  const found = [...named, ...told];
  return new Set(found).size === 1 ? found[0] : undefined;
};
