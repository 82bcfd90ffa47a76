import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { hasStatus, isDeclaredSuccess } from '../../kit/success.ts';
import { headedReads } from '../../scenarios/transport/headed-reads.ts';
import { printedHeaders } from '../../subjects/printed-headers.ts';

/** Refusals that a header can be the reason of, where the same read without it succeeds. */
const refusals = [400, 404, 406, 411, 415, 422];

export const printedHeadersAccepted = defineProbe({
  id: 'transport/printed-headers-accepted',
  title: 'A read with the headers of the printed example succeeds',
  why: 'It is the call that everybody copies first; many clients set these headers on every request.',
  fix: 'Take a header that says nothing about a request without a body as it is, and go on.',
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
    if (isDeclaredSuccess(operation, bare) && hasStatus(headed, refusals)) {
      return fail({ code: 'headers-refused', ...finding }, [headed, bare]);
    }
    return inconclusive(`Without ${names} the answer was ${outcomeOf(bare)}, with it ${outcomeOf(headed)}`, [bare, headed]);
  },
});
