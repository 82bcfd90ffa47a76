import { isDoubtful } from '../../contract/infer/firm-sentences.ts';
import { descriptionsIn } from '../../contract/infer/schema-parts.ts';
import type { Contract, Operation, Schema } from '../../contract/model.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { isLeft, participlesOf, verbOf } from './action-words.ts';
import { ownTexts } from './conflicts.ts';
import { inWords, type State } from './state-mentions.ts';

// A move back clears the moment of a state: "Set when the case is closed, cleared when it is reopened".

/** What clears a moment: a state that the resource comes to, or an action. */
export type Clearing = {
  readonly states: readonly State[];
  readonly operations: readonly Operation[];
  /** What says so. */
  readonly sentence: string;
};

const empty =
  '(?:cleared|clears|reset|resets|emptied|unset|removed|removes|erased|wiped|dropped|nulled|deleted|blank|(?:(?:is|goes|turns|becomes|set|returns) )?(?:back )?(?:to )?(?:null|empty|none)(?: (?:again|once more))?)';
const moment = '(?:when|once|whenever|if|as soon as|on|upon|after|by|with)';

/** What is cleared at the end, or at the beginning of a clause, with what that is for. */
const forms: readonly RegExp[] = [
  new RegExp(`(?:^| )(?:and |but |then |also )*(?:it )?(?:is |gets |will be )?${empty} (?:again )?${moment} (?<rest>.+)$`, 'iu'),
  new RegExp(`^(?:when|once|whenever|if|as soon as|on|upon|after) (?<rest>[^,]+), (?:it|this|that)?.*\\b${empty}\\b`, 'iu'),
];

/** Words by which it need not be so. */
const open =
  /\b(?:not|never|no longer|isn't|stays?|remains?|keeps?|kept|unless|until|may|might|can|could|should|usually|normally|except|only|optional|within|minutes?|hours?|days?|weeks?|first time)\b/iu;

/** Parts of a description that stand alone: "Set when it is closed", "cleared when it is reopened". */
const partsOfSentence = (sentence: string): readonly string[] => [
  ...sentence.split(
    /[,;:]\s*(?:and |but )?|\.\s|\s+(?:and|but)\s+(?=(?:is |gets |then |it )*(?:cleared|reset|emptied|unset|removed|null|set))/u,
  ),
  sentence,
];

/** The forms of a verb in a sentence: `reopen`, `reopened`, `reopening`. */
const isFormOf = (word: string, verb: string): boolean =>
  [verb, ...participlesOf(verb), `${verb}s`, `${verb}ing`, `${verb.replace(/e$/u, '')}ing`].includes(word);

/** Does a word say that something comes back to a state: `reopened` to `open`, `reactivating` to `active`. */
const isBackTo = (word: string, { name }: State): boolean => {
  const [, back = ''] = /^re-?([a-z]{3,})$/u.exec(word) ?? [];
  if (back === '') return false;
  const stem = back.replace(/(?:ing|ed|s)$/u, '');
  // `reactivated` has the beginning of `active`.
  const isAlike = stem.length > 5 && name.startsWith(stem.slice(0, -2));
  return isAlike || [back, stem, `${stem}e`, stem.replace(/(.)\1$/u, '$1')].some((one) => one === name || isLeft(one, name));
};

/** What the words behind "cleared when" mean: states that are named as such, those that a word for a move back leads to, and actions. */
const meantBy = (rest: string, dated: State, states: readonly State[], actions: readonly Operation[]): Omit<Clearing, 'sentence'> => {
  const words = inWords(rest);
  const others = states.filter((one) => one.member === dated.member && one !== dated);
  const leaves = new RegExp(
    ` (?:leaves?|left|leaving) (?:(?:the|this|that|its) (?:state|status)|(?:(?:the )?(?:state|status) )?${dated.name}) | (?:state|status) changes `,
    'u',
  );
  if (leaves.test(words)) return { states: others, operations: [] };
  const said = words.trim().split(' ');
  const named = others.filter((one) => words.includes(` ${one.name} `) || said.some((word) => isBackTo(word, one)));
  const operations = actions.filter((one) => said.some((word) => isFormOf(word, verbOf(one))) && !isLeft(verbOf(one), dated.name));
  return { states: named, operations };
};

/**
 * What clears the moment of a state, by the description of the member, or by that of an action that names it: "Reopens the case and clears `closed_at`". Undefined where
 * nothing does, or what does is not told.
 */
export const clearedBy = (
  contract: Contract,
  {
    member,
    schema,
    state,
    states,
  }: { readonly member: string; readonly schema: Schema; readonly state: State; readonly states: readonly State[] },
  actions: readonly Operation[],
): Clearing | undefined => {
  const called = inWords(member).trim();
  const own = descriptionsIn(contract.document, schema).flatMap(sentencesOf);
  for (const sentence of own.map((one) => one.replaceAll(/[`*"]/gu, '').replace(/\.$/u, ''))) {
    for (const part of partsOfSentence(sentence)) {
      const rest =
        open.test(part) || isDoubtful(sentence)
          ? undefined
          : forms.map((form) => form.exec(part.trim())?.groups?.['rest']).find((one) => one !== undefined);
      const meant = rest === undefined ? undefined : meantBy(rest, state, states, actions);
      if (meant && meant.states.length + meant.operations.length > 0) return { ...meant, sentence };
    }
  }
  const clears = new RegExp(
    ` (?:clears|resets|removes|empties|unsets|nulls|erases) (?:(?:the|its) )?${called} | (?:sets|resets) (?:(?:the|its) )?${called} (?:back )?to null | ${called} (?:is|becomes|will be) (?:then )?(?:cleared|reset|emptied|removed|(?:set )?(?:back )?(?:to )?null) `,
    'u',
  );
  const clearing = actions.filter(
    (one) =>
      !isLeft(verbOf(one), state.name) &&
      ownTexts(contract, one)
        .flatMap(sentencesOf)
        .some(
          (sentence) =>
            clears.test(inWords(sentence)) && !open.test(sentence) && !isDoubtful(sentence) && !/\b(?:if|when|where)\b/iu.test(sentence),
        ),
  );
  const [told] = clearing;
  return told ? { states: [], operations: clearing, sentence: `${told.key} clears ${member}` } : undefined;
};
