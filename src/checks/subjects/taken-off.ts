import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { parametersIn } from '../../contract/infer/path-template.ts';
import { referenceAt } from '../../contract/infer/references.ts';
import { isType, membersOf } from '../../contract/infer/schema-parts.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { literalPattern } from '../../contract/pattern/literal-pattern.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { anyNamingOf } from './child-counts.ts';
import { type Leaving, leavingTo } from './leavings.ts';
import { statefulAnswer } from './needed-states.ts';
import { placeIn, roundTrips, type Trip } from './round-trips.ts';

/**
 * A removal that takes the removed resource off those that name it: in a list of ids ("The tag is also taken off all surveys that carry it"), or in a member that is null
 * afterwards ("their reference to the entry becomes `null`", "every item that had it as default supplier is left without one").
 */
export type TakenOff = Subject & {
  readonly parent: Trip & { readonly remove: Operation };
  /** What names it, by a member of its body and of its read. */
  readonly child: Trip & { readonly read: Operation };
  readonly by: string;
  /** Is the member a list of ids, and not one id. */
  readonly isList: boolean;
  /** What brings a child to a state in which the removal is no more in conflict with it. */
  readonly ending: Leaving | undefined;
  /** The states in which the text says that a child loses the reference: "Closed tickets lose their group". Empty where it names none. */
  readonly freeIn: readonly string[];
};

const takenOff =
  /\b(?:taken|removed|stripped|detached|deleted|dropped|cleared|unlinked|taken out|disappears?|vanish(?:es)?)\b(?: \w+){0,3} (?:off|from|of)\b|\b(?:removes?|takes?|strips?|detaches?|drops?|unlinks?) (?:it|the \w+|them)(?: \w+){0,2} (?:off|from)\b/iu;

/** Words by which it is not so for all of them, not at once, or is refused. */
const partial =
  /\b(?:may|might|some|later|eventually|background|cannot|never|not|no longer|unless|only|refused|rejected|4\d\d|before|first|must|has to|have to)\b/iu;

/** Words by which a caller chooses it: "with `cascade=unset`", "if the parameter `detach` is set". */
const chosen = /\b(?:if|with|when|where) (?:the )?(?:`[^`]+`|\w+=|query|parameter|flag)/iu;

const saysTakenOff = (sentence: string, noun: string): boolean =>
  takenOff.test(sentence) && !partial.test(sentence) && !chosen.test(sentence) && wordsOf(sentence).map(singular).includes(singular(noun));

/** What the member shows afterwards, by words about it. */
const cleared = String.raw`(?:becomes?|turns?|turned|(?:is|are|gets?|will be|is then|are then)(?: set| reset| changed)?(?: to)?) (?:empty|null|nothing)\b`;
const reference = String.raw`(?:its|their|the|that|this|any|every|all) (?:\w+ )?(?:references?|links?|ids?|mentions?)`;
const leftWithout = /\b(?:is|are|stays?|remains?) (?:then )?(?:left )?without (?:one|it|any)\b/iu;

/** A first clause by which something stays: "The people who work there are not deleted, ". */
const notRemoved =
  /^[^,;:.]{3,80} (?:is|are) not (?:deleted|removed|touched|affected)(?: with (?:it|them))?[,;:] (?:and |but )?(?=(?:they|it|their|its) )/iu;

/** Words by which what names the removed one keeps the reference: "Closed deals keep the id for the record". */
const keeping = /\b(?:keeps?|kept|retains?|stays? (?:with|as)|still (?:shows?|names?|has|have))\b/iu;

/** Does a sentence say that the member which names the removed one is null from then on. */
const saysCleared = (sentence: string, noun: string, by: string): boolean => {
  // "The people are not deleted, they just have no company any more": what is not removed loses the reference alone.
  const rest = sentence.replace(notRemoved, '');
  if (partial.test(rest) || chosen.test(rest)) return false;
  const plain = rest.replaceAll('`', '');
  const ofMember = new RegExp(String.raw`\b${literalPattern(by)} (?:then )?${cleared}`, 'u').test(plain);
  const isNamed = wordsOf(plain.replaceAll(/[^\p{L}\p{N}_]+/gu, ' '))
    .map(singular)
    .includes(singular(noun));
  const ofNoun = new RegExp(String.raw`\b${reference} (?:to \w+(?: \w+){0,2} )?${cleared}`, 'iu').test(plain) || leftWithout.test(plain);
  return ofMember || (isNamed && ofNoun);
};

