import { answerSchema } from '../../contract/infer/conventions/collection.ts';
import { descriptionsIn, isType, itemsOf, membersOf } from '../../contract/infer/schema-parts.ts';
import type { Contract, Operation, Schema } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { resolvedSchema } from '../../generators/resolved-schema.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { bulkCreations, entriesIn, isBare, resultOf } from './bulk-creations.ts';
import { entryLike } from './entry-likes.ts';
import { saysGoodKept, saysInOrder } from './bulk-words.ts';
import { askedSchema } from '../../contract/asked-content.ts';

/** An operation with several entries in its body, of which its text says that a bad one does not keep back the others, and that answers for each of them. */
export type JudgedEntries = Subject & {
  readonly operation: Operation;
  /** The member of the body that holds the entries. */
  readonly entries: string;
  /** Does the document say that the answer keeps to the order of the entries. */
  readonly isOrdered: boolean;
  /** The place that the answer tells of the first entry, where a description says so: 0 or 1. */
  readonly firstPlace: number | undefined;
};

/** A body has to take so many entries: two good ones, and a bad one between them. */
const fewest = 3;

/** Is an entry, which is described as an object and no more, told to be like something else: "Each one as in `POST /notes`". */
const isDescribedByText = (contract: Contract, operation: Operation, list: Schema): boolean => {
  const { document } = contract;
  const item = itemsOf(document, list);
  const around = [
    ...saidIn(valueAt(document, nodeOf(operation.location))),
    ...descriptionsIn(document, list),
    ...descriptionsIn(document, item),
  ];
  return isBare(contract, item) && entryLike(contract, operation, item, around) !== undefined;
};

const judgedIn = (contract: Contract, operation: Operation): readonly JudgedEntries[] => {
  const { document } = contract;
  const schema = askedSchema(operation.body);
  const held = schema === undefined ? undefined : entriesIn(contract, schema);
  const answer = answerSchema(operation);
  const results = [answer, ...membersOf(document, answer).values()].filter((one) => isType(document, one, 'array'));
  if (held?.entries === undefined) return [];
  const item = itemsOf(document, held.schema);
  // An entry may be nothing but the id of something.
  const isIdAlone = isType(document, item, 'string') || isType(document, item, 'integer');
  if (!isIdAlone && membersOf(document, item).size === 0 && !isDescribedByText(contract, operation, held.schema)) return [];
  const array = held && resolvedSchema(document, held.schema);
  if (isObject(array) && typeof array['maxItems'] === 'number' && array['maxItems'] < fewest) return [];
  if (results.length !== 1 || membersOf(document, itemsOf(document, results[0])).size === 0) return [];
  const texts = [operation.location, ...operation.responses.map(({ location }) => location)].flatMap((one) =>
    saidIn(valueAt(document, nodeOf(one))),
  );
  const around = [...texts, ...descriptionsIn(document, held.schema)];
  const { texts: ofResults, firstPlace } = resultOf(contract, operation);
  const isOrdered = saysInOrder([...around, ...ofResults]);
  return saysGoodKept(around) ? [at(operation.location, { operation, entries: held.entries, isOrdered, firstPlace })] : [];
};

/** The operations of a contract that is held to the standard requirements which may take several entries; bulk creations are judged by what their lists show. */
export const operationsOnEntries = (contract: Contract): readonly Operation[] => {
  if (contract.standard.size === 0) return [];
  const bulk = new Set(bulkCreations(contract).map(({ operation }) => operation.key));
  return contract.operations.filter(
    ({ key, method, unsupported, issues, inferred }) =>
      ['POST', 'PUT', 'PATCH'].includes(method) &&
      !bulk.has(key) &&
      unsupported === undefined &&
      issues !== true &&
      inferred?.reaches === undefined &&
      inferred?.ends === undefined,
  );
};

/** Every operation that answers for each of its entries, at the operation. */
export const judgedEntries = (contract: Contract): readonly JudgedEntries[] =>
  operationsOnEntries(contract).flatMap((operation) => judgedIn(contract, operation));
