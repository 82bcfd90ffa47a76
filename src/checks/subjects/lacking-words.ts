import { wordsOf } from '../../contract/infer/words.ts';
import { isNeededForAct } from './needed-for-act.ts';
import { inWords } from './state-mentions.ts';

/** What something that may be lacking is called in sentences. */
export type Naming = {
  /** Its names in small letters, in both numbers; none of what sentences call by no name that is its own. */
  readonly names: readonly string[];
  /** Several entries, one value, or a text that may be empty. */
  readonly kind: 'several' | 'one' | 'text';
  /** Is it whom the resource is assigned to. */
  readonly isAssigned?: true;
};

/** A clause about a resource and what may be done with it. */
type About<T extends Naming> = {
  /** The noun of the resource, in the singular. */
  readonly noun: string;
  readonly things: readonly T[];
  /** Is a word the action, or what it leaves: "publish", "published". */
  readonly isAct: (word: string) => boolean;
};

const filler = String.raw`(?:(?!(?:of|about|for|in|on|with|per|and|or|to|the|than|from|no|not) )[a-z]+ ){0,2}?`;
const oneOrMore = String.raw`(?:at least (?:one|an?|1|two|2|three|3|\d+)|one or more|1 or more|a minimum of (?:one|1|two|2|\d+))`;
const needs = String.raw`(?:needs|requires|must (?:first |already |then )?(?:have|contain|hold|include)|has to (?:have|contain|hold|include)|needs to (?:have|contain|hold|include))`;
const present = String.raw`(?:needed|required|necessary|there|present|set|given|added|in place)`;
const must = String.raw`(?:must|has to|have to|needs to|need to)`;
const still = '(?:still |yet |currently |as yet )?';
const whenever = '(?:if|when|while|whenever|where|as long as|so long as)';
const unset = '(?:empty|missing|blank|null|unset|not set|not given|not there|not known|undefined|absent)';

/** "At least one clerk and one line", where the second thing is asked for by a shorter word: the same demand without what stands before it. */
const first = String.raw`(?<= (?:${needs}|must be|has to be|have to be|needs to be) )${oneOrMore} (?:[a-z]+ ){1,3}?(?:and|as well as|and also|plus) (?:${oneOrMore}|one|an?|1) `;
const leading = String.raw`^ ${oneOrMore} (?:[a-z]+ ){1,3}?(?:and|as well as|and also|plus) (?:${oneOrMore}|one|an?|1) `;

/** The words of a clause, and those of the same demand of each further thing that is asked for together with the first one. */
const eachDemanded = (words: string): readonly string[] => {
  const rest = words.replace(new RegExp(first, 'u'), 'at least one ').replace(new RegExp(leading, 'u'), ' at least one ');
  return rest === words ? [words] : [words, ...eachDemanded(rest)];
};

/** Words of a clause that is no rule, or one for some alone. */
const hedged =
  / (?:should|recommended|usually|normally|optional|optionally|warn|warning|warned|warns|ideally|unless|except|either|neither|may be|might|drafts? may|default|defaults|ignored|skipped|by (?:some|most|many|certain)|most|some|partners?|in bulk|since|(?:from|in|via|through) the (?:app|shop|web|website|ui|portal|dashboard|mobile app)|on (?:mon|tues|wednes|thurs|fri|satur|sun|week)days?|on weekends|plans?|versions?|(?:on|in) (?:(?:the|an?|our) )?(?:\w+ ){0,2}(?:plan|tier|edition|sandbox)s?) /u;

/** Words behind which a demand is one of some resources, or under some condition alone. */
const conditional = / (?:if|when|where|while|once|as long as|in case|depending|for(?! (?:it|this|that) to )) /u;

/** What fails is the request, and not the job that it starts: "The operation fails if the track has no length" is about how that ends. */
const status =
  / (?:409|422|refused|refuse|refuses|rejected|rejects|reject|conflict|otherwise|(?<! (?:operation|job|task|run|process|export|import) )fails) /u;

/** Words by which it is what is lacking that makes something possible. */
const permitted =
  / (?:only (?:if|when|while|where|as long as)|(?:can|may|could) (?:be|only|still|also|even)|(?<!not )(?:possible|allowed|works|accepted|succeeds|permitted|fine|ok)) /u;
const denied = / (?:not|never) (?:be )?(?:(?:an? )?409|refused|rejected|a conflict|an error) /u;

