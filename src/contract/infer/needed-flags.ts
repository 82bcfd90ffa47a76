import { nodeOf } from '../../model/location.ts';
import type { Contract, Operation, Schema } from '../model.ts';
import { isObject, valueAt } from '../pointer.ts';
import { saidIn, saidOfTags } from '../said.ts';
import { type AnyInferred, itemOf } from './covering.ts';
import { nounWordsOf } from './id-names.ts';
import { isSamePath, pathAbove, tailOf } from './path-template.ts';
import { stemOf } from './roles/stem.ts';
import { isType, membersOf, partsOf } from './schema-parts.ts';
import { sentencesOf } from './sentences.ts';
import { wordsOf } from './words.ts';
import { askedSchema } from '../asked-content.ts';

type Document = Contract['document'];

/** Words by which a sentence says that something is not possible. */
const denying =
  /\b(?:nobody|no one|none|nothing|cannot|can't|can not|may not|must not|not possible|impossible|never|refuse[sd]?|reject(?:s|ed)?|takes? no|accepts? no|has no|have no|40[39]|42[23]|conflict)\b/iu;

/** What holds for some, or only lets something be seen, says nothing of what is needed. */
const hedging = /\b(?:except|even|also|whether|or not|either|both|usually|normally|by default|shown|listed|visible|appears?)\b/iu;

/** Words of names that do not tell what an operation does. */
const empty: ReadonlySet<string> = new Set(
  'a an the to of for in on at by with from into and or new one add create make set post get put'.split(' '),
);

const inWords = (text: string): string => ` ${wordsOf(text.replaceAll(/n't\b/gu, ' not')).join(' ')} `;

/** The only word of a flag: `published` of `isPublished`; undefined for a name of several words. */
const wordOf = (member: string): string | undefined => {
  const words = wordsOf(member);
  const rest = ['is', 'be'].includes(words[0] ?? '') ? words.slice(1) : words;
  return rest.length === 1 && (rest[0] ?? '').length > 3 ? rest[0] : undefined;
};

/** What something is called that does not have the flag: "starts as a draft unless it is created as published", "is hidden until `released` is set". */
const withoutFlag = (sentences: readonly string[], flag: string): readonly string[] =>
  sentences.flatMap((sentence) => {
    const form = new RegExp(
      ` (?:starts?|begins?|is|are|created|made|remains?|stays?|out|counts) (?:off )?(?:as )?(?:an? )?([a-z]{4,}?)s? (?:unless|until|as long as|if not) (?:[a-z]+ ){0,6}?${flag} `,
      'u',
    );
    const [, name] = form.exec(inWords(sentence)) ?? [];
    return name === undefined || name === flag ? [] : [name];
  });

/** Does a sentence about an operation say that the resource has to have the flag. */
const saysNeeded = (sentence: string, flag: string, without: readonly string[]): boolean => {
  if (hedging.test(sentence)) return false;
  const words = inWords(sentence);
  const isDenied = denying.test(sentence);
  const lacking = [
    String.raw`(?:not|never|not yet|no longer|not been) ${flag}`,
    String.raw`(?:un|non ?|in|dis)${flag}`,
    ...without.map((one) => `${one}s?`),
  ];
  if (isDenied && lacking.some((form) => new RegExp(` ${form} `, 'u').test(words))) return true;
  if (new RegExp(` (?:not|never|no longer|un) ?${flag} `, 'u').test(words)) return false;
  return [
    String.raw`only (?:(?:for|to|in|on|of|if|when|while|below|as long as|an?|the|it|[a-z]+ (?:that|which)|is|are) ){0,5}?${flag}`,
    String.raw`(?:only|possible|allowed) (?:possible |allowed )?(?:while|if|when|as long as|once) (?:an?|the|its) [a-z]+ (?:is|has been) ${flag}`,
    String.raw`(?:must|has to|have to|needs to|need to) (?:already |still )?be ${flag}`,
    String.raw`(?:needs|requires|takes) an? ${flag}`,
    // "409 in a protected environment" says the contrary of "adds a lesson to a published course".
    ...(isDenied ? [] : [String.raw`(?:to|into|of|on|for|in) an? ${flag} [a-z]+(?= $)`]),
  ].some((form) => new RegExp(` ${form} `, 'u').test(words) || new RegExp(` ${form}$`, 'u').test(words.trimEnd()));
};

const optionalFlags = (document: Document, schema: Schema | undefined): readonly string[] => {
  const required = new Set(
    partsOf(document, schema).flatMap((part): readonly unknown[] => (Array.isArray(part['required']) ? part['required'] : [])),
  );
  return [...membersOf(document, schema)].flatMap(([name, member]) => {
    const isSetAnyway = partsOf(document, member).some((part) => part['default'] === true || part['readOnly'] === true);
    return isType(document, member, 'boolean') && !required.has(name) && !isSetAnyway ? [name] : [];
  });
};

/** The stems of the words by which an operation is called, without those of what it is below. */
const doingOf = (document: Document, operation: Operation, noun: readonly string[]): ReadonlySet<string> => {
  const node = valueAt(document, nodeOf(operation.location));
  const summary = isObject(node) && typeof node['summary'] === 'string' ? node['summary'] : '';
  const words = [...wordsOf(operation.operationId ?? ''), ...wordsOf(tailOf(operation.path).at(-1) ?? ''), ...wordsOf(summary)];
  const above = new Set(noun.map(stemOf));
  return new Set(
    words
      .filter((word) => !empty.has(word))
      .map(stemOf)
      .filter((word) => !above.has(word)),
  );
};

const known = new WeakMap<Contract, Map<string, readonly string[]>>();

/**
 * The flags with which a resource has to be created so that an operation right below it is accepted, by the text: "Only published courses can be joined", "A draft takes no
 * bookings (409)" where "a course starts as a draft unless it is created as published". Boolean members that the creation may leave out. Nothing is judged by it.
 */
export const neededFlags = (contract: Contract, type: AnyInferred, operation: Operation): readonly string[] => {
  const all = known.get(contract) ?? new Map<string, readonly string[]>();
  known.set(contract, all);
  const key = JSON.stringify([type.name, operation.key]);
  const found = all.get(key) ?? find(contract, type, operation);
  all.set(key, found);
  return found;
};

const find = (contract: Contract, type: AnyInferred, operation: Operation): readonly string[] => {
  const { document } = contract;
  const isBelow = tailOf(operation.path).length === 1 && isSamePath(pathAbove(operation.path), itemOf(type).path);
  if (contract.standard.size === 0 || operation.method !== 'POST' || !isBelow) return [];
  const body = askedSchema(type.create.body);
  const flags = optionalFlags(document, body);
  if (flags.length === 0) return [];
  const node = valueAt(document, nodeOf(operation.location));
  const refusals = operation.responses
    .filter(({ status, location }) => status.startsWith('4') && !nodeOf(location).startsWith('#/components/'))
    .flatMap(({ location }) => saidIn(valueAt(document, nodeOf(location))));
  const doing = doingOf(document, operation, nounWordsOf(type.create.path));
  const own = saidIn(node).flatMap(sentencesOf);
  const refused = refusals.map((text) => `${text} (409)`);
  const sections = saidOfTags(document, node).flatMap(sentencesOf);
  const about = sections.filter((sentence) => wordsOf(sentence).some((word) => doing.has(stemOf(word))));
  const creation = saidIn(valueAt(document, nodeOf(type.create.location))).flatMap(sentencesOf);
  const members = membersOf(document, body);
  return flags.filter((member) => {
    const flag = wordOf(member);
    if (flag === undefined) return false;
    const described = partsOf(document, members.get(member)).flatMap((part) =>
      typeof part['description'] === 'string' ? sentencesOf(part['description']) : [],
    );
    const without = withoutFlag([...own, ...sections, ...creation, ...described], flag);
    return [...own, ...refused, ...about].some((sentence) => saysNeeded(sentence, flag, without));
  });
};
