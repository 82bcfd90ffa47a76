import { type TotalledNumber, type ToldTotal, totalsToldIn } from '../../contract/infer/told-totals.ts';
import { descriptionsIn, itemsOf } from '../../contract/infer/schema-parts.ts';
import type { Contract, Operation, Schema } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { type BodyMember, bodyMembers } from '../../generators/body-members.ts';
import { typesOf } from '../../generators/resolved-schema.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { type BodyPlace, innerPlaces } from './body-places.ts';
import { refusesToldMistakes } from './mistaken-bodies.ts';
import { askedSchema } from '../../contract/asked-content.ts';
import { actsAs } from '../../contract/infer/acting.ts';

/** A bound with the object whose numbers it is over. */
export type PlacedTotal = Pick<BodyPlace, 'inside' | 'members' | 'schema'> & { readonly total: ToldTotal };

/** A member of a body whose numbers have a bound together, or that is the first of several with one. */
export type Totalled = Subject & { readonly operation: Operation; readonly member: BodyMember; readonly totals: readonly PlacedTotal[] };

type Document = Contract['document'];

const numbersAmong = (document: Document, members: ReadonlyMap<string, Schema>): readonly TotalledNumber[] =>
  [...members].flatMap(([name, schema]) =>
    typesOf(schema).some((type) => type === 'integer' || type === 'number') ? [{ name, texts: descriptionsIn(document, schema) }] : [],
  );

/** The bounds over several numbers of the body of an operation that its own text, or those of its schemas, tell. */
export const totalsIn = (contract: Contract, operation: Operation): readonly PlacedTotal[] => {
  const { document } = contract;
  const own = bodyMembers(contract, operation);
  const members = new Map(own.map(({ name, schema }) => [name, schema]));
  const schema = askedSchema(operation.body) ?? true;
  const placed = ({ inside, members: those, schema: of }: Omit<PlacedTotal, 'total'>, texts: readonly string[]): readonly PlacedTotal[] => {
    const numbers = numbersAmong(document, those);
    const told = texts.flatMap((text) => totalsToldIn(text, numbers));
    return [...new Map(told.map((one) => [one.sentence, one])).values()].map((total) => ({ inside, members: those, schema: of, total }));
  };
  const texts = [
    ...saidIn(valueAt(document, nodeOf(operation.location))),
    ...descriptionsIn(document, schema),
    ...own.flatMap((one) => descriptionsIn(document, one.schema)),
  ];
  const inner = innerPlaces(contract, operation).filter(({ inside }) =>
    own.every((one) => one.name !== inside || itemsOf(document, one.schema) === undefined),
  );
  const ofInner = inner.flatMap((place) =>
    placed(place, [...place.texts, ...[...place.members.values()].flatMap((one) => descriptionsIn(document, one))]),
  );
  return [...placed({ inside: undefined, members, schema }, texts), ...ofInner];
};

/** At most so many bounds of one member are tried. */
const most = 4;

/** The members of the bodies of a contract that is held to the standard requirements of whose numbers a text tells a bound together. */
export const toldTotals = (contract: Contract): readonly Totalled[] =>
  contract.standard.size === 0
    ? []
    : contract.operations
        .filter((operation) => actsAs(operation) !== 'PATCH' && refusesToldMistakes(operation))
        .flatMap((operation) => {
          const all = totalsIn(contract, operation);
          return bodyMembers(contract, operation).flatMap((member): readonly Totalled[] => {
            const totals = all.filter(({ inside, total }) => (inside ?? total.names[0]) === member.name).slice(0, most);
            return totals.length === 0 ? [] : [at(member.location, { operation, member, totals })];
          });
        });
