import { nodeOf } from '../../../model/location.ts';
import { askedSchema } from '../../asked-content.ts';
import type { Contract, Operation, Schema } from '../../model.ts';
import { valueAt } from '../../pointer.ts';
import { literalPattern } from '../../pattern/literal-pattern.ts';
import { saidIn } from '../../said.ts';
import { answerSchema } from '../conventions/collection.ts';
import { itemOf } from '../covering.ts';
import { nounWordsOf } from '../id-names.ts';
import { isSamePath, parametersIn } from '../path-template.ts';
import { referenceAt } from '../references.ts';
import { resourceMembers } from '../resource-object.ts';
import { descriptionsIn, membersOf, partsOf } from '../schema-parts.ts';
import { sentencesOf } from '../sentences.ts';
import { singular } from '../singular.ts';
import { spanNames } from '../span-names.ts';
import { wordsOf } from '../words.ts';
import { endOfValidity } from './ends-of-validity.ts';

/** What a body names has to be valid yet at a time of that body: the certificate of a diver at the begin of a dive. Only to choose such times: nothing is judged by it. */
export type LastingUntil = {
  /** The member of the body that names it by its id. */
  readonly by: string;
  /** How it is read. */
  readonly read: Operation;
  /** The member by which a read shows when its validity ends. */
  readonly end: string;
  /** The members of the body that are such times: a begin comes with its end. */
  readonly times: readonly string[];
};

/** Words of a sentence about the end of a validity. */
const ofValidity = /\b(?:expir(?:e|es|ed|y|ation)|laps(?:e|es|ed)|valid|in force|out of date|runs? out)\b/iu;

/** Words by which a sentence obliges, or says what is refused. */
const obliging = /\b(?:must|has to|have to|needs? to|refused|rejected|cannot|can't|not|4(?:00|09|22))\b/iu;

const isTime = (document: Contract['document'], schema: Schema): boolean =>
  partsOf(document, schema).some(({ format }) => format === 'date' || format === 'date-time');

/** Words between spaces, also those of names in camel case. */
const inWords = (text: string): string => ` ${wordsOf(text).join(' ')} `;

const find = (contract: Contract, operation: Operation): readonly LastingUntil[] => {
  const { document } = contract;
  const members = membersOf(document, askedSchema(operation.body));
  const times = [...members].flatMap(([name, schema]) => (isTime(document, schema) ? [name] : []));
  if (times.length === 0) return [];
  const sentences = [
    ...saidIn(valueAt(document, nodeOf(operation.location))),
    ...[...members.values()].flatMap((schema) => descriptionsIn(document, schema)),
  ]
    .flatMap(sentencesOf)
    .filter((one) => ofValidity.test(one) && obliging.test(one))
    .map(inWords);
  if (sentences.length === 0) return [];
  return [...members.keys()].flatMap((by): readonly LastingUntil[] => {
    const type = referenceAt(contract, operation, [by])?.resourceType;
    const item = type && itemOf(type).path;
    const read =
      item === undefined || parametersIn(item).length !== 1
        ? undefined
        : contract.operations.find((one) => one.method === 'GET' && one.effect === 'safe' && isSamePath(one.path, item));
    const answer = read && answerSchema(read);
    if (!type || !read || answer === undefined) return [];
    const ends = [...resourceMembers(document, answer)].flatMap(([name, schema]) => {
      const found = endOfValidity.exec(wordsOf(name).join(' '));
      return found && isTime(document, schema) ? [{ name, thing: found.groups?.['thing'] }] : [];
    });
    const [end, ...others] = ends;
    if (!end || others.length > 0) return [];
    const noun = singular(nounWordsOf(type.name).at(-1) ?? '');
    const things = new RegExp(` (?:${[noun, end.thing ?? noun].map(literalPattern).join('|')})s? `, 'u');
    const about = noun === '' ? [] : sentences.filter((one) => things.test(one));
    const named = times.filter((name) => about.some((one) => one.includes(inWords(name))));
    // A sentence may mean the only time there is without its name: "valid on that day".
    const meant = named.length > 0 ? named : about.length > 0 && times.length === 1 ? times : [];
    const spans = spanNames(times).filter((span) => span.some((name) => meant.includes(name)));
    return meant.length === 0 ? [] : [{ by, read, end: end.name, times: [...new Set([...meant, ...spans.flat()])] }];
  });
};

const known = new WeakMap<Operation, readonly LastingUntil[]>();

/**
 * What the text of an operation wants to be valid yet at times of its body, of what that names: "The diver holds a certificate that does not expire before `startsOn`". By sentences that
 * speak of the validity of it, and of the time; none where a read does not show when it ends.
 */
export const lastingUntil = (contract: Contract, operation: Operation): readonly LastingUntil[] => {
  const found = known.get(operation) ?? (contract.standard.size === 0 || operation.effect === 'safe' ? [] : find(contract, operation));
  known.set(operation, found);
  return found;
};
