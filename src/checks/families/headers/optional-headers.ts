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

/** How a check of a header that may be left out is planned. */
const ofPrintedHeader = {
  phase: 'read',
  exclusive: 'nothing',
  over: printedHeaders,
  prerequisites: ({ operation }: PrintedHeader, around: Surroundings) => prerequisitesFor(operation, around),
} as const;

/** Refusals for which a header that is not there can be the reason (RFC 6585 section 3 for 428). */
const refusals = [400, 406, 411, 415, 422, 428];

export const optionalHeader = defineProbe({
  ...ofPrintedHeader,
  id: 'headers/optional-header',
  title: 'A header that may be left out can be left out',
  why: 'Clients that were written by the documentation do not send it, and are refused.',
  fix: 'Take a default where the header is absent, or document it as required.',
  cost: () => ({ requests: 2, creates: 0 }),
  run: ({ operation }, session) => headedReads(session, operation),
  judge({ operation }, { bare, headed }) {
    if (isDeclaredSuccess(operation, bare)) return pass(1);
    const names = headed.request.headers.map(([name]) => name).join(', ');
    if (isDeclaredSuccess(operation, headed) && hasStatus(bare, refusals)) {
      const finding = { where: names, expected: `a success without ${names}`, actual: `status ${outcomeOf(bare)}` };
      return fail({ code: 'header-required', ...finding }, [bare, headed]);
    }
    return inconclusive(`Without ${names} the answer was ${outcomeOf(bare)}, with it ${outcomeOf(headed)}`, [bare, headed]);
  },
});

type Effect = {
  readonly status: number;
  /** What the answer holds in the header of the same name; null where it has none. */
  readonly told: string | null;
  /** Whether the names of the members, of the body and of the items in it, are those of the answer without the header. */
  readonly members: 'same' | 'other';
};

const dateForm = /^\d{4}-\d{2}-\d{2}$/;
const longAgo = '2020-01-01';

export const headerEffectRecorded = defineProbe({
  ...ofPrintedHeader,
  id: 'headers/header-effect-recorded',
  title: 'What a header that may be left out does to a read is recorded',
  why: 'Where its effect is not described, a client that sends it cannot know what it asks for.',
  fix: 'Nothing is wrong with it; the documentation could say what each value does, and what another one gets.',
  cost: () => ({ requests: 4, creates: 0 }),
  async run({ operation, name, value }, session) {
    const request = smallRead(session, operation);
    const having = (one: string): PlannedRequest => ({ ...request, headers: [...request.headers, [name, one]] });
    // Nothing is described of an answer to another value, which may be another version's.
    const odd = (one: string): PlannedRequest => ({ ...having(one), operation: null });
    const isDate = dateForm.test(value);
    return {
      without: await session.send(request),
      printed: await session.send(having(value)),
      /** Undefined where the printed value is no date. */
      oldDate: isDate ? await session.send(odd(longAgo)) : undefined,
      /** With a word that means nothing. */
      word: await session.send(odd(isDate ? 'not-a-date' : 'ct-none')),
    };
  },
  judge({ operation, name }, { without, printed, oldDate, word }, { contract }) {
    const bare = membersIn(without, contract, operation);
    const effectOf = (exchange: Exchange | undefined): Effect | undefined => {
      const status = exchange && statusOf(exchange);
      // A refusal by quota, or no answer, tells nothing of the header.
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

/** Names of the members of a body and of the items in it, as one text. */
const membersIn = (exchange: Exchange, contract: Contract, { key }: Operation): string => {
  const collection = collectionAt(contract, key);
  const items = (collection && itemsOf(collection, exchange)) ?? [];
  return JSON.stringify([namesIn([jsonOf(exchange)]), namesIn(items)]);
};

const namesIn = (values: readonly unknown[]): string[] =>
  [...new Set(values.filter(isObject).flatMap((value) => Object.keys(value)))].sort();
