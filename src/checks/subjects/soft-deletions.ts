import { coveredInBin } from '../../contract/infer/bins.ts';
import { isActing, actsAs } from '../../contract/infer/acting.ts';
import { isAsked } from '../../contract/infer/common-parameters.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { endsInParameter, isDirectlyBelow, isSamePath } from '../../contract/infer/path-template.ts';
import { isType, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { singular } from '../../contract/infer/singular.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation, Parameter } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { placeIn, roundTrips, type Trip } from './round-trips.ts';
import { choosingFor, switchFor } from './switches.ts';
import { leavesOut, partsOfSentence } from './unlisted-states.ts';

/** A removal that only marks what it removes: what shows it all the same, and what brings it back. */
export type SoftDeletion = Subject & {
  readonly trip: Trip;
  readonly remove: Operation;
  /** The query parameters of the list and of the read with which they show what is marked; that of the list may show nothing else. */
  readonly listFlag: Parameter | undefined;
  readonly readFlag: Parameter | undefined;
  /** The description of a parameter gives it to some callers only, so that it may be without effect for others. */
  readonly isReserved: boolean;
  /** Why a list without the parameter does not show what is removed: its words, or the parameter; undefined where the document leaves that open. */
  readonly leftOut: string | undefined;
  /** The member that is set by the removal: a moment or text that is null before, or a boolean. */
  readonly mark: string | undefined;
  /** Undoes the removal. */
  readonly restore: Operation | undefined;
  /** Removes for good what the removal put into a place of its own: `DELETE /trash/{letterId}`. */
  readonly purge: Operation | undefined;
  /** The words of the restoration by which it is refused for what is not removed. */
  readonly refusedOtherwise: string | undefined;
  /** Changes of what is removed that their own texts refuse, with the words for it; among them the removal itself, a second time. */
  readonly refused: readonly { readonly operation: Operation; readonly words: string }[];
};

/** Words for what is removed, and those for what is put away, which is a removal where the text of a DELETE says so. */
const gone = '(?:deleted|removed|trashed|soft deleted|archived|retired|deactivated)';
const putAway = /\b(?:archiv|retir|deactivat)/iu;
const putsAway =
  /^(?:archiv|retir|deactivat)|\b(?:is|are|gets|be) (?:\w+ )?(?:archived|retired|deactivated)\b|\b(?:archives|retires|deactivates)\b|\bsoft[- ]delet/iu;
const removesForGood = /\b(?:instead|hard[- ]delet\w*)\b/iu;

/** Does a removal put away what it names: by its text, and where no other operation does that. */
const isPuttingAway = ({ document, operations }: Contract, remove: Operation): boolean => {
  const texts = saidIn(valueAt(document, nodeOf(remove.location)));
  const isElsewhere = operations.some(
    ({ method, path }) => method !== 'DELETE' && putAway.test(path.split('/').at(-1) ?? '') && isDirectlyBelow(path, remove.path),
  );
  return !isElsewhere && texts.some((text) => putsAway.test(text)) && !texts.some((text) => removesForGood.test(text));
};

const markName = new RegExp(`^(?:is )?${gone}(?: at| on| time)?$`, 'u');
const restoring: ReadonlySet<string> = new Set(['restore', 'undelete', 'recover', 'untrash', 'undo delete', 'unarchive', 'reactivate']);

/** Does an operation bring back what a removal put into a place of its own: `POST /trash/{letterId}/restore`. */
const isFromBin = (contract: Contract, operation: Operation, remove: Operation): boolean =>
  restoring.has(wordsOf(operation.path.split(/[/:]/u).at(-1) ?? '').join(' ')) &&
  coveredInBin(contract, operation)?.bin.into.key === remove.key;

/** A member of what a read shows that says whether, or since when, a resource is removed. */
const markOf = (contract: Contract, { read, id }: Trip): string | undefined => {
  const place = read && placeIn(contract, read, id);
  const found = [...membersOf(contract.document, place?.schema)].filter(([name, schema]) => {
    const isMoment = partsOf(contract.document, schema).some(({ format }) => format === 'date-time' || format === 'date');
    return markName.test(wordsOf(name).join(' ')) && (isMoment || isType(contract.document, schema, 'boolean'));
  });
  return found.length === 1 ? found[0]?.[0] : undefined;
};

/** "`409` if the route is not deleted", "Restoring an item that is not archived is a conflict". */
const refusedIfThere =
  /\b4\d\d\b.*\b(?:if|when|unless|where)\b.*\b(?:not (?:been )?(?:deleted|removed|archived|in the trash)|is there|active)\b|\bnot (?:been )?(?:deleted|removed|archived|in the trash)\b[^.;]*\b(?:4\d\d|conflict|refused|rejected)\b/iu;

/** Words for what is removed in the sentences of a list. */
const goneInLists = (isPutAway: boolean): string =>
  `(?:(?:soft )?deleted|removed|trashed|in (?:the )?(?:trash|bin|recycle bin|waste basket)${isPutAway ? '|archived|retired|deactivated' : ''})`;

/** Words that give something to some callers alone. */
const ofSome = /\bonly\b|\badmin|\brole|\bpermission|\bprivilege|\bscope|\bkeys?\b|\bstaff\b/iu;

/** Why a list leaves out what is removed, unless it is asked for it. */
const leftOutOf = (contract: Contract, { list, addsTo }: Trip, isPutAway: boolean): string | undefined => {
  if (!list) return undefined;
  const { parameters, location } = list.operation;
  const [flag, choosing] = [switchFor(contract, list.operation, gone), choosingFor(contract, list.operation, gone)];
  if (flag) return `"${flag.name}" is what shows them`;
  if (choosing && isObject(choosing.schema) && choosing.schema['default'] === false) return `"${choosing.name}" is false by default`;
  const names = parameters.flatMap(({ in: where, name }) => (where === 'query' ? [name] : []));
  const ofParameters = choosing ? saidIn(valueAt(contract.document, nodeOf(choosing.location))) : [];
  return [...saidIn(valueAt(contract.document, nodeOf(location))), ...ofParameters]
    .flatMap(sentencesOf)
    .flatMap(partsOfSentence)
    .find((clause) => leavesOut(clause, goneInLists(isPutAway), nounWordsOf(addsTo).at(-1) ?? 'ones', names));
};

const refusing = String.raw`4\d\d|read-?only|refused|rejected|conflict`;
const refusal = String.raw`\b(?:${refusing})\b`;
const whileGone = new RegExp(String.raw`\b(?:while|when|once|if|as long as|after)\b[^.;:]*\b${gone}\b[^.;:]*${refusal}`, 'iu');
const goneCannot = new RegExp(
  String.raw`\b${gone} (?:\w+ )?(?:can ?not|can't|can no longer|may not|must not|are|is) (?:be )?(?:changed|edited|updated|modified|${refusing})\b`,
  'iu',
);
const goneTwice = new RegExp(
  String.raw`\b(?:twice|again|a second time|second attempt|further attempt|another attempt|already ${gone})\b[^.;]*${refusal}|${refusal}[^.;]*\b(?:already ${gone}|twice)\b`,
  'iu',
);

/** Words by which a sentence is about the opposite, leaves something open, or is about what is around the resource. */
const notSo =
  /\b(?:not|never|unless|except|still|also|even|may|might|could|too|include\w*|including|parents?|owners?|whose|its|their|lists?|by|within|minutes?|hours?|try|tr(?:ies|ied)|retry|retries|retried|changes? to (?:the|its) (?!\w+ itself)|idempotent|succeeds?|no effect|harmless)\b/iu;

/** Is what is gone in a sentence something else than the resource: "When the client is deleted, ...". */
const isOfAnother = (sentence: string, noun: string): boolean => {
  const [, thing] =
    new RegExp(
      String.raw`\b(?:the|its|an?|their|any) (?:\w+ )?(\w+) (?:is|was|has been|that is|which is) (?:already )?${gone}\b`,
      'iu',
    ).exec(sentence) ?? [];
  return (
    thing !== undefined && !['it', 'record', 'entry', 'resource', 'item', 'object', 'one', noun].includes(singular(thing.toLowerCase()))
  );
};

/** The words of an operation by which it is refused for what is removed; undefined where there are none, or they leave it open. */
const refusedWhenGone = (contract: Contract, operation: Operation, forms: readonly RegExp[], noun: string): string | undefined =>
  operation.responses.some(({ status }) => /^4(?:09|10|22|XX)$/u.test(status))
    ? saidIn(valueAt(contract.document, nodeOf(operation.location)))
        .flatMap(sentencesOf)
        .map((one) => one.replaceAll(/[`*_]/gu, ' ').replaceAll(/\s+/gu, ' '))
        .find(
          (one) =>
            forms.some((form) => form.test(one)) &&
            !isOfAnother(one, noun) &&
            !notSo.test(one.replaceAll(/\b(?:can|may|must) ?not\b|\bcan't\b/giu, '')),
        )
    : undefined;

/** Every such removal of a contract that is held to the standard requirements, at the removal. */
export const softDeletions = (contract: Contract): readonly SoftDeletion[] =>
  roundTrips(contract).flatMap((trip): SoftDeletion[] => {
    const { remove, read, list, itemPath } = trip;
    if (!remove) return [];
    const noun = nounWordsOf(trip.addsTo).at(-1) ?? '';
    const including = list && switchFor(contract, list.operation, gone);
    const readFlag = read && switchFor(contract, read, gone);
    const restore = contract.operations.find(
      (one) =>
        isActing(one) &&
        one.unsupported === undefined &&
        one.body?.required !== true &&
        (isFromBin(contract, one, remove) ||
          [...restoring].some((word) => isSamePath(one.path, `${itemPath}/${word.replaceAll(' ', '-')}`))) &&
        !one.parameters.some(isAsked),
    );
    const purge = contract.operations.find(
      (one) =>
        one.method === 'DELETE' &&
        endsInParameter(one.path) &&
        one.body?.required !== true &&
        coveredInBin(contract, one)?.bin.into.key === remove.key &&
        !one.parameters.some(isAsked),
    );
    const mark = markOf(contract, trip);
    // Alone, a parameter of such a name may mean anything.
    const choosing = list && (mark !== undefined || restore) ? choosingFor(contract, list.operation, gone) : undefined;
    const listFlag = including ?? choosing;
    // What is put away by an action of its own is another state, and not removed.
    const isPutAway = [mark, listFlag?.name, readFlag?.name].some((name) => name !== undefined && putAway.test(wordsOf(name).join(' ')));
    if (isPutAway && !isPuttingAway(contract, remove)) return [];
    if (listFlag === undefined && readFlag === undefined && restore === undefined) return [];
    const flags = [listFlag, readFlag].filter((one) => one !== undefined);
    const ofFlags = flags.flatMap(({ location }) => saidIn(valueAt(contract.document, nodeOf(location))));
    // A sentence of the operation may speak of the parameter as well.
    const ofOperations = [list?.operation, read]
      .flatMap((one) => (one ? saidIn(valueAt(contract.document, nodeOf(one.location))) : []))
      .flatMap(sentencesOf)
      .filter((one) => flags.some(({ name }) => one.includes(name)));
    const isReserved = [...ofFlags, ...ofOperations].some((one) => ofSome.test(one));
    const said = restore ? saidIn(valueAt(contract.document, nodeOf(restore.location))).flatMap(sentencesOf) : [];
    const refusedOtherwise = said.find((one) => refusedIfThere.test(one.replaceAll(/[`*]/gu, '')));
    const changes = contract.operations.filter(
      (one) =>
        isSamePath(one.path, itemPath) &&
        ['PATCH', 'PUT'].includes(actsAs(one)) &&
        one.effect === 'changes' &&
        one.unsupported === undefined,
    );
    const refused = [
      ...changes.flatMap((operation) => {
        const words = refusedWhenGone(contract, operation, [whileGone, goneCannot], noun);
        return words === undefined ? [] : [{ operation, words }];
      }),
      ...[refusedWhenGone(contract, remove, [goneTwice], noun)].flatMap((words) =>
        words === undefined ? [] : [{ operation: remove, words }],
      ),
    ];
    const leftOut = leftOutOf(contract, trip, isPutAway);
    return [
      at(remove.location, { trip, remove, listFlag, readFlag, isReserved, leftOut, mark, restore, purge, refusedOtherwise, refused }),
    ];
  });
