import { answerOf, isSuccess } from '../../../../contract/message.ts';
import type { Operation } from '../../../../contract/model.ts';
import { fail } from '../../../kit/define.ts';
import { isCached, strongTag } from '../../../scenarios/lifecycle/look-at-resource.ts';
import type { Sent } from '../../../scenarios/lifecycle/round-trip/results.ts';
import { conditionOf } from '../../../scenarios/lifecycle/updated-on-condition.ts';
import { isSameValue } from '../../../subjects/same-value.ts';
import { defineTripCheck, joined, type Judged, none } from './trip-check.ts';

/** Does an operation describe the header ETag in its success. */
const describesTag = ({ responses }: Operation): boolean =>
  responses.some(({ status, headers }) => status.startsWith('2') && headers.some(({ name }) => name.toLowerCase() === 'etag'));

/** The ETag of an answer, and that of a read right after it which shows the same. */
const judgeTag = (sent: Sent | undefined, isForConditions: boolean): Judged => {
  if (!sent || !isSuccess(sent.exchange) || !describesTag(sent.operation)) return none;
  const read = sent.looks.findLast(({ word }) => word === 'read');
  const answer = sent.looks.find(({ word }) => word === 'answer');
  // What went on meanwhile has another tag, and so may another form of the same.
  if (!read || !answer || isCached(read.exchange) || !isSameValue(answer.resource, read.resource)) return none;
  if (!isForConditions && answerOf(sent.exchange)?.text !== answerOf(read.exchange)?.text) return none;
  const [told, shown] = [strongTag(sent.exchange), strongTag(read.exchange)];
  if (told === undefined || shown === undefined) return none;
  if (told === shown) return { times: 1, broken: [] };
  const expected = `${shown}, as the read after it, which shows the same`;
  return {
    times: 1,
    broken: [fail({ code: 'other-tag-answered', where: 'ETag', expected, actual: told }, [sent.exchange, read.exchange])],
  };
};

export const answeredTagCurrent = defineTripCheck({
  id: 'concurrency/answered-tag-current',
  title: 'The answer to a creation or a change has the ETag that a read has right after it',
  why: 'A client that names the answered ETag in its next change is refused, although nobody else changed anything, and reads again what it has.',
  fix: 'Read the version after the change is stored, and derive both ETags from it.',
  suits: ({ create, patch, put, read }) =>
    read !== undefined && describesTag(read) && [create, patch, put].some((one) => one !== undefined && describesTag(one)),
  judge({ patch, put }, { whole, patches, puts }) {
    const isForConditions = [patch, put].some((one) => one !== undefined && conditionOf(one) !== undefined);
    return joined([whole, ...patches, ...puts].map((sent) => judgeTag(sent, isForConditions)));
  },
});
