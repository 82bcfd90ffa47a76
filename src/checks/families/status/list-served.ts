import { answerOf, isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { listAt } from '../../subjects/collection.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { plainRead } from '../../scenarios/calls/plain-read.ts';
import { needsFor } from '../../kit/prerequisites.ts';
import { valueKind } from '../../kit/value-kind.ts';
import { slashEntry } from './slash-entry.ts';

/** Statuses by which a service says that it has no such list, or not yet. */
const absent = new Set([404, 405, 501]);

export const listServed = defineProbe<Exchange>({
  id: 'status/list-served',
  title: 'A list is answered with a JSON object or array, also where it holds nothing',
  why: 'An empty collection is a list as well; a client that gets nothing to read, or is sent elsewhere, cannot tell.',
  fix: 'Serve the list under its documented path, and answer an empty one where nothing is there.',
  phase: 'read',
  alone: 'nothing',
  places: (contract) =>
    contract.collections.flatMap(({ operation }) =>
      operation.responses.filter(({ status }) => status.startsWith('2')).map(({ place }) => place),
    ),
  needs: (place, around) => needsFor(listAt(around.contract, place).operation, around),
  cost: () => ({ requests: 1, creates: 0 }),
  measure: (place, session) => session.measure(plainRead, { operation: listAt(session.contract, place).operation.key }),
  judge(_place, exchange) {
    const status = statusOf(exchange);
    const finding = { expected: 'a success with a JSON object or array', where: 'status', actual: `status ${outcomeOf(exchange)}` };
    if (isSuccess(exchange)) {
      const json = answerOf(exchange)?.json;
      if (json?.kind === 'value' && (isObject(json.value) || Array.isArray(json.value))) return pass(1);
      if (json?.kind === 'none') return fail({ code: 'body-empty', ...finding, where: 'body', actual: 'an empty body' }, [exchange]);
      const actual = json?.kind === 'value' ? valueKind(json.value) : 'no JSON';
      return inconclusive(`The list was answered ${outcomeOf(exchange)} with ${actual}`, [exchange]);
    }
    if (status !== undefined && status >= 300 && status < 400) return fail({ code: 'redirected', ...finding }, [exchange]);
    if (status !== undefined && absent.has(status)) return fail({ code: 'not-served', ...finding }, [exchange]);
    return inconclusive(`The list was answered ${outcomeOf(exchange)}`, [exchange]);
  },
  entry: slashEntry,
});
