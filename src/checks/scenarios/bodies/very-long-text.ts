import type { Exchange } from '../../../model/exchange.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { creationAsSet } from '../lifecycle/creation-as-set.ts';

/** Letters of a text that hardly anybody means, and that any server can read. */
const letters = 5000;

/** A creation with a text of thousands of letters; one that is refused has stored nothing. */
export const veryLongText = defineMeasurement<{ readonly operation: string; readonly member: string }, Exchange>({
  id: 'very-long-text',
  run: (session, { operation, member }) => {
    const value = `${session.fresh(`very-long-${member}`)}-`.padEnd(letters, 'abcdefghij');
    return session.measure(creationAsSet, { operation, settings: [{ member, value }], purpose: `very-long-${member}` });
  },
});
