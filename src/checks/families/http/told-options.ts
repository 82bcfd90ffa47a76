import { headerValues, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { prerequisitesAt, requestAt } from '../../scenarios/calls/other-methods.ts';
import { type ToldOptions, toldOptions } from '../../scenarios/calls/told-options.ts';

/** The fields by which a browser asks whether a page of another origin may read (Fetch, CORS-preflight request). */
const preflight: readonly (readonly [string, string])[] = [
  ['Origin', 'https://page.example'],
  ['Access-Control-Request-Method', 'GET'],
];

export const optionsAsTold = defineProbe<ToldOptions, Exchange | undefined>({
  id: 'http/options-as-told',
  title: 'OPTIONS is answered as the introduction says',
  why: 'Browsers send OPTIONS before a call, without a credential. A page that is refused there cannot call at all.',
  fix: 'Answer OPTIONS before the credential is checked, with the status and the fields that the introduction names.',
  phase: 'mutate',
  stage: 'using',
  exclusive: 'nothing',
  over: toldOptions,
  prerequisites: prerequisitesAt,
  cost: () => ({ requests: 1, creates: 0 }),
  async run(path, session) {
    const { by } = await requestAt(session, path);
    const request = by?.('OPTIONS');
    if (!request) return undefined;
    const asking = { ...request, headers: [...request.headers, ...preflight] };
    return session.send(path.isOpen ? { ...asking, credential: { kind: 'none' }, faults: ['credential-missing'] } : asking);
  },
  judge({ status, headers, isOpen }, exchange) {
    if (!exchange) return inconclusive('No request could be made', []);
    const actual = statusOf(exchange);
    // A service that is busy or fails shows nothing of what it would say.
    if (actual === undefined || actual === 429 || actual >= 500)
      return inconclusive(`OPTIONS was answered ${outcomeOf(exchange)}`, [exchange]);
    const whose = isOpen ? 'OPTIONS without a credential' : 'OPTIONS';
    if (status === undefined ? [401, 403].includes(actual) : actual !== status) {
      const expected = `${status === undefined ? 'no refusal for want of a credential' : `status ${status}`} to ${whose}, as the introduction says`;
      return fail({ code: 'options-unlike-told', where: 'status', expected, actual: `status ${actual}` }, [exchange]);
    }
    const lacking = headers.find((name) => headerValues(exchange, name).length === 0);
    if (lacking === undefined) return pass(1);
    const expected = `${lacking} with ${whose}`;
    return fail({ code: 'options-field-absent', where: lacking, expected, actual: 'no such header' }, [exchange]);
  },
});
