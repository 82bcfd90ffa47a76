import type { Errors } from '../../../contract/conventions.ts';
import { evaluate } from '../../../contract/expression.ts';
import { valuesIn } from '../../../contract/held.ts';
import { defineObservation } from '../../kit/define.ts';
import { clientErrorOf, errorPlaces } from './error-answer.ts';

export const messagePlace = defineObservation({
  id: 'errors/message-place',
  title: 'The message of an error stands at its one documented place',
  why: 'Clients read it there; at any other place it is shown to nobody.',
  fix: 'Write the message to the documented place of every error body.',
  reads: 'errors.message.exactly',
  places: (contract) => errorPlaces(contract, ({ errors }) => placed(errors) !== undefined),
  observe(exchange, contract) {
    const error = clientErrorOf(exchange, contract);
    const message = error && placed(error.operation.conventions.errors);
    if (!message) return [];
    const isMessage = (value: unknown): boolean => typeof value === 'string';
    const elsewhere = [message.at].flat().filter((place) => valuesIn(exchange, place).some(isMessage));
    if (elsewhere.length === 0) return [];
    const { place } = error.operation;
    const { at } = message.exactly;
    if (isMessage(evaluate(at, exchange))) return [{ place, holds: true }];
    return [
      { place, holds: false, code: 'message-elsewhere', where: at, expected: `the message at ${at}`, actual: `at ${elsewhere.join(', ')}` },
    ];
  },
});

type Placed = { readonly at: string | readonly string[]; readonly exactly: { readonly at: string } };

/** A message of which a place is promised; undefined where none is. */
const placed = (errors: Errors | undefined): Placed | undefined => {
  const message = errors?.message;
  return message && 'at' in message && message.exactly ? { at: message.at, exactly: message.exactly } : undefined;
};
