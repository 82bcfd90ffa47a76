import { isObject } from '../../../contract/pointer.ts';
import { beyondTotal } from '../../../generators/beyond-total.ts';
import { simplestValue } from '../../../generators/simplest-value.ts';
import type { Session } from '../../kit/session.ts';
import { freshFor } from '../../requests/usable-request.ts';
import { usualAt, withObjectAt } from '../../subjects/body-places.ts';
import { type PlacedTotal, type Totalled, toldTotals } from '../../subjects/told-totals.ts';
import { type ToldMistake, toldRefused } from './told-refused.ts';

type Json = Readonly<Record<string, unknown>>;

/** The usual object at a place with each number of a bound in it; where the body has none, the simplest one. */
const usualOf = (
  { contract: { document } }: Session,
  placed: PlacedTotal,
  body: Json,
  fresh: (name: string) => string,
): Json | undefined => {
  const simplest = (schema: PlacedTotal['schema'], name: string | undefined): unknown => {
    const made = simplestValue({ document, fresh }, schema, name);
    return made.kind === 'value' ? made.value : undefined;
  };
  const usual = usualAt(placed, body) ?? simplest(placed.schema, placed.inside);
  if (!isObject(usual)) return undefined;
  const lacking = placed.total.names.filter((name) => usual[name] === undefined || usual[name] === null);
  return { ...usual, ...Object.fromEntries(lacking.map((name) => [name, simplest(placed.members.get(name) ?? true, name)])) };
};

const mistakeOf = (session: Session, { member }: Totalled, placed: PlacedTotal, body: Json, purpose: string): readonly ToldMistake[] => {
  const usual = usualOf(session, placed, body, freshFor(session, purpose));
  const wrong = usual && beyondTotal(session.contract.document, placed, usual);
  if (wrong === undefined) return [];
  const { names, sentence } = placed.total;
  const words = `${JSON.stringify(Object.fromEntries(names.map((name) => [name, wrong[name]])))}: "${sentence}"`;
  const shows = placed.inside === undefined ? wrong[member.name] : wrong;
  return [{ body: withObjectAt(placed, body, wrong, false), words, taken: { shows } }];
};

export const toldTotalRefused = toldRefused<Totalled>({
  id: 'body/told-total-refused',
  title: 'Numbers beyond a bound that a text tells for several of them together are refused',
  why: 'Each number alone looks right, so that nobody notices what is too large, too many or too heavy until it has to be carried out.',
  fix: 'Compute the total before anything is stored, and refuse the body with the documented status.',
  over: toldTotals,
  most: ({ totals }) => totals.length,
  mistakes: (session, subject, body, purpose) => subject.totals.flatMap((placed) => mistakeOf(session, subject, placed, body, purpose)),
  code: 'told-total',
});
