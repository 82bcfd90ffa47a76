import { itemsOf } from '../../../contract/held.ts';
import { headerValues, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import { defineProbe, fail, inconclusive, observed, pass, type Surroundings } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { hasStatus, isDeclaredSuccess } from '../../kit/success.ts';
import { smallRead } from '../../requests/small-read.ts';
import { headedReads } from '../../scenarios/transport/headed-reads.ts';
import { collectionAt } from '../../subjects/collection.ts';
import { type PrintedHeader, printedHeaders } from '../../subjects/printed-headers.ts';

/** What both checks of an optional header have in common. */
const ofPrintedHeader = {
  phase: 'read',
  exclusive: 'nothing',
  over: printedHeaders,
  prerequisites: ({ operation }: PrintedHeader, around: Surroundings) => prerequisitesFor(operation, around),
} as const;

/** Error statuses that a missing header can cause (RFC 6585 section 3 for 428). */
const causedByAbsence = [400, 406, 411, 415, 422, 428];

export const optionalHeader = defineProbe({
  ...ofPrintedHeader,
  id: 'headers/optional-header',
  title: 'A request succeeds without an optional header',
  why: 'Clients that follow the documentation do not send it, and are refused.',
  fix: 'Use a default where the header is absent, or document it as required.',
  cost: () => ({ requests: 2, creates: 0 }),
  run: ({ operation }, session) => headedReads(session, operation),
  judge({ operation }, { bare, headed }) {
    if (isDeclaredSuccess(operation, bare)) return pass(1);
    const names = headed.request.headers.map(([name]) => name).join(', ');
    if (isDeclaredSuccess(operation, headed) && hasStatus(bare, causedByAbsence)) {
      const finding = { where: names, expected: `a success without ${names}`, actual: `status ${outcomeOf(bare)}` };
      return fail({ code: 'header-required', ...finding }, [bare, headed]);
    }
    return inconclusive(`Without ${names} the answer was ${outcomeOf(bare)}, with it ${outcomeOf(headed)}`, [bare, headed]);
  },
});

type Effect = {
  readonly status: number;
  /** The value of the answer's header of the same name; null where it has none. */
  readonly told: string | null;
  /** Compares the member names of the body and of its items with those of the answer without the header. */
  readonly members: 'same' | 'other';
};

const dateForm = /^\d{4}-\d{2}-\d{2}$/;
const longAgo = '2020-01-01';

export const headerEffectRecorded = defineProbe({
  ...ofPrintedHeader,
  id: 'headers/header-effect-recorded',
  title: 'The effect of an optional header on a read is recorded',
  why: 'Where its effect is undocumented, a client that sends the header cannot know what it requests.',
  fix: 'Nothing is wrong; the documentation could state the effect of each value, and the answer to an unknown one.',
  cost: () => ({ requests: 4, creates: 0 }),
  async run({ operation, name, value }, session) {
    const request = smallRead(session, operation);
    const withValue = (one: string): PlannedRequest => ({ ...request, headers: [...request.headers, [name, one]] });
    // The answer to an undocumented value may belong to another version, so it is judged as no operation's.
    const odd = (one: string): PlannedRequest => ({ ...withValue(one), operation: null });
    const isDate = dateForm.test(value);
    return {
      without: await session.send(request),
      printed: await session.send(withValue(value)),
      /** Undefined where the documented value is not a date. */
      oldDate: isDate ? await session.send(odd(longAgo)) : undefined,
      /** With a meaningless value. */
      word: await session.send(odd(isDate ? 'not-a-date' : 'ct-none')),
    };
  },
  judge({ operation, name }, { without, printed, oldDate, word }, { contract }) {
    const bare = membersIn(without, contract, operation);
    const effectOf = (exchange: Exchange | undefined): Effect | undefined => {
      const status = exchange && statusOf(exchange);
      // A 429, or no answer, shows nothing about the header.
      if (!exchange || status === undefined || status === 429) return undefined;
      const told = headerValues(exchange, name)[0] ?? null;
      return { status, told, members: membersIn(exchange, contract, operation) === bare ? 'same' : 'other' };
    };
    const old = effectOf(oldDate);
    const effects = { without: effectOf(without), printed: effectOf(printed), ...(old ? { oldDate: old } : {}), word: effectOf(word) };
    if (effects.without === undefined || effects.printed === undefined || effects.word === undefined) {
      return inconclusive('One of the reads was not answered', [without, printed, ...(oldDate ? [oldDate] : []), word]);
    }
    return observed([factOf('header.effect', operation.key, { header: name, ...effects })]);
  },
});

/** The member names of a body and of its items, as one text. */
const membersIn = (exchange: Exchange, contract: Contract, { key }: Operation): string => {
  const collection = collectionAt(contract, key);
  const items = (collection && itemsOf(collection, exchange)) ?? [];
  return JSON.stringify([namesIn([jsonOf(exchange)]), namesIn(items)]);
};

const namesIn = (values: readonly unknown[]): string[] =>
  [...new Set(values.filter(isObject).flatMap((value) => Object.keys(value)))].sort();
