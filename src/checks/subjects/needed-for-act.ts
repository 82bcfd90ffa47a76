/** How a clause about a resource is read: its noun, and which words are the action or what it leaves. */
type Act = {
  /** The noun of the resource, in the singular. */
  readonly noun: string;
  /** Is a word the action, or what it leaves: "publish", "published", "publishing". */
  readonly isAct: (word: string) => boolean;
};

const filler = String.raw`(?:(?!(?:of|about|for|in|on|with|per|and|or|to|the|than|from|no|not|other|second|further|another|new) )[a-z]+ ){0,2}?`;
const some = String.raw`(?:(?:an?|any|some|its|their|the|one|at least (?:one|an?|1)) )?`;
const lacking = String.raw`(?:without|with no|that has no|that have no|which has no|which have no|lacking)`;
const into = String.raw`(?:(?:be|become|been|get) )?(?:(?:set|moved|put|changed|brought|marked|made) (?:(?:to|as|into) )?)?`;
const denied = String.raw`(?:can|may|must|could|will|is|are) (?:not|never) (?:yet |then |to |allowed to )?`;
const isRefusal = String.raw`(?:is|are|gets?|gives?|means?|fails?(?: with)?|ends in|leads to|will be|answers?) (?:(?:always|then|answered|with|by|an?|the) )*(?:refused|rejected|impossible|not possible|not allowed|not permitted|forbidden|409|422|conflict|error)`;

/** What is needed, with something else that is needed beside it: "at least one driver and one seat". */
const counted = String.raw`(?:at least )?(?:one|an?|1) [a-z]+(?: [a-z]+)?`;
const beside = `(?:${counted} (?:and|plus|as well as) )?X(?: (?:and|plus|as well as) ${counted})?`;

/** What may stand at the end: how it is refused, what else is refused in the same breath (", nor can one that is finished"), and nothing that narrows it. */
const close = String.raw`(?: (?:400|409|422|otherwise|else|and|the|then|answer|response|is|are|it|that|this|gives|gets?|an?|with|conflict|refused|rejected|error|yet|first|status))*(?: (?:and )?nor (?:can|may|must|could|is|are|does|do) .*?)? $`;

/**
 * The ways in which a clause says that something is needed for an action, or for a state, with `<act>` where the action is named and `X` where what is needed is.
 * One row for each.
 */
const formsFor = (noun: string): readonly string[] => {
  const it = `(?:(?:(?:the|an?|any|each|every|this|your) )?${noun}s?|it|they|you|we|one|nobody)`;
  const object = `(?:(?:(?:the|an?|any|this|your) )?${noun}s?|it|them|one)`;
  const act = '(?<act>[a-z]+)';
  const needs = String.raw`(?:always |first |also )?(?:needs?|requires?|must have|has to have|have to have|needs? to have)`;
  const ended = (form: string): string => `^ (?:(?:and|but|so|also) )?${form}${close}`;
  return [
    // "Without a driver a trip can't be started", "without a driver no trip can be started"
    `without X ${it} ${denied}${into}${act}`,
    `without X no ${noun}s? (?:can|may|could|is|are) ${into}${act}`,
    `without X (?:the )?${act} (?:${object} )?${isRefusal}`,
    // "A trip can't be started without a driver", "A trip without a driver can't be started"
    `${it} ${denied}${into}${act} (?:${object} )?without X`,
    `no ${noun}s? (?:can|may|could|is|are) ${into}${act} without X`,
    `${it} ${lacking} X ${denied}${into}${act}`,
    // "A trip can only be started with a driver", "... can be started only once it has a driver"
    `(?=(?:.* )?only )${it} (?:can|may|could) (?:only )?(?:be )?(?:only )?${into}${act} (?:only )?(?:with|(?:if|when|once|while|after|as soon as) (?:it|they|the ${noun}) (?:has|have)|(?:if|when|once|while) there is) X`,
    `only ${noun}s? (?:with|that have|that has|having) ${beside} (?:can|may|could) ${into}${act}`,
    `only (?:an?|the) ${noun} (?:with|that has|which has|having) ${beside} (?:can|may|could) ${into}${act}`,
    // "A trip needs a driver before it can be started", "... to be started"
    `${it} ${needs} X (?:before|in order|so that|for)? ?(?:(?:it|they|the ${noun}) (?:can|may|could|is|are|will) )?(?:to |being )?${into}${act}`,
    `(?:before|for|in order) (?:(?:it|the ${noun}) (?:can|may|could|is) )?(?:to |being )?${into}${act} ${it} ${needs} X`,
    // "Starting needs a driver", "Starting a trip without a driver is a 422", "422 for starting it without a driver"
    `${act} (?:${object} )?(?:needs|requires|(?:is )?only (?:possible|allowed|works) with|is possible only with|works only with|is (?:not possible|impossible|not allowed) without) X`,
    `${act} (?:${object} )?without X ${isRefusal}`,
    `(?:400|409|422) (?:for|if|when|on) ${act} (?:${object} )?without X`,
    // "No driver, no start"
    `no X no ${act}`,
  ].map(ended);
};

/**
 * Does a clause say that an action, or a state, needs something that has one of some names: "Without a driver a trip can't be started (422)", "Starting needs a driver",
 * "A trip needs a driver before it can be started", "No driver, no start". Only where nothing else narrows it: not "without a driver it can't be started on Sundays".
 * @param words The clause as words between single spaces, with the short forms of "not" in full.
 * @param names What is needed may be called so.
 */
export const isNeededForAct = (words: string, names: readonly string[], { noun, isAct }: Act): boolean =>
  formsFor(noun).some((form) => {
    const found = new RegExp(form.replaceAll('X', `${some}${filler}(?:${names.join('|')})`), 'u').exec(words);
    const act = found?.groups?.['act'];
    return act !== undefined && isAct(act);
  });
