import { isSamePath } from '../../contract/infer/path-template.ts';
import { isType, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation, Parameter } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { placeIn, roundTrips, type Trip } from './round-trips.ts';
import { switchFor } from './switches.ts';

/** A removal that only marks what it removes: what shows it all the same, and what brings it back. */
export type SoftDeletion = Subject & {
  readonly trip: Trip;
  readonly remove: Operation;
  /** The query parameters of the list and of the read with which they show what is marked. */
  readonly listFlag: Parameter | undefined;
  readonly readFlag: Parameter | undefined;
  /** The description of a parameter gives it to some callers only, so that it may be without effect for others. */
  readonly isReserved: boolean;
  /** The member that is set by the removal: a moment or text that is null before, or a boolean. */
  readonly mark: string | undefined;
  /** Undoes the removal. */
  readonly restore: Operation | undefined;
  /** The words of the restoration by which it is refused for what is not removed. */
  readonly refusedOtherwise: string | undefined;
};

const gone = '(?:deleted|removed|trashed|soft deleted)';
const markName = new RegExp(`^(?:is )?${gone}(?: at| on| time)?$`, 'u');
const restoring: ReadonlySet<string> = new Set(['restore', 'undelete', 'recover', 'untrash', 'undo delete']);

/** A member of what a read shows that says whether, or since when, a resource is removed. */
const markOf = (contract: Contract, { read, id }: Trip): string | undefined => {
  const place = read && placeIn(contract, read, id);
  const found = [...membersOf(contract.document, place?.schema)].filter(([name, schema]) => {
    const isMoment = partsOf(contract.document, schema).some(({ format }) => format === 'date-time' || format === 'date');
    return markName.test(wordsOf(name).join(' ')) && (isMoment || isType(contract.document, schema, 'boolean'));
  });
  return found.length === 1 ? found[0]?.[0] : undefined;
};

/** "`409` if the route is not deleted". */
const refusedIfThere = /\b4\d\d\b.*\b(?:if|when|unless|where)\b.*\b(?:not (?:been )?(?:deleted|removed|in the trash)|is there|active)\b/iu;

/** Every such removal of a contract that is held to the standard requirements, at the removal. */
export const softDeletions = (contract: Contract): readonly SoftDeletion[] =>
  roundTrips(contract).flatMap((trip): SoftDeletion[] => {
    const { remove, read, list, itemPath } = trip;
    if (!remove) return [];
    const listFlag = list && switchFor(contract, list.operation, gone);
    const readFlag = read && switchFor(contract, read, gone);
    const restore = contract.operations.find(
      (one) =>
        one.method === 'POST' &&
        one.unsupported === undefined &&
        one.body?.required !== true &&
        [...restoring].some((word) => isSamePath(one.path, `${itemPath}/${word.replaceAll(' ', '-')}`)) &&
        one.parameters.every(({ in: where, required }) => where === 'path' || !required),
    );
    const mark = markOf(contract, trip);
    if (listFlag === undefined && readFlag === undefined && restore === undefined) return [];
    const flags = [listFlag, readFlag].filter((one) => one !== undefined);
    const isReserved = flags
      .flatMap(({ location }) => saidIn(valueAt(contract.document, nodeOf(location))))
      .some((one) => /\bonly\b|\badmin|\brole|\bpermission|\bprivilege/iu.test(one));
    const said = restore ? saidIn(valueAt(contract.document, nodeOf(restore.location))).flatMap(sentencesOf) : [];
    const refusedOtherwise = said.find((one) => refusedIfThere.test(one.replaceAll(/[`*]/gu, '')));
    return [at(remove.location, { trip, remove, listFlag, readFlag, isReserved, mark, restore, refusedOtherwise })];
  });
