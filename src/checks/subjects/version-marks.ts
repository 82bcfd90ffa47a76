import { literalPattern } from '../../contract/pattern/literal-pattern.ts';
import { heldVersion, isVersionName } from '../../contract/infer/held-version.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { descriptionsIn, isType, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation, Schema } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { placeIn, roundTrips, type Trip } from './round-trips.ts';
import { emptyOnly, type SilentKind, silentIn } from './silent-words.ts';

/** What shows that a resource was changed: a member with its version, one with the moment of its last change, or the header field ETag. */
export type Mark = { readonly kind: 'version' | 'moment'; readonly name: string; readonly schema: Schema } | { readonly kind: 'tag' };

/** A mark, what the document says of it, and by which requests that can be seen. */
export type ToldMark = {
  readonly mark: Mark;
  readonly sentence: string;
  readonly by: readonly SilentKind[];
  readonly isOnlyWhole: boolean;
};

/** A change of a resource that leaves marks as they were where it changes nothing, by the words of the document. */
export type SilentChange = Subject & {
  readonly trip: Trip;
  readonly operation: Operation;
  readonly told: readonly ToldMark[];
  /** The members that are such marks, told of or not. */
  readonly marks: readonly string[];
};

/** A change of a resource that raises a version, by the words of the document. */
export type RisingVersion = Subject & {
  readonly trip: Trip;
  readonly operation: Operation;
  readonly member: string;
  readonly sentence: string;
  /** By one and no more. */
  readonly isByOne: boolean;
  /** Another requirement judges that it rises at all. */
  readonly isJudgedByVersion: boolean;
};

/** The name of a mark in findings. */
export const markName = (mark: Mark): string => (mark.kind === 'tag' ? 'ETag' : mark.name);

const isMomentName = (name: string): boolean => {
  const words = wordsOf(name);
  return words.length <= 3 && ['updated', 'modified', 'changed', 'edited', 'update', 'modification'].some((word) => words.includes(word));
};

/** The members of what a read shows that nobody sets, and that are a version or the moment of the last change. */
const marksOf = (contract: Contract, { read, create, id }: Trip): readonly Exclude<Mark, { kind: 'tag' }>[] => {
  const { document } = contract;
  const place = read && placeIn(contract, read, id);
  const given = new Set(bodyMembers(contract, create).map(({ name }) => name));
  return [...membersOf(document, place?.schema)].flatMap(([name, schema]): Exclude<Mark, { kind: 'tag' }>[] => {
    if (given.has(name)) return [];
    const isPlain = isType(document, schema, 'integer') || isType(document, schema, 'string');
    if (isVersionName(name) && isPlain) return [{ kind: 'version', name, schema }];
    const isMoment = partsOf(document, schema).some(({ format }) => format === 'date-time');
    return isMoment && isMomentName(name) ? [{ kind: 'moment', name, schema }] : [];
  });
};

/** The changes of a resource. */
const changesOf = ({ patch, put, create }: Trip): readonly Operation[] =>
  [patch, put === create ? undefined : put].filter((one) => one !== undefined);

/** Does a sentence speak of one method alone, and not of this one. */
const isOfOther = (sentence: string, { method }: Operation): boolean => {
  const [ofPatch, ofPut] = [/\bpatch(?:es|ing)?\b/iu.test(sentence), /\bPUT\b|\breplacements?\b|\breplaces\b/u.test(sentence)];
  const isOfBoth = /\b(?:changes?|updates?|edits?|writes?)\b(?! (?:nothing|no |any))/iu.test(sentence);
  return ofPatch !== ofPut && !isOfBoth && (method === 'PATCH' ? ofPut : ofPatch);
};

