import { askedSchema } from '../asked-content.ts';
import type { Contract, Operation, Schema } from '../model.ts';
import { nodeOf } from '../../model/location.ts';
import { below, valueAt } from '../pointer.ts';
import { saidIn } from '../said.ts';
import { answerSchema } from './conventions/collection.ts';
import { type AnyInferred, coveredBy, coveredByLasting, itemOf } from './covering.ts';
import { isPlain, type MemberWay, nounOf } from './described-nouns.ts';
import { nounWordsOf } from './id-names.ts';
import { endsInParameter, isDirectlyBelow } from './path-template.ts';
import { descriptionsIn, itemsOf, membersOf } from './schema-parts.ts';
import { idWords } from './reference-types.ts';
import { cycleToldIn } from './told-cycles.ts';
import { wordsOf } from './words.ts';

/** The descriptions of a member as plain text. */
const textsOf = (document: Contract['document'], schema: Schema | undefined): readonly string[] =>
  descriptionsIn(document, schema).map((text) => text.replaceAll('`', '').trim());

/** The type of the resource that the path of an action names right before its last word. */
const actedOn = (contract: Contract, operation: Operation): AnyInferred | undefined => {
  const named = [coveredBy(contract, operation), coveredByLasting(contract, operation)]
    .flatMap((all) => [...all.values()])
    .toSorted((a, b) => itemOf(b.resourceType).path.length - itemOf(a.resourceType).path.length)[0]?.resourceType;
  return named && isDirectlyBelow(operation.path, itemOf(named).path) ? named : undefined;
};

/**
 * The type of the resource that the path of an action names, where the description of a member says that it is another one of them: `from` of `POST /stages/{stageKey}/copy`, "Another stage of
 * the play".
 */
export const otherTypeTold = (
  contract: Contract,
  operation: Operation,
  way: MemberWay,
  schema: Schema | undefined,
): AnyInferred | undefined => {
  if (way.length > 1 || operation.method !== 'POST' || endsInParameter(operation.path)) return undefined;
  const { document } = contract;
  const named = actedOn(contract, operation);
  if (!named || !isPlain(document, schema)) return undefined;
  const noun = nounWordsOf(named.name).join(' ');
  const another = String.raw`(?:another|(?:an?|any|the|some) (?:different|other))`;
  const told = new RegExp(
    String.raw`^(?:(?:the )?(?:id|key|code|slug|name|number) of )?${another} ${noun}(?=$|[.,;:]| (?:of|in|from|to|that|which|whose|with)\b)`,
    'iu',
  );
  return noun !== '' && textsOf(document, schema).some((text) => told.test(text)) ? named : undefined;
};

/** Is a member called after what is above a resource, as one that is of the same type: `parentId`, `newParentId`, `parentPageId`. */
const namesParent = (name: string, noun: readonly string[]): boolean => {
  const words = wordsOf(name);
  return (
    words.includes('parent') &&
    words.every((word) => ['parent', 'new', 'target'].includes(word) || noun.includes(word) || idWords.has(word))
  );
};

/**
 * The type of the resource that the path of an action names, where a member names what is to be above it and a text shows that this is of the same type: `parentId` of
 * `POST /sections/{sectionId}/move`, "Hang a section below another one", or that it may not be below itself. The parent of a file may be a folder, so that the name alone tells nothing.
 */
export const parentTold = (
  contract: Contract,
  operation: Operation,
  way: MemberWay,
  schema: Schema | undefined,
): AnyInferred | undefined => {
  const [member = '', ...inner] = way;
  if (inner.length > 0 || operation.method !== 'POST' || endsInParameter(operation.path)) return undefined;
  const { document } = contract;
  const named = actedOn(contract, operation);
  const words = named ? nounWordsOf(named.name) : [];
  if (!named || words.length === 0 || !isPlain(document, schema) || !namesParent(member, words)) return undefined;
  const noun = words.join(' ');
  const another = String.raw`(?:another|(?:an?|any|the|some) (?:different|other))`;
  const belowAnother = new RegExp(
    String.raw`\b(?:below|beneath|under(?:neath)?|inside|into|within|in|to) ${another} (?:one|${noun})(?=$|\s*[.,;:()]| (?:of|in|from|that|which|whose|with|or|and)\b)`,
    'iu',
  );
  const ofKind = new RegExp(
    String.raw`^(?:(?:the )?(?:id|key|code|slug|name|number) of )?(?:an?|the|${another}) (?:new )?(?:parent )?${noun}(?=$|\s*[.,;:()]| (?:of|in|from|to|that|which|whose|with|or|above)\b)`,
    'iu',
  );
  const said = saidIn(valueAt(document, nodeOf(operation.location)));
  const sameMember = [askedSchema(named.create.body), answerSchema(named.create)].map((one) => membersOf(document, one).get(member));
  const isTold =
    said.some((text) => belowAnother.test(text) || cycleToldIn(text) !== undefined) ||
    [schema, ...sameMember].some((one) => textsOf(document, one).some((text) => ofKind.test(text)));
  return isTold ? named : undefined;
};

/** "Key of a variation of the flag": a part of what another member names. */
const ofPart =
  /^(?:the )?(?<key>id|key|code|slug|name|number) of (?:an?|one|any|the|some) (?<part>\p{L}+(?: \p{L}+)?) (?:of|in|from) (?:the|that|its) (?<whole>\p{L}+(?: \p{L}+)?)(?=$|[.,;:]| (?:that|which|with)\b)/iu;

/** A part of what another member of the same body names, where it stands in the answer to the creation of that. */
export type PartByKey = { readonly resourceType: AnyInferred; readonly list: undefined; readonly inside: string };

/**
 * A part that a member names by its key, by its description: `defaultVariation`, "Key of a variation of the flag", where the body names the flag by a member at its top and the answer to the
 * creation of one lists `variations` with a `key`.
 * @param typeOf What a member at the top of the body names.
 */
export const partByKey = (
  { document }: Contract,
  { body }: Operation,
  way: MemberWay,
  schema: Schema | undefined,
  typeOf: (name: string, schema: Schema) => AnyInferred | undefined,
): PartByKey | undefined => {
  if (!isPlain(document, schema)) return undefined;
  const groups = textsOf(document, schema)
    .map((text) => ofPart.exec(text)?.groups)
    .find((one) => one !== undefined);
  if (!groups) return undefined;
  const [part, whole] = [groups['part'] ?? '', groups['whole'] ?? ''].map((words) => nounOf(wordsOf(words)));
  const key = groups['key']?.toLowerCase() ?? '';
  const named = [...membersOf(document, askedSchema(body))].flatMap(([name, one]) => {
    const type = name === way[0] ? undefined : typeOf(name, one);
    return type && nounOf(nounWordsOf(type.name)) === whole ? [type] : [];
  });
  const [resourceType, ...others] = new Set(named);
  if (!resourceType || others.length > 0) return undefined;
  const lists = [...membersOf(document, answerSchema(resourceType.create))].flatMap(([list, one]) =>
    nounOf(wordsOf(list)) === part && membersOf(document, itemsOf(document, one)).has(key) ? [list] : [],
  );
  const [list, ...more] = lists;
  return list !== undefined && more.length === 0 ? { resourceType, list: undefined, inside: below('', list, 0, key) } : undefined;
};
