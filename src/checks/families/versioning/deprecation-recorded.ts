import { answerOf, headerValues } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { isElsewhere } from '../../../contract/responses.ts';
import { defineFold, inconclusive, observed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { isInPath, documentedVersion, versionedReads } from '../../subjects/version-segment.ts';

type State = {
  readonly isAnswered: boolean;
  readonly deprecation: readonly string[];
  /** Values of Sunset, each with how far ahead it was. */
  readonly sunset: readonly string[];
};

const monthMs = (365.25 / 12) * 24 * 60 * 60 * 1000;

/** Spans in whole months, so that the fact stays the same from run to run. */
const spans = [0, 3, 6, 12, 18] as const;

const aheadOf = (sunset: string, nowMs: number): string => {
  const months = (Date.parse(sunset) - nowMs) / monthMs;
  if (Number.isNaN(months)) return 'no date';
  const within = spans.find((span) => months <= span);
  return within === undefined ? `more than ${spans.at(-1)} months ahead` : within === 0 ? 'past' : `within ${within} months`;
};

/** More values than this are recorded as `varies`. */
const mostValues = 3;

const together = (a: readonly string[], b: readonly string[]): readonly string[] => {
  const all = [...new Set([...a, ...b])].sort();
  return all.length > mostValues || all.includes('varies') ? ['varies'] : all;
};

export const deprecationRecorded = defineFold<State>({
  id: 'versioning/deprecation-recorded',
  title: 'Whether answers announce the end of the version, and how far ahead, is recorded',
  why: 'Deprecation (RFC 9745) and Sunset (RFC 8594) announce to programs that a version will end, before it does.',
  fix: 'Nothing is broken; the documentation could name the header fields.',
  reads: 'versioning',
  locations: (contract) => versionedReads(contract).map(({ location }) => location),
  init: () => ({ isAnswered: false, deprecation: [], sunset: [] }),
  step(state, exchange, contract) {
    const { operation } = exchange.request;
    if (!answerOf(exchange) || isElsewhere(exchange) || !isUnderVersion(contract, operation)) return state;
    const ends = headerValues(exchange, 'Sunset').map((value) => `${value} (${aheadOf(value, exchange.sentAt)})`);
    return {
      isAnswered: true,
      deprecation: together(state.deprecation, headerValues(exchange, 'Deprecation')),
      sunset: together(state.sunset, ends),
    };
  },
  merge: (a, b) => ({
    isAnswered: a.isAnswered || b.isAnswered,
    deprecation: together(a.deprecation, b.deprecation),
    sunset: together(a.sunset, b.sunset),
  }),
  conclude({ isAnswered, deprecation, sunset }) {
    if (!isAnswered) return inconclusive('No call under the version was answered', []);
    return observed([factOf('version.end-announced', null, { deprecation, sunset })]);
  },
});

/** Is it an operation of the documented version; answers of others show nothing about it. */
const isUnderVersion = (contract: Contract, key: string | null): boolean => {
  const path = contract.operations.find((operation) => operation.key === key)?.path;
  return path !== undefined && (!isInPath(contract) || path.split('/')[1] === documentedVersion(contract));
};
