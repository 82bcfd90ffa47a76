import { literalPattern } from '../pattern/literal-pattern.ts';
import { nodeOf } from '../../model/location.ts';
import type { Contract, Operation, Schema } from '../model.ts';
import { valueAt } from '../pointer.ts';
import { saidIn } from '../said.ts';
import { answerSchema } from './conventions/collection.ts';
import { type AnyInferred, coveredBy, coveredByLasting, itemOf } from './covering.ts';
import { nounWordsOf } from './id-names.ts';
import { isDirectlyBelow, isSamePath, pathAbove, tailOf } from './path-template.ts';
import { resourceMembers } from './resource-object.ts';
import { isType, itemsOf, membersOf, partsOf } from './schema-parts.ts';
import { sentencesOf } from './sentences.ts';
import { singular } from './singular.ts';
import { wordsOf } from './words.ts';
import { askedSchema } from '../asked-content.ts';

/** What a member of a body names by its id: one of the parts that the resource in the path lists. */
export type PartOfOwn = {
  /** The member of the resource that lists its parts. */
  readonly list: string;
  /** What the part has to have: "an attachment of kind PROPOSAL". */
  readonly having: { readonly member: string; readonly value: string } | undefined;
  /** Adds a part to the resource; undefined where nothing does. */
  readonly add: Operation | undefined;
};

/** The type of the resource right above the end of the path of an action, by POST or PUT, with the read of one; undefined where the run cannot create or read it. */
export const partedTypeOf = (
  contract: Contract,
  operation: Operation,
): { readonly resourceType: AnyInferred; readonly read: Operation } | undefined => {
  if (!['POST', 'PUT'].includes(operation.method) || operation.effect === 'safe') return undefined;
  const covering = [...coveredBy(contract, operation).values(), ...coveredByLasting(contract, operation).values()];
  const resourceType = covering.map((one) => one.resourceType).find((one) => isSamePath(pathAbove(operation.path), itemOf(one).path));
  const read =
    resourceType &&
    contract.operations.find((one) => one.method === 'GET' && one.effect === 'safe' && isSamePath(one.path, itemOf(resourceType).path));
  return resourceType && read ? { resourceType, read } : undefined;
};

/** The listed values of a member. */
const listedOf = (document: Contract['document'], schema: Schema): readonly string[] =>
  partsOf(document, schema).flatMap(({ enum: values }) => (Array.isArray(values) ? values.filter((one) => typeof one === 'string') : []));

/** What a sentence says about a part behind its noun: "of kind PROPOSAL", "with the type `main`", "whose kind is PROPOSAL". Undefined where it says nothing of a listed value. */
const havingIn = (document: Contract['document'], sentence: string, entry: Schema): PartOfOwn['having'] => {
  for (const [member, schema] of membersOf(document, entry))
    for (const value of listedOf(document, schema)) {
      const said = new RegExp(
        String.raw`\b(?:of|with|in|whose) (?:the |its )?${literalPattern(wordsOf(member).join(' '))} (?:is |has to be |must be )?["'\x60]?${literalPattern(value)}(?![\w-])`,
        'u',
      );
      if (said.test(sentence)) return { member, value };
    }
  return undefined;
};

/**
 * The part of the resource in the path that a member of the body of an action names: "`proposalId` names an attachment of this application of kind PROPOSAL", "the id of one of the
 * lines of the order". By a sentence that names the member, or its own description; the resource has to list the parts with their ids. Undefined where nothing says so.
 */
export const partOfOwn = (contract: Contract, operation: Operation, member: string): PartOfOwn | undefined => {
  const { document, operations } = contract;
  const parted = partedTypeOf(contract, operation);
  const answer = parted && answerSchema(parted.read);
  if (!parted || answer === undefined) return undefined;
  const item = itemOf(parted.resourceType).path;
  const whole = nounWordsOf(parted.resourceType.name).at(-1) ?? '';
  const lists = [...resourceMembers(document, answer)].flatMap(([list, schema]) => {
    const entry = isType(document, schema, 'array') ? itemsOf(document, schema) : undefined;
    return entry !== undefined && membersOf(document, entry).has('id') ? [{ list, entry }] : [];
  });
  const body = askedSchema(operation.body);
  const asked = membersOf(document, body).get(member);
  const own = partsOf(document, asked).flatMap(({ description }) => (typeof description === 'string' ? sentencesOf(description) : []));
  const said = saidIn(valueAt(document, nodeOf(operation.location))).flatMap((text) => text.split(/;|(?<=[.!?])\s+/u));
  const named = said.filter((one) => new RegExp(String.raw`(?<![\w.])${literalPattern(member)}(?!\w)`, 'u').test(one));
  if (whole === '' || asked === undefined) return undefined;
  for (const { list, entry } of lists) {
    const noun = singular(wordsOf(list).at(-1) ?? '');
    const names = new RegExp(
      String.raw`\b(?:(?:an?|its|the) (?:\w+ )?${noun}|(?:one|any) of (?:the|its) (?:\w+ )?${literalPattern(wordsOf(list).join(' '))}) (?:(?:of|in|on|from) (?:this|the|that|its) ${whole}\b|of it\b)|\bone of (?:its|the ${whole}['’]s) ${literalPattern(wordsOf(list).join(' '))}\b`,
      'iu',
    );
    const sentence = [...named, ...own].find((one) => names.test(one) && !/\b(?:not|no|never|without)\b/iu.test(one));
    if (sentence === undefined) continue;
    const add = operations.find(
      (one) =>
        one.method === 'POST' &&
        one.unsupported === undefined &&
        isDirectlyBelow(one.path, item) &&
        singular(wordsOf(tailOf(one.path).at(-1) ?? '').at(-1) ?? '') === noun &&
        one.effect.startsWith('creates'),
    );
    return { list, having: havingIn(document, sentence.replaceAll(/[`*]/gu, ''), entry), add };
  }
  return undefined;
};
