import { literalPattern } from '../../contract/pattern/literal-pattern.ts';
import { optionalQuery } from '../../contract/infer/conventions/paging-members.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { parametersIn } from '../../contract/infer/path-template.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation, Parameter } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { namingOf } from './child-counts.ts';
import { roundTrips, type Trip } from './round-trips.ts';

/** A removal that takes what belongs to the resource to another one, which a parameter of its query names: `DELETE /shelves/{id}?moveTo=`. */
export type RemovalTarget = Subject & {
  readonly parent: Trip & { readonly remove: Operation };
  /** The parameter with the id of the other one. */
  readonly parameter: Parameter;
  /** What is moved, with the member of its body that names what it belongs to. Its own path stays as it is, so that the run can remove it afterwards. */
  readonly child: Trip & { readonly read: Operation };
  readonly by: string;
};

/** Words of a parameter that names where to. */
const targetWords: ReadonlySet<string> = new Set('move to into target reassign transfer replacement successor destination'.split(' '));

const moving =
  /\b(?:(?:go(?:es)?|put|given|handed)\b (?:over )?(?:to|into|onto)|(?:move[sd]?|moving|reassign(?:s|ed)?|transfer(?:s|red)?))\b/iu;

/** Words by which it is not so for all of them, or not at once. */
const partial = /\b(?:may|might|some|later|eventually|background|cop(?:y|ied|ies)|cannot|never|not)\b/iu;

/** Does a text say that what belongs to a resource goes where a parameter says: "With `moveTo` its objects go to that collection". */
const saysMoved = (sentence: string, noun: string): boolean => {
  const words = wordsOf(sentence.replaceAll(/\([^)]*\)/gu, '')).map(singular);
  return words.includes(singular(noun)) && moving.test(sentence) && !partial.test(sentence.replaceAll(/\([^)]*\)/gu, ''));
};

/** Every such removal of a contract, at its operation, with each type of what it moves. */
export const removalTargets = (contract: Contract): readonly RemovalTarget[] => {
  const trips = roundTrips(contract);
  return trips.flatMap((parent): readonly RemovalTarget[] => {
    const { remove } = parent;
    if (!remove || parent.create.effect !== 'creates') return [];
    const parameters = optionalQuery(contract.document, remove).filter(({ name }) => wordsOf(name).some((word) => targetWords.has(word)));
    const [parameter] = parameters;
    if (parameter === undefined || parameters.length > 1) return [];
    const own = saidIn(valueAt(contract.document, nodeOf(remove.location)))
      .flatMap(sentencesOf)
      .filter((one) => new RegExp(String.raw`\b${literalPattern(parameter.name)}\b`, 'u').test(one));
    const node = valueAt(contract.document, nodeOf(parameter.location));
    const described = isObject(node) && typeof node['description'] === 'string' ? sentencesOf(node['description']) : [];
    return trips.flatMap((child): readonly RemovalTarget[] => {
      const naming = child === parent ? undefined : namingOf(contract, parent, child);
      const noun = nounWordsOf(child.addsTo).at(-1);
      const isSaid = noun !== undefined && [...own, ...described].some((sentence) => saysMoved(sentence, noun));
      const { read, remove: removal, itemPath } = child;
      if (!read || !removal || parametersIn(itemPath).length > 1 || naming?.by === undefined || !isSaid) return [];
      return [at(remove.location, { parent: { ...parent, remove }, parameter, child: { ...child, read }, by: naming.by })];
    });
  });
};
