import { isSuccess, jsonOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { below, isObject, valueAt } from '../../../contract/pointer.ts';
import { schemaNode } from '../../../contract/schema/tree.ts';
import { conventionsOf } from '../../../generators/body-members.ts';
import { nodeOf, type Location, locationKey } from '../../../model/location.ts';
import { rememberedByPair, rememberedByText } from '../../../model/remembered.ts';
import { defineObservation, type Observed } from '../../kit/define.ts';
import { memberLocations, membersIn } from '../../subjects/schema-members.ts';
import { memberRules, membersByName } from './named-members.ts';
import { schemasFor } from '../../subjects/described-schemas.ts';
import { jsonContent } from '../../../contract/asked-content.ts';

type Figures = { readonly location: Location; readonly in: string; readonly form: string };

/** What the schema of a member, one that it refers to, or one of its branches, says about figures in a text. */
const figuresOf = (contract: Contract, location: Location): Figures[] => {
  const { referenced, branches } = schemaNode(contract.document, location);
  const schema = valueAt(contract.document, nodeOf(location));
  const { figures } = conventionsOf(isObject(schema) ? schema : {});
  return [
    ...(figures ? [{ location, ...figures }] : []),
    ...[referenced, ...branches].flatMap((one) => (one ? figuresOf(contract, one.location) : [])),
  ];
};

/** Members with figures, by their location: those with a rule for their name, and those of described answers. */
type Known = { readonly named: ReadonlyMap<string, readonly Figures[]>; readonly described: ReadonlyMap<string, readonly Figures[]> };

const known = new WeakMap<Contract, Known>();

const knownOf = (contract: Contract): Known => {
  const withFigures = (locations: readonly Location[]): ReadonlyMap<string, readonly Figures[]> =>
    new Map(
      locations
        .map((location) => [locationKey(location), figuresOf(contract, location)] as const)
        .filter(([, figures]) => figures.length > 0),
    );
  const remembered = known.get(contract);
  if (remembered) return remembered;
  const schemas = contract.operations
    .flatMap(({ responses }) => responses.filter(({ status }) => status.startsWith('2')))
    .flatMap(({ content }) => jsonContent(content)?.schemaLocation ?? []);
  const made = {
    named: withFigures([...memberRules(contract).values()]),
    described: withFigures(schemas.flatMap((schema) => memberLocations(contract, schema))),
  };
  known.set(contract, made);
  return made;
};

export const figuresInSlugs = defineObservation({
  id: 'schema/figures-in-slugs',
  title: 'Figures in the name of a resource are those that its members show',
  why: 'People choose by the name and programs by the figures; where the two differ, one of them gets something else.',
  fix: 'Show the figures of the name, or give the resource a name without figures.',
  locations(contract) {
    const { named, described } = knownOf(contract);
    return [...named.values(), ...described.values()].flat().map(({ location }) => location);
  },
  observe(exchange, contract) {
    const { named, described } = knownOf(contract);
    if (!isSuccess(exchange) || named.size + described.size === 0) return [];
    const inNamed = named.size === 0 ? [] : membersByName(contract, exchange);
    const schemas = described.size === 0 ? [] : schemasFor(contract, exchange);
    const inDescribed = schemas.flatMap((schema) => membersIn(contract, schema, jsonOf(exchange)));
    return [...inNamed, ...inDescribed].flatMap(({ location, at, value }) =>
      figuresAt(contract, location).flatMap((figures) => observeOne(figures, at, value)),
    );
  },
});

/** The figures of a member. Each answer shows the same few locations many times. */
const figuresAt = rememberedByPair((contract: Contract, location: Location): readonly Figures[] => {
  const { named, described } = knownOf(contract);
  const key = locationKey(location);
  return named.get(key) ?? described.get(key) ?? [];
});

const formOf = rememberedByText((form) => new RegExp(form, 'u'));

/** An absent figure, or one that is no number, is judged by the schema. */
const observeOne = ({ location, in: where, form }: Figures, at: string, value: unknown): Observed[] => {
  if (!isObject(value)) return [];
  const text = valueAt(value, where);
  if (typeof text !== 'string') return [];
  const named = formOf(form).exec(text)?.groups ?? {};
  return Object.entries(named).flatMap(([name, digits]): Observed[] => {
    const figure = value[name];
    if (typeof figure !== 'number') return [];
    if (figure === Number(digits)) return [{ location, holds: true }];
    const expected = `${Number(digits)}, as in ${JSON.stringify(text)}`;
    return [{ location, holds: false, code: 'figure-differs', where: `#${below(at, name)}`, expected, actual: String(figure) }];
  });
};