/** Does a clause refuse the action itself: "cannot be published", "you can not publish". */
const refusesAct = (words: string, isAct: (word: string) => boolean): boolean =>
  [...words.matchAll(/ (?:can|may|must|could|will) (?:not|never)(?: yet| then)? (?:be )?(?<act>[a-z]+)(?= )/gu)].some(
    ({ groups }) => isAct(groups?.['act'] ?? '') || ['do', 'call', 'happen', 'done', 'called'].includes(groups?.['act'] ?? ''),
  );

/** Does what follows a demand say that it is for something else: "needs a module to be found in searches". */
const isForOther = (rest: string, isAct: (word: string) => boolean): boolean =>
  / (?:to|for|so|in order|before|until|by) /u.test(rest) && !rest.split(' ').some((word) => isAct(word));

/**
 * What a clause says a resource to need so that an action on it is not refused: "The order needs at least one line (`409`, `no_lines`)", "As long as there is no
 * module the answer is 409", "An empty course cannot be published". The last one is told of the only thing of which there may be several; of none where there
 * are more.
 * @param clause Part of a sentence in CommonMark; the code in it names refusals and says nothing else.
 */
export const lackingMust = <T extends Naming>(clause: string, { noun, things, isAct }: About<T>): readonly T[] => {
  // A code such as `no_lines` would be read as words, but for the status.
  const words = inWords(
    clause.replaceAll(/`([^`]*)`/gu, (_all, code: string) => (/^\w+$/u.test(code) && /[_A-Z]/u.test(code) ? ' ' : code)),
  );
  if (hedged.test(words) || denied.test(words)) return [];
  const thing = `(?:(?:the|an?|each|every|any|your|this) (?:${noun})|it)`;
  const isRefused = status.test(words) || refusesAct(words, isAct);
  const isPermitted = permitted.test(words.replaceAll(/ otherwise .*$/gu, ' '));

  // "A line per week", "on the first day", "no clerk for a line" ask for more than one that is there.
  const narrowing = new RegExp(
    ` (?:per|for|on|at|with|from|of|in|by) (?!(?:it|this|that|order|(?:(?:the|its|an?|this) )?(?:${noun})) )`,
    'u',
  );
  const isNarrowed = (rest: string): boolean => narrowing.exec(rest)?.index === 0;

  const isDemanded = (names: string, kind: Naming['kind']): boolean => {
    if (kind === 'text') return false;
    const plainly = [
      ` ${thing} (?:then |also |always |first )?${needs} ${oneOrMore} ${filler}${names} `,
      `^ (?:and |but )?(?:needs|requires) ${oneOrMore} ${filler}${names} `,
      ` ${oneOrMore} ${filler}${names} (?:is|are|(?:${must}) be) ${present} `,
      ` there ${must} be ${oneOrMore} ${filler}${names} `,
    ];
    const refused = [
      ` ${thing} (?:then |also |always |first )?${needs} (?:an?|some|any) ${filler}${names} `,
      ` there ${must} be (?:an?|some) ${filler}${names} `,
      // "The draft has at least one page (409)": what it has to be then.
      ` ${thing} (?:then |also |always |first |already )?(?:has|have|holds|contains|includes) ${oneOrMore} ${filler}${names} `,
    ];
    const forms = [...plainly, ...(isRefused ? refused : [])];
    return eachDemanded(words).some((said) =>
      forms.some((form) => {
        const found = new RegExp(form, 'u').exec(said);
        if (!found) return false;
        const [before, rest] = [said.slice(0, found.index + 1), ` ${said.slice(found.index + found[0].length)}`];
        return (
          !conditional.test(`${before}${rest.replace(/ 4\d\d (?:if|when) not .*$/u, ' ')}`) &&
          !rest.startsWith(' or ') &&
          !isNarrowed(rest) &&
          !/ (?:or|not|no) $/u.test(before) &&
          !isForOther(rest, isAct)
        );
      }),
    );
  };

  const isRefusedWithout = (names: string, kind: Naming['kind']): boolean => {
    if (!isRefused || isPermitted) return false;
    const holds = `(?:there (?:is|are) ${still}|(?:the|an?|its|your) ${noun} ${still}(?:has|contains|holds) ${still}|it ${still}(?:has|contains|holds) ${still})`;
    // "409 if it is no draft or has no lines": each of two reasons alone is enough.
    const orHolds = `(?:it|(?:the|an?|its|your) ${noun}) (?:is|was|has been) (?:[a-z]+ ){1,5}?or (?:it )?${still}(?:has|contains|holds) ${still}`;
    const forms =
      kind === 'text'
        ? []
        : [
            ` ${whenever} ${orHolds}(?:no|not any|not one|not a single) ${filler}${names} `,
            ` ${whenever} ${holds}(?:no|not an?|not any|not one|not a single) ${filler}${names} `,
            ` (?:until|unless) ${holds}(?:at least )?(?:one|an?|some|any|1) ${filler}${names} `,
            ` ${whenever} no ${filler}${names} (?:is|are|was|were|has been|have been) [a-z]+ `,
          ];
    const empty = [` ${whenever} (?:the|its) ${names} (?:of the ${noun} )?(?:is|are) ${still}${unset} `];
    return [...forms, ...empty].some((form) => {
      const found = new RegExp(form, 'u').exec(words);
      if (!found) return false;
      const rest = ` ${words.slice(found.index + found[0].length)}`;
      return (
        !isNarrowed(rest) &&
        !/ (?:refused|rejected) for (?!(?:it|this|that) )/u.test(rest) &&
        !/^ (?:and|nor) (?!(?:so|then|we|you|this|that|it is (?:refused|rejected)|is (?:refused|rejected|answered)|gives|4\d\d) )/u.test(
          rest,
        ) &&
        !/^ (?:that|which|who|whose|with|of) /u.test(rest)
      );
    });
  };

  /** "409 if nobody is assigned", and as one of the reasons of a 409: "not a draft, or nobody is assigned". */
  const isRefusedUnassigned = (): boolean => {
    if (!isRefused || isPermitted) return false;
    const nobody = `(?:nobody|no one|no person) (?:is|was|has been) ${still}(?:assigned|allocated)(?: to (?:it|(?:the|this) ${noun}))?(?: yet| so far)?`;
    const plain = `(?:it|the ${noun}) (?:is|has) ${still}(?:unassigned|not ${still}(?:been )?assigned(?: to (?:anybody|anyone|somebody|someone|a person))?)(?: yet| so far)?`;
    const found = new RegExp(
      ` (?:${nobody}|${plain}|unassigned) (?=$|(?:or|the (?:answer|call|request|action)|this|we|it is|is|4\\d\\d) )`,
      'u',
    ).exec(words);
    if (!found) return false;
    const head = words.slice(0, found.index + 1);
    const isReason = words.startsWith(' 409 ') && / (?:409|or|or if|either) $/u.test(head);
    return isReason || new RegExp(`(?<! (?:even|also|not|only)) ${whenever} $`, 'u').test(head);
  };

  const isRefusedEmpty = (): boolean => {
    if (!isRefused || isPermitted) return false;
    const hollow = `empty ${noun}s?`;
    return [
      `^(?: and| but)? ?(?:an? |the |any )?${hollow} (?:can|may|must) (?:not|never) be `,
      ` ${hollow} (?:is|are|gets|get) (?:then |always )?(?:refused|rejected|answered (?:with |by )?(?:a )?(?:409|422)|(?:a |the )?(?:409|422)) `,
      ` (?:409|422|refused|rejected)(?: [a-z]+){0,3} (?:for|if|when|while|as long as) (?:an? ${hollow}|${hollow}|(?:the|an?) ${noun} is ${still}empty|it is ${still}empty) `,
      ` (?:can|may|must) (?:not|never) [a-z]+ (?:an? |the |any )?${hollow} `,
      ` ${whenever} (?:the|an?|your) ${noun} is ${still}empty `,
    ].some((form) => new RegExp(form, 'u').test(words));
  };

  /** "It needs a driver (`driver_missing`)": the code of the refusal names what is lacking. */
  const isLackingByCode = (names: string): boolean => {
    const form = new RegExp(
      `^(?:${names} (?:is )?(?:missing|required|needed|absent|lacking)|(?:no|missing|without|lacks?) ${names})$`,
      'u',
    );
    return [...clause.matchAll(/`(\w+)`/gu)].some(([, code = '']) => form.test(wordsOf(code).join(' ')));
  };

  const several = things.filter(({ kind }) => kind === 'several');
  const byEmpty = several.length === 1 && isRefusedEmpty() ? several : [];
  const named = things.filter(({ names, kind, isAssigned }) => {
    const isUnassigned = isAssigned === true && isRefusedUnassigned();
    if (isUnassigned || names.length === 0) return isUnassigned;
    const all = `(?:${names.join('|')})`;
    return (
      isLackingByCode(all) ||
      isDemanded(all, kind) ||
      isRefusedWithout(all, kind) ||
      (kind !== 'text' && isNeededForAct(words, names, { noun, isAct }))
    );
  });
  return [...new Set([...named, ...byEmpty])];
};
