import { momentIn } from '../../../contract/moment.ts';
import { answerOf, headerValues, isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { distinct } from '../../../model/json.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { at, fail, inconclusive, pass, type Subject, unconfirmed, type Unconfirmed } from '../../kit/define.ts';
import { defineReadProbe } from '../../kit/read-probe.ts';
import { smallRead } from '../../requests/small-read.ts';

/** A read that may answer that nothing has changed, at that response, with the validators that its success describes. */
type Conditional = Subject & { readonly operation: Operation; readonly described: readonly string[] };

const notModified = '304';
const validators = ['ETag', 'Last-Modified'] as const;

const conditionals = ({ operations }: Contract): Conditional[] =>
  operations
    .filter(
      ({ method, effect, responses }) => method === 'GET' && effect === 'safe' && responses.some(({ status }) => status.startsWith('2')),
    )
    .flatMap((operation) => {
      const names = operation.responses
        .filter(({ status }) => status.startsWith('2'))
        .flatMap(({ headers }) => headers.map(({ name }) => name.toLowerCase()));
      const described = validators.filter((name) => names.includes(name.toLowerCase()));
      return operation.responses
        .filter(({ status }) => status === notModified)
        .map(({ location }) => at(location, { operation, described }));
    });

/** The moment of an example of RFC 9110 (section 5.6.7), at which no service of today held anything. */
const longAgo = 'Sun, 06 Nov 1994 08:49:37 GMT';

/** A tag that no version has. */
const otherTag = '"ct-no-such-tag"';

/** Conditions that a read with a validator does not meet (RFC 9110, sections 13.1.2 and 13.1.3), so that they leave it as it is. */
const conditions = [
  { validator: 'Last-Modified', name: 'If-Modified-Since', value: longAgo, code: 'old-date-not-modified' },
  { validator: 'Last-Modified', name: 'If-Modified-Since', value: 'ct-no-date', code: 'unreadable-date-not-ignored' },
  { validator: 'ETag', name: 'If-None-Match', value: otherTag, code: 'other-tag-not-modified' },
] as const;

/** The date of the version that is there, beside a tag that it does not have: the date is not looked at then (RFC 9110, section 13.1.3). */
const dateBesideTag = {
  validator: 'Last-Modified',
  name: 'If-Modified-Since',
  value: 'the shown date',
  code: 'date-before-tag',
} as const;

type Tried = { readonly condition: (typeof conditions)[number] | typeof dateBesideTag; readonly exchange: Exchange };

type Reads = {
  readonly first: Exchange;
  readonly tried: readonly Tried[];
  /** Reads without a condition, some time after each other; the last two show the same where nothing changed. */
  readonly quiet: readonly Exchange[];
};

const isSameBody = (one: Exchange | undefined, other: Exchange | undefined): boolean => {
  const text = one && answerOf(one)?.text;
  return text !== undefined && text !== null && other !== undefined && text === answerOf(other)?.text;
};

const valueOf = (exchange: Exchange, field: string): string | undefined => {
  const [value, ...others] = headerValues(exchange, field);
  return others.length === 0 ? value : undefined;
};

/** Validators count whole seconds (RFC 9110, section 8.8.2), so that a clock shows after more than one. */
const waitMs = 1200;

export const conditionsConsidered = defineReadProbe<Conditional, Reads>({
  id: 'headers/conditions-considered',
  title: 'A read has the described validators, the same while nothing changes, and is whole where its condition names another version',
  why: 'Caches keep showing an old version, or never save anything, where the validators or the comparison are wrong.',
  fix: 'Derive ETag and Last-Modified from what is stored, compare them with the condition, and ignore a date that cannot be read.',
  over: conditionals,
  requests: 8,
  async run({ operation }, session) {
    const request = smallRead(session, operation);
    const names = new Set(['if-none-match', 'if-modified-since']);
    const bare = { ...request, headers: request.headers.filter(([name]) => !names.has(name.toLowerCase())) };
    const first = await session.send(bare);
    const tried: Tried[] = [];
    for (const condition of conditions) {
      if (!isSuccess(first) || valueOf(first, condition.validator) === undefined) continue;
      const madeUp = distinct([...(bare.madeUp ?? []), condition.name]);
      const headers = [...bare.headers, [condition.name, condition.value] as const];
      tried.push({ condition, exchange: await session.send({ ...bare, headers, madeUp }) });
    }
    const [tag, date] = [valueOf(first, 'ETag'), valueOf(first, 'Last-Modified')];
    if (isSuccess(first) && tag !== undefined && date !== undefined) {
      const headers = [...bare.headers, ['If-None-Match', otherTag] as const, [dateBesideTag.name, date] as const];
      const madeUp = distinct([...(bare.madeUp ?? []), 'If-None-Match']);
      tried.push({ condition: dateBesideTag, exchange: await session.send({ ...bare, headers, madeUp }) });
    }
    const quiet = [first];
    // Other checks may change what belongs to the resource meanwhile.
    while (quiet.length < 4 && !isSameBody(quiet.at(-2), quiet.at(-1))) {
      await session.pause(waitMs, 'a clock would show in the validators');
      quiet.push(await session.send(bare));
    }
    return { first, tried, quiet };
  },
  judge({ described }, { first, tried, quiet }) {
    if (!isSuccess(first)) return inconclusive(`The read was answered ${outcomeOf(first)}`, [first]);
    const absent = described.find((field) => headerValues(first, field).length === 0);
    if (absent !== undefined && described.every((field) => headerValues(first, field).length === 0)) {
      const expected = `${absent}, as the operation describes it beside 304`;
      return unconfirmed(fail({ code: 'validator-missing', where: absent, expected, actual: 'no such field' }, [first]));
    }
    const broken = judgeQuiet(quiet) ?? tried.map((one) => judgeTried(first, one)).find((one) => one !== undefined);
    if (broken) return broken;
    const decided = tried.filter(({ exchange }) => isSuccess(exchange));
    return decided.length > 0 ? pass(decided.length) : inconclusive('No read with a condition succeeded', [first]);
  },
});

/** Judges the validators of the last two reads, where they show the same to the last sign. */
const judgeQuiet = (quiet: readonly Exchange[]): Unconfirmed | undefined => {
  const [first, later] = quiet.slice(-2);
  if (first === undefined || later === undefined || !isSuccess(later) || !isSameBody(first, later)) return undefined;
  const changed = validators.find((field) => {
    const [before, after] = [valueOf(first, field), valueOf(later, field)];
    return before !== undefined && after !== undefined && before !== after;
  });
  if (changed === undefined) return undefined;
  const expected = `${changed}: ${valueOf(first, changed) ?? ''} again, because the body is the same`;
  return unconfirmed(fail({ code: 'validator-changes', where: changed, expected, actual: valueOf(later, changed) ?? '' }, [later, first]));
};

const judgeTried = (first: Exchange, { condition: { name, value, code, validator }, exchange }: Tried): Unconfirmed | undefined => {
  const status = statusOf(exchange) ?? 0;
  const isFailure = status === 500 || status > 504;
  const shown = valueOf(first, validator) ?? '';
  // A date before the one that is shown is the only one that surely does not cover it.
  const isCovered = value === longAgo && !((momentIn(shown) ?? Date.parse(shown)) > Date.parse(longAgo));
  if ((status !== Number(notModified) && !isFailure) || isCovered) return undefined;
  const why =
    value === dateBesideTag.value
      ? `because If-None-Match: ${otherTag} beside it names no version of it`
      : `because "${value}" names no version of it (${validator}: ${shown})`;
  const expected = `the answer without ${name}, ${why}`;
  return unconfirmed(fail({ code, where: name, expected, actual: `status ${outcomeOf(exchange)}` }, [exchange, first]));
};
