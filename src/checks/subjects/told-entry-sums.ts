import { askedSchema } from '../../contract/asked-content.ts';
import { actsAs } from '../../contract/infer/acting.ts';
import { descriptionsIn, isType, itemsOf, membersOf } from '../../contract/infer/schema-parts.ts';
import { type EntrySum, entrySumsIn } from '../../contract/infer/told-entry-sums.ts';
import type { Contract, Operation, Schema } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { type BodyMember, bodyMembers } from '../../generators/body-members.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { refusesToldMistakes } from './mistaken-bodies.ts';

/** A list in a body whose entries have a number that adds up to a total. */
export type SummedList = {
  /** The names of the members that lead to it. */
  readonly path: readonly string[];
  readonly item: Schema;
  readonly sum: EntrySum;
};

/** A member of a body that is such a list, or holds some. */
export type Summed = Subject & { readonly operation: Operation; readonly member: BodyMember; readonly lists: readonly SummedList[] };

type Document = Contract['document'];

/** How deep in a body lists are looked for. */
const deepest = 3;

/** The sum that a text at a list, in it or around it tells of one number of its entries; undefined where none does, or several differ. */
const sumOf = (
  document: Document,
  { list, schema, item }: { readonly list: string; readonly schema: Schema; readonly item: Schema },
  around: readonly string[],
): EntrySum | undefined => {
  const members = [...membersOf(document, item)];
  const numbers = members.filter(([, one]) => isType(document, one, 'integer') || isType(document, one, 'number')).map(([name]) => name);
  if (numbers.length === 0) return undefined;
  const near = { list, numbers, isNear: true };
  const found = [
    ...[...descriptionsIn(document, schema), ...descriptionsIn(document, item)].flatMap((text) => entrySumsIn(text, near)),
    ...members.flatMap(([name, one]) =>
      descriptionsIn(document, one).flatMap((text) => entrySumsIn(text, numbers.includes(name) ? { ...near, own: name } : near)),
    ),
    ...around.flatMap((text) => entrySumsIn(text, { ...near, isNear: false })),
  ];
  const [first, ...others] = found;
  return first && others.every(({ member, total }) => member === first.member && total === first.total) ? first : undefined;
};

const listsIn = (document: Document, schema: Schema, path: readonly string[], around: readonly string[]): readonly SummedList[] => {
  const item = isType(document, schema, 'array') ? itemsOf(document, schema) : undefined;
  if (item !== undefined) {
    const sum = sumOf(document, { list: path.at(-1) ?? '', schema, item }, around);
    return sum === undefined ? [] : [{ path, item, sum }];
  }
  if (path.length >= deepest) return [];
  const texts = [...around, ...descriptionsIn(document, schema)];
  return [...membersOf(document, schema)].flatMap(([name, one]) => listsIn(document, one, [...path, name], texts));
};

/** The members of the bodies of a contract that is held to the standard requirements in which the numbers of all entries of a list add up to what a text says. */
export const toldEntrySums = (contract: Contract): readonly Summed[] =>
  contract.standard.size === 0
    ? []
    : contract.operations
        .filter((operation) => actsAs(operation) !== 'PATCH' && refusesToldMistakes(operation))
        .flatMap((operation) => {
          const { document } = contract;
          const around = [
            ...saidIn(valueAt(document, nodeOf(operation.location))),
            ...descriptionsIn(document, askedSchema(operation.body) ?? true),
          ];
          return bodyMembers(contract, operation).flatMap((member): readonly Summed[] => {
            const lists = listsIn(document, member.schema, [member.name], around);
            return lists.length === 0 ? [] : [at(member.location, { operation, member, lists })];
          });
        });
