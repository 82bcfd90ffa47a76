import type { Contract } from '../../contract/model.ts';
import type { CreatedLine } from '../../exchange/created-ledger.ts';

/** What a resource is called in a message: its made-up name, its id, or the name that was sent, which others may have too. */
export const calledWords = ({
  label,
  named,
  id,
}: {
  readonly label: string;
  readonly named?: string | undefined;
  readonly id?: string | undefined;
}): string => label || (id ?? (named === undefined ? 'without a name' : `named ${JSON.stringify(named)}`));

/**
 * What cleaning up would do about a line of the list of creations, without sending anything.
 * @param contract That of its target.
 */
export const plannedLine = (
  { collection, operation, label, named, id, removal, unknown, isCall, state }: CreatedLine,
  contract: Pick<Contract, 'resourceTypes' | 'inferredResourceTypes'>,
): string => {
  const name = `${collection ?? operation} ${calledWords({ label, named, id })}`;
  if (isCall) return `stays   ${name}: the effect of ${operation} is unknown and cannot be undone\n`;
  if (removal && unknown === undefined)
    return `remove  ${name}: by ${removal.operation} of ${Object.values(removal.pathValues).join(', ')}\n`;
  const remove =
    contract.resourceTypes.find((one) => one.name === collection)?.remove ??
    contract.inferredResourceTypes.find((one) => one.name === collection)?.remove;
  if (!remove) return `stays   ${name}: no operation removes what ${operation} creates\n`;
  if (id !== undefined && unknown !== undefined) return `stays   ${name}: may still be there: ${unknown}\n`;
  if (id !== undefined) return `remove  ${name}: by ${remove.key} of ${id}\n`;
  const why =
    unknown ?? (state === 'reserved' ? 'the answer to its creation never came' : 'the answer to its creation does not show its id');
  return label === '' ? `look    ${name}: may still be there: ${why}\n` : `look    ${name}: search by its name, as ${why}\n`;
};
