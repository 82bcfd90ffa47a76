import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { defineReadProbe } from '../../kit/read-probe.ts';
import { describedMethods, gentlePaths, type HarmlessPath, requestAt } from '../../scenarios/calls/other-methods.ts';

/** Statuses of whoever does not serve HEAD, or hides that, or has no time; and what a gateway sends. */
const undecided = [400, 403, 404, 405, 408, 429, 501, 502, 503, 504];

type Pair = { readonly read: Exchange | undefined; readonly head: Exchange | undefined };

/** RFC 9110, section 9.3.2. Many services do not serve HEAD; none is blamed for that. */
export const headAsGet = defineReadProbe<HarmlessPath, Pair>({
  id: 'http/head-as-get',
  title: 'HEAD is answered with the status of GET, where it is served',
  why: 'Clients, caches and monitors ask with HEAD whether something is there, and believe the answer.',
  fix: 'Let the same code answer GET and HEAD, and leave out the content at the end; or answer 405.',
  over: (contract) => gentlePaths(contract).filter(({ operation: { path } }) => !describedMethods(contract, path).includes('HEAD')),
  requests: 2,
  async run(path, session) {
    const { by } = await requestAt(session, path);
    if (!by) return { read: undefined, head: undefined };
    const read = await session.send(by('GET'));
    return { read, head: isSuccess(read) ? await session.send(by('HEAD')) : undefined };
  },
  judge(_subject, { read, head }) {
    if (!read) return inconclusive('Nothing was created to read', []);
    const got = head && statusOf(head);
    if (head === undefined || got === undefined || undecided.includes(got)) {
      const reason = `GET was answered ${outcomeOf(read)}${head ? ` and HEAD ${outcomeOf(head)}` : ''}`;
      return { ...inconclusive(reason, head ? [read, head] : [read]), optional: true };
    }
    if (got < 400) return pass(1);
    const finding = {
      code: 'head-differs',
      where: 'method',
      expected: `status ${outcomeOf(read)}, as to GET, or 405`,
      actual: `status ${got} to HEAD`,
    };
    return unconfirmed(fail(finding, [head, read]));
  },
});
