import { operationWith } from '../../../contract/operation.ts';
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

/** Allowed for the difference of two clocks and the time of a creation, in milliseconds. */
const apartMs = 300_000;

const isOfCreation = ({ moment }: PropertyConventions): boolean => moment === 'creation';

const creates = (contract: Contract, key: string | null): boolean => contract.resourceTypes.some(({ create }) => create?.key === key);

export const momentOfCreation = defineObservation({
  id: 'schema/moment-of-creation',
  title: 'The documented moment of creation of a resource is the moment when it was created',
  why: 'Bills and clean-ups depend on it; local time that is marked as UTC is wrong by hours.',
  fix: 'Write the moment in UTC, from the clock of the service, when the resource is created.',
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
  const shownMs = momentIn(value);
  if (shownMs === undefined) return [];
  const now = answerClock(exchange);
  if (Math.abs(shownMs - now.ms) <= apartMs) return [{ location, holds: true }];
  if (mayLie({ least: now.least - shownMs, most: now.most - shownMs }, -apartMs, apartMs))
    return [{ location, holds: 'unclear', what: `${shown(value)} in an answer whose own time is not known well enough` }];
  const expected = `a moment within ${apartMs / 1000} s of ${new Date(now.ms).toISOString()}`;
  return [{ location, holds: false, code: 'other-moment', where: `#${at}`, expected, actual: shown(value) }];
};

/** Milliseconds since the epoch, from a count or from a text with a date and a time; without a zone it is read as UTC. */
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
  title: 'A moment that must follow another one is not earlier',
  why: 'A client that sorts by the last change, or asks for changes since a moment, misses a resource that seems to have changed before its creation.',
  fix: 'Set the later moment when the resource is created, and only move it forward.',
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

/** The objects at a pointer; `*` means all elements of an array. */
const around = (value: unknown, [token, ...rest]: readonly string[]): unknown[] => {
  if (token === undefined) return [value];
  if (token === '*') return Array.isArray(value) ? value.flatMap((one) => around(one, rest)) : [];
  return isObject(value) ? around(value[token], rest) : [];
};

const dayMs = 86_400_000;

/** The largest distance of a zone from UTC. */
const zonesMs = 14 * 3_600_000;

/** May `later` be no earlier than `earlier`: a date lasts to the end of its day, and a text without a zone may be in any zone. */
const mayFollow = (later: Moment, earlier: Moment): boolean => {
  const latest = later.ms + (later.hasTime ? 0 : dayMs);
  const leeway = later.hasZone === earlier.hasZone ? 0 : zonesMs;
  return latest >= earlier.ms - roundingMs - leeway;
};

export const timestampsInUtc = defineObservation({
  id: 'schema/timestamps-in-utc',
  title: 'Moments that no schema describes are ISO 8601 in UTC as well',
  why: 'A client that parses all moments alike takes one in another notation or zone for another moment.',
  fix: 'Write every moment as date, T, time and Z.',
  locations: (contract) => contract.operations.map(({ location }) => location),
  observe(exchange, contract) {
    const answer = answerOf(exchange);
    const operation = operationWith(contract, exchange.request.operation);
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

/** Is it the name of a member with a moment. */
const isOfMoment = (name: string): boolean => name.endsWith('_at');

/** Date and time of ISO 8601 in UTC, extended or basic, with a zero offset in place of Z where there is one. */
const inUtc = /^\d{4}-?\d{2}-?\d{2}T\d{2}:?\d{2}(:?\d{2}([.,]\d+)?)?(Z|[+-]00(:?00)?)$/i;

const known = new WeakMap<Contract, ReadonlySet<string>>();

/** Names of members that a schema describes: their form is judged there. */
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
