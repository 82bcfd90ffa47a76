import { type AddedAgain, toldAddedAgain } from '../../contract/infer/told-added-again.ts';
import { isType, itemsOf, membersOf } from '../../contract/infer/schema-parts.ts';
import type { Contract } from '../../contract/model.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { at, type Subject } from '../kit/define.ts';
import { ownTexts } from './conflicts.ts';
import { type EmbeddedEntries, embeddedEntries } from './embedded-entries.ts';
import { placeIn } from './round-trips.ts';

/** An addition to a resource of which the document says what becomes of a thing that the resource has already. */
export type ToldAddedAgain = Subject & AddedAgain & { readonly entries: EmbeddedEntries };

/** Every such addition of a contract that is held to the standard requirements. */
export const addedAgain = (contract: Contract): readonly ToldAddedAgain[] => {
  const { document } = contract;
  return embeddedEntries(contract).flatMap((entries): readonly ToldAddedAgain[] => {
    const { add, read, owner, member } = entries;
    const list = membersOf(document, placeIn(contract, read, owner)?.schema).get(member);
    const shown = membersOf(document, itemsOf(document, list));
    const members = bodyMembers(contract, add).filter(({ name, required }) => required && shown.has(name));
    const names = members.map(({ name }) => name);
    const amounts = members.filter(({ schema }) => isType(document, schema, 'integer') || isType(document, schema, 'number'));
    const numbers = amounts.map(({ name }) => name).filter((name) => !/(?:^|_)id$|Id$/u.test(name));
    const [told] = ownTexts(contract, add).flatMap((text) => toldAddedAgain(text, names, numbers) ?? []);
    return told ? [at(add.location, { ...told, entries })] : [];
  });
};
