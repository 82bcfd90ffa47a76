import { isSuccess, outcomeOf, statusOf } from '../../../../contract/message.ts';
import { fail } from '../../../kit/define.ts';
import { defineTripCheck, joined, type Judged } from './trip-check.ts';

export const putSaysCreated = defineTripCheck({
  id: 'lifecycle/put-says-created',
  title: 'A PUT that creates what its path names is answered 201, and one that replaces it is not',
  why: 'A client cannot see that a misspelled name made something new instead of replacing what was meant.',
  fix: 'Answer 201 where nothing had that name, and 200 or 204 where something was replaced.',
  suits: ({ create }) => create.method === 'PUT' && create.responses.some(({ status }) => status === '201'),
  judge({ create }, { whole, least, odd, puts, bare }) {
    const replaced = [...puts, bare].flatMap((sent): Judged[] => {
      if (!sent || sent.operation !== create || !isSuccess(sent.exchange) || !sent.before) return [];
      if (statusOf(sent.exchange) !== 201) return [{ times: 1, broken: [] }];
      const finding = { where: 'status', expected: '200 or 204, because the name was there', actual: outcomeOf(sent.exchange) };
      return [{ times: 1, broken: [fail({ code: 'replaced-as-created', ...finding }, [sent.exchange])] }];
    });
    return joined([
      ...replaced,
      ...[whole, least, odd].flatMap((sent): Judged[] => {
        if (!sent || !isSuccess(sent.exchange) || statusOf(sent.exchange) === 202) return [];
        if (statusOf(sent.exchange) === 201) return [{ times: 1, broken: [] }];
        const finding = { where: 'status', expected: '201, because the name is new', actual: outcomeOf(sent.exchange) };
        return [{ times: 1, broken: [fail({ code: 'created-not-told', ...finding }, [sent.exchange])] }];
      }),
    ]);
  },
});
