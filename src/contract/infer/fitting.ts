import { nodeOf } from '../../model/location.ts';
import { askedSchema } from '../asked-content.ts';
import type { Contract, Operation, Schema } from '../model.ts';
import { valueAt } from '../pointer.ts';
import { saidIn } from '../said.ts';
import { answerSchema } from './conventions/collection.ts';
import { type AnyInferred, coveredBy, coveredByLasting, itemOf } from './covering.ts';
import { nounWordsOf } from './id-names.ts';
import { beginsWith, isSamePath, parametersIn } from './path-template.ts';
import { referenceAt } from './references.ts';
import { resourceMembers } from './resource-object.ts';
import { isType, membersOf, partsOf } from './schema-parts.ts';
import { sentencesOf } from './sentences.ts';
import { wordsOf } from './words.ts';

/** What the body of an operation names has to fit what its path names, such as the offer by which an order is placed. */
export type Fitting = {
  /** The member of the body that names it. */
  readonly member: string;
  readonly named: AnyInferred;
  /** The read of what the path names, which shows what the other has to fit. */
  readonly read: Operation;
  /** What both have in common: the way to it in the creation of the one, and the member that the read shows of the other. */
  readonly shared: readonly { readonly way: readonly string[]; readonly shown: string }[];
};

/** Words by which a sentence says that one thing has to fit another one. */
const fitting =
  /\b(?:(?:do(?:es)?|did|is|are|must|has|have|needs?|may|can|should)(?:n't| not| to| only)* (?:be )?(?:fit|match|suit|agree|correspond|cover)\b|(?:fits|matches|suits|covers|agrees with|corresponds to)\b|mis-?match|(?:is|are|be|made|issued|for|of|to) (?:for |of |to |in )?(?:another|a different|the same)\b)/iu;

/** Words for what is each thing's own, or comes about by itself. */
const own: ReadonlySet<string> = new Set(
  'id key uuid name title label reference ref number code slug description note notes comment text status state email metadata tags version created updated at'.split(
    ' ',
  ),
);

/** The ways to the members of a body through its objects. */
const waysIn = (
  document: Contract['document'],
  schema: Schema | undefined,
  around: readonly string[] = [],
): readonly (readonly string[])[] =>
  [...membersOf(document, schema)].flatMap(([name, member]): readonly (readonly string[])[] => {
    const way = [...around, name];
    if (partsOf(document, member).some(({ readOnly }) => readOnly === true)) return [];
    return isType(document, member, 'object') && way.length < 3 ? waysIn(document, member, way) : [way];
  });

const known = new WeakMap<Contract, Map<string, Fitting | undefined>>();

/**
 * What the body of an operation names, where its text says that this has to fit what the path names ("409 when the quote does not fit: its destination is another country"), and the
 * creation of the one takes what a read of the other shows under the same words: `destination.country` beside `destinationCountry`. Undefined for all other operations. Nothing is judged by it.
 */
export const fittingOf = (contract: Contract, operation: Operation): Fitting | undefined => {
  const all = known.get(contract) ?? new Map<string, Fitting | undefined>();
  known.set(contract, all);
  if (!all.has(operation.key)) all.set(operation.key, find(contract, operation));
  return all.get(operation.key);
};

const find = (contract: Contract, operation: Operation): Fitting | undefined => {
  const { document, operations } = contract;
  const body = askedSchema(operation.body);
  if (contract.standard.size === 0 || operation.effect === 'safe' || body === undefined) return undefined;
  const above = [...coveredBy(contract, operation).values(), ...coveredByLasting(contract, operation).values()].at(-1)?.resourceType;
  const read =
    above && operations.find(({ method, path, effect }) => method === 'GET' && effect === 'safe' && isSamePath(path, itemOf(above).path));
  if (!read || !beginsWith(operation.path, read.path)) return undefined;
  const refusals = operation.responses.filter(({ status }) => /^4(?:00|09|22)$/u.test(status)).map(({ location }) => location);
  const said = [operation.location, ...refusals].flatMap((location) => saidIn(valueAt(document, nodeOf(location)))).flatMap(sentencesOf);
  const about = said.filter((sentence) => fitting.test(sentence.replaceAll('_', ' ')));
  if (about.length === 0) return undefined;
  const shown = [...resourceMembers(document, answerSchema(read) ?? true).keys()];
  return [...membersOf(document, body).keys()].flatMap((member): readonly Fitting[] => {
    const named = referenceAt(contract, operation, [member])?.resourceType;
    if (!named || named === above || parametersIn(named.create.path).length > 0) return [];
    const noun = nounWordsOf(named.create.path).join(' ');
    if (noun === '' || !about.some((sentence) => ` ${wordsOf(sentence).join(' ')} `.includes(` ${noun} `))) return [];
    const shared = waysIn(document, askedSchema(named.create.body)).flatMap((way) => {
      const words = way.flatMap(wordsOf);
      const one = shown.find((name) => wordsOf(name).join(' ') === words.join(' '));
      return one === undefined || (own.has(words.at(-1) ?? '') && words.length === 1) ? [] : [{ way, shown: one }];
    });
    return shared.length > 0 ? [{ member, named, read, shared }] : [];
  })[0];
};
