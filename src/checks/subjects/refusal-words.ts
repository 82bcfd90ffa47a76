import { wordsOf } from '../../contract/infer/words.ts';
import { type Mention, type State, inWords } from './state-mentions.ts';

/** Words that say that something is not done. */
export const refusing =
  / (?:can not|can no longer|can never|may not|must not|may no longer|no longer (?:be )?(?:possible|accepted|allowed)|not (?:possible|allowed|permitted|accepted)|impossible|refuse[sd]?|reject(?:s|ed)?|409|423|conflict) /u;

/** Words that make a sentence mean some callers, how many there may be, or a moment that a resource may have passed. */
export const unclear =
  / (?:only (?:have |has |be )?one|one (?:\w+ ){0,4}(?:at a time|per)|(?:already ha(?:s|ve)|ha(?:s|ve) already) (?:an?|another|one)|before|during|until|admins?|administrators?|owners?|roles?|permissions?|scopes?|members? of|at (?:least|most)|more than|same (?:key|body)) /u;

export const otherwise =
  /^ (?:any|every)thing (?:that|which) | (?:(?:any|every|all|an)?other (?:state|status|one)s?|(?:any|every|all|an|in|the) others?|another (?:state|status)|otherwise|anything else|everything else|any other|(?<!(?:thing|body| one|(?:some|any|every)one|who|what|where) )else) /u;

/** Words by which a clause says in which states something is possible: "possible while it is open (409)", "needs an open order", "may be called in the states". */
export const permitting = new RegExp(
  [
    ' (?<!(?:not|never|longer|nor|no) )(?:possible|allowed|permitted|accepted|valid|available|works?|applies|applicable) (?:only )?(?:while|when|if|for|in|from|on|with|as long as) ',
    ' (?<!(?:not|never|longer|nor|no) )(?:needs?|requires?|expects?|presupposes?|assumes?|precondition|prerequisite) ',
    ' (?:can|may|could) (?!not |no |never )(?:be )?(?:[a-z]+ ){1,4}(?:while|when|if|for|in|from|as long as) ',
  ].join('|'),
  'gu',
);

/** Words by which something fails, or may: what a service may refuse it may as well accept. */
export const failing = / (?:fails?|failing|refused|rejected|denied|declined|blocked|forbidden|errors?) /u;

/** Words by which something may be refused, and may be accepted as well. */
export const optional =
  / (?:may|might|could|can) (?:also |then |still )?(?:be (?:refused|rejected|denied|declined|blocked|answered|returned|given|sent|raised|thrown|issued)|fail|get|give|return|answer|yield|end|cause|produce|lead|result|refuse|reject|deny|decline|object|block|happen|occur) /u;

/** Does a text say that something is done in whatever state: "whatever its status", "in any state". */
export const isInAnyState = (words: string): boolean =>
  / (?:whatever|regardless of|no matter|irrespective of|independent(?:ly)? of) (?:\w+ ){0,3}(?:state|status)(?:es|s)? | (?:any|every|all|each) (?:state|status)(?:es|s)? (?!(?:but|except|besides|other|apart) )/u.test(
    words,
  ) && !refusing.test(words);

/** So many words may stand between what is possible and the states in which it is. */
const nearby = 6;

/** Words by which a clause refuses what is not as it said before: "if it is open, 409 if not". */
const ifNot =
  / (?:if|when|where|unless) (?:(?:it|that|this|they|the (?:state|status)) )?(?:(?:is|are|does|do|has|have) )?not (?:the case |so |met |true |given |fulfilled |in (?:it|this state) |[45]\d\d )*$/u;

/**
 * Words behind which the only states stand of which something else is said than of all others: "anything but open", "in every status but archived",
 * "other orders than drafts", "orders other than drafts".
 */
export const allBut =
  / (?:(?:anything|everything|any(?: other)? (?:state|status)|every (?:state|status)|all (?:states|statuses)) (?:but|except|besides|other than)|(?:any )?other (?!no |not |rather |more |less )(?:\w+ )?than|(?:\w+s|any \w+) other than|(?:all|every|any) (?:\w+ )?(?:but|except|besides|apart from|save for)) /u;

/** Words by which a refusal begins where a permission ends: "as long as it is open, afterwards 409". What comes before the permission is not spoken of. */
export const later = / (?:afterwards|thereafter|from then on|after that|later (?:on|attempts?|calls?|requests?|changes?)) /u;

/** A clause that says nothing but in which states something is possible at all: "Works while the order is open", "It can be altered as long as it is a draft". */
export const isLimit =
  /^ (?:(?:this|it|that|the (?:call|operation|action)) )?(?:is )?(?:only )?(?:works?|possible|allowed|permitted|accepted|available)(?: only)? (?:for|in|while|as long as) |^ (?:\w+ ){1,6}(?:can|may) be \w+ed (?:only )?(?:while|as long as) /u;

/** Words by which such a clause is not all of it, or is about some callers. */
export const isMore =
  / (?:also|too|even|still|well|always|any time|every|any|all|both|not|never|or (?:if|when|with|by|for|while|in)|managers?|staff|everybody|everyone|anyone|anybody|you|by|callers?|clerks?|authors?|students?|customers?|people) /u;

/** Numbers of other things that stand beside a state: "a draft with at least one line". */
export const besideNumber = /,? with (?:at least|at most|more than|no more than) \w+ \w+/giu;

/** "Of an archived asset only the status can be changed": it limits what is done in a state, and not in which state something is done. */
export const limitsToState = (words: string, states: readonly State[]): boolean => {
  const members = [...new Set(['status', 'state', ...states.map(({ member }) => wordsOf(member).join(' '))])].join('|');
  return new RegExp(` only (?:the |its |their )?(?:${members}) (?:of (?:\\w+ ){1,4})?(?:can|may|could|is|are) `, 'u').test(words);
};

/** A status in brackets that only says how a clause that is not kept is answered: "cancels an open order (409 `wrong_state`)". */
export const bareStatus = /\(`?[45]\d\d`?(?:[ ,]+`\w+`)?\)/gu;

/** Does a clause say itself that something is refused. */
export const isRefusal = (clause: string): boolean => {
  const words = inWords(clause.replaceAll(bareStatus, ' '));
  return refusing.test(words) || / (?:not|no|none|nothing|neither|nor|never|already|if|when|while|where|once|as long as) /u.test(words);
};

/** Is a state named in a refusing clause as one in which nothing is refused. */
export const isPermitted = (words: string, { at }: Mention): boolean => {
  const but = allBut.exec(words);
  const not = ifNot.exec(words);
  const permits = [...words.slice(0, at + 1).matchAll(permitting)].some(({ index, 0: { length } }) => {
    const [said, between] = [words.slice(index, at + 1), words.slice(index + length, at + 1)];
    return !refusing.test(said) && !failing.test(said) && between.split(' ').length <= nearby + 1;
  });
  return permits || (but !== null && but.index < at) || (not !== null && at < not.index);
};

/** Before a state that something is marked as: "cancel a parcel and mark it as delivered". */
export const isMarked = / (?:mark|marks|marking|marked|set|sets|setting) (?:\w+ ){0,4}(?:as|to) (?:an? |the )?$/u;
