import { statementsOf } from '../../contract/infer/sentences.ts';
import type { Contract } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { type PagedList, pagedLists } from './collection.ts';
import { roundTrips, type Trip } from './round-trips.ts';

const comesAndGoes =
  /\b(?:add(?:ed|s|ing)?|creat(?:ed?|es|ing|ions?)|insert(?:ed|s|ing)?|new|remov(?:ed?|es|ing|als?)|delet(?:ed?|es|ing|ions?)|chang(?:es?|ed)|meanwhile|comes? (?:and|or) go(?:es)?|(?:comes?|arrives?|appears?) in(?: between)?)\b/iu;

const steady =
  /\b(?:exactly once|only once|just once|once each|(?:never|not|neither|nor|no|without|are not|is not)\b[^.;]*\b(?:repeat\w*|skip\w*|twice|lost|miss\w*|duplicat\w*|gaps?)|(?:does not|do not|never) (?:shift|disturb|affect) )/iu;

const walking = /\b(?:while|meanwhile|during|between|walk\w*|travers\w*|pages?|paging|pagination|cursors?|lists?)\b/iu;

/** Words by which a walk may be disturbed after all. */
const open = /\b(?:may|might|can|could)\b (?:be )?(?:\w+ )?(?:repeat|skip|miss|appear|show|come|lost)/iu;

/** "As long as nothing changes", "while the list stays the same", "a list that does not change": nothing is said of a list that changes. */
const isOfCalm =
  /\bunchang(?:ed|ing) (?:lists?|collections?|data)\b|\b(?:lists?|collections?|data|results?|ones?) (?:that|which) (?:(?:does|do|did|is|are|was|were|has|have) ?(?:not|n['’]t) (?:been )?|nobody |no one |never )(?:chang|modif|alter)\w*|\b(?:as long as|so long as|if|while|when|provided(?: that)?|until|unless)\b (?:[\w'’]+ ){0,4}?(?:nothing|nobody|no|none|unchanged|unmodified|same|stable|constant|(?:does|do|did|is|are|was|were) ?(?:not|n['’]t) (?:be )?(?:chang|modif|alter)\w*|(?:something|anything|it|they|data|list|items?|entries) (?:is |are )?chang\w*)\b/iu;

const isOfRemoval = /\b(?:remov|delet)\w*|\bcomes? (?:and|or) go(?:es)?\b|\bdisappear\w*/iu;

const alsoHolds = /^(?:that|this|it|the same) (?:also |still |even )?(?:holds|applies|goes|is (?:also |still )?(?:so|true|the case))\b/iu;

/** Sentences, of which one that says when another one holds too is joined to that: "Each entry comes exactly once. That also holds while others are added." */
const withWhatAlsoHolds = (sentences: readonly string[]): readonly string[] =>
  sentences.flatMap((one, n) => {
    const next = sentences[n + 1] ?? '';
    if (alsoHolds.test(one) && n > 0) return [];
    return [alsoHolds.test(next) ? `${one} ${next}` : one];
  });

/** The sentences in which a document says, of all lists or of one, that a walk through its pages shows each item once, whatever comes meanwhile. */
const steadySentences = ({ document }: Contract, { operation, paging }: PagedList): readonly string[] => {
  const pointers = [nodeOf(operation.location), ...(paging.kind === 'cursor' ? [nodeOf(paging.cursor.location)] : [])];
  return [document['info'], ...pointers.map((pointer) => valueAt(document, pointer))]
    .flatMap((node) => (isObject(node) ? [node['description']] : []))
    .filter((text) => typeof text === 'string')
    .flatMap((text) => withWhatAlsoHolds(statementsOf(text)))
    .filter(
      (sentence) =>
        comesAndGoes.test(sentence) && steady.test(sentence) && walking.test(sentence) && !open.test(sentence) && !isOfCalm.test(sentence),
    );
};

/** The first of these sentences; undefined where there is none. */
export const steadySentence = (contract: Contract, list: PagedList): string | undefined => steadySentences(contract, list)[0];

/** A paged list of resources that the run can create and remove, of which the document says that a removal does not disturb a walk through its pages. */
export type SteadyList = Subject & { readonly list: PagedList; readonly trip: Trip; readonly sentence: string };

/** Every such list of a contract that is held to the standard requirements, at its operation. */
export const steadyLists = (contract: Contract): readonly SteadyList[] =>
  contract.standard.size === 0
    ? []
    : pagedLists(contract).flatMap((list): SteadyList[] => {
        const sentence = steadySentences(contract, list).find((one) => isOfRemoval.test(one));
        const trip = roundTrips(contract).find(
          (one) => one.remove !== undefined && one.lists.some(({ operation }) => operation.key === list.operation.key),
        );
        // Below a parent, the list may be another one than that of what is created.
        const isUsable = !list.operation.path.includes('{') && trip?.create.effect === 'creates';
        return sentence === undefined || !trip || !isUsable ? [] : [at(list.operation.location, { list, trip, sentence })];
      });
