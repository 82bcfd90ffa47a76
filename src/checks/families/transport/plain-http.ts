import { isAsked } from '../../../contract/infer/common-parameters.ts';
import { statuses, statusWords } from '../../../contract/conventions-at.ts';
import { answerOf, headerValues, isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Answer, Exchange, TransportFailure } from '../../../model/exchange.ts';
import type { Target } from '../../../model/target.ts';
import type { Fact } from '../../../model/verdict.ts';
import { defineProbe, fail, inconclusive, observed, pass, type Surroundings } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { joinVerdicts } from '../../kit/join-locations.ts';
import { once, type Session } from '../../kit/session.ts';
import { isRedirect } from '../../kit/success.ts';
import { inClear, unauthenticatedInClear } from '../../requests/in-clear.ts';
import { smallRead } from '../../requests/small-read.ts';
import { callWithoutCredential } from '../../requests/unauthenticated-request.ts';
import { workingRead } from '../../scenarios/credentials/working-read.ts';
import {
  clearAddressPrerequisites,
  clearCredential,
  clearPrerequisites,
  plainHttpOf,
  type PlainHttpRequirement,
  plainHttpRequirements,
} from '../../subjects/plain-http.ts';
import { type SecureServer, secureServers } from '../../subjects/servers.ts';

/** Ends of a call that was not served: no connection, or none that lasted until an answer. */
const unserved: ReadonlySet<TransportFailure> = new Set(['refused', 'reset', 'closed'] as const);

/** Did a call end without an answer because no service accepts it there. */
const isUnserved = ({ reply }: Exchange): boolean => reply.kind === 'no-answer' && unserved.has(reply.failure);

/** How a check of a read with the credential that may be sent in clear is planned. */
const withCredential = {
  phase: 'read',
  exclusive: 'nothing',
  over: secureServers,
  prerequisites: (_server: SecureServer, { target }: Surroundings) => clearPrerequisites(target),
} as const;

/** A small read without encryption. Nothing is wrong with the request itself, so it names no fault. */
const clearRead = (session: Session, operation: Operation): Promise<Exchange> =>
  once(session, inClear({ ...smallRead(session, operation), credential: { kind: 'valid', name: clearCredential(session.target) } }));

export const plainHttpNotServed = defineProbe({
  ...withCredential,
  id: 'transport/plain-http-not-served',
  title: 'A call without encryption is not served',
  why: 'As long as it works, clients use it, and anybody on the network path can read their credentials and data.',
  fix: 'Close the port without encryption, refuse calls there, or redirect them to the https address.',
  cost: () => ({ requests: 2, creates: 0 }),
  async run({ read }, session) {
    await workingRead(session, read.key, clearCredential(session.target));
    return clearRead(session, read);
  },
  judge(_server, exchange, { contract }) {
    const status = statusOf(exchange) ?? 0;
    if (isSuccess(exchange)) {
      const finding = { where: 'transport', expected: 'no 2xx to a call without encryption', actual: `status ${outcomeOf(exchange)}` };
      return fail({ code: 'plain-http-served', ...finding }, [exchange]);
    }
    // Where statuses are documented, another one may be the answer to the same call with encryption too.
    const named = statuses(plainHttpOf(contract)?.answered, 'access');
    const isErrorResponse = named.length > 0 ? named.includes(status) : status >= 300 && status < 500 && status !== 429;
    return isUnserved(exchange) || isErrorResponse
      ? pass(1)
      : inconclusive(`A call without encryption ended in ${outcomeOf(exchange)}`, [exchange]);
  },
});

export const plainHttpRecorded = defineProbe({
  ...withCredential,
  id: 'transport/plain-http-recorded',
  title: 'How a call without encryption ends is recorded',
  why: 'A closed port, an error response and a redirect all keep data safe, and clients handle them in different ways.',
  fix: 'Nothing is wrong with any of them; a closed port is the only one that never sees a credential.',
  cost: () => ({ requests: 1, creates: 0 }),
  run: ({ read }, session) => clearRead(session, read),
  judge(_server, exchange) {
    const { operation } = exchange.request;
    const answer = answerOf(exchange);
    const outcome = exchange.reply.kind === 'answer' ? exchange.reply.status : exchange.reply.failure;
    const facts: Fact[] = [factOf('transport.plain-http-outcome', operation, outcome)];
    if (!answer) return observed(facts);
    return observed([
      ...facts,
      factOf('transport.plain-http-location', operation, headerValues(exchange, 'Location')[0] ?? null),
      factOf('transport.plain-http-body', operation, bodyInWords(exchange, answer)),
    ]);
  },
});

/** The kind of a body; of a JSON object the names of its members, since their values differ from call to call. */
const bodyInWords = (exchange: Exchange, { json }: Answer): string => {
  if (json.kind === 'none') return 'none';
  const value = jsonOf(exchange);
  if (isObject(value)) return `JSON: ${Object.keys(value).sort().join(', ')}`;
  return json.kind === 'value' ? 'JSON' : 'no JSON';
};

/** How a check of reads by an unauthenticated caller is planned, where the contract has an `x-assay` word about them. */
const unauthenticated = (word: 'answered' | 'rejected' | 'location') =>
  ({
    reads: `transport.plainHttp.${word}`,
    phase: 'read',
    exclusive: 'nothing',
    over: (contract: Contract) => plainHttpRequirements(contract, word),
    prerequisites: (_requirement: PlainHttpRequirement, { target }: Surroundings) => clearAddressPrerequisites(target),
  }) as const;

