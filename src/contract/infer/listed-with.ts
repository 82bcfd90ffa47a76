import { nodeOf } from '../../model/location.ts';
import type { Contract, Operation } from '../model.ts';
import { valueAt } from '../pointer.ts';
import { saidIn } from '../said.ts';
import { describedLists } from './conventions/collection.ts';
import { nounWordsOf } from './id-names.ts';
import { membersOf, partsOf } from './schema-parts.ts';
import { wordsOf } from './words.ts';
import { askedSchema } from '../asked-content.ts';

/** What a member of a body names by its id: one of the things that a list shows, with a value that it has to have. */
export type ListedWith = {
  readonly list: Operation;
  /** Runtime expression of the list in the answer, such as `$response.body#/data`. */
  readonly items: string;
  readonly having: { readonly member: string; readonly value: string };
};

const plain = (text: string): string => text.replaceAll(/[`*"]/gu, '').replaceAll(/\s+/gu, ' ');

/**
 * What a member names, as a sentence of the operation says of it by another noun: "The reviewer must be a user with role REVIEWER" for `reviewerId`, where `GET /users` lists users
 * with their roles. Undefined where nothing says so, or no list shows such things by an `id`.
 */
export const listedWith = (contract: Contract, operation: Operation, member: string): ListedWith | undefined => {
  const { document, operations } = contract;
  const body = askedSchema(operation.body);
  const asked = membersOf(document, body).get(member);
  const words = wordsOf(member);
  if (asked === undefined || words.length < 2 || words.at(-1) !== 'id') return undefined;
  const noun = words.slice(0, -1).join(' ');
  const own = partsOf(document, asked).flatMap(({ description }) =>
    typeof description === 'string' ? [`The ${noun} is ${description}`] : [],
  );
  const said = [...saidIn(valueAt(document, nodeOf(operation.location))), ...own].flatMap((text) =>
    plain(text).split(/;\s|(?<=[.!?])\s+/u),
  );
  const lists = describedLists({
    document,
    operations: operations.filter(
      (one) =>
        one.effect === 'safe' &&
        one.unsupported === undefined &&
        !one.path.includes('{') &&
        one.parameters.every(({ required }) => !required),
    ),
  });
  for (const { operation: list, items, item } of lists) {
    const other = nounWordsOf(list.path).at(-1) ?? '';
    const members = membersOf(document, item);
    if (other === '' || !members.has('id')) continue;
    for (const [name, schema] of members)
      for (const value of partsOf(document, schema).flatMap(({ enum: values }) => (Array.isArray(values) ? (values as unknown[]) : []))) {
        if (typeof value !== 'string' || !/^[\w-]+$/u.test(value)) continue;
        const sentence = new RegExp(
          String.raw`\b(?:the ${noun}|${member}) (?:must be|has to be|is|names|must name|has to name) (?:the id of )?an? ${other} (?:[a-z]+ ){0,5}(?:with|of|in|whose) (?:the )?${wordsOf(name).join(' ')} (?:is )?${value}(?![\w-])`,
          'u',
        );
        const lower = (text: string): string => text.replace(/^./u, (first) => first.toLowerCase());
        if (said.some((one) => sentence.test(lower(one)))) return { list, items, having: { member: name, value } };
      }
  }
  return undefined;
};
