import { type BarredValue, barredValuesIn } from '../../contract/infer/barred-values.ts';
import { tailOf } from '../../contract/infer/path-template.ts';
import { descriptionsIn } from '../../contract/infer/schema-parts.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import { askedSchema } from '../../contract/asked-content.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { actsAs } from '../../contract/infer/acting.ts';
import { type BodyMember, bodyMembers } from '../../generators/body-members.ts';
import { listedBy } from '../../generators/conditions.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { isBesideChoice, refusesToldMistakes } from './mistaken-bodies.ts';

/** A member of a body of which a text bars values beside those of other members. */
export type Barred = Subject & { readonly operation: Operation; readonly member: BodyMember; readonly barred: readonly BarredValue[] };

/** At most so many values of one member are tried. */
const most = 3;

const barredIn = (contract: Contract, operation: Operation): readonly Barred[] => {
  const { document } = contract;
  const members = bodyMembers(contract, operation);
  const listing = new Map(members.map(({ name, schema }) => [name, listedBy(document, schema)]));
  const texts = [
    ...saidIn(valueAt(document, nodeOf(operation.location))),
    ...descriptionsIn(document, askedSchema(operation.body)),
    ...members.flatMap(({ schema }) => descriptionsIn(document, schema)),
  ];
  const nouns = tailOf(operation.path).flatMap((step) => wordsOf(step).map(singular));
  const all = texts.flatMap((text) => barredValuesIn(text, listing, nouns));
  const found = [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
  return members.flatMap((member): readonly Barred[] => {
    const barred = found.filter((one) => one.member === member.name).slice(0, most);
    return barred.length === 0 || isBesideChoice(contract, operation, member.name)
      ? []
      : [at(member.location, { operation, member, barred })];
  });
};

/** The members of the bodies of a contract that is held to the standard requirements of which a text bars a value beside that of another one. */
export const barredValues = (contract: Contract): readonly Barred[] =>
  contract.standard.size === 0
    ? []
    : contract.operations
        .filter((operation) => actsAs(operation) !== 'PATCH' && refusesToldMistakes(operation))
        .flatMap((operation) => barredIn(contract, operation));
