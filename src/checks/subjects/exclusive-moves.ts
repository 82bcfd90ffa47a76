import { arrowsIn } from '../../contract/infer/move-arrows.ts';
import { moveRowsIn } from '../../contract/infer/move-tables.ts';
import { spokenMoves } from '../../contract/infer/spoken-moves.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { saidIn, saidOfTags } from '../../contract/said.ts';
import { type BodyMember } from '../../generators/body-members.ts';
import { nodeOf } from '../../model/location.ts';
import { describesRefusal } from './mistaken-bodies.ts';

/** Words by which a text says that nothing else is possible. */
export const exclusive =
  /\b(?:(?:no|any|every|all) other(?! (?:errors?|fields?|members?|properties|attributes?|parameters?|problems?|reasons?|callers?|users?|keys?|values?|requests?)\b)|other (?:moves?|transitions?|state changes|steps?)|anything else|everything else|any (?:step|move|transition|change) (?:that is )?not|not (?:on|in|part of) (?:this|the|that) (?:list|table|picture|diagram|drawing)|(?:steps?|moves?|transitions?|changes?) (?:that|which) (?:the|this|that) (?:list|table|picture|diagram|drawing)(?: [\w ]{1,30})? (?:does not|doesn't) (?:have|show|list|name|contain|allow|know))\b/iu;

/** Words by which it says so of the state itself. */
const itself =
  /\b(?:staying|(?:to|into|asking for|requesting|naming|sending|setting) the (?:state|status) (?:that )?(?:it|the \w+) (?:already )?(?:has|is in)|(?:in|to|into) the same (?:state|status)|to itself)\b/iu;

/** Words by which it leaves that out: "except to the state it has". */
const butItself = /\b(?:except|but|unless|save|other than|apart from|still|fine|allowed|harmless)\b/iu;

/** Words by which the state itself is no move at all, or asking for it no mistake: "sending the state that it has is not a move". */
const noMove =
  /\b(?:is|are|be|as|being|means|makes) (?:really |itself )?(?:not|no|never)(?: really)?(?: an?| any| such| one of)*(?: (?:real|actual|wrong|such|other|state|status))* (?:moves?|transitions?|changes?|steps?|one|those|these|them|errors?|conflicts?|mistakes?|refus\w+|reject\w+)\b|\b(?:isn't|aren't)(?: an?)? (?:moves?|transitions?|changes?|steps?|one|errors?|conflicts?|refus\w+|reject\w+)\b|\b(?:does not|doesn't|do not|don't|never) (?:count|matter|fail|hurt|harm|change|move|conflict|refuse|reject)\b|\bno (?:move|transition|change|step) (?:at all|either)\b/iu;

/** The verb of what is said of the state itself alone: "(asking for the state that it has is a 409 as well)". */
const saysOfItself =
  /\b(?:is|are|isn't|aren't|does|doesn't|do|has|counts?|changes?|gets?|gives?|returns?|succeeds?|works?|leaves?|keeps?|answers?|will|can|may|makes?|means?|remains?)\b/iu;

/** Words by which what is not shown is refused, or is not there: "no other", "anything else is a 409". */
export const refusal =
  /\bno other\b|\b(?:4\d\d|not|never|cannot|can't|isn't|aren't|conflict|invalid|illegal|impossible|forbidden|errors?|fails?|refus\w+|reject\w+|denied|turned down)\b/iu;

/** Words by which a sentence that names a state beside a drawing makes another way to it, or from it: "Expired ones go back to `draft`". */
export const ofMove =
  / (?:mov(?:es|ed|e)|goes|go|returns?|returned|back|becomes?|reopen\w*|reached|set|put|changed?|switch\w*|again|leads?|cancelled|canceled) /u;
export const possible = / (?:can|may|also|back|any|every|always|again|automatically|returns?|goes|go) /u;

/** Words by which a sentence leaves what is not named to some callers: it says nothing of the states in which they may do it. */
const leftTo = /\b(?:is|are) (?:only |reserved |left |up )?(?:for|to)\b|\b(?:needs?|requires?)\b/iu;

/** Words by which it says of states that they are the last ones. */
export const areFinal = /\b(?:is|are) (?:both |all )?(?:final|terminal|the end|end states?|(?:final|terminal) states?)\b/iu;

/** Words before a list of the only ways: "Allowed moves: `open` to `closed`; `closed` to `open`.", "Allowed are: open to closed." */
export const listing =
  /\b(?:allowed|permitted|possible|valid|legal) (?:(?:\w+ )?(?:moves?|transitions?|(?:state|status) changes?|steps?)(?: are)?|are): ?([^.]*)/giu;

/** Words that say so too, but for one way alone where its condition stands beside: "from closed to open is only accepted with a reason, otherwise 409". */
const exclusiveAlone = /\b(?:otherwise|else|only)\b/iu;

const condition = /\b(?:if|when|where|while|once|unless|until|after|before|with|without|by|for)\b/iu;

/** Words behind "any other move" by which it is possible: "Any other move is possible as well". */
const isPermitted = (phrase: string): boolean => {
  const found = exclusive.exec(phrase);
  return (
    found !== null &&
    !refusal.test(phrase) &&
    /\b(?:possible|allowed|permitted|accepted|fine|free|can|may|works?)\b/iu.test(phrase.slice(found.index))
  );
};

/** Words by which a sentence excludes something as a rule, later, for some or in some cases. */
const vague =
  /\b(?:recommend\w*|rarely|usually|normally|typical\w*|generally|mostly|soon|used to|in (?:the )?future|strict|(?:may|might|could|can) be (?:refused|rejected|answered)|unless|deprecated|by default|on the (?:\w+ )?plan|for new \w+)\b/iu;

/** Words by which the moves that a text shows are no more than some, or may be others elsewhere. */
const isSample = /\b(?:for example|for instance|e\. ?g\.|typical\w*|customi[sz]\w*|configur\w*|such as)\b/iu;

/** Sentences by which what is shown can be done in another order as well. */
export const inAnyOrder =
  /\b(?:skip(?:s|ped|ping)?|go(?:es|ing)? back|backwards?|any order|any direction|jump\w*|undo\w*|undone|revert\w*|roll(?:ed|ing)? back)\b/iu;

/** Words behind "any other move" by which some of them are refused, to some, on a condition, or something else: "for guests", "without `force`", "in the body". */
const ofSome =
  /\b(?:if|when|while|where|until|once|as long as|without|with(?= `?\w+`?=)|within|during|in (?:most|many|some|such) cases|(?:in|by) the (?:\w+ )?(?:app|body|request|plan|sandbox)|needs?|requires?|logged|more|from (?:version|v\d|\w+ on)\b|for (?!(?:all|any|every|each|an? (?:invalid|illegal|wrong|impossible)|invalid|illegal|wrong|it|them|this|the (?:same )?(?:state|status))\b)\p{L}+|(?:of|on|by) (?!(?:the (?:state|status|service|server|api)|(?:state|status)|these|those|them|it|its|any|all|every|course)\b)\p{L}+)\b/iu;

/** Conditions before it: "If the trunk has seals, any other move is a 409". */
const underCondition = /^\W*(?:if|when|while|until|once|as long as|without|within|during|in the|on|for|with) [^,|]*,?\s*$/iu;

/** A place or a means right before it: "in the app no other way". */
const inPlace = /(?<![\w-])(?:in|on|within|during|for|with|without) (?:(?:the|an?) )?[\w`-]+(?: [\w`-]+)? $/iu;

/** The rest of a sentence that says of something else that it is refused as well: "Any other step is a 409, and so is leaving while the gate is shut". */
const asWell =
  /,\s*(?:and (?:so|likewise|similarly|the same (?:goes|holds|is true) for)|as (?:is|are|does|do)|(?:just )?like|just as|(?:and )?also)\b(?!.*\b(?:unless|except|but|although|though|only)\b).*$/isu;

/** What such a rest says of the whole sentence: "as is usual", "like on old boats", or a condition behind a further comma. */
const ofWhole =
  /^,\s*(?:as (?:is|are) (?:often |also )?(?:usual|common|customary|the (?:default|rule|case|custom|norm)|known|planned|documented|recommended)|(?:just )?(?:like|as) (?:in|on|at|with|for|during|under)\b)|^,.*,\s*(?:and )?(?:if|when|while|where|until|once|as long as|provided|without|within|during|in|on|at|for|by|with|to|from)\b/isu;

/** Does a sentence exclude all that is not shown, and not some of it, or on a condition. */
const excludesAll = (sentence: string): boolean => {
  const found = exclusive.exec(sentence);
  const end = found ? sentence.slice(found.index) : '';
  const [rest = ''] = asWell.exec(end) ?? [];
  if (ofWhole.test(rest) || vague.test(sentence)) return false;
  // What is said before it has to be a refusal by itself.
  const phrase = found && refusal.test(end.replace(asWell, '')) ? sentence.slice(0, found.index) + end.replace(asWell, '') : sentence;
  const { index = -1 } = exclusive.exec(phrase) ?? {};
  if (index < 0) return false;
  const lead =
    phrase
      .slice(0, index)
      .split(/\||`{3}/u)
      .at(-1) ?? '';
  const isLed = (underCondition.test(lead) && /,\s*$/u.test(lead)) || inPlace.test(lead);
  return !isLed && !ofSome.test(phrase.slice(index).replaceAll(/\([^()]*\)/gu, ' ')) && refusal.test(phrase.slice(index) + lead);
};

/** Does a sentence with "only" speak of moves, and not of what can be changed: "only from draft to open", "only these steps". */
const isOfMoves = (sentence: string, states: readonly string[]): boolean =>
  !/\bonly\b/iu.test(sentence) ||
  /\b(?:moves?|transitions?|steps?|order|direction|ways?|arrows?)\b/iu.test(sentence) ||
  (/\b(?:from|to|becomes?|into|go(?:es)?|back)\b/iu.test(sentence) && namesOne(sentence, states));

const saysNoOther = (text: string, states: readonly string[]): boolean =>
  !isSample.test(text) &&
  !phrasesOf(text).some((one) => inAnyOrder.test(one) && !refusal.test(one)) &&
  (phrasesOf(text).some((one) => excludesAll(one) && !isPermitted(one)) ||
    (text.search(listing) >= 0 && !vague.test(text)) ||
    spokenMoves(text, states).length > 0 ||
    text
      .split(/[.;]\s|\s[*-]\s/u)
      .some(
        (sentence) =>
          exclusiveAlone.test(sentence) &&
          !exclusive.test(sentence) &&
          !condition.test(sentence) &&
          !vague.test(sentence) &&
          isOfMoves(sentence, states),
      ));

/** Words by which it may speak of callers, or of what does no harm. */
export const another = /\b(?:admin\w*|owners?|users?|roles?|permissions?|scopes?|idempotent|no-?op|ignored|unchanged)\b/iu;

export const inWords = (text: string): string => ` ${wordsOf(text).join(' ')} `;

/** What an operation says, and what its tags say. */
export const textsOf = ({ document }: Contract, { location }: Operation): readonly string[] => {
  const node = valueAt(document, nodeOf(location));
  return [...saidIn(node), ...saidOfTags(document, node)];
};

export const phrasesOf = (text: string): readonly string[] => text.replaceAll(/\s+/gu, ' ').split(/[.;]\s/u);

/** The sentences of texts by which nothing is possible but what they show; none where some callers may do more. */
export const exclusionsIn = (texts: readonly string[]): readonly string[] => {
  const found = texts
    .flatMap(phrasesOf)
    .filter((one) => excludesAll(one) && refusal.test(one))
    .filter((one) => !(another.test(one) && leftTo.test(one)));
  const isOpen = texts.some((text) => isSample.test(text) || phrasesOf(text).some((one) => inAnyOrder.test(one) && !refusal.test(one)));
  return isOpen || found.some((one) => another.test(one)) ? [] : found;
};

/** Does a sentence say of the state that a resource has that asking for it is refused: along with all else, or in an aside of its own. */
const refusesItself = (sentence: string): boolean => {
  const found = itself.exec(sentence);
  if (!found || noMove.test(sentence) || butItself.test(sentence.replaceAll(/\bnot allowed\b/giu, ''))) return false;
  const [said = ''] = /^[^,;()–—]*/u.exec(sentence.slice(found.index + found[0].length)) ?? [];
  return !saysOfItself.test(said) || refusal.test(said) || /\bcounts? as (?:a|one|another)\b/iu.test(said);
};

/** Do sentences that exclude all else speak of the state that a resource has, too. */
export const excludesItself = (exclusions: readonly string[]): boolean => exclusions.some(refusesItself);

/** Does a sentence name one of several values. */
const namesOne = (sentence: string, values: readonly string[]): boolean =>
  values.some((value) => inWords(sentence.replaceAll('_', ' ')).includes(inWords(value)));

const isRow = (phrase: string): boolean => /^\s*\|/u.test(phrase);

/** A text by which nothing else is possible, and the states of which it says something for some callers: these may do more in them than it shows. */
type Exclusive = { readonly text: string; readonly unsure: readonly string[] };

/**
 * The text of an operation on one line, where it says that nothing else is possible and describes how that is refused.
 * @param elsewhere The sections of the document to which its text leads.
 */
export const exclusiveText = (
  contract: Contract,
  operation: Operation,
  values: readonly string[],
  states: readonly string[],
  elsewhere: readonly string[] = [],
): Exclusive | undefined => {
  const parts = [...textsOf(contract, operation), ...elsewhere];
  const isTable = (one: string): boolean => moveRowsIn(one).length > 0 || arrowsIn(one, states).rows.length > 0;
  const [own, tables] = [parts.filter((one) => !isTable(one)), parts.filter(isTable)];
  const isRefused = describesRefusal(operation);
  const said = (some: readonly string[]): Exclusive | undefined => {
    // A row of a table is no part of the sentence behind it.
    const whole = some
      .join('. ')
      .replaceAll(/\|[ \t]*$/gmu, '|. ')
      .replaceAll(/\s+/gu, ' ');
    const phrases = phrasesOf(whole).filter((one) => !(exclusive.test(one) && another.test(one) && leftTo.test(one)));
    const text = tables.length > 0 ? phrases.join('. ') : whole;
    // A sentence about another member may speak of callers, or of what is ignored.
    const isOfSome = (one: string): boolean => another.test(one.replaceAll(/\bonly \w+ \w+ /giu, ''));
    const about = tables.length > 0 ? phrases.filter((one) => exclusive.test(one)) : [text];
    if (!saysNoOther(text, states) || !isRefused || about.some(isOfSome)) return undefined;
    // Who makes a move that is shown is another matter.
    const beside = tables.length > 0 ? phrases.filter((one) => isOfSome(one) && arrowsIn(one, states).rows.length === 0) : [];
    return beside.some((one) => mayAnything.test(one))
      ? undefined
      : { text, unsure: values.filter((value) => beside.some((one) => !isRow(one) && namesOne(one, [value]))) };
  };
  return said(tables.length > 0 ? [...tables, ...own] : own);
};

/** Words by which some callers are bound by none of it: "Admins may set any status". */
export const mayAnything =
  /\b(?:any|every|all|whatever)\s+(?:\w+\s+)?(?:status(?:es)?|states?|stages?|phases?|moves?|transitions?|steps?|changes?)\b/iu;

/** What the description of a state says on one line, where it says by itself that nothing else is possible: "draft → ready → archived. No other change is possible." */
export const exclusiveAt = (member: BodyMember | undefined, operation: Operation, states: readonly string[]): Exclusive | undefined => {
  const said = isObject(member?.schema) ? member.schema['description'] : undefined;
  const text = typeof said === 'string' ? said.replaceAll(/\s+/gu, ' ') : '';
  return saysNoOther(text, states) && !another.test(text) && describesRefusal(operation) ? { text, unsure: [] } : undefined;
};
