import { nodeOf } from '../../model/location.ts';
import { askedSchema } from '../asked-content.ts';
import type { Contract, Operation, Schema } from '../model.ts';
import { valueAt } from '../pointer.ts';
import { saidIn } from '../said.ts';
import type { AnyInferred } from './covering.ts';
import { endings, type MemberWay, nounOf } from './described-nouns.ts';
import { nounWordsOf } from './id-names.ts';
import { parametersIn } from './path-template.ts';
import { idWords, isId } from './reference-types.ts';
import { isType, membersOf, partsOf } from './schema-parts.ts';
import { sentencesOf } from './sentences.ts';
import { wordsOf } from './words.ts';

/** The nouns in a text, each word and each pair of words that stand together: "two delivery addresses" has `deliveryaddress` and `address`. */
const nounsIn = (text: string): ReadonlySet<string> => {
  const words = (text.match(/\p{L}+/gu) ?? []).map((word) => word.toLowerCase());
  return new Set(words.flatMap((word, n) => [nounOf([word]), nounOf([words[n - 1] ?? '', word])]));
};

const nounOfType = ({ name }: AnyInferred): string => nounOf(nounWordsOf(name));

/** The types that a body may name: not what the operation is about itself, and nothing that is below another resource. */
const othersFor = ({ inferredResourceTypes, lastingResourceTypes }: Contract, operation: Operation): readonly AnyInferred[] =>
  [...inferredResourceTypes, ...lastingResourceTypes].filter(
    (one) =>
      one.create.key !== operation.key &&
      nounOfType(one) !== '' &&
      parametersIn(one.name).length === 0 &&
      operation.path !== one.name &&
      !operation.path.startsWith(`${one.name}/`),
  );

const saidOf = ({ document }: Contract, { location }: Operation): readonly string[] => saidIn(valueAt(document, nodeOf(location)));

const only = <T>(found: readonly T[]): T | undefined => (found.length === 1 ? found[0] : undefined);

/** Is what a body says a member to be no id: one of few values, a time, or whatever the service puts in. */
const isOfOwnForm = (document: Contract['document'], schema: Schema | undefined): boolean =>
  partsOf(document, schema).some(
    (part) =>
      part['enum'] !== undefined ||
      part['const'] !== undefined ||
      part['readOnly'] === true ||
      ![undefined, 'uuid'].includes(part['format'] as string | undefined),
  );

/** Is a member one of the body itself, or of the entries of a list in it. */
const isOfBodyOrEntry = (document: Contract['document'], { body }: Operation, way: MemberWay): boolean =>
  way.length === 1 ||
  (way.length === 2 && isType(document, membersOf(document, askedSchema(body) ?? true).get(way[0] ?? '') ?? true, 'array'));

/** Words by which a sentence says that something has to be there. */
const existing = /\b(?:exists?|existing|known|unknown|registered|not found|no such|one of (?:your|the|our)|not there|there is no)\b/iu;

/**
 * The type whose path names one of it by a parameter that is called as the member, `plate` for `/vehicles/{plate}`, where the operation says that such a thing has to be there: "Garage and
 * vehicle must exist"; or by one that is called as the thing itself, `vehicle`. Without that the member may be of something new, as an address of e-mail in an invitation is.
 */
export const typeByKeyTold = (
  contract: Contract,
  operation: Operation,
  way: MemberWay,
  schema: Schema | undefined,
): AnyInferred | undefined => {
  const { document } = contract;
  const name = way.at(-1) ?? '';
  if (!isOfBodyOrEntry(document, operation, way) || name === '' || isOfOwnForm(document, schema) || !isId(document, schema))
    return undefined;
  if (parametersIn(operation.path).includes(name)) return undefined;
  const told = nounsIn(
    saidOf(contract, operation)
      .flatMap(sentencesOf)
      .filter((sentence) => existing.test(sentence))
      .join(' \n '),
  );
  const own = nounOf(wordsOf(name));
  return only(
    othersFor(contract, operation).filter((one) => (one.idParameter === name || nounOfType(one) === own) && told.has(nounOfType(one))),
  );
};

/** Words by which a sentence says what something has to be, or that it has to be there. */
const demanding = /\b(?:must|has to|have to|needs? to|should|shall|are|is|be)\b/iu;

/**
 * What a sentence says that something is done with, or where it is: "The guard is assigned to the ward" makes no ward of the guard. What one is chosen from, and what an id refers
 * to, is what it names.
 */
const elsewhere =
  /\b(?:(?!chosen|picked|selected|referred|known)\p{L}{2,}(?:ed|en|wn|nt|lt|pt|ld|ght|ut))\s+(?:to|by|from|with|for|in|into|on|onto|at|of|within|after|before|until)\b.*|\b(?:belongs?|leads?|goes|go) to\b.*|^\s*(?:be\s+)?(?:not\s+)?(?:in|on|at|within|near|with|above|below|before|after)\b.*/isu;

/** A name of several words, such as `max_per_trip`: what it is called after is not what the sentence speaks of. */
const nameOfSeveral = /[\p{L}\d]+(?:_[\p{L}\d]+)+/gu;

/**
 * The type that a sentence of the operation gives to what a member names by its id: `origin_id` and "Origin and destination have to be two different addresses of yours". The
 * part before the verb has the word of the member, and the part behind it the noun of one type only.
 */
export const typeByStatement = (
  contract: Contract,
  operation: Operation,
  way: MemberWay,
  schema: Schema | undefined,
): AnyInferred | undefined => {
  const words = wordsOf(way.at(-1) ?? '');
  if (way.length !== 1 || words.length < 2 || !idWords.has(words.at(-1) ?? '') || isOfOwnForm(contract.document, schema)) return undefined;
  const called = endings(words.slice(0, -1));
  const others = othersFor(contract, operation);
  const found = new Set(
    saidOf(contract, operation)
      .flatMap(sentencesOf)
      .flatMap((sentence) => {
        const verb = demanding.exec(sentence);
        if (!verb) return [];
        const [before, behind] = [
          nounsIn(sentence.slice(0, verb.index)),
          nounsIn(
            sentence
              .slice(verb.index + verb[0].length)
              .replace(elsewhere, ' ')
              .replaceAll(nameOfSeveral, ' '),
          ),
        ];
        const types = others.filter((one) => behind.has(nounOfType(one)));
        return called.some((noun) => before.has(noun)) && types.length === 1 ? types : [];
      }),
  );
  return only([...found]);
};
