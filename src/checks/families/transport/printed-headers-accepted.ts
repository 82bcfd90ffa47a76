import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { hasStatus, isDeclaredSuccess } from '../../kit/success.ts';
import { headedReads } from '../../scenarios/transport/headed-reads.ts';
import { printedHeaders } from '../../subjects/printed-headers.ts';

/** Error responses that may be due to a header, where the same read without it succeeds. */
const headerErrors = [400, 404, 406, 411, 415, 422];

export const printedHeadersAccepted = defineProbe({
  id: 'transport/printed-headers-accepted',
  title: 'A read with the headers of the documented example succeeds',
  why: 'It is the call that users copy first; many clients set these headers on every request.',
  fix: 'Ignore headers that have no meaning for a request without a body.',
  phase: 'read',
  exclusive: 'nothing',
  over: printedHeaders,
  prerequisites: ({ operation }, around) => prerequisitesFor(operation, around),
  cost: () => ({ requests: 2, creates: 0 }),
  run: ({ operation }, session) => headedReads(session, operation),
  judge({ operation }, { bare, headed }) {
    if (isDeclaredSuccess(operation, headed)) return pass(1);
    const names = headed.request.headers.map(([name, value]) => `${name}: ${value}`).join(', ');
    const finding = { where: names, expected: `a success with ${names}`, actual: `status ${outcomeOf(headed)}` };
    if (isSuccess(headed)) return fail({ code: 'headers-other-success', ...finding }, [headed]);
    if (isDeclaredSuccess(operation, bare) && hasStatus(headed, headerErrors)) {
      return fail({ code: 'headers-refused', ...finding }, [headed, bare]);
    }
    return inconclusive(`Without ${names} the answer was ${outcomeOf(bare)}, with it ${outcomeOf(headed)}`, [bare, headed]);
  },
});