export const plainHttpRejected = defineProbe({
  ...unauthenticated('rejected'),
  id: 'transport/plain-http-rejected',
  title: 'A call without encryption is refused rather than redirected',
  why: 'A client that is redirected keeps sending its credential in clear, once before each redirect, and nobody notices.',
  fix: 'Close the port without encryption, or refuse calls there.',
  cost: () => ({ requests: 1, creates: 0 }),
  run: ({ read }, session) => once(session, unauthenticatedInClear(session, read, 'none')),
  judge(_requirement, exchange) {
    const status = statusOf(exchange) ?? 0;
    if (isRedirect(exchange)) {
      const actual = `status ${outcomeOf(exchange)} to ${headerValues(exchange, 'Location')[0] ?? 'nowhere'}`;
      return fail({ code: 'plain-http-redirected', where: 'transport', expected: 'an error response, or no connection', actual }, [
        exchange,
      ]);
    }
    // A 401 may be only about the missing credential.
    if (isUnserved(exchange) || (status >= 400 && status < 500 && status !== 401 && status !== 429)) return pass(1);
    return inconclusive(`A call without encryption ended in ${outcomeOf(exchange)}`, [exchange]);
  },
});

/** A query parameter that no service knows, to be recognised in a redirect. */
const mark = ['ct-probe', '1'] as const;

export const plainHttpLocation = defineProbe({
  ...unauthenticated('location'),
  id: 'transport/plain-http-location',
  title: 'The redirect of a call without encryption leads to the same address with https',
  why: 'Any other redirect leads a client to another resource, to an HTML page, or in circles.',
  fix: 'Keep path and query of the request, and change only the scheme.',
  cost: () => ({ requests: 1, creates: 0 }),
  run({ read }, session) {
    const request = unauthenticatedInClear(session, read, 'none');
    return once(session, { ...request, query: [...request.query, mark] });
  },
  judge(_requirement, exchange, { target }) {
    if (!isRedirect(exchange)) return inconclusive(`A call without encryption ended in ${outcomeOf(exchange)}`, [exchange]);
    const [location] = headerValues(exchange, 'Location');
    if (location !== undefined && isSameAddress(location, exchange, target)) return pass(1);
    const expected = `https, the same host, and ${exchange.sent.target}`;
    return fail({ code: 'redirected-elsewhere', where: 'Location', expected, actual: location ?? 'no such header' }, [exchange]);
  },
});

const isSameAddress = (location: string, { sent }: Exchange, { baseUrl, urls: { plain } }: Target): boolean => {
  if (!URL.canParse(location)) return false;
  const { protocol, hostname, pathname, search } = new URL(location);
  const asked = new URL(sent.target, plain);
  const hosts = [asked.hostname, new URL(baseUrl).hostname];
  return protocol === 'https:' && hosts.includes(hostname) && pathname === asked.pathname && search === asked.search;
};

export const plainHttpAnswered = defineProbe({
  ...unauthenticated('answered'),
  id: 'transport/plain-http-answered',
  title: 'Every read without encryption gets the documented status, whoever sends it',
  why: 'A client that is redirected at once goes on with encryption; an answer about its credential shows that the service reads credentials sent in clear.',
  fix: 'Answer with the documented status for every path, before the rest of the request is read.',
  cost: ({ read }, { contract }) => ({ requests: readsIn(contract, read).length * 2 + 1, creates: 0 }),
  async run({ read }, session) {
    const encrypted = await once(session, callWithoutCredential(session, read));
    const clear: Exchange[] = [];
    for (const operation of readsIn(session.contract, read)) {
      clear.push(await once(session, unauthenticatedInClear(session, operation, 'none')));
      clear.push(await once(session, unauthenticatedInClear(session, operation, 'made-up')));
    }
    return { encrypted, clear };
  },
  judge({ documented: { answered } }, { encrypted, clear }) {
    const expected = statuses(answered, 'access');
    if (expected.includes(statusOf(encrypted) ?? 0)) {
      return inconclusive(`The same read at the base URL is answered ${outcomeOf(encrypted)} as well`, [encrypted]);
    }
    return joinVerdicts(
      clear.map((exchange) => {
        const status = statusOf(exchange);
        if (status !== undefined && expected.includes(status)) return pass(1);
        // A used up quota and a server error have other reasons than the missing encryption.
        if (status === undefined || status === 429 || status >= 500) {
          return inconclusive(`A call without encryption ended in ${outcomeOf(exchange)}`, [exchange]);
        }
        const finding = { where: 'transport', expected: `status ${statusWords(answered)}`, actual: `status ${outcomeOf(exchange)}` };
        return fail({ code: 'plain-http-other-status', ...finding }, [exchange]);
      }),
    );
  },
});

/** The read without parameters, and the first read with a path parameter and no other required one. */
const readsIn = ({ operations }: Contract, read: Operation): Operation[] => [
  read,
  ...operations
    .filter(({ effect, parameters }) => effect === 'safe' && parameters.some((one) => one.in === 'path'))
    .filter(({ parameters }) => !parameters.some(isAsked))
    .slice(0, 1),
];
