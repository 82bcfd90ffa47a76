import { answerSchema } from '../../contract/infer/conventions/collection.ts';
import { isType, membersOf } from '../../contract/infer/schema-parts.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { essenceOf } from '../../contract/wire/media-type.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { saysGoodKept, saysInOrder } from './bulk-words.ts';

/** An operation that takes rows of comma-separated values, of which its text says that a bad one does not keep back the others, and that answers for each of them. */
export type JudgedRows = Subject & {
  readonly operation: Operation;
  /** The media type of the rows. */
  readonly rows: string;
  /** Does the document say that the answer keeps to the order of the rows. */
  readonly isOrdered: boolean;
};

const isRows = (mediaType: string): boolean => essenceOf(mediaType) === 'text/csv';

/** Every such operation of a contract that is held to the standard requirements. */
export const judgedRows = (contract: Contract): readonly JudgedRows[] => {
  if (contract.standard.size === 0) return [];
  const { document } = contract;
  return contract.operations.flatMap((operation): readonly JudgedRows[] => {
    const { method, body, unsupported, issues, inferred, location, responses } = operation;
    const [only, ...others] = body?.content ?? [];
    const isUsable =
      ['POST', 'PUT', 'PATCH'].includes(method) &&
      unsupported === undefined &&
      issues !== true &&
      inferred?.reaches === undefined &&
      inferred?.ends === undefined;
    if (!isUsable || !only || others.length > 0 || !isRows(only.mediaType)) return [];
    const answer = answerSchema(operation);
    const results = [answer, ...membersOf(document, answer).values()].filter((one) => isType(document, one, 'array'));
    const texts = [location, ...responses.map((one) => one.location)].flatMap((one) => saidIn(valueAt(document, nodeOf(one))));
    if (results.length !== 1 || !saysGoodKept(texts)) return [];
    const around = [...texts, ...results.flatMap((one) => saidIn(one))];
    return [at(location, { operation, rows: only.mediaType, isOrdered: saysInOrder(around) })];
  });
};
