import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { parametersIn } from '../../contract/infer/path-template.ts';
import { isType, membersOf } from '../../contract/infer/schema-parts.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { anyNamingOf } from './child-counts.ts';
import { placeIn, roundTrips, type Trip } from './round-trips.ts';

/** A removal that takes the removed resource off those that name it in a list of ids: "The tag is also taken off all surveys that carry it". */
export type TakenOff = Subject & {
  readonly parent: Trip & { readonly remove: Operation };
  /** What names it, by the member that is a list of ids in its body and in its read. */
  readonly child: Trip & { readonly read: Operation };
  readonly by: string;
};

const takenOff =
  /\b(?:taken|removed|stripped|detached|deleted|dropped|cleared|unlinked|taken out|disappears?|vanish(?:es)?)\b(?: \w+){0,3} (?:off|from|of)\b|\b(?:removes?|takes?|strips?|detaches?|drops?|unlinks?) (?:it|the \w+|them)(?: \w+){0,2} (?:off|from)\b/iu;

/** Words by which it is not so for all of them, not at once, or is refused. */
const partial =
  /\b(?:may|might|some|later|eventually|background|cannot|never|not|no longer|unless|only|refused|rejected|4\d\d|before|first|must|has to|have to)\b/iu;

const saysTakenOff = (sentence: string, noun: string): boolean =>
  takenOff.test(sentence) && !partial.test(sentence) && wordsOf(sentence).map(singular).includes(singular(noun));

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
      if (!said.some((sentence) => saysTakenOff(sentence, noun))) return [];
      const by = anyNamingOf(contract, parent, child)?.by;
      const asked = bodyMembers(contract, child.create).find(({ name }) => name === by)?.schema;
      const shown = membersOf(contract.document, placeIn(contract, read, child.id)?.schema).get(by ?? '');
      const isList = [asked, shown].every((schema) => schema !== undefined && isType(contract.document, schema, 'array'));
      return by === undefined || !isList ? [] : [at(remove.location, { parent: { ...parent, remove }, child: { ...child, read }, by })];
    });
  });
};
