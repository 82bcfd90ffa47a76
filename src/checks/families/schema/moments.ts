import type { PropertyConventions } from '../../../contract/conventions.ts';
import { answerOf, isSuccess, jsonOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { type Moment, msAhead, readMoment } from '../../../contract/moment.ts';
import { tokensOf, valueAt } from '../../../contract/pointer.ts';
import { isElsewhere } from '../../../contract/responses.ts';
import { shown } from '../../../contract/schema/evaluate.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { isObject } from '../../../model/json.ts';
import { defineObservation, type Observed } from '../../kit/define.ts';
import { answerClock, mayLie } from '../../kit/timing.ts';
import { type MarkedMember, markedIn, markedOf, markedLocations } from '../../subjects/marked-members.ts';
import { membersNamed } from './named-members.ts';

/** Clocks may be so far apart, and a creation may take so long. */
const apartMs = 300_000;

const isOfCreation = ({ moment }: PropertyConventions): boolean => moment === 'creation';

const creates = (contract: Contract, key: string | null): boolean => contract.resourceTypes.some(({ create }) => create?.key === key);

export const momentOfCreation = defineObservation({
  id: 'schema/moment-of-creation',
  title: 'A time that tells when a thing was created is the moment of its creation',
  why: 'Bills and clean-ups are made by it; local time that is marked as universal is wrong by hours.',
  fix: 'Write the moment in UTC, from the clock of the service, when the thing is created.',
  locations: (contract) =>
    contract.operations
      .filter(({ key }) => creates(contract, key))
      .flatMap((operation) => markedOf(contract, operation, isOfCreation).map(({ location }) => location)),
  observe: (exchange, contract) =>
    exchange.request.faults.length === 0 && creates(contract, exchange.request.operation)
      ? markedIn(contract, exchange, isOfCreation).flatMap((member) => observeCreation(exchange, member))
      : [],
});

/** A value that cannot be read as a moment is judged by the schema. */
const observeCreation = (exchange: Exchange, { location, at }: MarkedMember): Observed[] => {
  const value = valueAt(jsonOf(exchange), at);
  const reported = momentIn(value);
  if (reported === undefined) return [];
  const now = answerClock(exchange);
  if (Math.abs(reported - now.ms) <= apartMs) return [{ location, holds: true }];
  if (mayLie({ least: now.least - reported, most: now.most - reported }, -apartMs, apartMs))
    return [{ location, holds: 'unclear', what: `${shown(value)} in an answer that does not tell the time well enough` }];
  const expected = `a moment within ${apartMs / 1000} s of ${new Date(now.ms).toISOString()}`;
  return [{ location, holds: false, code: 'other-moment', where: `#${at}`, expected, actual: shown(value) }];
};

/** Milliseconds since the epoch: of a text with a date and a time, read as UTC where it names no zone, or of a count. */
const momentIn = (value: unknown): number | undefined => {
  if (typeof value === 'number') return msAhead(String(value), 'epoch-seconds', 0) ?? msAhead(String(value), 'epoch-milliseconds', 0);
  if (typeof value !== 'string') return undefined;
  const moment = readMoment(value.trim());
  return moment?.hasTime ? moment.ms : msAhead(value, 'http-date', 0);
};

/** Moments may be cut to whole seconds, or come from two clocks. */
const roundingMs = 2000;

const isLater = ({ notBefore }: PropertyConventions): boolean => notBefore !== undefined;

export const momentNotBefore = defineObservation({
  id: 'schema/moment-not-before',
  title: 'A moment that follows another one is not earlier than it',
  why: 'Whoever sorts by the last change, or asks what is new since then, misses what claims to be older than itself.',
  fix: 'Set the later moment when the thing is created, and move it forward only.',
  locations: (contract) => markedLocations(contract, isLater),
  observe: (exchange, contract) => markedIn(contract, exchange, isLater).flatMap((member) => observeOrder(exchange, member)),
});

const observeOrder = (exchange: Exchange, { location, at, words }: MarkedMember): Observed[] => {
  const tokens = tokensOf(at);
  const name = tokens.at(-1) ?? '';
  return around(jsonOf(exchange), tokens.slice(0, -1)).flatMap((resource): Observed[] => {
    const [later, earlier] = [readMoment(valueAt(resource, `/${name}`)), readMoment(valueAt(resource, words.notBefore ?? ''))];
    if (later === undefined || earlier === undefined) return [];
    if (mayFollow(later, earlier)) return [{ location, holds: true }];
    const expected = `a moment not before ${shown(valueAt(resource, words.notBefore ?? ''))}`;
    return [{ location, holds: false, code: 'earlier', where: `#${at}`, expected, actual: shown(valueAt(resource, `/${name}`)) }];
  });
};

/** The objects at a pointer; `*` stands for the elements of an array. */
const around = (value: unknown, [token, ...rest]: readonly string[]): unknown[] => {
  if (token === undefined) return [value];
  if (token === '*') return Array.isArray(value) ? value.flatMap((one) => around(one, rest)) : [];
  return isObject(value) ? around(value[token], rest) : [];
};

const dayMs = 86_400_000;

/** A zone is at most so far from UTC. */
const zonesMs = 14 * 3_600_000;

/** May a moment be no earlier than another one: a bare day lasts to its end, and what names no zone may be meant in any. */
const mayFollow = (later: Moment, earlier: Moment): boolean => {
  const latest = later.ms + (later.hasTime ? 0 : dayMs);
  const leeway = later.hasZone === earlier.hasZone ? 0 : zonesMs;
  return latest >= earlier.ms - roundingMs - leeway;
};

export const timestampsInUtc = defineObservation({
  id: 'schema/timestamps-in-utc',
  title: 'Moments that no schema describes are ISO 8601 in UTC as well',
  why: 'A client that reads all moments alike reads one in another notation or zone as another moment.',
  fix: 'Write every moment as date, T, time and Z.',
  locations: (contract) => contract.operations.map(({ location }) => location),
  observe(exchange, contract) {
    const answer = answerOf(exchange);
    const operation = contract.operations.find(({ key }) => key === exchange.request.operation);
    if (!operation || answer?.json.kind !== 'value' || !isSuccess(exchange) || isElsewhere(exchange)) return [];
    const { location } = operation;
    const described = describedNames(contract);
    return membersNamed(answer.json.value, isOfMoment).flatMap(({ name, at, value }): Observed[] => {
      if (described.has(name) || value === null) return [];
      if (typeof value === 'string' && inUtc.test(value)) return [{ location, holds: true }];
      const expected = 'date, T, time and Z or a zero offset';
      return [{ location, holds: false, code: 'moment-of-other-form', where: at, expected, actual: JSON.stringify(value) }];
    });
  },
});

/** A name that says of its member that it is a moment. */
const isOfMoment = (name: string): boolean => name.endsWith('_at');

/** Date and time of ISO 8601 in UTC, extended or basic, with a zero offset in place of Z where there is one. */
const inUtc = /^\d{4}-?\d{2}-?\d{2}T\d{2}:?\d{2}(:?\d{2}([.,]\d+)?)?(Z|[+-]00(:?00)?)$/i;

const known = new WeakMap<Contract, ReadonlySet<string>>();

/** Names of members that a schema describes: what they look like is said there. */
const describedNames = (contract: Contract): ReadonlySet<string> => {
  const names = known.get(contract) ?? new Set(propertyNames(contract.document));
  known.set(contract, names);
  return names;
};

const propertyNames = (node: unknown): string[] => {
  if (Array.isArray(node)) return node.flatMap(propertyNames);
  if (!isObject(node)) return [];
  const own = isObject(node['properties']) ? Object.keys(node['properties']) : [];
  return [...own, ...Object.values(node).flatMap(propertyNames)];
};
