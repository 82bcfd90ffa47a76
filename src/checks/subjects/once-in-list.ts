import { wordsOf } from '../../contract/infer/words.ts';
import { saysOnce, sentencesAbout } from '../../contract/infer/told-once.ts';
import { descriptionsIn, itemsOf, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { type BodyMember, bodyMembers } from '../../generators/body-members.ts';
import { typesOf } from '../../generators/resolved-schema.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { isBesideChoice, refusesToldMistakes } from './mistaken-bodies.ts';
import { saidAtCreation } from './rules-of-creation.ts';
import { saidIn } from '../../contract/said.ts';
import { askedSchema } from '../../contract/asked-content.ts';

/** A body with a list in which nothing may stand twice, as a sentence says; or with another list in which nothing of the first one may stand. */
export type OnceInList = Subject & { readonly operation: Operation; readonly member: BodyMember; readonly other?: BodyMember };

/** "A guest cannot be both invited and banned", "nobody may stand in both `invited` and `banned`". */
const inBoth =
  /\b(?:cannot|can't|can not|may not|must not|never|(?:nobody|nothing|none|no \w+) (?:can|may|must))\b (?:[a-z]+ ){0,3}?both (?:the )?`?(?<one>[\w-]+)`?(?: lists?)? and (?:(?:on|in|of) )?(?:the )?`?(?<other>[\w-]+)/giu;

/** Pairs of lists of plain values of which a sentence says that nothing stands in both. */
const pairsIn = (contract: Contract, operation: Operation, about: readonly string[]): readonly OnceInList[] => {
  const { document } = contract;
  const lists = bodyMembers(contract, operation).filter(({ schema }) => typesOf(schema).includes('array'));
  const typeOf = ({ schema }: BodyMember): string =>
    partsOf(document, itemsOf(document, schema))
      .flatMap(({ type }) => (typeof type === 'string' ? [type] : []))
      .join(' ');
  const named = (word: string | undefined): BodyMember | undefined =>
    lists.find(({ name }) => wordsOf(name).join(' ') === wordsOf(word ?? '').join(' '));
  const texts = [...about, ...lists.flatMap(({ schema }) => descriptionsIn(document, schema))];
  return texts
    .flatMap((text) => [...text.replaceAll(/\s+/gu, ' ').matchAll(inBoth)])
    .flatMap(({ groups }) => {
      const [member, other] = [named(groups?.['one']), named(groups?.['other'])];
      const isPair = member !== undefined && other !== undefined && member !== other && typeOf(member) === typeOf(other);
      return isPair && ['string', 'integer', 'number'].includes(typeOf(member)) ? [at(other.location, { operation, member, other })] : [];
    })
    .slice(0, 1);
};

const isList = ({ document }: Contract, { schema }: BodyMember): boolean =>
  typesOf(schema).includes('array') &&
  // What JSON Schema says by itself is tried with the other keywords.
  !partsOf(document, schema).some((part) => part['uniqueItems'] === true || part['maxItems'] === 1);

const listsIn = (contract: Contract, operation: Operation): readonly OnceInList[] => {
  const { document } = contract;
  const about = [...saidIn(valueAt(document, nodeOf(operation.location))), ...descriptionsIn(document, askedSchema(operation.body))];
  const within = bodyMembers(contract, operation)
    .filter((member) => isList(contract, member) && !isBesideChoice(contract, operation, member.name))
    .filter(({ name, schema }) => {
      const items = itemsOf(document, schema);
      const inner = [...membersOf(document, items).values()].flatMap((one) => descriptionsIn(document, one));
      // "Unique" of a member of an entry may be about all resources.
      const ofEntries = inner.filter((text) => /\b(?:twice|more than once|once|entries|lines|items|list|differ)\b/iu.test(text));
      const ruled = saidAtCreation(contract, operation, name);
      const own = [...descriptionsIn(document, schema), ...descriptionsIn(document, items), ...ofEntries, ...ruled.own];
      return own.some(saysOnce) || [...about, ...ruled.about].some((text) => saysOnce(sentencesAbout(text, name)));
    })
    .map((member) => at(member.location, { operation, member }));
  return [...within, ...pairsIn(contract, operation, about)];
};

/** The bodies of a contract that is held to the standard requirements with a list in which nothing may stand twice. */
export const onceInLists = (contract: Contract): readonly OnceInList[] =>
  contract.standard.size === 0 ? [] : contract.operations.filter(refusesToldMistakes).flatMap((operation) => listsIn(contract, operation));
