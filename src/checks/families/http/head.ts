import { statementsOf } from '../../../contract/infer/sentences.ts';
import { headerValues, isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { at, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { defineReadProbe } from '../../kit/read-probe.ts';
import { byOtherMethod } from '../../requests/by-other-method.ts';
import { plainRead } from '../../scenarios/calls/reads.ts';
import { describedMethods, gentlePaths, type HarmlessPath, requestAt } from '../../scenarios/calls/other-methods.ts';

/** Statuses of whoever does not serve HEAD, or hides that, or has no time; and what a gateway sends. */
const undecided = [400, 403, 404, 405, 408, 429, 501, 502, 503, 504];

type Pair = { readonly read: Exchange | undefined; readonly head: Exchange | undefined };

/** Does a document say in words that HEAD is served wherever GET is. */
const saysServed = ({ document }: Contract): boolean => {
  const { info } = document;
  const text = isObject(info) && typeof info['description'] === 'string' ? info['description'] : '';
  return statementsOf(text).some(
    (sentence) => /\bHEAD\b/u.test(sentence) && /\bGET\b/u.test(sentence) && !/\b(?:not|never|except|may)\b/iu.test(sentence),
  );
};

/** What caches compare (RFC 9110, section 8.8), which a HEAD is sent for. */
const validators = ['ETag', 'Last-Modified'];

/** Paths where HEAD is tried: also reads of one resource with a validator, where the document says that they are served by HEAD too. */
const headedPaths = (contract: Contract): readonly HarmlessPath[] => {
  const validated = contract.operations.filter(
    ({ method, path, effect, conventions, responses }) =>
      method === 'GET' &&
      effect === 'safe' &&
      path.includes('{') &&
      conventions.stream === undefined &&
      responses.some(({ status, headers }) => status === '200' && headers.some(({ name }) => name.toLowerCase() === 'etag')),
  );
  const own = saysServed(contract) ? validated.map((operation) => at(operation.location, { operation })) : [];
  return [...gentlePaths(contract), ...own];
};

/**
 * RFC 9110, section 9.3.2. Many services do not serve HEAD, and leave out fields that are made with the content; none is blamed for that, unless the document
 * says that HEAD is served as GET is.
 */
export const headAsGet = defineReadProbe<HarmlessPath, Pair>({
  id: 'http/head-as-get',
  title: 'HEAD is answered with the status of GET, where it is served',
  why: 'Clients, caches and monitors ask with HEAD whether something is there, and believe the answer.',
  fix: 'Let the same code answer GET and HEAD, and leave out the content at the end; or answer 405.',
  over: (contract) => headedPaths(contract).filter(({ operation: { path } }) => !describedMethods(contract, path).includes('HEAD')),
  requests: 3,
  async run(path, session) {
    const { operation } = path;
    if (operation.path.includes('{')) {
      // Its path has the ids by then.
      const known = await session.run(plainRead, { operation: operation.key });
      const read = isSuccess(known) ? await session.send(known.request) : known;
      const { headers } = known.request;
      return { read, head: isSuccess(read) ? await session.send({ ...byOtherMethod(known.request, 'HEAD'), headers }) : undefined };
    }
    const { by } = await requestAt(session, path);
    if (!by) return { read: undefined, head: undefined };
    const read = await session.send(by('GET'));
    return { read, head: isSuccess(read) ? await session.send(by('HEAD')) : undefined };
  },
  judge(_subject, { read, head }, { contract }) {
    if (!read) return inconclusive('Nothing was created to read', []);
    const got = head && statusOf(head);
    const isPromised = saysServed(contract);
    if (isPromised && head && isSuccess(read) && [404, 405, 501].includes(got ?? 0)) {
      const expected = `status ${outcomeOf(read)}, as to GET: the document says that HEAD is served`;
      return unconfirmed(fail({ code: 'head-not-served', where: 'method', expected, actual: `status ${got ?? ''} to HEAD` }, [head, read]));
    }
    const lost = validators.find((name) => headerValues(read, name).length > 0 && head && headerValues(head, name).length === 0);
    if (isPromised && head && isSuccess(head) && lost !== undefined) {
      const expected = `${lost}: ${headerValues(read, lost)[0] ?? ''}, as to GET`;
      return unconfirmed(fail({ code: 'head-lacks-field', where: lost, expected, actual: 'no such field' }, [head, read]));
    }
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
