import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';
import { byEntry, mayKeepGood } from './bulk-words.ts';

/** Does an operation create one resource, so that it takes its body as a whole. */
export const createsOne = ({ inferredResourceTypes, lastingResourceTypes }: Contract, { key }: Operation): boolean =>
  [...inferredResourceTypes, ...lastingResourceTypes].some(({ create }) => create.key === key);

/** Does an operation say that it answers for each entry of its body by itself, so that one with a mistake is told inside a success. */
export const answersByEntry = (contract: Contract, operation: Operation): boolean => {
  if (createsOne(contract, operation)) return false;
  const said = saidIn(valueAt(contract.document, nodeOf(operation.location))).map((text) =>
    text.replaceAll(/\bpartial(?:ly)? (?:update|change)\w*/giu, ''),
  );
  return mayKeepGood(said) || said.some((text) => byEntry.test(text));
};
