import { literalPattern } from '../pattern/literal-pattern.ts';
import { sentencesOf } from './sentences.ts';
import { deferred } from './told-gone.ts';

/** The texts that may say that a removal empties a list. */
export type TextsOfEmptying = {
  /** What the removal and its success answers say. */
  readonly removal: readonly string[];
  /** What the list says of itself. */
  readonly list: readonly string[];
};

/** The names of what is removed and of what its list holds, in small letters and both numbers. */
export type NamesOfEmptying = { readonly parent: readonly string[]; readonly child: readonly string[] };

/** Words by which a sentence holds for some, on a condition or later. */
const limiting =
  /\b(?:if|when|whenever|unless|until|till|once|while|whether|before|only|may|might|can|could|should|must|not|never|no|except|excluding|but|however|later|eventually|within|days?|hours?|minutes?|nightly|background|asynchronous\w*|soon|optional\w*|depend\w*|where|usually|sandbox|version|with [a-z]+=[a-z]+)\b|\bby default\b/u;

const refusing = /\b(?:4\d\d|refuse[sd]?|reject(?:s|ed)?|conflict|fails?|cannot|can not)\b/u;

const oneOf = (names: readonly string[]): string => `(?:${names.map((name) => literalPattern(name).replaceAll(' ', '[ -]')).join('|')})`;

const partsOf = (text: string): readonly string[] =>
  sentencesOf(text.replaceAll(/\([^()]*\)/gu, ' ')).flatMap((sentence) =>
    sentence
      .toLowerCase()
      .replaceAll(/[`*_"]/gu, '')
      .split(/[;:.]/u)
      .map((part) => part.replaceAll(/\s+/gu, ' ').replaceAll(' ,', ',').trim())
      .filter((part) => part !== ''),
  );

/** What removes or puts away, as a state of what was removed. */
const states = '(?:archived|deleted|removed|retired|deactivated|closed|disabled)';

/**
 * Do texts say that the list of what belongs to a resource is empty once that is removed or archived: "the supplier is archived, its price list is emptied", "The list
 * of an archived supplier is empty". Not on a condition, for some or later.
 */
export const saysEmptied = ({ removal, list }: TextsOfEmptying, { parent, child }: NamesOfEmptying): boolean => {
  if (parent.length === 0 || child.length === 0 || deferred.test([...removal, ...list].join(' '))) return false;
  const [above, own] = [oneOf(parent), oneOf(child)];
  const which = String.raw`(?:(?:its|their|the|all|of|${above}(?:'s|s')) )`;
  const items = `(?:${own} lists?|lists? of (?:its |the )?${own}|list)`;
  const ofIt = `(?: of (?:the|this|that) ${above})?`;
  const lead = '(?:(?:and|then|also|otherwise),? )*';
  const also = '(?: (?:then|also|thereby|automatically|immediately|at once))*';
  const end = '(?: (?:too|as well|at once|for good|permanently|immediately|with it|in the same (?:step|transaction)))*';
  const clauses = [
    // "its price list is emptied", "all its prices are emptied" is no English.
    `^${lead}${which}+${items}${ofIt} (?:is|are|gets?|will be)${also} (?:emptied|cleared|wiped|purged)${end}$`,
    `^${lead}${which}+${items}${ofIt} (?:is|are) (?:then )?empty (?:from then on|afterwards|then|after that)$`,
    `^${lead}(?:(?:this|it|the (?:removal|deletion)) )?(?:also )?(?:empties|clears|wipes|purges) ${which}+${items}${ofIt}${end}$`,
    `^${lead}leaving ${which}*${items} empty$`,
  ].map((source) => new RegExp(source, 'u'));
  const again = new RegExp(String.raw`^(?:when|if|whenever|once) (?:the|an?|this|that) ${above} is ${states}, ?`, 'u');
  // "Archives the supplier and empties its price list."
  const joined = new RegExp(String.raw`,? and (?=(?:also |then )?(?:empties|clears|wipes|purges|${which}+${items}) )`, 'gu');
  let isRefused = false;
  for (const whole of removal.flatMap(partsOf)) {
    const part = whole.replace(again, '');
    const isOther = /\botherwise\b/u.test(part) && !isRefused;
    isRefused ||= refusing.test(part);
    const isSaid = part
      .replaceAll(joined, ', ')
      .split(/, (?:and )?/u)
      .some((clause) => clauses.some((one) => one.test(clause)));
    if (isSaid && !isOther && !limiting.test(part)) return true;
  }
  const forms = [
    `^(?:the )?(?:${items}) (?:of|for) (?:an?|any|every|all) ${states} ${above} (?:is|are) (?:always |then )?empty$`,
    `^(?:the list |it )?(?:is )?(?:always )?empty for (?:an? |any |every |all )?${states} ${above}$`,
    `^(?:the list |it )?(?:is )?empty (?:once|as soon as|when|after|if) (?:the|an?|its) ${above} (?:is|was|has been|gets) ${states}$`,
    `^(?:all |any |every |an? )?${states} ${above} (?:has|have) (?:an? )?(?:empty ${items}|no ${own})$`,
  ].map((source) => new RegExp(source, 'u'));
  // The state has to be the one that the removal brings about.
  const isOfRemoval = (part: string): boolean => {
    const state = new RegExp(String.raw`\b${states}\b`, 'u').exec(part)?.[0] ?? '';
    return /^(?:deleted|removed)$/u.test(state) || removal.some((text) => text.toLowerCase().includes(state.slice(0, -2)));
  };
  return list.flatMap(partsOf).some((part) => forms.some((one) => one.test(part)) && isOfRemoval(part));
};
