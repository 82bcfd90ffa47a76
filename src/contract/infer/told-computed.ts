import { normal } from './formulas/names.ts';
import { statementsOf } from './sentences.ts';
import { singular } from './singular.ts';

const anew = String.raw`(?:again|anew|afresh|newly)`;
const freely = String.raw`(?:(?:then|always|also|automatically|immediately|at once|each time|thereby) )*`;
const done = String.raw`(?:(?:re-?(?:computed|calculated|priced|evaluated|determined|derived|assessed))|(?:computed|calculated|determined|worked out|derived|assessed) ${anew}|${anew} (?:computed|calculated|determined|worked out)|(?:adjusted|updated) (?:accordingly|to match|to fit))`;
/** What may stand behind it and changes nothing. */
const behind = String.raw`(?: (?:automatically|accordingly|immediately|at once|each time|as well|too|by the (?:server|service|system)|from (?:the new|its new|the changed) \p{L}+|with (?:each|every|any|the) (?:change|update)|(?:on|after|at) (?:each|every|any|the) (?:change|update)))*`;

/** "The price is computed again", "Recalculates the price", of which `what` is the number. */
const forms: readonly RegExp[] = [
  new RegExp(
    `^(?:and |then |after it |afterwards )*(?<what>[^,]+?(?:, [^,]+?)*) (?:is|are|gets?|will be|has to be|have to be) ${freely}${done}${behind}$`,
    'iu',
  ),
  new RegExp(
    `^(?:and |then |this |it |the (?:server|service) |also )*(?:re-?(?:computes?|calculates?|determines?|derives?|assesses|prices)) (?<what>.+?)${behind}$`,
    'iu',
  ),
  new RegExp(
    `^(?:and |then |this |it |the (?:server|service) |also )*(?:computes?|calculates?|determines?|works out) (?<what>.+?) ${anew}${behind}$`,
    'iu',
  ),
];

/** The same of a member in its own description: "Recalculated with every change". */
const ownForm = new RegExp(`^(?:(?:it )?is )?${freely}${done} (?:with|on|after|at|by) (?:each|every|any) (?:change|update)s?$`, 'iu');

/** Words by which it holds for some, on a condition, later, or not at all. */
const limiting =
  /\b(?:if|unless|except|only|while|until|once|not|never|no|may|might|can|could|should|optional\w*|later|eventually|nightly|daily|hourly|background|asynchronous\w*|soon|within|depend\w*|draft|on request|at the next|next|usually|normally|by (?:hand|staff|an?|somebody)|manual\w*|rate of the day|market|current (?:prices?|rates?))\b/iu;

/** "When the weight changes, ...": a change of the one or other member, which the change itself is. */
const onChange =
  /^(?:when|whenever|after|each time) (?:the |its |an? |any |one of )?[^,]{1,60}? (?:changes|is changed|was changed|has changed|is updated|changed),\s*/iu;

const partsOf = (text: string): readonly string[] =>
  statementsOf(text.replaceAll(/\([^()]*\)/gu, ' ')).flatMap((sentence) => {
    const bare = sentence
      .replaceAll(/[`*_"]/gu, '')
      .replace(/[.;:!]\s*$/u, '')
      .replaceAll(/\s+/gu, ' ')
      .trim();
    return limiting.test(bare) ? [] : [bare, ...bare.split(/, (?:and|then|which) |: /u).slice(1), bare.replace(onChange, '')];
  });

/** The names that a list of things means, each by itself: "the price and its tax" are `price` and `tax`. */
const namesIn = (what: string, names: readonly string[]): readonly string[] =>
  what.split(/, (?:and )?| and /u).flatMap((one) => {
    const words = normal(one.replace(/^(?:all |both )?(?:of )?(?:the|its|their|an?) /iu, ''));
    const found = names.filter((name) => normal(name) === words || normal(name) === singular(words));
    return found.length === 1 ? found : [];
  });

/** Which of some members the text of a change says are computed again by it, without a condition: "The price is computed again". */
export const computedAgainIn = (text: string, names: readonly string[]): readonly string[] => {
  const found = partsOf(text).flatMap((part) =>
    forms.flatMap((form) => {
      const what = form.exec(part)?.groups?.['what'];
      return what === undefined ? [] : namesIn(what, names);
    }),
  );
  return [...new Set(found)];
};

/** Does the description of a member say that it is computed again with every change: "Recalculated with every change". */
export const isComputedAgain = (text: string): boolean => partsOf(text).some((part) => ownForm.test(part));
