import { nodeOf } from '../../model/location.ts';
import { distinct } from '../../model/json.ts';
import type { Contract, Operation, Schema } from '../model.ts';
import { isObject, valueAt } from '../pointer.ts';
import { saidIn, saidOfTags } from '../said.ts';
import { tailOf } from './path-template.ts';
import { membersOf, partsOf } from './schema-parts.ts';
import { sentencesOf } from './sentences.ts';
import { singular } from './singular.ts';
import { wordsOf } from './words.ts';
import { askedSchema } from '../asked-content.ts';

/** The kinds of an addition that are needed together: a member of its body, and its values. */
export type KindsNeeded = { readonly member: string; readonly values: readonly string[] };

/** Most kinds that are added. */
const mostKinds = 6;

const listedIn = (document: Contract['document'], schema: Schema): readonly string[] =>
  partsOf(document, schema).flatMap((part) => {
    const values: unknown = part['enum'];
    return Array.isArray(values) ? values.filter((one) => typeof one === 'string') : [];
  });

const inWords = (text: string): string => ` ${wordsOf(text).join(' ')} `;

/** Words of a sentence that says that something has to be there, or is refused. */
const demanding = / (?:must|has to|have to|needs?|requires?|required|otherwise|unless|until|only|without|missing|4\d\d|refused) /u;

const textsOf = ({ document }: Contract, { location, responses }: Operation): readonly string[] =>
  [
    valueAt(document, nodeOf(location)),
    ...responses.filter(({ status }) => status.startsWith('4')).map((one) => valueAt(document, nodeOf(one.location))),
  ]
    .filter(isObject)
    .flatMap(saidIn);

const known = new WeakMap<Operation, KindsNeeded | undefined>();

/**
 * The kinds of what an operation adds of which texts of others say that all are needed: "Both core vaccines have to be valid", "Every mandatory document must be there".
 * A sentence that lists some in code ("`visa` and `passport` are the mandatory documents") says which they are; else all are meant. Undefined where none says so. Nothing
 * is judged by it.
 */
export const kindsNeeded = (contract: Contract, addition: Operation): KindsNeeded | undefined => {
  if (!known.has(addition)) known.set(addition, find(contract, addition));
  return known.get(addition);
};

const find = (contract: Contract, addition: Operation): KindsNeeded | undefined => {
  const { document, operations } = contract;
  const body = askedSchema(addition.body);
  const added = wordsOf(tailOf(addition.path).at(-1) ?? '').at(-1) ?? '';
  const found = [...membersOf(document, body)].flatMap(([member, schema]): readonly KindsNeeded[] => {
    const values = listedIn(document, schema);
    if (values.length < 2) return [];
    const own = wordsOf(member).at(-1) ?? '';
    const nouns = distinct([added, own].flatMap((one) => [singular(one), `${singular(one)}s`])).filter((one) => one.length > 2);
    const said = new RegExp(` (?:both|all|each|every)(?: (?:of|the|its|these|those|one))* (?:[a-z]+ ){0,2}?(?:${nouns.join('|')}) `, 'u');
    const isNeeded = operations.some(
      (one) =>
        one.method === 'POST' &&
        one.key !== addition.key &&
        textsOf(contract, one)
          .flatMap(sentencesOf)
          .some((sentence) => said.test(inWords(sentence)) && demanding.test(inWords(sentence))),
    );
    if (!isNeeded) return [];
    const node = valueAt(document, nodeOf(addition.location));
    const description = isObject(schema) && typeof schema['description'] === 'string' ? [schema['description']] : [];
    const lists = [...saidIn(node), ...saidOfTags(document, node), ...description, ...operations.flatMap((one) => textsOf(contract, one))]
      .flatMap(sentencesOf)
      .filter((sentence) => nouns.some((noun) => inWords(sentence).includes(` ${noun} `)))
      .map((sentence) => values.filter((value) => sentence.includes(`\`${value}\``)))
      .filter((some) => some.length > 1);
    const meant = lists[0] ?? values;
    return meant.length > mostKinds ? [] : [{ member, values: meant }];
  });
  return found.length === 1 ? found[0] : undefined;
};