/** The marks that a sentence names by their names, or by the only thing of a kind that there is. */
const namedIn = (sentence: string, marks: readonly Mark[]): readonly Mark[] => {
  const found = new Set<Mark>();
  for (const mark of marks) {
    const isNamed =
      mark.kind === 'tag'
        ? /\bE-?Tags?\b|\bentity tags?\b/iu.test(sentence)
        : new RegExp(String.raw`(?<![\w-])${literalPattern(mark.name)}(?![\w-])`, mark.name.length > 3 ? 'iu' : 'u').test(sentence);
    if (isNamed) found.add(mark);
  }
  const only = (kind: Mark['kind'], words: RegExp): void => {
    const [one, ...others] = marks.filter((mark) => mark.kind === kind);
    if (one && others.length === 0 && words.test(sentence)) found.add(one);
  };
  only('version', /\b(?:versions?|revisions?)\b/iu);
  only(
    'moment',
    /\btimestamps?\b|\bmodification (?:time|date)\b|\b(?:time|moment|date) of (?:the|its) last (?:change|update|modification)\b/iu,
  );
  return [...found];
};

/** Each sentence that may be about the marks of a resource, the mark whose own description has it, and the operation that it is said at. */
type Said = { readonly sentence: string; readonly own: Mark | undefined; readonly operation: Operation | undefined };

const saidOf = (contract: Contract, trip: Trip, marks: readonly Exclude<Mark, { kind: 'tag' }>[]): readonly Said[] => {
  const { document } = contract;
  const each = (texts: readonly string[], own: Mark | undefined, operation: Operation | undefined): readonly Said[] =>
    texts.flatMap(sentencesOf).map((sentence) => ({ sentence, own, operation }));
  const place = trip.read && placeIn(contract, trip.read, trip.id);
  const tagTexts = [trip.read, ...changesOf(trip)].flatMap((operation) =>
    (operation?.responses ?? []).flatMap(({ status, headers }) =>
      status.startsWith('2')
        ? headers.filter(({ name }) => name.toLowerCase() === 'etag').flatMap(({ location }) => saidIn(valueAt(document, nodeOf(location))))
        : [],
    ),
  );
  return [
    ...each(saidIn(document['info']), undefined, undefined),
    ...each(descriptionsIn(document, place?.schema), undefined, undefined),
    ...marks.flatMap((mark) => each(descriptionsIn(document, mark.schema), mark, undefined)),
    ...each(tagTexts, { kind: 'tag' }, undefined),
    ...changesOf(trip).flatMap((operation) => each(saidIn(valueAt(document, nodeOf(operation.location))), undefined, operation)),
  ];
};

/** Every change of a contract that is held to the standard requirements, of which the document says what it leaves as it was where it changes nothing. */
export const silentChanges = (contract: Contract): readonly SilentChange[] =>
  roundTrips(contract).flatMap((trip) => {
    const members = marksOf(contract, trip);
    const tag: Mark = { kind: 'tag' };
    const said = trip.read === undefined ? [] : saidOf(contract, trip, members);
    return changesOf(trip).flatMap((operation): SilentChange[] => {
      const told = new Map<string, ToldMark>();
      for (const one of said) {
        const silent = silentIn(one.sentence);
        if (!silent || (one.operation !== undefined && one.operation !== operation) || isOfOther(one.sentence, operation)) continue;
        const named = namedIn(one.sentence, [...members, tag]);
        for (const mark of named.length > 0 ? named : one.own ? [one.own] : []) {
          const before = told.get(markName(mark));
          if (before && !emptyOnly(before.by)) continue;
          told.set(markName(mark), { mark, sentence: one.sentence, by: silent.by, isOnlyWhole: silent.isCounterpart });
        }
      }
      return told.size === 0
        ? []
        : [at(operation.location, { trip, operation, told: [...told.values()], marks: members.map(({ name }) => name) })];
    });
  });

