import { isSuccess, jsonOf } from '../../../contract/message.ts';
import { msAhead, readMoment } from '../../../contract/moment.ts';
import type { Contract } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import { shown } from '../../../contract/schema/evaluate.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineObservation, type Observed } from '../../kit/define.ts';
import { describedResponses } from '../../subjects/described-responses.ts';
import { answerClock, mayLie } from '../../kit/timing.ts';
import { type MarkedMember, markedMembers, markedOf } from '../../subjects/marked-members.ts';

/** Clocks may be so far apart, and a creation may take so long. */
const apartMs = 300_000;

const isMoment = ({ moment }: { readonly moment?: 'creation' }): boolean => moment === 'creation';

const creates = (contract: Contract, key: string | null): boolean => contract.resources.some(({ create }) => create?.key === key);

export const momentOfCreation = defineObservation({
  id: 'schema/moment-of-creation',
  title: 'A time that tells when a thing was created is the moment of its creation',
  why: 'Bills and clean-ups are made by it; local time that is marked as universal is wrong by hours.',
  fix: 'Write the moment in UTC, from the clock of the service, when the thing is created.',
  places: (contract) =>
    contract.operations
      .filter(({ key }) => creates(contract, key))
      .flatMap((operation) => markedOf(contract, operation, isMoment).map(({ place }) => place)),
  observe: (exchange, contract) =>
    isSuccess(exchange) && exchange.request.faults.length === 0 && creates(contract, exchange.request.operation)
      ? describedResponses(contract, exchange)
          .flatMap((response) => markedMembers(contract, response, isMoment))
          .flatMap((member) => observeOne(exchange, member))
      : [],
});

/** A value that cannot be read as a moment is judged by the schema. */
const observeOne = (exchange: Exchange, { place, at }: MarkedMember): Observed[] => {
  const value = valueAt(jsonOf(exchange), at);
  const told = momentIn(value);
  if (told === undefined) return [];
  const now = answerClock(exchange);
  if (Math.abs(told - now.ms) <= apartMs) return [{ place, holds: true }];
  if (mayLie({ least: now.least - told, most: now.most - told }, -apartMs, apartMs))
    return [{ place, holds: 'unclear', what: `${shown(value)} in an answer that does not tell the time well enough` }];
  const expected = `a moment within ${apartMs / 1000} s of ${new Date(now.ms).toISOString()}`;
  return [{ place, holds: false, code: 'other-moment', where: `#${at}`, expected, actual: shown(value) }];
};

/** Milliseconds since the epoch: of a text with a date and a time, read as UTC where it names no zone, or of a count. */
const momentIn = (value: unknown): number | undefined => {
  if (typeof value === 'number') return msAhead(String(value), 'epoch-seconds', 0) ?? msAhead(String(value), 'epoch-milliseconds', 0);
  if (typeof value !== 'string') return undefined;
  const moment = readMoment(value.trim());
  return moment?.hasTime ? moment.ms : msAhead(value, 'http-date', 0);
};