/** The members of a body that name one of a type, and that a read shows and may show as null. */
const clearable = (contract: Contract, parent: Trip, child: Trip & { readonly read: Operation }): readonly string[] => {
  const shown = membersOf(contract.document, placeIn(contract, child.read, child.id)?.schema);
  return bodyMembers(contract, child.create)
    .filter(({ name }) => referenceAt(contract, child.create, [name])?.resourceType?.create.key === parent.create.key)
    .map(({ name }) => name)
    .filter((name) => shown.has(name) && !isType(contract.document, shown.get(name) ?? true, 'array'));
};

/** Every such removal of a contract, at its operation, with each type of what names the removed one. */
export const takenOffs = (contract: Contract): readonly TakenOff[] => {
  const trips = contract.standard.size === 0 ? [] : roundTrips(contract);
  return trips.flatMap((parent): readonly TakenOff[] => {
    const { remove } = parent;
    if (!remove || parent.create.effect !== 'creates' || parametersIn(parent.itemPath).length > 1) return [];
    const said = saidIn(valueAt(contract.document, nodeOf(remove.location))).flatMap(sentencesOf);
    return trips.flatMap((child): readonly TakenOff[] => {
      const { read, remove: removal } = child;
      const noun = nounWordsOf(child.addsTo).at(-1);
      if (child === parent || !read || !removal || noun === undefined || parametersIn(child.itemPath).length > 1) return [];
      const states = statefulAnswer(contract, read)?.states ?? [];
      /** The states that one of the sentences names right before the noun. */
      const statesIn = (sentences: readonly string[]): readonly string[] =>
        states.filter((state) =>
          sentences.some((one) =>
            wordsOf(one)
              .map(singular)
              .join(' ')
              .includes(`${wordsOf(state).map(singular).join(' ')} ${singular(noun)}`),
          ),
        );
      const base = { parent: { ...parent, remove }, child: { ...child, read } };
      const ending = ['cancelled', 'canceled', 'ended', 'closed']
        .flatMap((state) => leavingTo(contract, child, state) ?? [])
        .find(({ body }) => body === undefined);
      const isNamed = (one: string): boolean => wordsOf(one).map(singular).includes(singular(noun));
      // What a text speaks of keeps the id, although another sentence says that a member of the same name becomes null.
      const isKept = said.some((one) => keeping.test(one) && isNamed(one) && !notRemoved.test(one));
      const single = clearable(contract, parent, { ...child, read }).find((name) =>
        said.some((one) => saysCleared(one, noun, name) && (!isKept || isNamed(one))),
      );
      if (single !== undefined) {
        const freeIn = statesIn(said.filter((one) => saysCleared(one, noun, single)));
        return [at(remove.location, { ...base, by: single, isList: false, ending, freeIn })];
      }
      if (!said.some((sentence) => saysTakenOff(sentence, noun))) return [];
      const by = anyNamingOf(contract, parent, child)?.by;
      const asked = bodyMembers(contract, child.create).find(({ name }) => name === by)?.schema;
      const shown = membersOf(contract.document, placeIn(contract, read, child.id)?.schema).get(by ?? '');
      const isList = [asked, shown].every((schema) => schema !== undefined && isType(contract.document, schema, 'array'));
      return by === undefined || !isList ? [] : [at(remove.location, { ...base, by, isList, ending: undefined, freeIn: [] })];
    });
  });
};