const rises = String.raw`\b(?:goes up|rises?|grows?|increas\w+|increment\w+|raised?s?|bump(?:s|ed)|counts? up|one (?:more|higher|greater))\b`;
const change = String.raw`(?:change|update|edit|write|modification)`;
/** "PUT and PATCH", "`PATCH`", "PUT or PATCH request": a method stands for the changes that are made with it. */
const method = String.raw`\b(?:every|each|any) (?:successful |accepted |further |single )?\x60?(?:PUT|PATCH)\b\x60?(?:(?:,? (?:and|or|and every|and each) |\/|, )\x60?(?:PUT|PATCH|update|change)\b\x60?)?(?: request| call)?`;
const methods = String.raw`${method}(?=\s*(?:$|[.,;:)]|\bby\b|\bthat (?:changes|succeeds|is accepted)\b))`;
const whole = String.raw`(?=\s*(?:$|[.,;:)]|\bby\b|\b(?:made )?(?:of|to) (?:the|a|an|this|its|it)\b(?! \w+(?:'s|s') )|\bthat (?:changes|alters|succeeds|is accepted)\b|\bmade\b))`;
const each = String.raw`\b(?:every|each|any) (?:successful |accepted |real |effective |actual |further |single )?${change}`;
const risesWithEach = new RegExp(
  [
    `${rises}[^.;]*(?:${each}|\\bper ${change})${whole}`,
    `${rises}[^.;]*${methods}`,
    String.raw`${method} (?:increases|increments|raises|bumps|adds)\b`,
    String.raw`${method},? (?:its|the) [^.;,]{1,30}${rises}`,
    String.raw`${each}(?: (?:of|to) (?:the|a|an|this) \w+)? (?:increases|increments|raises|bumps|adds)\b`,
    String.raw`${each}(?: (?:of|to) (?:the|a|an|this) \w+)?(?: its| the|,)? [^.;,]{1,30}${rises}`,
    String.raw`${rises}[^.;]*\b(?:each|every) time (?:it|(?:the|a|an|this) \w+) (?:(?:is|was|has been) )?(?:changes|changed|updated|modified|edited)\b`,
    String.raw`^counts (?:all |the |its |each )?${change}s\b`,
  ].join('|'),
  'iu',
);
const byOne = /\bby (?:exactly |just )?(?:one|1)\b|\b(?:plus|adds) (?:one|1)\b|\bone (?:more|higher|greater)\b/iu;
const isHedged = /\b(?:may|might|can|could|at least|unless|except|some|not|never)\b/iu;

/** After "of the" the name of the resource, and nothing else: "with each change of the lines" does not speak of every change. */
const isOfPart = (sentence: string, { addsTo }: Trip, marks: readonly { readonly name: string }[]): boolean => {
  const [, part] = new RegExp(`${change}s? (?:of|to) (?:the|a|an|this|its) \`?(\\w+)`, 'iu').exec(sentence) ?? [];
  if (part === undefined) return false;
  const nouns = wordsOf(addsTo.split('/').at(-1) ?? '');
  const words = wordsOf(part);
  const isNoun = words.some((word) => nouns.some((noun) => noun.startsWith(word.slice(0, Math.max(3, word.length - 2)))));
  return !isNoun && !['resource', 'record', 'object', 'item', 'entry'].includes(words[0] ?? '') && !marks.some(({ name }) => name === part);
};

/** Every change of a contract that is held to the standard requirements, of which the document says that it raises a version. */
export const risingVersions = (contract: Contract): readonly RisingVersion[] =>
  roundTrips(contract).flatMap((trip) => {
    const versions = marksOf(contract, trip).filter(
      ({ kind, schema }) => kind === 'version' && isType(contract.document, schema, 'integer'),
    );
    const said = trip.read === undefined || versions.length === 0 ? [] : saidOf(contract, trip, versions);
    return changesOf(trip).flatMap((operation) =>
      versions.flatMap((mark): RisingVersion[] => {
        const found = said.find(
          ({ sentence, own, operation: where }) =>
            risesWithEach.test(sentence) &&
            !isHedged.test(sentence) &&
            !isOfPart(sentence, trip, versions) &&
            (where === undefined || where === operation) &&
            !isOfOther(sentence, operation) &&
            (own === mark || (own === undefined && namedIn(sentence, [...versions, { kind: 'tag' }]).includes(mark))),
        );
        if (!found) return [];
        const held = heldVersion(contract, operation);
        const isJudgedByVersion = held?.member === mark.name && held.rising !== undefined;
        const isByOne = byOne.test(found.sentence);
        if (isJudgedByVersion && !isByOne) return [];
        return [at(operation.location, { trip, operation, member: mark.name, sentence: found.sentence, isByOne, isJudgedByVersion })];
      }),
    );
  });
