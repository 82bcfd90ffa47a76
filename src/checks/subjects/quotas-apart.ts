import { sentencesOf } from '../../contract/infer/sentences.ts';
import type { Contract } from '../../contract/model.ts';
import { operationWith } from '../../contract/operation.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';
import type { Exchange } from '../../model/exchange.ts';

const count = String.raw`(?:\d[\d,]*|once|twice|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty)`;

/** "5 within 4 seconds", "ten exports an hour", "once a minute": so many in a time. */
const inTime = new RegExp(
  String.raw`\b${count}(?: [\w-]+){0,4} (?:per|an?|every|each|in|within|over)(?: any| each| an?)?(?: ${count})? ?(?:seconds?|minutes?|hours?|days?)\b`,
  'iu',
);

const bounds = /\b429\b|\b(?:quota|throttl\w+|rate limit\w*|too many)\b/iu;

/**
 * Does the text of the operation that an answer is of give it a quota of its own: "A token gets 5 within 4 seconds, then `429`". What header fields count of the whole service says
 * nothing of that one then.
 */
export const hasQuotaApart = (contract: Contract, { request }: Pick<Exchange, 'request'>): boolean => {
  const operation = operationWith(contract, request.operation);
  return (
    operation !== undefined &&
    saidIn(valueAt(contract.document, nodeOf(operation.location))).some((text) =>
      sentencesOf(text).some((sentence) => inTime.test(sentence) && bounds.test(sentence)),
    )
  );
};
