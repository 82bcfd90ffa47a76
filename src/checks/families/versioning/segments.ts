import { headerValues, isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, observed, pass } from '../../kit/define.ts';
import { isErrorInSuccess } from '../../kit/error-in-success.ts';
import { recordedStatus } from '../../kit/facts.ts';
import { once, type Session } from '../../kit/session.ts';
import { hasStatus, isDeclaredSuccess, isRedirect, successesOf } from '../../kit/success.ts';
import { readUnderVersion } from '../../requests/under-version.ts';
import { readWith } from '../../requests/small-read.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import {
  nextVersion,
  oddVersionReads,
  unknownVersion,
  type VersionedRead,
  versionedReads,
  versionPrerequisites,
} from '../../subjects/version-segment.ts';
import { stepsOf, versionEntry, versionLeftEntry } from './version-entry.ts';

/** How a check of the documented version is planned. */
const ofDocumented = {
  reads: 'versioning',
  phase: 'read',
  exclusive: 'nothing',
  over: versionedReads,
  prerequisites: versionPrerequisites,
} as const;

const readAsDocumented = async (session: Session, { operation }: VersionedRead): Promise<Exchange> =>
  once(session, readWith(session, operation, 'key'));

const readUnder = (session: Session, { operation }: VersionedRead, segment: string | null): Promise<Exchange> =>
  once(session, readUnderVersion(session, operation, segment));

export const segmentServed = defineProbe({
  ...ofDocumented,
  id: 'versioning/segment-served',
  title: 'The version is a segment of the path, and the documented version is served under it',
  why: 'Clients name the version they were written for; where paths have none, the next version breaks them all.',
  fix: 'Serve every operation under the segment of its version.',
  cost: () => ({ requests: 2, creates: 0 }),
  run: async (read, session) => ({ versioned: await readAsDocumented(session, read), unversioned: await readUnder(session, read, null) }),
  judge({ operation }, { versioned, unversioned }) {
    const facts = recordedStatus('version.path-without-version', operation.key, unversioned);
    if (isDeclaredSuccess(operation, versioned)) return { ...pass(1), facts };
    if (statusOf(versioned) === 404 && isDeclaredSuccess(operation, unversioned)) {
      const expected = `a success under ${versioned.sent.target}`;
      const actual = `404 there, and ${outcomeOf(unversioned)} under ${unversioned.sent.target}`;
      return { ...fail({ code: 'version-not-in-path', where: 'path', expected, actual }, [versioned, unversioned]), facts };
    }
    const reason = `${versioned.sent.target} was answered ${outcomeOf(versioned)}, without the version ${outcomeOf(unversioned)}`;
    return { ...inconclusive(reason, [versioned, unversioned]), facts };
  },
  entry: versionEntry('version-not-in-path', 'no version'),
});

export const segmentAnswers = defineProbe({
  ...ofDocumented,
  id: 'versioning/segment-answers',
  title: 'The documented version is served under its segment of the path',
  why: 'Every client names the version in its address; where that is not served, no client works.',
  fix: 'Serve every operation under the segment of the documented version for as long as it is documented.',
  cost: () => ({ requests: 1, creates: 0 }),
  run: (read, session) => readAsDocumented(session, read),
  judge(_read, exchange) {
    if (isSuccess(exchange)) return pass(1);
    const { target } = exchange.sent;
    if (hasStatus(exchange, [404, 410])) {
      const finding = { where: 'path', expected: `a success under ${target}`, actual: `status ${outcomeOf(exchange)}` };
      return fail({ code: 'version-not-there', ...finding }, [exchange]);
    }
    return inconclusive(`${target} was answered ${outcomeOf(exchange)}`, [exchange]);
  },
  entry: versionEntry('version-not-there', 'no version or a neighbour'),
});

export const segmentKept = defineProbe({
  ...ofDocumented,
  id: 'versioning/segment-kept',
  title: 'A call under the documented version is not redirected to another one',
  why: 'A client that was written for one version gets the answers of another, which it does not understand.',
  fix: 'Serve the documented version itself for as long as it is documented.',
  cost: () => ({ requests: 1, creates: 0 }),
  run: (read, session) => readAsDocumented(session, read),
  judge({ segment }, exchange, { target }) {
    if (isSuccess(exchange)) return pass(1);
    const [location = ''] = headerValues(exchange, 'Location');
    const path = URL.canParse(location, target.baseUrl) ? new URL(location, target.baseUrl).pathname : '';
    const steps = stepsOf(path);
    const last = stepsOf(exchange.request.path).at(-1) ?? '';
    if (isRedirect(exchange) && steps.at(-1) === last && !steps.includes(segment)) {
      const expected = `an answer under ${exchange.sent.target}`;
      const actual = `${outcomeOf(exchange)} to ${location}`;
      return fail({ code: 'version-left', where: 'Location', expected, actual }, [exchange]);
    }
    return inconclusive(`${exchange.sent.target} was answered ${outcomeOf(exchange)}`, [exchange]);
  },
  entry: versionLeftEntry,
});

