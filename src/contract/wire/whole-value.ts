import { withValueAt } from '../pointer.ts';

/** The value of a JSON body as it is sent, with what is around it. */
export const wholeValue = ({
  value,
  around,
}: {
  readonly value: unknown;
  readonly around?: { readonly at: string; readonly value: unknown };
}): unknown => (around === undefined ? value : withValueAt(around.value, around.at, value));
