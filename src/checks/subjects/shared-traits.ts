import { describedLists } from '../../contract/infer/conventions/collection.ts';
import { holdsForSome } from '../../contract/infer/holds-for-some.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { referenceAt } from '../../contract/infer/references.ts';
import { isType, itemsOf, membersOf } from '../../contract/infer/schema-parts.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import { literalPattern } from '../../contract/pattern/literal-pattern.ts';
import type { Contract, Operation, Schema } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { mayBeMistaken } from './mistaken-bodies.ts';
import { placeIn, roundTrips, type Trip } from './round-trips.ts';

/** A creation that names two things, of which one has to have what the other one shows: "Only for a guide who speaks the language of the tour". */
export type SharedTrait = Subject & {
  readonly operation: Operation;
  /** The member that names what has to have it, the list that shows that, and the JSON pointer of the id in its items. */
  readonly holder: { readonly member: string; readonly read: Operation; readonly pointer: string };
  /** The member that names what the run creates. */
  readonly other: { readonly member: string; readonly trip: Trip; readonly read: Operation };
  /** The member of an item of the list with all that it has, as texts or as objects. */
  readonly among: string;
  /** The members of the other one that have to be among them: each with its name in the objects, or with an empty one where they are texts. */
  readonly pairs: readonly (readonly [inside: string, member: string])[];
  readonly sentence: string;
};

const has = '(?:has|have|knows?|speaks?|offers?|holds?|covers?|supports?|teach(?:es)?|masters?|carr(?:y|ies)|handles?|serves?)';
const open =
  /\b(?:usually|normally|should|may|might|can|could|unless|except|by default|preferably|recommended|ideally|warning|otherwise|or|if(?! (?:not|it does not|they do not))|when|where|before|once|until|not (?:be )?(?:refused|rejected)|never|overrid\w+)\b|^(?:for|on|during|in|from|since) /iu;

/** The other one ends the words of a trait: "the approval of the tour operator" is not about a tour. */
const ends = String.raw`(?= *(?:$|[.,;:(–—]| (?:is|are|gets?|can|may|and|but|in|on|at|to|that|which|whose|with|by)\b))`;

/** The words of what the one has to have of the other, by a sentence; undefined where it says none, or leaves it open. */
export const traitIn = (sentence: string, holder: string, other: string): readonly string[] | undefined => {
  const plain = sentence.replaceAll(/[`*_"]/gu, '');
  if (open.test(plain) || holdsForSome(plain)) return undefined;
  const [having, asking] = [holder, other].map(literalPattern);
  const trait = String.raw`(?:the |its |all )?(?<trait>\p{L}+(?: \p{L}+){0,2}) of (?:the|its|that|this) ${asking}\b${ends}`;
  const forms = [
    String.raw`\bonly (?:be )?(?:\p{L}+ )?(?:to|for|with|by) (?:an? |the |those )?${having}s? (?:who|that|which) ${has} ${trait}`,
    String.raw`\b(?:the|an?|every|each) ${having} (?:must|has to|have to|needs? to) ${has} ${trait}`,
    String.raw`\b(?:an?|any|the|every) ${having} (?:without|lacking|who lacks|that lacks|who does not have|that does not have) ${trait}[^.;]*\b(?:refused|rejected|4\d\d)\b`,
  ];
  const found = forms.map((form) => new RegExp(form, 'iu').exec(plain)?.groups?.['trait']).find((one) => one !== undefined);
  return found === undefined ? undefined : wordsOf(found).map(singular);
};

const singularWords = (name: string): readonly string[] => wordsOf(name).map(singular);

const endsWith = (name: string, trait: readonly string[]): boolean =>
  singularWords(name).slice(-trait.length).join(' ') === trait.join(' ');

/** Which members of the other one have to be among what an item of the list has. */
const pairsIn = (
  document: Contract['document'],
  entries: Schema,
  shown: ReadonlyMap<string, Schema>,
  trait: readonly string[],
): SharedTrait['pairs'] => {
  const inner = [...membersOf(document, entries)];
  if (inner.length === 0) {
    const same = [...shown].filter(([name, schema]) => endsWith(name, trait) && isType(document, schema, 'string'));
    return isType(document, entries, 'string') && same.length === 1 ? same.map(([name]) => ['', name] as const) : [];
  }
  const pairs = inner.flatMap(([inside, schema]): SharedTrait['pairs'] => {
    const words = singularWords(inside);
    const found = [...shown].filter(([name, one]) => {
      const own = singularWords(name);
      return (
        isType(document, one, 'string') &&
        own.slice(0, words.length).join(' ') === words.join(' ') &&
        (own.length === words.length || trait.includes(own.at(-1) ?? ''))
      );
    });
    return isType(document, schema, 'string') && found.length === 1 ? found.map(([name]) => [inside, name] as const) : [];
  });
  return pairs.length === inner.length ? pairs : [];
};

/** Every such creation of a contract that is held to the standard requirements. */
export const sharedTraits = (contract: Contract): readonly SharedTrait[] => {
  const { document } = contract;
  if (contract.standard.size === 0) return [];
  return contract.operations.flatMap((operation): readonly SharedTrait[] => {
    if (operation.method !== 'POST' || !mayBeMistaken(operation) || operation.unsupported !== undefined) return [];
    const sentences = saidIn(valueAt(document, nodeOf(operation.location))).flatMap(sentencesOf);
    const named = bodyMembers(contract, operation).flatMap(({ name, required }) => {
      const reference = required ? referenceAt(contract, operation, [name]) : undefined;
      return reference ? [{ name, reference }] : [];
    });
    const found = named.flatMap(({ name, reference: { list, resourceType } }) =>
      list === undefined || resourceType !== undefined
        ? []
        : named.flatMap(({ name: member, reference }): readonly SharedTrait[] => {
            const trip = roundTrips(contract).find(({ create }) => create.key === reference.resourceType?.create.key);
            const nouns = [list.read.path, trip?.addsTo ?? ''].map((path) => singular(nounWordsOf(path).at(-1) ?? ''));
            const [holder = '', other = ''] = nouns;
            if (member === name || trip?.read === undefined || holder === '' || other === '') return [];
            const { read } = trip;
            const item = describedLists({ document, operations: [list.read] })[0]?.item;
            const shown = placeIn(contract, read, trip.id)?.schema;
            return sentences.flatMap((sentence): readonly SharedTrait[] => {
              const trait = traitIn(sentence, holder, other);
              const [among, ...more] = trait ? [...membersOf(document, item)].filter(([one]) => endsWith(one, trait)) : [];
              const entries = among && itemsOf(document, among[1]);
              if (!trait || !among || more.length > 0 || entries === undefined) return [];
              const pairs = pairsIn(document, entries, membersOf(document, shown), trait);
              const subject = {
                operation,
                holder: { member: name, ...list },
                other: { member, trip, read },
                among: among[0],
                pairs,
                sentence,
              };
              return pairs.length === 0 ? [] : [at(operation.location, subject)];
            });
          }),
    );
    return found.slice(0, 1);
  });
};
