import { headerValues, isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { prerequisitesAt, requestAt } from '../../scenarios/calls/other-methods.ts';
import { type ToldOptions, toldOptions } from '../../scenarios/calls/told-options.ts';

type Asked = {
  readonly withCredential: Exchange;
  /** Undefined where the text does not say that none is needed. */
  readonly without: Exchange | undefined;
};

/** The fields by which a browser asks whether a page of another origin may read (Fetch, CORS-preflight request). */
const preflight: readonly (readonly [string, string])[] = [
  ['Origin', 'https://page.example'],
  ['Access-Control-Request-Method', 'GET'],
];

export const optionsAsTold = defineProbe<ToldOptions, Asked | undefined>({
  id: 'http/options-as-told',
  title: 'OPTIONS is answered as the introduction says',
  why: 'Browsers ask by OPTIONS before they call, and send no credential with it; whoever is refused there cannot call at all.',
  fix: 'Answer OPTIONS before the credential is looked at, with the told status and fields.',
  phase: 'mutate',
  stage: 'using',
  exclusive: 'nothing',
  over: toldOptions,
  prerequisites: prerequisitesAt,
  cost: ({ isOpen }) => ({ requests: isOpen ? 2 : 1, creates: 0 }),
  async run(path, session) {
    const { by } = await requestAt(session, path);
    const request = by?.('OPTIONS');
    if (!request) return undefined;
    const asking = { ...request, headers: [...request.headers, ...preflight] };
    const withCredential = await session.send(asking);
    const without = path.isOpen
      ? await session.send({ ...asking, credential: { kind: 'none' }, faults: ['credential-missing'] })
      : undefined;
    return { withCredential, without };
  },
  judge({ status, headers, isOpen }, asked) {
    if (!asked) return inconclusive('No request could be made', []);
    const { withCredential, without } = asked;
    const judged = without ?? withCredential;
    const all: [Exchange, ...Exchange[]] = [withCredential, ...(without ? [without] : [])];
    const actual = statusOf(judged);
    // A service that knows no OPTIONS, or is busy, shows nothing of what it would say.
    if (actual === undefined || actual === 429 || actual >= 500) return inconclusive(`OPTIONS was answered ${outcomeOf(judged)}`, all);
    const whose = isOpen ? 'OPTIONS without a credential' : 'OPTIONS';
    if (status === undefined ? !isSuccess(judged) && [401, 403].includes(actual) : actual !== status) {
      const expected = `${status === undefined ? 'no refusal for the want of a credential' : `status ${status}`} to ${whose}, as the introduction says`;
      return fail({ code: 'options-unlike-told', where: 'status', expected, actual: `status ${actual}` }, all);
    }
    const lacking = headers.find((name) => headerValues(judged, name).length === 0);
    return lacking === undefined
      ? pass(all.length)
      : fail({ code: 'options-field-absent', where: lacking, expected: `${lacking} with ${whose}`, actual: 'no such header' }, all);
  },
});
