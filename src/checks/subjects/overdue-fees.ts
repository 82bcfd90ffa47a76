import { isActing } from '../../contract/infer/acting.ts';
import { answerSchema } from '../../contract/infer/conventions/collection.ts';
import { isDirectlyBelow } from '../../contract/infer/path-template.ts';
import { isType, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { type OverdueFee, overdueFeeIn } from '../../contract/infer/tariffs/overdue.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation, Schema } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { hasOtherTerms } from './price-terms.ts';
import { onOwnResource, type OnOwn } from './own-resources.ts';
import { roundTrips, type Trip } from './round-trips.ts';

/** An action that ends something at a time of its body, whose answer shows a fee for being late. */
export type OverdueAction = Subject & {
  readonly operation: Operation;
  readonly on: OnOwn;
  readonly trip: Trip & { readonly read: NonNullable<Trip['read']> };
  readonly told: OverdueFee;
  /** The members with the fee, with what each unit costs, and with the time behind which it costs that. */
  readonly fee: string;
  readonly rate: string;
  readonly after: string;
  /** The member of the body, and of the answer, with the time of the action. */
  readonly done: string;
  /** Are both of these days. */
  readonly isOfDays: boolean;
};

const formatOf = ({ document }: Contract, schema: Schema | undefined): 'date' | 'date-time' | undefined =>
  (['date', 'date-time'] as const).find((format) => partsOf(document, schema).some((part) => part.format === format));

const normal = (name: string): string => wordsOf(name).join(' ');

/** Numbers that a sentence about a fee leaves out, and that change it: the most of it, or a time of grace. */
const limits =
  /\b(?:grace|tolerance)\b|\b(?:max|maximum|most|cap|limit|min|minimum)\b.*\b(?:fee|late|overdue)\b|\b(?:fee|late|overdue)\b.*\b(?:max|maximum|most|cap|limit|min|minimum)\b/u;

/** Every such action of a contract that is held to the standard requirements, on what a run can create. */
export const overdueActions = (contract: Contract): readonly OverdueAction[] =>
  contract.standard.size === 0
    ? []
    : roundTrips(contract).flatMap((trip) =>
        contract.operations
          .filter((one) => isActing(one) && isDirectlyBelow(one.path, trip.itemPath))
          .flatMap((operation): readonly OverdueAction[] => {
            const { document } = contract;
            const { read } = trip;
            const [told, ...others] = saidIn(valueAt(document, nodeOf(operation.location))).flatMap((text) => overdueFeeIn(text) ?? []);
            const on = onOwnResource(contract, operation);
            if (!read || !on || !told || others.length > 0) return [];
            const shown = membersOf(document, answerSchema(operation));
            const named = (words: string): string | undefined => [...shown.keys()].find((name) => normal(name) === words);
            const [fee, rate, after] = [told.fee, told.rate, told.after].map(named);
            const isNumber = (name: string): boolean => ['integer', 'number'].some((type) => isType(document, shown.get(name), type));
            if (fee === undefined || rate === undefined || after === undefined || !isNumber(fee) || !isNumber(rate)) return [];
            const [done, ...more] = bodyMembers(contract, operation).filter(({ schema }) => formatOf(contract, schema) !== undefined);
            const isLimited = [...shown.keys()].some((name) => limits.test(normal(name)) && isNumber(name));
            const price = shown.get(fee);
            const texts = {
              operations: [trip.create, operation],
              price,
              rates: [shown.get(rate)],
              times: [shown.get(after), shown.get(done?.name ?? '')],
            };
            if (isLimited || hasOtherTerms(contract, texts)) return [];
            const format = formatOf(contract, shown.get(after));
            const isAlike =
              done && more.length === 0 && [done.schema, shown.get(done.name)].every((one) => formatOf(contract, one) === format);
            if (!isAlike || format === undefined) return [];
            return [
              at(operation.location, {
                operation,
                on,
                trip: { ...trip, read },
                told,
                fee,
                rate,
                after,
                done: done.name,
                isOfDays: format === 'date',
              }),
            ];
          }),
      );