/** Error responses about the caller and not about the path. */
const otherReasons = [401, 403, 429];

export const unknownSegmentNotServed = defineProbe({
  ...ofDocumented,
  id: 'versioning/unknown-segment-not-served',
  title: 'A version that does not exist is not served',
  why: 'A client with a misspelt or future version works by accident, until that version is published.',
  fix: 'Route by the version, and answer unknown versions like unknown paths.',
  cost: () => ({ requests: 1, creates: 0 }),
  run: (read, session) => readUnder(session, read, unknownVersion(read.segment)),
  judge(_read, exchange, { contract }) {
    const status = statusOf(exchange) ?? 0;
    if (isSuccess(exchange) && !isErrorInSuccess(exchange, contract)) {
      const actual = `status ${outcomeOf(exchange)}`;
      return fail({ code: 'unknown-version-served', where: 'path', expected: `no 2xx under ${exchange.sent.target}`, actual }, [exchange]);
    }
    if (status >= 400 && status < 500 && !otherReasons.includes(status)) return pass(1);
    return inconclusive(`${exchange.sent.target} was answered ${outcomeOf(exchange)}`, [exchange]);
  },
});

export const otherSegmentsRecorded = defineProbe({
  ...ofDocumented,
  id: 'versioning/other-segments-recorded',
  title: 'The answers to a read without the version, under the next version and under an unknown one are recorded',
  why: 'It shows whether there is a newer version, and whether a client with a wrong one notices.',
  fix: 'Nothing is broken; the documentation could state which versions there are.',
  cost: () => ({ requests: 3, creates: 0 }),
  async run(read, session) {
    const next = nextVersion(read.segment);
    return {
      without: await readUnder(session, read, null),
      next: next === undefined ? undefined : await readUnder(session, read, next),
      unknown: await readUnder(session, read, unknownVersion(read.segment)),
    };
  },
  judge({ operation: { key } }, { without, next, unknown }) {
    const facts = [
      ...recordedStatus('version.path-without-version', key, without),
      ...recordedStatus('version.next', key, next),
      ...recordedStatus('version.unknown', key, unknown),
    ];
    if (facts.length > 0) return observed(facts);
    return inconclusive(`No other version was answered: ${outcomeOf(unknown)}`, [without, ...(next ? [next] : []), unknown]);
  },
});

export const someSegmentServes = defineProbe({
  id: 'versioning/some-segment-serves',
  title: 'A read that is documented under another version than all others is served under one of the two',
  why: 'A client finds the read neither under the version of the sample call nor under that of the other operations.',
  fix: 'Serve the read under one of the two versions, and document that one.',
  phase: 'read',
  exclusive: 'nothing',
  over: oddVersionReads,
  prerequisites: () => [],
  cost: () => ({ requests: 2, creates: 0 }),
  async run(read, session) {
    const documented = await once(session, usableRequest(session, read.operation, 'path'));
    return { documented, usual: await readUnder(session, read, read.segment) };
  },
  judge({ operation }, { documented, usual }) {
    const both = [documented, usual];
    if (both.some((exchange) => isDeclaredSuccess(operation, exchange))) return pass(1);
    const outcomes = both.map((exchange) => `${outcomeOf(exchange)} under ${exchange.sent.target}`).join(', ');
    if (both.every((exchange) => isNotServed(exchange))) {
      const expected = `status ${successesOf(operation).join(' or ')} under one of the two`;
      return fail({ code: 'read-not-served', where: 'path', expected, actual: outcomes }, [documented, usual]);
    }
    return inconclusive(`The read was answered ${outcomes}`, both);
  },
});

/** Another success, a redirect, or the status of an unknown path or operation. */
const isNotServed = (exchange: Exchange): boolean =>
  isSuccess(exchange) || isRedirect(exchange) || hasStatus(exchange, [404, 405, 410, 501]);
