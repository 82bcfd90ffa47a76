import { requestAsSet } from '../../requests/request-as-set.ts';
import { type Suited, suitedValues } from '../../subjects/suited-values.ts';
import type { Mistake } from './mistake.ts';
import { refused } from './refused.ts';

/** The pair at an index, or the last one: a request that was sent already is not sent again. */
const unsuited = (index: number): Mistake<Suited> => {
  const pairOf = ({ wrong }: Suited) => wrong[Math.min(index, wrong.length - 1)];
  return {
    request(session, subject) {
      const { operation, by, of } = subject;
      const { first, second } = pairOf(subject) ?? { first: '', second: '' };
      const settings = [
        { member: by, value: first },
        { member: of, value: second },
      ];
      const request = requestAsSet(session, { operation: operation.key, settings, purpose: `unsuited-${by}-${index}` });
      return { ...request, faults: ['value-unusable'] };
    },
    words(subject) {
      const { first, second } = pairOf(subject) ?? { first: '', second: '' };
      return `"${subject.of}" with ${JSON.stringify(second)} beside "${subject.by}" with ${JSON.stringify(first)}`;
    },
  };
};

/** Statuses that refuse a value for what it is beside another one (RFC 9110, sections 15.5.1, 15.5.10 and 15.5.21). */
const expected = [400, 409, 422];

export const unsuitedValueRefused = refused<Suited>({
  id: 'body/unsuited-value-refused',
  title: 'A listed value that does not suit that of another member is refused, where the document says which suit',
  why: 'A weight in litres is stored, and every sum over it is wrong from then on.',
  fix: 'Compare the two values by the documented table before anything is done, and refuse what is not in it.',
  over: (contract) => suitedValues(contract),
  mistakes: [unsuited(0), unsuited(1)],
  documented: () => ({ expected, words: '400, 409 or 422', wrong: [] }),
  leavesErrors: true,
  code: 'unsuited-value',
});
